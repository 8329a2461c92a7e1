//! `mixed-separators`: a row of a CSV has other signs between its cells than the headers, or more cells.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MixedSeparators,
    name: "mixed-separators",
    severity: Severity::Error,
    text: "A row of a CSV has other signs between its cells than the headers, or more cells.",
    now: "It is not clear which cell is which, so nothing of the sheet is taken.",
    meant: "The same sign in every row, and quotes around a cell that holds it.",
    write: "Export the sheet again, or put the row right in a text editor.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it is about a sheet, not a rule file: a test of sheets holds it",
};
