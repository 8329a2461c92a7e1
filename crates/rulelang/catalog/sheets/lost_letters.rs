//! `lost-letters`: a CSV was saved in an encoding that has few letters, so that others are question marks now.

use crate::catalog::Source::Sheet;
use crate::catalog::{Case, Page};
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
    fires: &[Case::sheet(
        "kind,id,label,any\ntheme,late,007,\"f?rsenad\n3-4\n@acme\"\n",
        "f?rsenad",
    )],
    silent: &[Sheet("kind,id,label,any\ntheme,late,007,\"försenad\n3-4\n@acme\"\n")],
    untested: "",
};
