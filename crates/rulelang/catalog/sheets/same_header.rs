//! `same-header`: two columns of a sheet have the same header.

use crate::catalog::Source::Sheet;
use crate::catalog::{Case, Page};
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
    fires: &[Case::sheet("kind,id,any,any\ntheme,late,late,slow\n", "any")],
    silent: &[Sheet("kind,id,label,any\ntheme,late,007,\"försenad\n3-4\n@acme\"\n")],
    untested: "",
};
