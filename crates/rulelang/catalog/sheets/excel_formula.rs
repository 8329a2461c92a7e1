//! `excel-formula`: a spreadsheet took a cell for a formula, because it begins with `=`, `+`, `-` or `@`.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ExcelFormula,
    name: "excel-formula",
    severity: Severity::Warning,
    text: "A spreadsheet took a cell for a formula, because it begins with `=`, `+`, `-` or `@`.",
    now: "What the file says stays; what a formula shows is taken as text; where there is neither, the row is not taken.",
    meant: "A text that begins with that sign.",
    write: "Write it with an apostrophe in front: `'@acme`.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it is about a sheet, not a rule file: a test of sheets holds it",
};
