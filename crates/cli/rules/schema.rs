//! `tagline rules schema`: the JSON Schema of rule files.

use crate::exit::Exit;
use crate::output;

/// Does it.
pub(super) fn run() -> anyhow::Result<Exit> {
    output::answer_whole(rulelang::schema())?;
    Ok(Exit::Fine)
}
