//! Operators that are read as words: in small letters, in another language, with letters of another script, or glued to a word.

use std::ops::Range;

use super::word;
use crate::lexer::{Token, TokenKind, near};
use crate::{Code, Diagnostic, Expr};

/// Reports words between terms that were likely meant as operators.
pub(super) fn find(tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) {
    for at in 0..tokens.len() {
        let Some(word) = word(&tokens[at]) else { continue };
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        diagnostics.extend(glued(word, before, &tokens[at].span));
        let Some(before) = before else { continue };
        let after = &tokens[at + 1..];
        if after.first().is_some_and(|after| begins_term(&after.kind)) {
            diagnostics.extend(read_as_word(word, before, &tokens[at].span, after));
        }
    }
}

/// A word between two terms that was likely meant as an operator; the tokens `after` it go on to the end.
fn read_as_word(
    word: &str,
    before: &Token,
    span: &Range<usize>,
    after: &[Token],
) -> Option<Diagnostic> {
    if is_operator(word, before) || is_not(word, before, after.first()) {
        let found = lowercase(word, span.clone());
        // `acme lang:en or lang:fr`: without brackets OR would let everything in that the last field fits.
        let field = matches!(before.kind, TokenKind::Value(_));
        return Some(if field { Diagnostic { fix: None, ..found } } else { found });
    }
    if word == "near" && is_whole(before) && after.first().is_some_and(is_whole) {
        let message = "`near` is looked for as a word: the operator has capitals and a distance";
        let found = Diagnostic::warning(Code::LowercaseOperator, span.clone(), message);
        return Some(found.help("write `NEAR/5` for the operator, `\"near\"` for the word"));
    }
    if let Some(near) = near_in_small_letters(word, before) {
        return Some(lowercase_near(word, &near, span.clone()));
    }
    if let Some(found) = near_and_number(word, before, span, after) {
        return Some(found);
    }
    if let Some(operator) = in_other_words(word).filter(|operator| joins(operator, before)) {
        let message = format!("`{word}` is looked for as a word: it is no operator");
        let found = Diagnostic::warning(Code::LowercaseOperator, span.clone(), message);
        let help = format!(
            "write `{operator}` for the operator, `\"{}\"` for the word",
            word.to_lowercase()
        );
        return Some(found.help(help).unsafe_fix(span.clone(), operator));
    }
    if let Some(operator) = translated_between_groups(word)
        .filter(|_| is_whole(before) && after.first().is_some_and(is_whole))
    {
        return Some(other_language(word, operator, span.clone()));
    }
    if let Some(operator) = translated(word).filter(|operator| joins(operator, before)) {
        return Some(other_language(word, operator, span.clone()));
    }
    if let Some(operator) = translated_in_small_letters(word).filter(|_| ends_term(before)) {
        return Some(other_language(word, operator, span.clone()));
    }
    let latin = look_alike(word).filter(|operator| joins(operator, before))?;
    Some(other_script(word, latin, span.clone()))
}

fn begins_term(kind: &TokenKind) -> bool {
    use TokenKind::{And, Close, Near, Or, Tilde};
    !matches!(kind, And | Or | Close | Tilde(_) | Near { .. })
}

fn ends_term(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Term(_) | TokenKind::Value(_) | TokenKind::Close)
}

/// Whether `word` after `before` is an operator but for its letters.
fn is_operator(word: &str, before: &Token) -> bool {
    use TokenKind::{And, Minus, Near, Not, Open, Or};
    let upper = word.to_uppercase();
    match upper.as_str() {
        "AND" | "OR" => !matches!(before.kind, Open | And | Or | Not | Minus | Near { .. }),
        "NOT" => {
            matches!(before.kind, And | Or)
                || matches!(&before.kind, TokenKind::Term(Expr::Word(word))
                    if matches!(word.to_lowercase().as_str(), "and" | "or"))
        }
        _ => matches!(near(&upper), Some(Ok(_))),
    }
}

/// Whether a token is a phrase or an entity, or ends or begins a group, beside which no sentence goes on.
fn is_whole(token: &Token) -> bool {
    let whole = |kind: &TokenKind| matches!(kind, TokenKind::Open | TokenKind::Close);
    whole(&token.kind)
        || matches!(token.kind, TokenKind::Term(Expr::Phrase { .. } | Expr::Entity { .. }))
}

/// Whether `word` is `not` before or after a group, where no sentence goes on.
fn is_not(word: &str, before: &Token, after: Option<&Token>) -> bool {
    let group =
        before.kind == TokenKind::Close || after.is_some_and(|after| after.kind == TokenKind::Open);
    word == "not" && group && ends_term(before)
}

/// What `near5`, `near3f` or `w/5` between terms would be as an operator.
fn near_in_small_letters(word: &str, before: &Token) -> Option<String> {
    let rest = word.strip_prefix("near").or_else(|| word.strip_prefix("w/"))?;
    let digits = rest.trim_end_matches('f');
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (ends_term(before) && plain).then(|| format!("NEAR/{rest}"))
}

fn lowercase_near(word: &str, instead: &str, span: Range<usize>) -> Diagnostic {
    let message = format!("`{word}` is looked for as a word, and is no operator as it stands");
    Diagnostic::warning(Code::LowercaseOperator, span.clone(), message)
        .help(format!("write `{instead}` for the operator, `\"{word}\"` for the word"))
        .unsafe_fix(span, instead)
}

