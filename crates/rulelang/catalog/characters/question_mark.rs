//! `question-mark`: `?` stands for exactly one character inside a word.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::QuestionMark,
    name: "question-mark",
    severity: Severity::Warning,
    text: "`?` stands for exactly one character inside a word.",
    now: "The word is found only with one more letter at its end.",
    meant: "A question mark, which is not searched.",
    write: "Leave it out, or put the word in braces to find exactly these characters.",
    fires: &[
        Case::query("good?", "good?").written("good"),
        Case::query("\"so good?\"", "\"so good?\"").fixed("\"so good\""),
    ],
    silent: &[Query("wom?n"), Query("good"), Query("{good?}")],
    untested: "",
};
