//! `foreign-operator`: the sign belongs to another tool's language and is written differently here.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ForeignOperator,
    name: "foreign-operator",
    severity: Severity::Error,
    text: "The sign belongs to another tool's language and is written differently here.",
    now: "The sign means nothing here, so the rule is refused.",
    meant: "What it means in the other tool.",
    write: "Write it as it is written here.",
    fires: &[
        Case::query("late && delivery", "&&").fixed("late AND delivery"),
        Case::query("late | delivery", "|").fixed("late OR delivery"),
    ],
    silent: &[Query("late AND delivery"), Query("late OR delivery"), Query("AT&T")],
    untested: "",
};
