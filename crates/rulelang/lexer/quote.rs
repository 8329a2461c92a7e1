//! Quotes that do not pair: where one is missing.

use std::ops::Range;

use super::{Lexer, TokenKind, near};
use crate::{Code, Diagnostic, Expr, Value};

/// A phrase that was read from a wrong quote on.
struct Astray {
    /// The quote it was read from.
    quote: Range<usize>,
    /// Where its own words end, and the quote is missing; absent when it was read from a closing quote on.
    ends: Option<usize>,
}

impl Lexer<'_> {
    /// Reports that quotes do not pair: at the first phrase that runs over what is no part of one, else at the last quote.
    pub(super) fn unclosed_phrase(&mut self, from: usize) {
        let end = self.chars.len();
        let found = match self.astray() {
            Some(Astray { quote, ends: Some(at) }) => never_ends(quote)
                .help("close it with `\"` after the last word of the phrase")
                .unsafe_fix(at..at, "\""),
            Some(Astray { quote, ends: None }) => never_began(quote),
            None => self.last_quote(from),
        };
        self.report(found);
        self.field = None;
        self.push(TokenKind::Broken, from, end);
    }

    /// The finding at the last quote, where nothing says that another is the wrong one.
    fn last_quote(&self, from: usize) -> Diagnostic {
        let last = self.chars[from + 1..].iter().all(|c| matches!(c.plain, ' ' | ')'));
        if last {
            return never_began(self.span(from, from + 1));
        }
        let found = never_ends(self.span(from, from + 1));
        let escaped = (from + 1..self.chars.len())
            .rev()
            .find(|&at| self.chars[at].plain == '"' && self.chars[at - 1].plain == '\\');
        if let Some(at) = escaped {
            return found
                .help("`\\\"` is a quote inside the phrase; write `\\\\` for a backslash before the last quote")
                .unsafe_fix(self.span(at - 1, at), "\\\\");
        }
        let found = found.help("close it with `\"` after the last word of the phrase");
        let last = self.length;
        if self.ends_the_query(from) { found.unsafe_fix(last..last, "\"") } else { found }
    }

    /// Whether the phrase that begins at `from` can only end where the query does: no other quote stands before it,
    /// and nothing but two words or one after it.
    fn ends_the_query(&self, from: usize) -> bool {
        let rest = self.plain(from + 1, self.chars.len());
        let words = || rest.split_whitespace();
        self.chars[..from].iter().all(|c| c.plain != '"')
            && words().count() < 3
            && words().all(|word| !matches!(word, "AND" | "OR" | "NOT") && near(word).is_none())
            && !rest.contains(['(', ')', ':'])
    }

    /// The first phrase that holds an operator, or has a blank or bracket where it begins or ends.
    fn astray(&self) -> Option<Astray> {
        let mut phrases = self.tokens.iter().filter(|token| {
            matches!(
                token.kind,
                TokenKind::Term(Expr::Phrase { .. })
                    | TokenKind::Value(Value::Text(_))
                    | TokenKind::Broken
            )
        });
        phrases.find_map(|token| self.runs_over(&token.span))
    }

    fn runs_over(&self, span: &Range<usize>) -> Option<Astray> {
        let index = |byte: usize| self.chars.partition_point(|c| c.start < byte);
        let (first, last) = (index(span.start), index(span.end).checked_sub(1)?);
        let quoted =
            first < last && self.peek_at(first) == Some('"') && self.peek_at(last) == Some('"');
        if !quoted {
            return None;
        }
        let quote = self.span(first, first + 1);
        let inside = first + 1..last;
        let (begins, ends) = (self.peek_at(inside.start)?, self.peek_at(inside.end - 1)?);
        if matches!(begins, ' ' | ')') {
            return Some(Astray { quote, ends: None });
        }
        let operator = self.operator_within(inside.clone());
        if operator.is_none() && !matches!(ends, ' ' | '(') {
            return None;
        }
        let words = inside.start..operator.unwrap_or(inside.end);
        let last = words.rev().find(|&at| !matches!(self.peek_at(at), Some(' ' | '(' | '-')))?;
        Some(Astray { quote, ends: Some(self.span(last, last + 1).end) })
    }

    fn peek_at(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|c| c.plain)
    }

    /// The first character of an operator between blanks.
    fn operator_within(&self, inside: Range<usize>) -> Option<usize> {
        let mut start = inside.start;
        for at in inside.start..=inside.end {
            if at == inside.end || self.peek_at(at) == Some(' ') {
                let word = self.plain(start, at);
                if matches!(word.as_str(), "AND" | "OR" | "NOT") || near(&word).is_some() {
                    return Some(start);
                }
                start = at + 1;
            }
        }
        None
    }
}

fn never_began(quote: Range<usize>) -> Diagnostic {
    let message =
        "a phrase ends here that never began, so it is not clear which words belong to it";
    Diagnostic::error(Code::UnbalancedQuote, quote, message)
        .help("put `\"` before the first word of the phrase, or remove this quote")
}

fn never_ends(quote: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        Code::UnbalancedQuote,
        quote,
        "the phrase that begins here never ends, so it is not clear which words belong to it",
    )
}
