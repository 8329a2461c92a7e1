//! `unsupported-field`: the field is known, but this version cannot test it.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnsupportedField,
    name: "unsupported-field",
    severity: Severity::Error,
    text: "The field is known, but this version cannot test it.",
    now: "It cannot be tested, so the rule is refused.",
    meant: "The field, as in another tool.",
    write: "Leave it out.",
    fires: &[Case::query("delivery rating:3", "rating:3").written("delivery")],
    silent: &[Query("delivery lang:en")],
    untested: "",
};
