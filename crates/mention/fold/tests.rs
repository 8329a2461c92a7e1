//! Each statement of the language about texts, as what goes in and what comes out.

use super::{Folded, fold, fold_key};
use crate::{Mention, TokenKind};

/// The exact keys of the ordinary tokens of `text`, joined by blanks.
fn check(text: &str, expected: &str) {
    let mention = Mention { text: text.to_owned(), ..Mention::default() };
    let mut folded = Folded::default();
    fold(&mention, &mut folded);
    let keys: Vec<_> = folded
        .tokens()
        .iter()
        .filter(|token| !matches!(token.kind, TokenKind::Entity(_)))
        .map(|token| folded.exact(token))
        .collect();
    assert_eq!(keys.join(" "), expected, "{text}");
}

#[test]
fn s02_runs_of_letters_marks_and_digits_are_tokens() {
    check("Late again, wendy's 3.5!", "late again wendy s 3 5");
    check("foo_bar", "foo bar");
    check("co\u{AD}op", "coop");
    assert_eq!(fold_key("İı").0, "ii");
}
