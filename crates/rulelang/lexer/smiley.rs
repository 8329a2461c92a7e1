//! Smileys made of signs: `:)` would be a bracket that closes nothing.

use super::{Lexer, TokenKind};
use crate::{Code, Diagnostic};

impl Lexer<'_> {
    /// Reports the smiley that begins at `from`, if it is made of signs alone.
    pub(super) fn smiley(&mut self, from: usize) -> bool {
        let rest: String =
            self.chars[from..].iter().map(|c| c.plain).take_while(|c| *c != ' ').collect();
        let Some(smiley) = signs(&rest, !self.groups.is_empty()) else { return false };
        let to = from + smiley.chars().count();
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

/// The smiley of signs alone that `text` begins with: eyes, perhaps a nose, a mouth or several; in brackets one, as the
/// next is theirs.
fn signs(text: &str, in_group: bool) -> Option<&str> {
    let face = text.strip_prefix([':', ';', '='])?;
    let face = face.strip_prefix(['-', '\'', '^']).unwrap_or(face);
    let mouth = face.chars().next().filter(|c| "()[]/\\|*".contains(*c))?;
    let rest = if in_group { &face[mouth.len_utf8()..] } else { face.trim_start_matches(mouth) };
    let ends = rest.is_empty() || rest.starts_with([')', '"', ',', ';']);
    ends.then(|| &text[..text.len() - rest.len()])
}

/// Whether `text` is a smiley with a letter or digit for its mouth, which is found as that letter.
pub(crate) fn is_lettered(text: &str) -> bool {
    let Some(face) = text.strip_prefix([':', ';', '=']) else { return false };
    let face = face.strip_prefix(['-', '\'', '^']).unwrap_or(face);
    matches!(face, "D" | "DD" | "DDD" | "P" | "p" | "O" | "o" | "0" | "3" | "S" | "s" | "x" | "X")
}