/// `near 5` between terms: the operator in small letters, and its number apart.
fn near_and_number(
    word: &str,
    before: &Token,
    span: &Range<usize>,
    after: &[Token],
) -> Option<Diagnostic> {
    let [number, next, ..] = after else { return None };
    let digits = super::word(number).filter(|word| word.parse::<u8>().is_ok())?;
    let between = ends_term(before) && begins_term(&next.kind);
    let name = ["near", "onear"].contains(&word).then(|| word.to_uppercase())?;
    let whole = span.start..number.span.end;
    between.then(|| {
        let instead = format!("{name}/{digits}");
        let message = format!("`{word}` and `{digits}` are looked for as words");
        Diagnostic::warning(Code::LowercaseOperator, whole.clone(), message)
            .help(format!(
                "write `{instead}` for the operator, `\"{word} {digits}\"` for the words"
            ))
            .unsafe_fix(whole, instead)
    })
}

/// The operator that `word` is in another language, in capitals.
pub(crate) fn translated(word: &str) -> Option<&'static str> {
    Some(match word {
        "UND" | "ET" | "OCH" | "ȘI" | "ŞI" => "AND",
        "ODER" | "OU" | "ELLER" | "SAU" => "OR",
        "NICHT" | "INTE" => "NOT",
        _ => return None,
    })
}

/// The operator that an English word in capitals was meant as.
fn in_other_words(word: &str) -> Option<&'static str> {
    Some(match word {
        "BUT" => "AND",
        "EXCEPT" | "EXCLUDING" | "WITHOUT" => "NOT",
        _ => return None,
    })
}

/// The operator that `word` is in another language between phrases, entities and groups, beside which no sentence goes on.
fn translated_between_groups(word: &str) -> Option<&'static str> {
    Some(match word {
        "et" | "e" | "y" | "și" | "şi" => "AND",
        "o" | "u" => "OR",
        _ => return None,
    })
}

/// The operator that `word` is in another language, in small letters; only such words as no post need be asked for.
pub(crate) fn translated_in_small_letters(word: &str) -> Option<&'static str> {
    Some(match word {
        "und" | "och" => "AND",
        "oder" | "ou" | "eller" | "sau" | "oppure" | "lub" | "vagy" | "veya" | "nebo" | "eða"
        | "или" => "OR",
        _ => return None,
    })
}

/// Whether `operator` can follow `before`.
fn joins(operator: &str, before: &Token) -> bool {
    use TokenKind::{And, Minus, Near, Not, Open, Or};
    match before.kind {
        And | Or => operator == "NOT",
        Open | Not | Minus | Near { .. } => false,
        _ => true,
    }
}

fn other_language(word: &str, operator: &str, span: Range<usize>) -> Diagnostic {
    let lower = word.to_lowercase();
    Diagnostic::warning(
        Code::LowercaseOperator,
        span.clone(),
        format!("`{word}` is looked for as a word: operators are written in English"),
    )
    .help(format!("write `{operator}` for the operator, `\"{lower}\"` for the word"))
    .unsafe_fix(span, operator)
}

/// The operator that `word` looks like, with Greek or Cyrillic letters in it.
fn look_alike(word: &str) -> Option<&'static str> {
    let latin: String = word
        .chars()
        .map(|c| match c {
            'А' | 'Α' => 'A',
            'О' | 'Ο' => 'O',
            'Т' | 'Τ' => 'T',
            'Ν' => 'N',
            other => other,
        })
        .collect();
    ["AND", "OR", "NOT"].into_iter().find(|operator| latin == **operator && latin != word)
}

fn other_script(word: &str, operator: &str, span: Range<usize>) -> Diagnostic {
    let message = format!(
        "this `{word}` has Cyrillic or Greek letters that only look like those of `{operator}`: it is looked for as a word"
    );
    Diagnostic::warning(Code::LowercaseOperator, span.clone(), message)
        .help(format!("type `{operator}` anew, in Latin letters"))
        .unsafe_fix(span, operator)
}

fn lowercase(word: &str, span: Range<usize>) -> Diagnostic {
    let operator = word.to_uppercase();
    Diagnostic::warning(
        Code::LowercaseOperator,
        span.clone(),
        format!("`{word}` is looked for as a word: operators count only in capitals"),
    )
    .help(format!("write `{operator}` for the operator, `\"{word}\"` for the word"))
    .unsafe_fix(span, operator)
}

/// `NOT-late`: an operator and a word in small letters with a minus between.
fn glued(word: &str, before: Option<&Token>, span: &Range<usize>) -> Option<Diagnostic> {
    let (operator, rest) = word.split_once('-')?;
    let plain = rest.chars().nth(2).is_some() && rest.chars().all(char::is_lowercase);
    let between = before.is_none_or(|before| ends_term(before) || operator == "NOT");
    if !plain || !between || !matches!(operator, "AND" | "OR" | "NOT") {
        return None;
    }
    let message = format!(
        "`{word}` is one word, found as `{} {rest}` in a row: an operator stands by itself",
        operator.to_lowercase()
    );
    let help = match operator {
        "NOT" => format!("to exclude `{rest}` write `-{rest}`"),
        _ => format!(
            "write `{operator} {rest}`, or to exclude it from all the rest `-{rest}`, outside of brackets"
        ),
    };
    Some(Diagnostic::warning(Code::GluedOperator, span.clone(), message).help(help))
}
