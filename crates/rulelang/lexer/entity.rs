//! Hashtags, handles and tickers.

use mention::EntityKind;
use unicode_normalization::char::is_combining_mark;

use super::run::ends_word;
use super::{Lexer, TokenKind, near};
use crate::{Code, Diagnostic, Expr};

impl Lexer<'_> {
    /// `#one#two`: a name that the sign of the next one ends. Looks no further: a run may be made of nothing else.
    pub(super) fn entity_before_sign(&mut self, from: usize) -> bool {
        // A handle may have an `@` inside.
        let is_next = |c| matches!(c, '#' | '$');
        let to = self.run_end(from, |c| ends_word(c) || is_next(c));
        if !self.chars.get(to).is_some_and(|c| is_next(c.plain)) {
            return false;
        }
        let text = self.plain(from, to);
        let Some((kind, name)) = entity(&text).filter(|(_, name)| name.len() + 1 == text.len())
        else {
            return false;
        };
        self.push(TokenKind::Term(Expr::Entity { kind, name }), from, to);
        true
    }

    /// `#tag`, `@name`, `$SYM`.
    pub(super) fn entity(&mut self, text: &str, from: usize, to: usize) -> bool {
        let Some((kind, name)) = entity(text) else { return false };
        let end = from + 1 + name.chars().count();
        let rest = self.plain(end, to);
        if rest.starts_with(['#', '@', '$']) {
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, end);
            return true;
        }
        if mention::term_tokens(&rest).is_empty() {
            self.commas(&rest, to);
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, to);
            return true;
        }
        if rest.starts_with([',', ';']) {
            self.commas.push((self.tokens.len(), self.span(end, end + 1)));
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, end);
            self.at = end + 1;
            return true;
        }
        if mention::term_tokens(&rest)[0].kind == mention::TokenKind::Emoji
            && !rest.starts_with('-')
        {
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, end);
            return true;
        }
        let what = match kind {
            EntityKind::Hashtag => "hashtag",
            EntityKind::Handle => "handle",
            _ => "cashtag",
        };
        let written = self.plain(from, end);
        let span = self.span(end, to);
        self.report(
            Diagnostic::error(
                Code::GluedOperator,
                span,
                format!("the {what} ends before `{rest}`: only `{written}` is looked for"),
            )
            .help(format!("put a blank after `{written}`, or quote the whole to find its words")),
        );
        self.push(TokenKind::Term(Expr::Entity { kind, name }), from, to);
        true
    }

    /// `# acme`: the sign of a hashtag, handle or ticker that a blank parts from its name. Takes only the sign.
    pub(super) fn parted_sign(&mut self, from: usize) -> bool {
        let sign = self.chars[from].plain;
        let next = (from + 1..self.chars.len()).find(|&at| self.chars[at].plain != ' ');
        let Some(next) = next.filter(|&next| next > from + 1) else { return false };
        let to = self.run_end(next, ends_word);
        let name = self.plain(next, to);
        let joined = format!("{sign}{name}");
        let operator = matches!(name.as_str(), "AND" | "OR" | "NOT") || near(&name).is_some();
        let whole = entity(&joined).is_some_and(|(_, found)| found == name);
        if operator || !whole {
            return false;
        }
        let span = self.span(from, from + 1);
        let blanks = span.end..self.byte(next);
        self.at = from + 1;
        self.report(
            Diagnostic::error(
                Code::PunctuationOnly,
                span,
                format!("a blank parts this `{sign}` from `{name}`, so it belongs to nothing"),
            )
            .help(format!("write `{joined}` in one, or leave the sign out to find the word"))
            .unsafe_fix(blanks, ""),
        );
        true
    }
}

/// The entity that `text` begins with, its name with a `*` after it.
fn entity(text: &str) -> Option<(EntityKind, String)> {
    let mut rest = text.chars();
    let (kind, length) = match rest.next()? {
        '#' => (EntityKind::Hashtag, hashtag(rest.as_str())?),
        '@' => (EntityKind::Handle, handle(rest.as_str())?),
        '$' => (EntityKind::Cashtag, cashtag(rest.as_str())?),
        _ => return None,
    };
    Some((kind, rest.as_str()[..length].to_owned()))
}

/// Bytes of the name of a hashtag: letters, marks, digits and `_`, one letter at least; then a `*`.
fn hashtag(text: &str) -> Option<usize> {
    let is_tag_char = |c: char| {
        c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '_' | '\u{200c}' | '\u{200d}' | '·' | '・' | 'ー')
    };
    let length = text.find(|c| !is_tag_char(c)).unwrap_or(text.len());
    text[..length].contains(char::is_alphabetic).then(|| {
        let starts = text[length..].starts_with('*');
        length + usize::from(starts)
    })
}

/// Bytes of a handle: name characters with `.`, `-` and `@` between them.
fn handle(text: &str) -> Option<usize> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || is_combining_mark(c);
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if is_name(c) {
            length = at + c.len_utf8();
        } else if !matches!(c, '.' | '-' | '@') || length != at || at == 0 {
            break;
        }
    }
    (length > 0).then_some(length)
}

/// Bytes of a cashtag's symbol: one to six letters, then perhaps `.` or `_` and one or two letters.
fn cashtag(text: &str) -> Option<usize> {
    let letters = |text: &str| text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let symbol = letters(text);
    let rest = &text[symbol..];
    let class = rest.strip_prefix(['.', '_']).map_or(0, letters);
    let length = symbol + if matches!(class, 1..=2) { 1 + class } else { 0 };
    let next = text[length..].chars().next();
    let ends = !next.is_some_and(|c| c.is_alphanumeric() || c == '_');
    (matches!(symbol, 1..=6) && ends).then_some(length)
}
