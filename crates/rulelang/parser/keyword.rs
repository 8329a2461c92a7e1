//! Lines of the simple form, and what their authors may take for operators in them.

use std::ops::Range;

use super::Parsed;
use crate::check::{self, translated};
use crate::lexer::{Token, TokenKind, is_dash, lex, near};
use crate::{Code, Diagnostic, Expr, Node, Severity, field};

mod signs;

/// Reads a line of the simple form: a phrase without operators, wildcards or fields, or a lone `#tag`, `@name`, `$SYM` or emoji.
#[must_use]
pub fn parse_keyword(line: &str) -> Parsed {
    let mut ignored = Vec::new();
    let end = line.trim_end().len();
    // Of a line of blanks nothing is left, and it begins after its end.
    let span = (line.len() - line.trim_start().len()).min(end)..end;
    let tokens = lex(line, &mut ignored).tokens;
    // An entity that something goes on with, as `#black-friday`, is not all the line is.
    let whole = ignored.iter().all(|found| found.severity != Severity::Error);
    let found = match &tokens[..] {
        [Token { kind: TokenKind::Term(expr @ Expr::Entity { name, .. }), .. }]
            if whole && !name.ends_with('*') =>
        {
            Some(expr.clone())
        }
        _ => None,
    };
    let mut diagnostics = Vec::new();
    let expr = found.unwrap_or_else(|| {
        let (chars, odd) = crate::chars::read(line);
        odd.report(&[], &mut diagnostics);
        let words: String = chars
            .iter()
            .map(|c| if matches!(c.plain, '*' | '?' | '"') { ' ' } else { c.plain })
            .collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        Expr::Phrase { text: words.join(" "), slop: None }
    });
    if let Expr::Phrase { text, .. } = &expr
        && mention::term_tokens(text).is_empty()
    {
        let found = check::nothing_to_find(text, span.clone());
        let exact = !text.is_empty() && !text.contains('}');
        let help = format!(
            "remove it; a query finds exactly these characters: `query = \'\'\'{{{text}}}\'\'\'`"
        );
        diagnostics.push(if exact { found.help(help) } else { found });
        return Parsed { node: None, diagnostics };
    }
    if let Expr::Phrase { text, .. } = &expr {
        diagnostics.extend(meaningless(line, text));
        diagnostics.sort_by_key(|found| (found.span.start, found.span.end));
    }
    Parsed { node: Some(Node { expr, span }), diagnostics }
}

/// What in `line` means nothing in the simple form and was likely to mean something; `text` is the phrase it is.
fn meaningless(line: &str, text: &str) -> Option<Diagnostic> {
    if let Some(found) = signs::find(line, text) {
        return Some(found);
    }
    let (span, message, help) = operator(line)
        .or_else(|| minus(line))
        .or_else(|| wildcard(line))
        .or_else(|| known_field(line))
        .or_else(|| list(line))?;
    let does = format!("{message}: this finds only the words `{text}` in a row");
    Some(Diagnostic::warning(Code::SimpleForm, span, does).help(help))
}

/// A place, what is said of it, and what to write.
type Told = (Range<usize>, String, String);

/// The words of a line with the byte each begins at, brackets around them left out.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']'))
        .map(|word| (word.as_ptr().addr() - line.as_ptr().addr(), word))
        .filter(|(_, word)| !word.is_empty())
}

fn as_query(line: &str) -> String {
    format!("write the rule as `query = \'\'\'{}\'\'\'` instead of the simple form", line.trim())
}

/// Several words as a phrase.
fn quoted(words: &str) -> String {
    if words.contains(char::is_whitespace) {
        format!("\"{}\"", words.replace('"', ""))
    } else {
        words.to_owned()
    }
}

/// An operator between words; in a line all in capitals AND, as in a name, is a word.
fn operator(line: &str) -> Option<Told> {
    let shouted = {
        let is_operator = |word: &str| english(word).is_some();
        let mut rest = words(line).filter(|(_, word)| !is_operator(word)).peekable();
        rest.peek().is_some()
            && rest
                .all(|(_, word)| word.contains(char::is_uppercase) && word.to_uppercase() == word)
    };
    let count = words(line).count();
    let (at, (start, word)) = words(line).enumerate().find(|(at, (_, word))| {
        let meant = english(word).is_some_and(|operator| operator != "AND" || !shouted);
        meant && at + 1 < count && (*at > 0 || *word == "NOT")
    })?;
    let operator = english(word)?;
    let message = format!("`{word}` is no operator in the simple form");
    let sides = (line[..start].trim(), line[start + word.len()..].trim());
    if at == 0 {
        let help = format!("to exclude `{}`, put it into `none`", sides.1);
        return Some((start..start + word.len(), message, help));
    }
    let alone = words(line).filter(|(_, word)| english(word).is_some()).count() == 1;
    let plain = |side: &str| !side.contains(['(', ')', '*', ':', ',', '"']);
    let help = if operator == "OR" && alone && plain(sides.0) && plain(sides.1) {
        let query = as_query(&format!("{} OR {}", quoted(sides.0), quoted(sides.1)));
        format!("give each its own entry, `{}` and `{}`, or {query}", sides.0, sides.1)
    } else {
        let words = line.split_whitespace().map(|word| english(word).unwrap_or(word));
        as_query(&words.collect::<Vec<_>>().join(" "))
    };
    let help = format!("{help}; for the word itself write `{}`", word.to_lowercase());
    Some((start..start + word.len(), message, help))
}

