//! `case-hint`: capitals do not count: `US` finds every `us`.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::forms::Term;
use crate::{Code, Diagnostic, Expr, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CaseHint,
    name: "case-hint",
    severity: Severity::Info,
    text: "Capitals do not count: `US` finds every `us`.",
    now: "The common word in small letters is found as well.",
    meant: "The abbreviation.",
    write: "Put it in braces to find exactly these letters.",
    fires: &[
        Case::query("US election", "US").fixed("{US} election"),
        Case::query("refugees OR WHO", "WHO").fixed("refugees OR {WHO}"),
    ],
    silent: &[
        Query("{US} election"),
        Query("us election"),
        Query("NASA launch"),
        Query("PLEASE HELP US URGENTLY"),
        Query(r#""US Open""#),
    ],
    untested: "",
};

/// Abbreviations that are common words in small letters, sorted.
const WORDS: &[&str] = &[
    "AID", "ALL", "AM", "ARE", "AS", "AT", "BE", "CAN", "CARE", "DO", "GAP", "GO", "HOT", "ICE",
    "IS", "IT", "MAY", "ME", "NO", "NOW", "ON", "SO", "US", "WHO", "WILL",
];

/// A word in capitals that is a common word without them, unless all is written in capitals.
pub(crate) fn find(wanted: &[Term<'_>]) -> Option<Diagnostic> {
    let word = |term: &Term<'_>| match &term.node.expr {
        Expr::Word(word) => Some(word.clone()),
        _ => None,
    };
    let long = |word: &String| {
        word.len() > 4 && !word.contains(char::is_lowercase) && word.contains(char::is_uppercase)
    };
    if wanted.iter().filter_map(word).any(|word| long(&word)) {
        return None;
    }
    let hint = |term: &&Term<'_>| {
        word(term).is_some_and(|word| WORDS.binary_search(&word.as_str()).is_ok())
    };
    let term = wanted.iter().find(hint)?;
    let word = word(term)?;
    let message = format!("capitals do not count: `{word}` finds every `{}`", word.to_lowercase());
    Some(
        Diagnostic::info(Code::CaseHint, term.node.span.clone(), message)
            .help(format!("write `{{{word}}}` to find exactly these letters"))
            .unsafe_fix(term.node.span.clone(), format!("{{{word}}}")),
    )
}
