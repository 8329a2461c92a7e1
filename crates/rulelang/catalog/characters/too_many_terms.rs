//! `too-many-terms`: a rule may have 100,000 terms, those of its lists counted at each use.

use crate::catalog::Page;
use crate::catalog::Source::Query;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TooManyTerms,
    name: "too-many-terms",
    severity: Severity::Error,
    text: "A rule may have 100,000 terms, those of its lists counted at each use; lists may bring 3,000,000 into all rules, and themes may give 200,000 tags by brand.",
    now: "It is too large, so the rule is refused.",
    meant: "Most often a list that is used many times over.",
    write: "Split it into several rules.",
    fires: &[],
    silent: &[Query("late OR slow")],
    untested: "a query of 100,000 terms is made by a test of `lower`, not written down here",
};
