//! `operator-in-quotes`: in quotes AND, OR and NOT are words to be found in the text.

use std::ops::Range;

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::lexer::near;
use crate::{Code, Diagnostic, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::OperatorInQuotes,
    name: "operator-in-quotes",
    severity: Severity::Warning,
    text: "In quotes AND, OR, NOT and NEAR are words to be found in the text: quotes make one phrase of all that stands in them.",
    now: "The phrase is found with `and` or `or` as a word in it, which hardly a post has.",
    meant: "The operator, between two terms.",
    write: "Put each term into quotes of its own, the operator between them. If the words themselves are meant, write them in small letters.",
    fires: &[
        Case::query(r#""parcel AND late""#, r#""parcel AND late""#).fixed("(parcel AND late)"),
        Case::query(r#"acme "lost parcel OR late""#, r#""lost parcel OR late""#)
            .fixed(r#"acme ("lost parcel" OR late)"#),
        Case::query(r#""parcel NOT late""#, r#""parcel NOT late""#).written("parcel NOT late"),
        Case::query(r#""parcel NEAR/5 late""#, r#""parcel NEAR/5 late""#)
            .written("parcel NEAR/5 late"),
        Case::query("parcel {late OR lost}", "{late OR lost}").written("parcel (late OR lost)"),
        Case::query(r#""late parcel~5""#, r#""late parcel~5""#).fixed(r#""late parcel"~5"#),
    ],
    silent: &[
        Query("parcel AND late"),
        Query(r#""parcel and late""#),
        Query(r#""ROCK AND ROLL""#),
        Query(r#""TO BE OR NOT TO BE""#),
        Query(r#""Portland, OR""#),
        Query(r#""do NOT buy""#),
        Query(r#""late parcel"~5"#),
        Query(r#""~ 5 km""#),
        Query(r#""route~5""#),
    ],
    untested: "",
};

/// A phrase of words that are not all in capitals, with an operator between them.
pub(crate) fn find(phrase: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    if let Some(found) = distance(phrase, &words, span) {
        return Some(found);
    }
    let inner = words.get(1..words.len().checked_sub(1)?)?;
    let operators: Vec<&str> = inner.iter().copied().filter(|word| is_operator(word)).collect();
    let first = operators.first()?;
    let shouted = |word: &&&str| {
        !is_operator(word)
            && word.contains(char::is_alphabetic)
            && !word.contains(char::is_lowercase)
    };
    // `do NOT buy` puts weight on a word; only beside words in small letters is it an operator.
    let emphasis = *first == "NOT" && words.len() < 4 && is_auxiliary(words[0]);
    if words.iter().any(|word| shouted(&word)) || emphasis || !lettered(&words) {
        return None;
    }
    let parts = parted(&words, first);
    if parts.iter().any(Vec::is_empty) {
        return None;
    }
    let join = format!(" {first} ");
    let written = parts.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(&join);
    let lower = phrase.to_lowercase();
    let message = format!("in quotes `{first}` is a word: this finds only `{lower}` in a row");
    let found = Diagnostic::warning(Code::OperatorInQuotes, span.clone(), message).help(format!(
        "write `{written}`; for the words themselves, in small letters, `\"{lower}\"`"
    ));
    let plain = matches!(*first, "AND" | "OR") && operators.iter().all(|word| word == first);
    Some(if plain { found.unsafe_fix(span.clone(), format!("({written})")) } else { found })
}

/// A distance that stands before the closing quote, `"late parcel~5"`, and not behind it.
fn distance(phrase: &str, words: &[&str], span: &Range<usize>) -> Option<Diagnostic> {
    let (before, digits) = phrase.rsplit_once('~')?;
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !number || words.len() < 2 || !before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let instead = format!("\"{before}\"~{digits}");
    let message =
        format!("in quotes `~{digits}` is no distance: `{digits}` is looked for as a word");
    Some(
        Diagnostic::warning(Code::OperatorInQuotes, span.clone(), message)
            .help(format!("write `{instead}`"))
            .unsafe_fix(span.clone(), instead),
    )
}

/// Exact letters with an operator between them: braces taken for brackets.
pub(crate) fn in_braces(text: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let found = find(text, span)?;
    let message = format!("braces find exactly the letters in them: here `{text}` in a row");
    Some(
        Diagnostic::warning(found.code, span.clone(), message)
            .help(format!("for a group write round brackets: `({text})`")),
    )
}

fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT") || matches!(near(word), Some(Ok(_)))
}

/// Whether `word` is one that `NOT` follows in a sentence.
fn is_auxiliary(word: &str) -> bool {
    let word = word.to_lowercase();
    ["do", "does", "did", "is", "are", "was", "will", "can", "should", "must", "please", "why"]
        .contains(&word.as_str())
}

/// Whether words of letters stand on both sides of every operator, and no comma before one, as in `Portland, OR`.
fn lettered(words: &[&str]) -> bool {
    words.windows(3).filter(|three| is_operator(three[1])).all(|three| {
        three[0].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '\'' | ')'))
            && three[2].contains(char::is_alphabetic)
            && !is_operator(three[0])
    })
}

/// The words between the operators of this name.
fn parted<'w>(words: &[&'w str], operator: &str) -> Vec<Vec<&'w str>> {
    words.split(|word| *word == operator).map(<[&str]>::to_vec).collect()
}

fn quoted(words: &[&str]) -> String {
    match words {
        [one] => (*one).to_owned(),
        several => format!("\"{}\"", several.join(" ")),
    }
}