/// The operator that `word` is, in English.
fn english(word: &str) -> Option<&str> {
    match word {
        "AND" | "OR" | "NOT" => Some(word),
        _ if matches!(near(word), Some(Ok(_))) => Some(word),
        _ => translated(word),
    }
}

/// A minus, or a dash in its place, in front of a word.
fn minus(line: &str) -> Option<Told> {
    words(line).find_map(|(start, word)| {
        let sign = word.chars().next().filter(|&c| c == '-' || is_dash(c))?;
        let rest = &word[sign.len_utf8()..];
        if !rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '#' | '@')) {
            return None;
        }
        let span = start..start + sign.len_utf8();
        let message = format!("`{sign}` excludes nothing in the simple form");
        Some((
            span,
            message,
            format!("to exclude `{rest}`, put it into `none`; else leave `{sign}` out"),
        ))
    })
}

/// `*` after two letters or more, before letters or alone, and `?` between letters.
fn wildcard(line: &str) -> Option<Told> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let all: Vec<char> = line.chars().collect();
    let found = line.char_indices().enumerate().find(|(at, (_, c))| {
        let near = |by: usize| at.checked_sub(by).and_then(|at| all.get(at)).copied();
        let next = all.get(at + 1).copied();
        let alone = near(1) == Some(' ') && next == Some(' ');
        match c {
            '*' => {
                alone || (letter(near(1)) && letter(near(2))) || (letter(next) && !letter(near(1)))
            }
            '?' => letter(near(1)) && letter(next),
            _ => false,
        }
    });
    let (_, (start, sign)) = found?;
    let message = format!("`{sign}` stands for nothing in the simple form");
    let word = line.trim().strip_prefix('*').filter(|word| word.chars().all(char::is_alphanumeric));
    let query = word.map_or_else(|| quoted(line.trim()), |word| format!("contains:{word}"));
    Some((start..start + 1, message, format!("leave it out, or {}", as_query(&query))))
}

/// `name:value` of a field there is.
fn known_field(line: &str) -> Option<Told> {
    let (start, name) = words(line).find_map(|(start, word)| {
        let (name, value) = word.split_once(':')?;
        let valued = value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '@'));
        (valued && field::lookup(name).is_some()).then_some((start, name))
    })?;
    let message = format!("`{name}:` is no field in the simple form");
    let help = as_query(line);
    Some((start..start + name.len() + 1, message, help))
}

/// Several keywords in one line, with commas or semicolons between: three, or two of one word each.
fn list(line: &str) -> Option<Told> {
    let between_digits = |(at, _): &(usize, &str)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(line[..*at].chars().next_back()) && digit(line[at + 1..].chars().next())
    };
    let signs: Vec<usize> = line
        .match_indices([',', ';'])
        .filter(|sign| !between_digits(sign))
        .map(|(at, _)| at)
        .collect();
    let starts = std::iter::once(0).chain(signs.iter().map(|at| at + 1));
    let ends = signs.iter().copied().chain(std::iter::once(line.len()));
    let parts: Vec<&str> = starts
        .zip(ends)
        .map(|(start, end)| line[start..end].trim())
        .filter(|part| part.contains(char::is_alphanumeric))
        .collect();
    let short = parts.iter().all(|part| part.split_whitespace().count() <= 3);
    let single = parts.iter().all(|part| part.split_whitespace().count() == 1);
    // A semicolon parts nothing within what people say.
    let semicolon = signs.iter().all(|at| line[*at..].starts_with(';'));
    if !short || parts.len() < 2 || (parts.len() == 2 && !single && !semicolon) {
        return None;
    }
    let first = *signs.first()?;
    let entries: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
    let sign = &line[first..=first];
    let message = format!("`{sign}` parts nothing in the simple form");
    let help = format!(
        "give each its own entry or line: {}; for the phrase leave the `{sign}` out",
        entries.join(", ")
    );
    Some((first..first + 1, message, help))
}
