//! `negated-near`: a minus before NEAR excludes the whole, not the word after it.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NegatedNear,
    name: "negated-near",
    severity: Severity::Warning,
    text: "A minus before NEAR excludes the whole, not the word after it.",
    now: "Posts are excluded where both stand near each other.",
    meant: "Either that, or to exclude the first word.",
    write: "Say with brackets what is excluded.",
    fires: &[Case::query("parcel -late NEAR/3 delivery", "-late NEAR/3 delivery")
        .written("parcel -(late NEAR/3 delivery)")],
    silent: &[Query("parcel -(late NEAR/3 delivery)"), Query("parcel -late -delivery")],
    untested: "",
};
