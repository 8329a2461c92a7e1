//! Signs in front of terms and between them: a minus, the dashes taken for one, and what is other tools'.

use super::run::ends_word;
use super::{Lexer, TokenKind, is_dash};
use crate::{Code, Diagnostic};

/// Characters of what follows a sign that are told with it: each sign of a run has the whole rest of it behind itself.
const SHOWN_MAX: usize = 40;

impl Lexer<'_> {
    /// What stands right after `from`, if it can be a term.
    fn after_sign(&self, from: usize) -> Option<char> {
        self.chars.get(from + 1).map(|c| c.plain).filter(|c| !matches!(c, ' ' | ')'))
    }

    /// `-` or a dash, and `+`, which is other tools', in front of a term. Takes only the sign, and looks no further: a run
    /// may be made of nothing else.
    pub(super) fn excluding_sign(&mut self, from: usize) -> bool {
        let Some(next) = self.after_sign(from) else { return false };
        match self.chars[from].plain {
            '-' => self.minus(from),
            dash if is_dash(dash) => self.smart_dash(from),
            '+' if !next.is_ascii_digit() && next != '+' => {
                self.foreign_sign(from, "every word is required anyway: leave it out", Some(""));
            }
            _ => return false,
        }
        true
    }

    /// Signs that stand alone, and `!`, which is other tools'. Takes only the sign.
    pub(super) fn sign(&mut self, from: usize, to: usize) -> bool {
        let lone = to == from + 1;
        match (self.chars[from].plain, self.after_sign(from)) {
            ('-', None) if lone => self.lone_minus(from),
            (dash, None) if lone && is_dash(dash) => self.lone_minus(from),
            ('+', None) if lone => {
                let help = "a blank already asks for both sides: leave it out";
                self.foreign_sign(from, help, Some(""));
            }
            ('!', Some(next)) if lone && matches!(next, '"' | '(') => {
                self.foreign_sign(from, "to exclude it write `-`", Some("-"));
            }
            ('!', Some(next)) if next.is_alphanumeric() => {
                let word = self.plain(from + 1, to);
                let help = format!(
                    "to exclude the word write `-{word}`; to find it in these capitals only write `{{{word}}}`"
                );
                self.foreign_sign(from, &help, None);
            }
            ('#' | '@' | '$', None) if lone => return self.parted_sign(from),
            _ => return false,
        }
        true
    }

    fn minus(&mut self, from: usize) {
        self.push(TokenKind::Minus, from, from + 1);
        let touches_term = self.tokens.last().is_some_and(|token| token.touches)
            && self
                .tokens
                .iter()
                .nth_back(1)
                .is_some_and(|token| !matches!(token.kind, TokenKind::Open | TokenKind::Minus));
        if touches_term {
            let span = self.span(from, from + 1);
            // No fix: `"late"-"night"` may be one thing.
            self.report(
                Diagnostic::info(
                    Code::GluedOperator,
                    span,
                    "this minus excludes what follows, although no blank stands before it",
                )
                .help("if that is meant, put a blank before it; if both are one thing, quote them together"),
            );
        }
    }

    /// A dash where a minus was meant: read as one, so that it never asks for what it was to exclude.
    fn smart_dash(&mut self, from: usize) {
        let dash = self.chars[from].plain;
        let to = self.run_end_within(from, SHOWN_MAX, ends_word);
        let mut word = self.plain(from + 1, to);
        if word.is_empty() || to == from + SHOWN_MAX {
            word.push('…');
        }
        let span = self.span(from, from + 1);
        self.push(TokenKind::Minus, from, from + 1);
        let message = format!("`{dash}` is a dash, not the minus that excludes what follows");
        let found = Diagnostic::error(Code::SmartDash, span.clone(), message)
            .help(format!("to exclude, write `-{word}`; to ask for it, leave the dash out"));
        // A long dash parts what is said; a short one is what word processors make of a minus.
        let parts = matches!(dash, '—' | '―');
        self.report(if parts { found } else { found.unsafe_fix(span, "-") });
    }

    fn lone_minus(&mut self, from: usize) {
        let span = self.span(from, from + 1);
        self.at = from + 1;
        let next = self.chars[from + 1..].iter().position(|c| c.plain != ' ');
        let next = next.map(|blanks| from + 1 + blanks).filter(|&at| self.chars[at].plain != ')');
        let Some(next) = next else {
            return self.report(
                Diagnostic::error(
                    Code::DanglingOperator,
                    span.clone(),
                    "this minus has nothing after it to exclude",
                )
                .help("put the word to exclude right after it, or remove it")
                .unsafe_fix(span, ""),
            );
        };
        let blanks = span.start..self.byte(next);
        let (dash, after) = (self.chars[from].plain, self.chars[next].plain);
        let to = self.run_end_within(next, SHOWN_MAX, ends_word);
        let word = if matches!(after, '(' | '"' | '{') {
            format!("{after}…")
        } else {
            self.plain(next, to)
        };
        let found = Diagnostic::error(
            Code::SpaceNegation,
            span,
            format!(
                "this `{dash}` stands alone, so it is not clear whether what follows is excluded"
            ),
        )
        .help(format!(
            "to exclude it, write `-{word}` without a blank; else leave the `{dash}` out"
        ));
        // Before brackets and quotes nobody writes a mere dash; before a word many do.
        let excludes = dash == '-' && matches!(after, '(' | '"');
        self.report(if excludes { found.unsafe_fix(blanks, "-") } else { found });
    }

    fn foreign_sign(&mut self, from: usize, help: &str, instead: Option<&str>) {
        let span = self.span(from, from + 1);
        let sign = self.chars[from].plain;
        self.at = from + 1;
        let message =
            format!("`{sign}` in front of a term is another tool's sign and means nothing here");
        let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message).help(help);
        self.report(match instead {
            Some(instead) => found.unsafe_fix(span, instead),
            None => found,
        });
    }
}
