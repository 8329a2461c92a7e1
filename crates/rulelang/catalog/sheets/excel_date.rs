//! `excel-date`: a spreadsheet made a date of a keyword such as 3-4, or wrote a day in a way that can be read as two.

use crate::catalog::Source::Sheet;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ExcelDate,
    name: "excel-date",
    severity: Severity::Warning,
    text: "A spreadsheet made a date of a keyword such as 3-4, or wrote a day in a way that can be read as two.",
    now: "What the file says stays; where the file says nothing, the row is not taken.",
    meant: "The words as they were typed, or one of the two days.",
    write: "Format the cell as text and write it again, a day as 2026-03-20.",
    fires: &[Case::sheet("kind,id,label,any\ntheme,new,,3-Apr\n", "3-Apr")],
    silent: &[Sheet("kind,id,label,any\ntheme,late,007,\"försenad\n3-4\n@acme\"\n")],
    untested: "",
};
