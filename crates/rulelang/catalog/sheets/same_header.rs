//! `same-header`: two columns of a sheet have the same header.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SameHeader,
    name: "same-header",
    severity: Severity::Error,
    text: "Two columns of a sheet have the same header.",
    now: "It is not clear which of them counts, so nothing of the sheet is taken.",
    meant: "One of the two, or another name for a column of notes.",
    write: "Take one of them out, or rename it.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it is about a sheet, not a rule file: a test of sheets holds it",
};
