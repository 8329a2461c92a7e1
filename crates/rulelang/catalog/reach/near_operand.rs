//! `near-operand`: both sides of NEAR are words, phrases or alternatives of those.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NearOperand,
    name: "near-operand",
    severity: Severity::Error,
    text: "Both sides of NEAR are words, phrases or alternatives of those.",
    now: "What is excluded, and a field, stands nowhere, so the rule is refused.",
    meant: "The distance between words, and the rest beside it.",
    write: "Keep `AND`, `NOT` and fields outside of `NEAR`.",
    fires: &[Case::query("late NEAR/3 -delivery", "-").written("(late NEAR/3 delivery)")],
    silent: &[
        Query("late NEAR/3 delivery"),
        Query(r#"late NEAR/3 (delivery OR "my parcel")"#),
        Query("(late NEAR/3 delivery) -speaker"),
    ],
    untested: "",
};
