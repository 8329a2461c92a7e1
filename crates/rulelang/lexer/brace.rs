//! What stands in braces: exact letters, and lists by their names.

use super::{Lexer, Test, TokenKind};
use crate::chars::Char;
use crate::{Code, Diagnostic, Expr};

impl Lexer<'_> {
    /// `{{name}}` if it is one, else `{exact letters}`.
    pub(super) fn braces(&mut self) {
        let from = self.at;
        if let Some((name, to)) = self.macro_at(from) {
            // A list is known by its name to the letter.
            self.keep(Some(&Test::Raw), from + 2, to - 2);
            return self.push(TokenKind::Term(Expr::Macro(name)), from, to);
        }
        if let Some((name, to)) = self.parted_macro(from) {
            let span = self.span(from, to);
            self.report(
                Diagnostic::error(
                    Code::UnknownList,
                    span.clone(),
                    "blanks stand between the braces and the list's name, so no list is meant by it",
                )
                .help(format!("write `{{{{{name}}}}}`"))
                .unsafe_fix(span, format!("{{{{{name}}}}}")),
            );
            return self.push(TokenKind::Broken, from, to);
        }
        let Some(length) = self.chars[from..].iter().position(|c| c.plain == '}') else {
            let span = self.span(from, from + 1);
            self.report(
                Diagnostic::error(
                    Code::UnbalancedBracket,
                    span,
                    "this brace is never closed, so it is not clear which characters are meant",
                )
                .help("close it with `}` after the last character to be found"),
            );
            return self.push(TokenKind::Broken, from, self.chars.len());
        };
        let to = from + length + 1;
        let text: String = self.chars[from + 1..to - 1].iter().map(literal_char).collect();
        self.keep(Some(&Test::Raw), from + 1, to - 1);
        let blank = self.chars[from + 1..to - 1].iter().all(|c| c.plain == ' ');
        let kind = if blank {
            self.empty(from, to, "braces");
            TokenKind::Broken
        } else {
            TokenKind::Term(Expr::Literal(text))
        };
        self.push(kind, from, to);
    }

    fn macro_at(&self, from: usize) -> Option<(String, usize)> {
        let rest = self.chars[from..].iter().map(|c| c.plain);
        if !rest.clone().take(2).eq("{{".chars()) {
            return None;
        }
        let name: String = rest.clone().skip(2).take_while(|&c| is_name_char(c)).collect();
        let length = name.chars().count();
        let closed = rest.skip(2 + length).take(2).eq("}}".chars());
        (closed && length > 0).then_some((name, from + length + 4))
    }

    /// `{{ name }}`: a list's name with blanks around it, and one past its braces.
    fn parted_macro(&self, from: usize) -> Option<(String, usize)> {
        let rest = &self.chars[from..];
        let end = rest.iter().position(|c| c.plain == '}').filter(|end| *end > 2)?;
        let doubled = |at: usize, sign: char| {
            rest.get(at..at + 2).is_some_and(|two| two.iter().all(|c| c.plain == sign))
        };
        let name = self.plain(from + 2, from + end);
        let is_name = !name.trim().is_empty() && name.trim().chars().all(is_name_char);
        (doubled(0, '{') && doubled(end, '}') && is_name)
            .then(|| (name.trim().to_owned(), from + end + 2))
    }

    pub(super) fn stray_brace(&mut self) {
        let span = self.span(self.at, self.at + 1);
        self.report(
            Diagnostic::error(
                Code::UnbalancedBracket,
                span.clone(),
                "a brace closes here that was never opened",
            )
            .help("remove it; to find the character itself write `raw:}`")
            .unsafe_fix(span, ""),
        );
        self.at += 1;
    }
}

/// The character as a literal keeps it: only apostrophes are made plain.
pub(super) fn literal_char(c: &Char) -> char {
    if c.plain == '\'' { '\'' } else { c.written }
}

/// Whether `c` may stand in the name of a list.
fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}
