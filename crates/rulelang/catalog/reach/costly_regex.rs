//! `costly-regex`: an expression without a fixed part is tried on every post.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CostlyRegex,
    name: "costly-regex",
    severity: Severity::Warning,
    text: "A regular expression is tried only on posts that have its fixed letters; one without three of them in a row is tried on every post.",
    now: "The rule works, and each post costs more.",
    meant: "An expression with a fixed part, or words.",
    write: "Write out a part of what is looked for.",
    fires: &[Case::query(r#"regex:"[a-z]{2}[0-9]{4}""#, r#"regex:"[a-z]{2}[0-9]{4}""#)
        .written(r#"regex:"order [a-z]{2}[0-9]{4}""#)],
    silent: &[
        Query(r#"regex:"order [0-9]+""#),
        Query(r#"regex:"(late|slow) ?delivery""#),
        Query("contains:order"),
    ],
    untested: "",
};
