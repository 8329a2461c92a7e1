//! `last-branch`: a blank binds tighter than OR: a filter after the last alternative filters only that one.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LastBranch,
    name: "last-branch",
    severity: Severity::Warning,
    text: "A blank binds tighter than OR: a filter after the last alternative filters only that one.",
    now: "Only the last alternative is filtered; the others are found whatever the filter says.",
    meant: "The filter for all alternatives.",
    write: "Put brackets around the alternatives.",
    fires: &[
        Case::query("(flood OR flooding) OR storm lang:en", "lang:en")
            .fixed("((flood OR flooding) OR storm) lang:en"),
        Case::query("flood OR storm -movie", "-movie").fixed("(flood OR storm) -movie"),
    ],
    silent: &[
        Query("(flood OR storm) lang:en"),
        Query("flood lang:en OR storm lang:sv"),
        Query("flood OR (storm lang:en)"),
    ],
    untested: "",
};
