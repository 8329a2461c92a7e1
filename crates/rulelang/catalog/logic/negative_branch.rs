//! `negative-branch`: an alternative that only excludes is true for nearly every post.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NegativeBranch,
    name: "negative-branch",
    severity: Severity::Error,
    text: "An alternative that only excludes is true for nearly every post.",
    now: "Nearly every post fits this alternative, so the rule is refused.",
    meant: "To exclude it from the other alternatives.",
    write: "Put it after their brackets: `(a OR b) -c`.",
    fires: &[Case::query("late OR -delivery", "-delivery").written("late -delivery")],
    silent: &[Query("late -delivery"), Query("late OR (slow -delivery)")],
    untested: "",
};
