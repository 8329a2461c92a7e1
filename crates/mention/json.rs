//! Real data for the tests, from the folder that `TAGLINE_DATA` names.

use std::path::Path;

use serde_json::Value;

/// The file `name`, or `None` and a word on stderr where there is no data.
pub(crate) fn text(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return None;
    };
    let path = Path::new(&folder).join(name);
    Some(std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

/// The JSON values in the file `name`, one a line.
pub(crate) fn lines(name: &str) -> Option<Vec<Value>> {
    Some(text(name)?.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
