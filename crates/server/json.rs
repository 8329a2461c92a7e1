//! Answers that are JSON.

use serde::Serialize;

/// What a process is.
#[derive(Serialize)]
pub(crate) struct Version<'a> {
    /// The program's version.
    pub(crate) version: &'a str,
    /// The rule set in use; absent before the first.
    pub(crate) rules: Option<&'a str>,
}

impl Version<'_> {
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("texts can be written as JSON") + "\n"
    }
}
