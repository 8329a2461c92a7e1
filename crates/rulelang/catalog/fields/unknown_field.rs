//! `unknown-field`: a word, a colon and a value are a field.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownField,
    name: "unknown-field",
    severity: Severity::Error,
    text: "A word, a colon and a value are a field. Quotes make them words.",
    now: "There is no such field, so the rule is refused.",
    meant: "Another field, or the words themselves.",
    write: "Write the field's right name, or put the words in quotes.",
    fires: &[
        Case::query("re:invent", "re").written(r#""re:invent""#),
        Case::query("hashtags:(acme OR globex)", "hashtags").written("#acme OR #globex"),
        Case::query("late after:2026-01-01", "after").written("late since:2026-01-01"),
        Case::query("in:title late", "in").written("title:late"),
        Case::query("late custom:shop", "custom").written("late custom.shop:berlin"),
        Case::query("langg:en late", "langg").fixed("lang:en late"),
        Case::query("late lang：en", "lang：en").fixed("late lang:en"),
    ],
    silent: &[Query(r#""re:invent""#), Query("lang:en late"), Query("10:30"), Query("Note: late")],
    untested: "",
};
