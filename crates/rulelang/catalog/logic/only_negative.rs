//! `only-negative`: a rule must say what it looks for, not only what it does not.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::OnlyNegative,
    name: "only-negative",
    severity: Severity::Error,
    text: "A rule must say what it looks for, not only what it does not.",
    now: "It would find nearly every post, so the rule is refused.",
    meant: "Posts about something, without some of them.",
    write: "Add a word or phrase that the posts must contain.",
    fires: &[Case::query("-delivery", "-delivery").written("late -delivery")],
    silent: &[Query("late -delivery")],
    untested: "",
};
