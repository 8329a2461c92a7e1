//! `chained-near`: several NEAR in a row are taken from left to right.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ChainedNear,
    name: "chained-near",
    severity: Severity::Warning,
    text: "Several NEAR in a row are taken from left to right.",
    now: "The second distance counts from the whole stretch that the first one covers.",
    meant: "Either that, or that each word stands near the next.",
    write: "Say with brackets which belong together.",
    fires: &[Case::query("late NEAR/2 slow NEAR/2 delivery", "NEAR/2")
        .written("(late NEAR/2 slow) NEAR/2 delivery")],
    silent: &[Query("(late NEAR/2 slow) NEAR/2 delivery"), Query("(late slow delivery)~4")],
    untested: "",
};
