//! `mixed-and-or`: aND binds tighter than OR.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MixedAndOr,
    name: "mixed-and-or",
    severity: Severity::Warning,
    text: "AND binds tighter than OR. Brackets say which is meant.",
    now: "The words without `OR` between them are one alternative: all of them are required together.",
    meant: "Either that, or a phrase, or an OR that was forgotten.",
    write: "Put brackets around what belongs together.",
    fires: &[Case::query("late OR slow delivery", "slow delivery").fixed("late OR (slow delivery)")],
    silent: &[
        Query("late OR (slow delivery)"),
        Query("(late OR slow) delivery"),
        Query(r#"late OR "slow delivery""#),
    ],
    untested: "",
};
