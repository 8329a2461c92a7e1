//! `unbalanced-comment`: a comment runs from `<<<` to `>>>`.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnbalancedComment,
    name: "unbalanced-comment",
    severity: Severity::Error,
    text: "A comment runs from `<<<` to `>>>`.",
    now: "Everything after `<<<` would be left out, so the rule is refused.",
    meant: "A comment.",
    write: "Close it with `>>>`.",
    fires: &[Case::query("delivery <<< late", "<<<").written("delivery <<< late >>>")],
    silent: &[Query("delivery <<< ask Ana >>> late")],
    untested: "",
};
