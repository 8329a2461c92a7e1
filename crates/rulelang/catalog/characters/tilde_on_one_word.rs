//! `tilde-on-one-word`: `~` with a number says how far words may stand apart; one word alone has no distance.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TildeOnOneWord,
    name: "tilde-on-one-word",
    severity: Severity::Warning,
    text: "`~` with a number says how far words may stand apart; one word alone has no distance.",
    now: "It has no effect.",
    meant: "A phrase whose words may stand a little apart, or, in other tools, similar spellings.",
    write: "Put two or more words in quotes before it. For other spellings list them, or use `*` and `?`.",
    fires: &[Case::query("delivery~2", "~2").written("delivery")],
    silent: &[Query(r#""late delivery"~2"#)],
    untested: "",
};
