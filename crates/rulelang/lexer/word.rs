//! What is left when a run is no operator, field, entity or link: words, and signs of other tools.

use super::{Lexer, TokenKind, near};
use crate::{Code, Diagnostic, Expr};

impl Lexer<'_> {
    /// Operators of other tools.
    pub(super) fn foreign(&mut self, text: &str, from: usize, to: usize) -> bool {
        if is_regex(text) {
            let span = self.span(from, to);
            let instead = format!("regex:\"{}\"", &text[1..text.len() - 1]);
            let message = format!("`{text}` is a regular expression as another tool writes it");
            let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message);
            self.report(found.help(format!("write `{instead}`")).unsafe_fix(span, instead));
            self.push(TokenKind::Broken, from, to);
            return true;
        }
        let (instead, kind) = match text {
            "&" | "&&" => ("AND".to_owned(), TokenKind::And),
            "|" | "||" => ("OR".to_owned(), TokenKind::Or),
            _ => match foreign(text) {
                Some((instead, kind)) => (instead, kind),
                None => return false,
            },
        };
        let span = self.span(from, to);
        self.report(
            Diagnostic::error(
                Code::ForeignOperator,
                span.clone(),
                format!(
                    "`{text}` is written as in another tool; here the signs in it mean nothing"
                ),
            )
            .help(format!("write `{instead}`"))
            .unsafe_fix(span, instead),
        );
        self.push(kind, from, to);
        true
    }

    /// A word, with a `~n` cut off and reported.
    pub(super) fn word(&mut self, text: &str, from: usize, to: usize) {
        if self.lone_comma(text, from, to) {
            return;
        }
        let Some((word, number)) = tilde(text) else {
            self.commas(text, to);
            return self.push(TokenKind::Term(Expr::Word(text.to_owned())), from, to);
        };
        let tilde = from + word.chars().count();
        let span = self.span(tilde, to);
        let operator = matches!(word, "AND" | "OR" | "NOT" | "&" | "&&" | "|" | "||")
            || near(word).is_some()
            || is_regex(word)
            || foreign(word).is_some();
        let stray = word.is_empty() || number.is_empty() || !is_number(number) || operator;
        self.report(if stray {
            Diagnostic::error(
                Code::StrayTilde,
                span.clone(),
                format!("`~{number}` does not belong to anything here"),
            )
            .help("put it right after a phrase with a number: `\"late delivery\"~3`")
            .unsafe_fix(span, "")
        } else {
            Diagnostic::warning(
                Code::TildeOnOneWord,
                span.clone(),
                format!("`~{number}` has no effect: one word has no distance to anything"),
            )
            .help("put two or more words in quotes before it: `\"late delivery\"~3`")
            .safe_fix(span, "")
        });
        match word {
            "" => self.at = to,
            word => self.push(TokenKind::Term(Expr::Word(word.to_owned())), from, to),
        }
    }

    /// Remembers a comma that ends a term, in case it was meant to part alternatives.
    pub(super) fn commas(&mut self, text: &str, to: usize) {
        if text.ends_with(',') {
            let span = self.span(to - 1, to);
            self.commas.push((self.tokens.len(), span));
        }
    }

    /// Passes over a comma that stands alone after a term or group, and remembers it.
    fn lone_comma(&mut self, text: &str, from: usize, to: usize) -> bool {
        let after = self.tokens.last().is_some_and(|last| {
            matches!(last.kind, TokenKind::Term(_) | TokenKind::Close | TokenKind::Value(_))
        });
        if text != "," || !after || !self.term_follows(to) {
            return false;
        }
        self.commas.push((self.tokens.len() - 1, self.span(from, to)));
        self.at = to;
        true
    }

    /// Whether a term begins at or after character `at`, blanks aside.
    pub(super) fn term_follows(&self, at: usize) -> bool {
        let rest = self.chars[at..].iter().map(|c| c.plain).skip_while(|c| *c == ' ');
        let word: String = rest.take(4).take_while(|c| *c != ' ').collect();
        !word.is_empty() && !word.starts_with([')', ',']) && !matches!(word.as_str(), "AND" | "OR")
    }
}

/// A word and what stands after the `~` that ends it.
fn tilde(text: &str) -> Option<(&str, &str)> {
    let word = text.trim_end_matches(|c: char| c == '~' || c.is_ascii_digit());
    let (kept, number) = text[word.len()..].split_once('~')?;
    Some((&text[..word.len() + kept.len()], number))
}

/// What a run with another tool's signs would be here, and what it is read as.
fn foreign(text: &str) -> Option<(String, TokenKind)> {
    let near = text.strip_prefix('/').and_then(|rest| {
        let number = rest.strip_suffix(['f', 'F']).unwrap_or(rest);
        number.parse().ok().map(|distance| (rest, distance, number.len() < rest.len()))
    });
    if let Some((rest, distance, ordered)) = near {
        return Some((format!("NEAR/{rest}"), TokenKind::Near { distance, ordered }));
    }
    if let Some((word, boost)) = text.rsplit_once('^')
        && !word.is_empty()
        && !boost.is_empty()
        && is_number(boost)
    {
        let kind = TokenKind::Term(Expr::Word(word.to_owned()));
        return Some((word.to_owned(), kind));
    }
    let alternatives: Vec<&str> = text.split('|').filter(|part| !part.is_empty()).collect();
    if text.contains('|') && alternatives.len() > 1 {
        return Some((format!("({})", alternatives.join(" OR ")), TokenKind::Broken));
    }
    let both: Vec<&str> = text.split("&&").filter(|part| !part.is_empty()).collect();
    (both.len() > 1).then(|| (format!("({})", both.join(" AND ")), TokenKind::Broken))
}

/// Whether `text` stands between two slashes.
fn is_regex(text: &str) -> bool {
    text.len() > 2 && text.starts_with('/') && text.ends_with('/')
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
