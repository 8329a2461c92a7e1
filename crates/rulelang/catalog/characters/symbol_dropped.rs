//! `symbol-dropped`: signs such as `+` and `#` are not part of words; the word is found without them.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::ops::Range;

use mention::term_tokens;

use crate::lexer::is_lettered;
use crate::{Code, Diagnostic, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SymbolDropped,
    name: "symbol-dropped",
    severity: Severity::Warning,
    text: "Signs such as `+` and `#` are not part of words; the word is found without them.",
    now: "The word is found with or without the sign: `C++` finds every `C`.",
    meant: "Exactly these characters.",
    write: "Put it in braces.",
    fires: &[
        Case::query("C++", "C++").fixed("{C++}"),
        Case::query("AT&T", "AT&T").fixed("{AT&T}"),
        Case::query("C#", "C#").fixed("{C#}"),
        Case::query("h&m", "h&m").fixed("({h&m} OR {H&M})"),
        Case::query("##acme", "##acme").fixed("#acme"),
        Case::query("\"#acme\" late", "\"#acme\"").fixed("#acme late"),
        Case::query("parcel \"C++\"", "\"C++\"").written("parcel {C++}"),
        Case::query("@@acme late", "@@acme").fixed("@acme late"),
        Case::query("love :D", ":D").fixed("love {:D}"),
        Case::query(".NET developer", ".NET").fixed("{.NET} developer"),
        Case::query("acme%20late", "acme%20late").written("\"acme late\""),
    ],
    silent: &[
        Query("{C++}"),
        Query("coca-cola"),
        Query("wendy's"),
        Query("3.5"),
        Query("#sale"),
        Query("$BRK.A"),
        Query("late OR ...late"),
        Query("50%25"),
    ],
    untested: "",
};

/// Signs that change what a name is, so that its author may count on them.
const SIGNS: [char; 17] =
    ['+', '#', '%', '&', '@', '=', '^', '\\', '<', '>', '$', '€', '£', '¥', '₹', '₽', '₩'];

/// Signs of a term that are not searched.
pub(crate) fn find(text: &str, quoted: bool, span: &Range<usize>) -> Option<Diagnostic> {
    if quoted {
        return in_quotes(text, span);
    }
    if text.contains(['{', '}']) {
        return None;
    }
    let tokens = term_tokens(text);
    let (first, last) = (tokens.first()?, tokens.last()?);
    let word = &text[first.start..last.end];
    if let Some(found) = mistaken(text, word, span) {
        return Some(found);
    }
    if let Some(found) = blank_of_an_address(text, span) {
        return Some(found);
    }
    let exact = both_cases(text).unwrap_or_else(|| format!("{{{text}}}"));
    let help = format!("write `{exact}` to find exactly these characters");
    let found = if text[..first.start].contains(SIGNS) || text[last.end..].contains(SIGNS) {
        let message = format!("signs are not searched: `{text}` finds every `{word}`");
        Diagnostic::warning(Code::SymbolDropped, span.clone(), message)
    } else if tokens.windows(2).any(|two| &text[two[0].end..two[1].start] == "&") {
        let message =
            format!("`&` is not searched: `{text}` finds `{}` too", text.replace('&', " "));
        Diagnostic::info(Code::SymbolDropped, span.clone(), message)
    } else {
        return None;
    };
    Some(found.help(help).unsafe_fix(span.clone(), exact))
}

/// The sign of an entity in quotes, or signs behind a word of a phrase.
fn in_quotes(text: &str, span: &Range<usize>) -> Option<Diagnostic> {
    if let Some(sign) = text.chars().next().filter(|c| matches!(c, '#' | '@')) {
        let name = &text[1..];
        return is_name(name).then(|| {
            let message = format!(
                "in quotes `{text}` is a word: this finds every `{name}`, with `{sign}` or without"
            );
            Diagnostic::info(Code::SymbolDropped, span.clone(), message)
                .help(format!("write `{text}` without quotes to find only that"))
                .unsafe_fix(span.clone(), text)
        });
    }
    let tokens = term_tokens(text);
    let sign = tokens.iter().find(|token| text[token.end..].starts_with(['+', '#']))?;
    let word = &text[sign.start..sign.end];
    let rest = &text[sign.end..];
    let signs = &rest[..rest.find(|c| !matches!(c, '+' | '#')).unwrap_or(rest.len())];
    if text[sign.end + signs.len()..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let message = format!("`{signs}` is not searched: this finds `{word}` with or without it");
    let help =
        format!("write `{{{word}{signs}}}` beside the rest: exact characters stand in braces");
    Some(Diagnostic::warning(Code::SymbolDropped, span.clone(), message).help(help))
}

/// `##acme` and `:D`, of which `word` is all that is looked for.
fn mistaken(text: &str, word: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let (message, instead) = if let Some(sign) = doubled_sign(text) {
        let message = format!("`{text}` finds the word `{word}`: one `{sign}` is enough");
        (message, format!("{sign}{word}"))
    } else if is_lettered(text) {
        let message = format!("signs are not searched: this finds every `{word}`, not the smiley");
        (message, format!("{{{text}}}"))
    } else if text.strip_prefix('.').is_some_and(|rest| rest == word && is_name(rest)) {
        let message = format!("the dot is not searched: `{text}` finds every `{word}`");
        (message, format!("{{{text}}}"))
    } else {
        return None;
    };
    let found = Diagnostic::warning(Code::SymbolDropped, span.clone(), message);
    Some(found.help(format!("write `{instead}`")).unsafe_fix(span.clone(), instead))
}

/// `late%20parcel`: `%20` is how addresses write a blank.
fn blank_of_an_address(text: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let words: Vec<&str> = text.split("%20").collect();
    let lettered = |word: &&str| word.starts_with(char::is_alphabetic);
    (words.len() > 1 && words.iter().all(lettered)).then(|| {
        let message = "`%20` is how addresses write a blank; here it is a word of its own, or the beginning of one";
        // No fix: whether the words were meant as a phrase is not known.
        Diagnostic::warning(Code::SymbolDropped, span.clone(), message)
            .help(format!("write `\"{}\"`", words.join(" ")))
    })
}

/// The sign of a hashtag, handle or ticker that stands before a name twice or more.
fn doubled_sign(text: &str) -> Option<char> {
    let sign = text.chars().next().filter(|c| matches!(c, '#' | '@' | '$'))?;
    let name = text.trim_start_matches(sign);
    (is_name(name) && text.len() > name.len() + 1).then_some(sign)
}

fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Exact letters count capitals, so that a name in small letters is asked for in both.
fn both_cases(text: &str) -> Option<String> {
    let small = text.contains(char::is_lowercase) && !text.contains(char::is_uppercase);
    small.then(|| format!("({{{text}}} OR {{{}}})", text.to_uppercase()))
}
