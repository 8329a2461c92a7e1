//! Keys made slowly and plainly, to hold the fast ones against.

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_script::{Script, UnicodeScript as _};

/// The exact and the bare key of `text`.
pub(super) fn keys(text: &str) -> (String, String) {
    let kept = text.chars().filter(|&c| {
        let c = u32::from(c);
        let selector = (0xFE00..0xFE10).contains(&c) || (0xE0100..0xE01F0).contains(&c);
        c != 0xAD && !selector && !(0x1F3FB..0x1F400).contains(&c)
    });
    let folded: String = kept.nfd().default_case_fold().nfkd().default_case_fold().nfkd().collect();
    let letters: Vec<String> = letters(&folded.replace('ı', "i")).map(unified).collect();
    let exact: String = letters.concat().nfc().collect();
    let joined: String = letters.concat().replace('ـ', "").nfd().collect();
    let bare: String = self::letters(&joined).map(plain).collect::<String>().nfc().collect();
    if bare.trim().is_empty() { (exact.clone(), exact) } else { (exact, bare) }
}

/// `text` cut before each character that is no mark.
fn letters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.len_utf8();
        let (letter, more) = rest.split_at(
            rest[first..].find(|c| !is_combining_mark(c)).map_or(rest.len(), |n| n + first),
        );
        rest = more;
        Some(letter)
    })
}

/// A letter with its marks up to the first that starts anew, and the rest of its marks.
fn split(letter: &str) -> (&str, &str) {
    let end = letter.char_indices().skip(1).find(|&(_, c)| canonical_combining_class(c) == 0);
    letter.split_at(end.map_or(letter.len(), |(at, _)| at))
}

fn unified(letter: &str) -> String {
    let (letter, rest) = split(letter);
    let letter = match letter.chars().next() {
        Some('i') => letter.replace('\u{307}', ""),
        Some('s' | 't') => letter.replace('\u{327}', "\u{326}"),
        _ => letter.to_owned(),
    };
    (letter + rest).nfd().collect()
}

fn plain(letter: &str) -> String {
    let base = letter.chars().next().filter(|&c| !is_combining_mark(c));
    let kept = |c: &char| {
        let c = *c;
        if !is_combining_mark(c) {
            return true;
        }
        let always = "\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}\u{652}\u{670}".contains(c)
            || "\u{656}\u{657}\u{658}\u{659}\u{65A}\u{65B}\u{65C}\u{65D}\u{65E}\u{65F}".contains(c)
            || "\u{5B0}\u{5B1}\u{5B2}\u{5B3}\u{5B4}\u{5B5}\u{5B6}\u{5B7}\u{5B8}\u{5B9}".contains(c)
            || "\u{5BA}\u{5BB}\u{5BC}\u{5BD}\u{5BF}\u{5C1}\u{5C2}\u{5C4}\u{5C5}\u{5C7}".contains(c);
        let latin = base.is_some_and(|b| matches!(b.script(), Script::Latin | Script::Greek));
        !always && !latin && (base, c) != (Some('е'), '\u{308}')
    };
    let kept: String = letter.chars().filter(kept).collect();
    ["ø>o", "ł>l", "đ>d", "æ>ae"].iter().fold(kept, |text, pair| {
        let (from, to) = pair.split_once('>').unwrap();
        text.replace(from, to)
    })
}
