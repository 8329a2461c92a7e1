//! What stands in square brackets: ranges and places of fields, and groups as other tools write them.

use super::{Lexer, Test, TokenKind};
use crate::{Code, Diagnostic, Value};

impl Lexer<'_> {
    /// `[a OR b]`, which is another tool's group: reports it and passes over its bracket. Whether it was one.
    pub(super) fn square_group(&mut self) -> bool {
        let from = self.at;
        let rest = &self.chars[from + 1..];
        let Some(length) = rest.iter().position(|c| matches!(c.plain, '[' | ']')) else {
            return false;
        };
        let to = from + 1 + length;
        let inside = self.plain(from + 1, to);
        if inside.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() < 2
        {
            return false;
        }
        let group = format!("({})", inside.trim());
        let whole = self.span(from, to + 1);
        let found = Diagnostic::error(
            Code::ForeignOperator,
            self.span(from, from + 1),
            "square brackets hold nothing together here, as they do in other tools",
        );
        let closed = self.chars[to].plain == ']';
        self.report(if closed {
            found.help(format!("write `{group}`")).unsafe_fix(whole, group)
        } else {
            found.help("write round brackets: `(late OR slow)`")
        });
        self.at = from + 1;
        true
    }

    /// `[a TO b]` or `[a b c]` after a field's colon.
    pub(super) fn range(&mut self) {
        let from = self.at;
        self.field = None;
        let Some(length) = self.chars[from..].iter().position(|c| c.plain == ']') else {
            let span = self.span(from, from + 1);
            self.report(
                Diagnostic::error(
                    Code::UnbalancedBracket,
                    span,
                    "this range is never closed, so it is not clear where it ends",
                )
                .help("close it with `]`, as in `[1 TO 5]`"),
            );
            return self.push(TokenKind::Broken, from, self.chars.len());
        };
        let to = from + length + 1;
        self.keep(Some(&Test::Skipped), from + 1, to - 1);
        let inside = self.plain(from + 1, to - 1);
        let items: Vec<&str> = inside.split_whitespace().collect();
        let bound = |item: &str| (item != "*").then(|| item.to_owned());
        let kind = match items[..] {
            [] => {
                self.empty(from, to, "brackets");
                TokenKind::Broken
            }
            [low, "TO", high] => TokenKind::Value(Value::Range(bound(low), bound(high))),
            _ => TokenKind::Value(Value::List(items.iter().map(|&item| item.to_owned()).collect())),
        };
        self.push(kind, from, to);
    }
}
