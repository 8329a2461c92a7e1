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
        Case::query("delivery AND", "AND").written("delivery AND late"),
        Case::query("OR late", "OR").fixed("late"),
        Case::query("late OR OR lost", "OR").fixed("late OR lost"),
        Case::query("late AND AND lost", "AND").fixed("late AND lost"),
        Case::query("late NEAR 5 delivery", "NEAR").fixed("late NEAR/5 delivery"),
        Case::query("late NEAR(3) delivery", "NEAR").fixed("late NEAR/3 delivery"),
        Case::query("late NEAR/-3 delivery", "NEAR/-3").written("late NEAR/3 delivery"),
        Case::query("late NEAR delivery", "NEAR").fixed("late NEAR/5 delivery"),
    ],
    silent: &[Query("delivery AND late"), Query("delivery OR late"), Query("late NEAR/5 delivery")],
    untested: "",
};
