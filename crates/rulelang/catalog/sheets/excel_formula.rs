//! `excel-formula`: a spreadsheet took a cell for a formula, because it begins with `=`, `+`, `-` or `@`.

use crate::catalog::Source::Sheet;
use crate::catalog::{Case, Page};
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
    fires: &[Case::sheet("kind,id,label,any\ntheme,new,,#NAME?\n", "#NAME?")],
    silent: &[Sheet("kind,id,label,any\ntheme,late,007,\"försenad\n3-4\n@acme\"\n")],
    untested: "",
};
