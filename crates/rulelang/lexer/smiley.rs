//! Smileys made of signs: `:)` would be a bracket that closes nothing.

use super::{Lexer, TokenKind};
use crate::{Code, Diagnostic};

impl Lexer<'_> {
    /// Reports the smiley that begins at `from`, if it is made of signs alone.
    pub(super) fn smiley(&mut self, from: usize) -> bool {
        let rest = self.chars[from..].iter().map(|c| c.plain);
        let Some(length) = signs(rest, !self.groups.is_empty()) else { return false };
        let to = from + length;
        let smiley = self.plain(from, to);
        let span = self.span(from, to);
        self.report(
            Diagnostic::error(
                Code::PunctuationOnly,
                span.clone(),
                format!("`{smiley}` is made of signs, and signs are not searched; a bracket groups words"),
            )
            .help(format!("write `{{{smiley}}}` to find exactly this smiley; an emoji such as 🙂 needs no braces"))
            .unsafe_fix(span, format!("{{{smiley}}}")),
        );
        self.push(TokenKind::Broken, from, to);
        true
    }
}

/// How long the smiley of signs alone is that `rest` begins with: eyes, perhaps a nose, a mouth or several; in brackets
/// one, as the next is theirs.
fn signs(rest: impl Iterator<Item = char>, in_group: bool) -> Option<usize> {
    let mut rest = rest.peekable();
    rest.next_if(|c| matches!(c, ':' | ';' | '='))?;
    let nose = rest.next_if(|c| matches!(c, '-' | '\'' | '^'));
    let mouth = rest.next_if(|c| "()[]/\\|*".contains(*c))?;
    let mut length = 2 + usize::from(nose.is_some());
    while !in_group && rest.next_if_eq(&mouth).is_some() {
        length += 1;
    }
    rest.peek().is_none_or(|c| matches!(c, ' ' | ')' | '"' | ',' | ';')).then_some(length)
}

/// Whether `text` is a smiley with a letter or digit for its mouth, which is found as that letter.
pub(crate) fn is_lettered(text: &str) -> bool {
    let Some(face) = text.strip_prefix([':', ';', '=']) else { return false };
    let face = face.strip_prefix(['-', '\'', '^']).unwrap_or(face);
    matches!(face, "D" | "DD" | "DDD" | "P" | "p" | "O" | "o" | "0" | "3" | "S" | "s" | "x" | "X")
}
