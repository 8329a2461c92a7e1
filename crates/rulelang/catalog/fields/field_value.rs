//! `field-value`: the field cannot have this value.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::FieldValue,
    name: "field-value",
    severity: Severity::Error,
    text: "The field cannot have this value.",
    now: "It can never be true, so the rule is refused.",
    meant: "Another way to write the value.",
    write: "Write the value as the field takes it.",
    fires: &[Case::query("delivery lang:english", "lang:english").written("delivery lang:en")],
    silent: &[Query("delivery lang:en"), Query("delivery followers:1000")],
    untested: "",
};
