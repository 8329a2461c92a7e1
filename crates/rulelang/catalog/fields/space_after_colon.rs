//! `space-after-colon`: the value belongs right after the colon.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SpaceAfterColon,
    name: "space-after-colon",
    severity: Severity::Warning,
    text: "The value belongs right after the colon.",
    now: "The word after the blank is the field's value.",
    meant: "Just that.",
    write: "Leave the blank out.",
    fires: &[
        Case::query("delivery lang: en", "lang:").fixed("delivery lang:en"),
        Case::query("delivery source: reuters", "source:").fixed("delivery source:reuters"),
    ],
    silent: &[Query("delivery lang:en"), Query("Note: late")],
    untested: "",
};
