//! `leading-wildcard`: a word cannot begin with a wildcard.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LeadingWildcard,
    name: "leading-wildcard",
    severity: Severity::Error,
    text: "A word cannot begin with a wildcard.",
    now: "It could be any word, so the rule is refused.",
    meant: "Letters inside or at the end of words.",
    write: "Write `contains:` before the letters.",
    fires: &[
        Case::query("*phone", "*phone").fixed("contains:phone"),
        Case::query("?ate", "?ate").written("late OR hate"),
    ],
    silent: &[Query("phone*"), Query("contains:phone"), Query(r#""free * shipping""#)],
    untested: "",
};
