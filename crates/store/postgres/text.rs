//! Texts as PostgreSQL can hold them: it knows no character zero.
//!
//! Zero becomes one one, and one becomes one two. That loses nothing and keeps the order of texts.

use std::borrow::Cow;

/// `text` as it is stored.
pub(super) fn stored(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte < 2) {
        Cow::Owned(text.replace('\u{1}', "\u{1}\u{2}").replace('\0', "\u{1}\u{1}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What was stored as `text`.
pub(super) fn read(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1}') {
        return Cow::Borrowed(text);
    }
    let mut original = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1}' => original.push(if letters.next() == Some('\u{1}') { '\0' } else { '\u{1}' }),
            other => original.push(other),
        }
    }
    Cow::Owned(original)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_the_order_is_kept() {
        let texts = [
            "",
            "\0",
            "\0\0",
            "\0\u{1}",
            "\0a",
            "\u{1}",
            "\u{1}\0",
            "\u{1}\u{2}",
            "\u{2}",
            "a",
            "a\0",
            "ä",
        ];
        assert!(texts.is_sorted());
        let kept: Vec<_> = texts.iter().map(|text| stored(text)).collect();
        assert!(kept.is_sorted() && kept.iter().all(|text| !text.contains('\0')));
        for (text, kept) in texts.iter().zip(&kept) {
            assert_eq!(read(kept), *text);
        }
    }
}
