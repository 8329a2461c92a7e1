//! `excel-number`: a spreadsheet made a number of a text: zeros and signs in front are gone, long numbers are shortened.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ExcelNumber,
    name: "excel-number",
    severity: Severity::Warning,
    text: "A spreadsheet made a number of a text: zeros and signs in front are gone, long numbers are shortened.",
    now: "What the file says stays; a whole number without one is read as it stands; another row is not taken.",
    meant: "The digits as they were typed.",
    write: "Format the cell as text and write them again.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it is about a sheet, not a rule file: a test of sheets holds it",
};
