//! `excel-number`: a spreadsheet made a number of a text: zeros and signs in front are gone, long numbers are shortened.

use crate::catalog::Source::Sheet;
use crate::catalog::{Case, Page};
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
    fires: &[
        Case::sheet("kind,id,label,any\ntheme,late,7,\"försenad\n3-4\n@acme\"\n", "7"),
        Case::sheet("kind,id,label,any\ntheme,new,,1.26E+17\n", "1.26E+17"),
    ],
    silent: &[Sheet("kind,id,label,any\ntheme,late,007,\"försenad\n3-4\n@acme\"\n")],
    untested: "",
};
