//! `space-negation`: a minus excludes only when the word follows at once.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SpaceNegation,
    name: "space-negation",
    severity: Severity::Error,
    text: "A minus excludes only when the word follows at once.",
    now: "It is not clear whether the next word is excluded, so the rule is refused.",
    meant: "To exclude the next word.",
    write: "Write the minus right before the word; leave out a mere dash.",
    fires: &[
        Case::query("jaguar - car", "-").written("jaguar -car"),
        Case::query("acme — the best", "—").written("acme the best"),
        Case::query("jaguar - (car OR racing)", "-").fixed("jaguar -(car OR racing)"),
        Case::query("jaguar - \"sports car\"", "-").fixed("jaguar -\"sports car\""),
    ],
    silent: &[Query("jaguar -car"), Query(r#""jaguar - car""#)],
    untested: "",
};
