//! `stray-tilde`: `~` with a number belongs right after a phrase or a bracket of words that are all wanted.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::StrayTilde,
    name: "stray-tilde",
    severity: Severity::Error,
    text: "`~` with a number belongs right after a phrase or a bracket of words that are all wanted.",
    now: "There are no words whose distance it could say, so the rule is refused.",
    meant: "Words that stand near each other.",
    write: "Put it right after a phrase, or after a group of words that are all required.",
    fires: &[
        Case::query("(late OR slow)~4", "~4").written("(late slow)~4"),
        Case::query(r#""late delivery"~"#, "~").written(r#""late delivery"~3"#),
        Case::query(r#""late delivery" ~3"#, "~3").fixed(r#""late delivery"~3"#),
        Case::query("(late parcel) ~4", "~4").fixed("(late parcel)~4"),
        Case::query(r#""late delivery"~5f"#, "~5f").written("late NEAR/5f delivery"),
        Case::query(r#""late delivery"~1.5"#, "~1.5").written(r#""late delivery"~2"#),
    ],
    silent: &[Query("(late slow)~4"), Query(r#""late delivery"~4"#)],
    untested: "",
};
