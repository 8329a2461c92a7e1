//! `dangling-operator`: an operator stands between two terms; one of them is missing.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::DanglingOperator,
    name: "dangling-operator",
    severity: Severity::Error,
    text: "An operator stands between two terms; one of them is missing.",
    now: "It is not clear what the operator joins, so the rule is refused.",
    meant: "A term that was deleted or forgotten.",
    write: "Add the missing term, or remove the operator.",
    fires: &[
        Case::query("delivery AND", "AND").fixed("delivery"),
        Case::query("OR late", "OR").fixed("late"),
        Case::query("late NEAR delivery", "NEAR").fixed("late NEAR/5 delivery"),
    ],
    silent: &[Query("delivery AND late"), Query("delivery OR late"), Query("late NEAR/5 delivery")],
    untested: "",
};
