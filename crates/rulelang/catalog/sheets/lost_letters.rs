//! `lost-letters`: a CSV was saved in an encoding that has few letters, so that others are question marks now.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LostLetters,
    name: "lost-letters",
    severity: Severity::Error,
    text: "A CSV was saved in an encoding that has few letters, so that others are question marks now.",
    now: "The row is not taken, and the file keeps what it says.",
    meant: "The letters as they were.",
    write: "Save the sheet as .xlsx or as CSV UTF-8, and import that.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it is about a sheet, not a rule file: a test of sheets holds it",
};
