//! `punctuation-only`: punctuation is not searched, so that a term made of nothing else can never be found.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::PunctuationOnly,
    name: "punctuation-only",
    severity: Severity::Error,
    text: "Punctuation is not searched, so that a term made of nothing else can never be found.",
    now: "The term can never be found, so the rule is refused.",
    meant: "Nothing, or exactly these characters.",
    write: "Remove it, or put it in braces to find exactly these characters.",
    fires: &[
        Case::query("delivery !!!", "!!!").fixed("delivery"),
        Case::query("late / lost", "/").written("late OR lost"),
        Case::query("# acme", "#").fixed("#acme"),
        Case::query("love :)", ":)").fixed("love {:)}"),
        Case::query("(late OR lost) :-(", ":-(").fixed("(late OR lost) {:-(}"),
        Case::query("(love OR :))", ":)").fixed("(love OR {:)})"),
        Case::query(";) OR love", ";)").fixed("{;)} OR love"),
    ],
    silent: &[Query("delivery"), Query("{!!!} delivery"), Query("{:)}"), Query("👍 late")],
    untested: "",
};
