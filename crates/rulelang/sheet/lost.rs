//! Letters that an encoding took from a sheet: question marks in their place, or other letters.

use std::collections::BTreeSet;

use super::delimited::narrowed;

/// Characters of a word that is compared letter by letter, at most; no keyword is as long.
const WORD_MAX: usize = 200;

/// Whether `cell` has question marks in the place of letters of a word of `base`.
pub(super) fn has_lost(base: &str, cell: &str) -> bool {
    pairs(base, cell).any(|(old, new)| is_lost(old, new))
}

/// A word of `base` and what became of it in `cell`, where that has other letters in the place of those Windows-1252
/// has not: it was saved in another encoding.
pub(super) fn bent<'t>(base: &'t str, cell: &'t str) -> Option<(&'t str, &'t str)> {
    pairs(base, cell).find(|(old, new)| is_bent(old, new))
}

/// Whether a word has a question mark before a letter: as every word that was typed has, whose letters are lost.
pub(super) fn is_doubtful(base: &str, cell: &str) -> bool {
    let known: BTreeSet<&str> = words(base).collect();
    let marked = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        letters.windows(2).any(|two| two[0] == '?' && two[1].is_alphanumeric())
    };
    // In an address a question mark stands before letters.
    let texts = cell.split_whitespace().filter(|text| !text.contains('/'));
    texts.flat_map(words).any(|word| !known.contains(word) && marked(word))
}

/// Words of `base` with letters beyond ASCII that `cell` has not, each with the words only `cell` has.
fn pairs<'t>(base: &'t str, cell: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let old: BTreeSet<&str> = words(base).collect();
    let new: BTreeSet<&str> = words(cell).collect();
    let gone: Vec<&str> = old.difference(&new).copied().filter(|word| !word.is_ascii()).collect();
    let come: Vec<&str> = new.difference(&old).copied().collect();
    gone.into_iter().flat_map(move |old| come.clone().into_iter().map(move |new| (old, new)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '?';
    text.split(parts).filter(|word| !word.is_empty())
}

/// Whether `new` is `old` with one or two question marks in the place of some letters beyond ASCII.
fn is_lost(old: &str, new: &str) -> bool {
    let new: Vec<char> = new.chars().collect();
    if new.len() > WORD_MAX || !new.iter().any(|c| matches!(c, '?' | '\u{fffd}')) {
        return false;
    }
    let mut ends = BTreeSet::from([0]);
    for letter in old.chars() {
        let mut next = BTreeSet::new();
        for at in ends {
            if new.get(at) == Some(&letter) {
                next.insert(at + 1);
            }
            let marks = new[at..].iter().take_while(|c| matches!(c, '?' | '\u{fffd}')).count();
            let most = if letter.is_ascii() { 0 } else { marks.min(letter.len_utf16()) };
            next.extend((1..=most).map(|count| at + count));
        }
        ends = next;
    }
    ends.contains(&new.len())
}

/// Whether `new` is `old` with other letters beyond ASCII, one of them for one that Windows-1252 has not.
fn is_bent(old: &str, new: &str) -> bool {
    let fits = |(a, b): (char, char)| a == b || !a.is_ascii() && !b.is_ascii();
    let foreign = |(a, b): (char, char)| {
        a != b && !b.is_ascii() && narrowed(a.encode_utf8(&mut [0; 4])) == "?"
    };
    old.chars().count() == new.chars().count()
        && old.chars().zip(new.chars()).all(fits)
        && old.chars().zip(new.chars()).any(foreign)
}

#[cfg(test)]
mod tests {
    use super::{bent, has_lost, is_doubtful};

    #[test]
    fn question_marks_for_letters_are_seen_and_an_edit_is_none() {
        for (base, cell) in [
            ("tokyo OR \"tack så mycket\"", "tokyo OR \"tack s? mycket\""),
            ("東京\ntokyo", "??\ntokyo"),
            ("😍 OR 👏", "? OR ?"),
            ("😍 OR 👏", "?? OR ?? OR super"),
            ("malmö", "malm\u{fffd}"),
            ("naïveté", "na?veté"),
        ] {
            assert!(has_lost(base, cell), "{base} {cell}");
        }
        for (base, cell) in [
            ("東京", "Tokyo city"),
            ("tack så", "tack sa"),
            ("late", "late?"),
            ("är det så?", "är det så??"),
            ("malmö", "malmö OR why?"),
            ("", "gl?bex"),
        ] {
            assert!(!has_lost(base, cell), "{base} {cell}");
        }
        assert!(is_doubtful("globex", "globex\ngl?bex"));
        assert!(!is_doubtful("globex", "globex\nwhy? really") && !is_doubtful("a?b", "a?b c"));
        assert!(!is_doubtful("", "see x.com/watch?v=1"));
    }

    #[test]
    fn letters_of_another_encoding_are_seen_and_a_mended_accent_is_none() {
        assert_eq!(bent("OR \"łódź\"", "OR \"³ódŸ\""), Some(("łódź", "³ódŸ")));
        assert_eq!(bent("hotel ızgara", "hotel ýzgara"), Some(("ızgara", "ýzgara")));
        assert_eq!(bent("café", "cafè"), None);
        assert_eq!(bent("łódź", "?ód?"), None);
    }
}
