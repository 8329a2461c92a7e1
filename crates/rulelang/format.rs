//! Rule files laid out one way: only what means nothing changes, so that people read and compare the rest.

use std::cell::RefCell;
use std::sync::Arc;

use crate::draft::draft;
use crate::set::sorted;
use crate::{Finding, SourceFile};

mod array;
mod layout;
mod query;
#[cfg(test)]
mod tests;
mod tree;

/// The text of a rule file as it is laid out: blanks, line ends, and in queries the way operators are written.
///
/// A query that fits stands on one line of 100 columns, a longer one has one alternative a line. Words, brackets,
/// comments and order stay. The rules mean the same, and a text that was formatted stays as it is.
///
/// # Errors
///
/// The errors of the file; it is not formatted before they are mended.
///
/// # Cost
///
/// Reads the file twice; linear in its text.
pub fn format(source: &Arc<SourceFile>) -> Result<String, Vec<Finding>> {
    let found = RefCell::new(Vec::new());
    let _ = draft(source, &found);
    let mut errors = sorted(found.into_inner(), std::slice::from_ref(source));
    errors.retain(Finding::is_error);
    if errors.is_empty() { Ok(layout::layout(&source.text)) } else { Err(errors) }
}
