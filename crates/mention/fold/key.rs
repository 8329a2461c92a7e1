//! Keys: what tokens are compared by, once with their accents and once without.

use caseless::Caseless as _;
use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_canonical, decompose_compatible,
};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

use super::letter::{Alone, Letters, Needs};
use crate::TokenKind;
use crate::character::is_skipped;

/// Where a token's two keys stand in a buffer of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Accents kept: first byte, one past the last.
    pub exact: (u32, u32),
    /// Accents taken off; the same place if there are none.
    pub bare: (u32, u32),
}

impl Keys {
    /// The exact key in `keys`.
    pub(crate) fn exact(self, keys: &str) -> &str {
        &keys[self.exact.0 as usize..self.exact.1 as usize]
    }

    /// The bare key in `keys`.
    pub(crate) fn bare(self, keys: &str) -> &str {
        &keys[self.bare.0 as usize..self.bare.1 as usize]
    }
}

/// Makes keys as [`fold_key`](crate::fold_key) does; lent again and again, for the room it holds.
#[derive(Clone, Debug, Default)]
pub struct KeyFolder {
    letters: Letters,
    chars: Vec<char>,
    next: Vec<char>,
    marks: Vec<(u8, u32, char)>,
    bare: String,
}

impl KeyFolder {
    /// Appends the exact key of `text` to `out`.
    pub fn push_exact(&mut self, text: &str, out: &mut String) {
        let keys = self.fold(text, out);
        out.truncate(keys.exact.1 as usize);
    }

    /// Appends the bare key of `text` to `out`.
    pub fn push_bare(&mut self, text: &str, out: &mut String) {
        let Keys { exact, bare } = self.fold(text, out);
        if bare != exact {
            out.replace_range(exact.0 as usize..exact.1 as usize, "");
        }
    }

    /// Appends the keys of `text` to `out`.
    ///
    /// The exact key is NFKC of the full case folding, with `ı`, `i̇` = `i` and the Romanian cedilla =
    /// comma. Both are empty if nothing in `text` counts.
    ///
    /// # Source
    ///
    /// The Unicode Standard, section 3.13, D146 (compatibility caseless matching).
    pub(crate) fn fold(&mut self, text: &str, out: &mut String) -> Keys {
        if text.is_ascii() {
            let start = place(out);
            out.push_str(text);
            out[start as usize..].make_ascii_lowercase();
            return Keys { exact: (start, place(out)), bare: (start, place(out)) };
        }
        match self.fold_letters(text, out) {
            Some(keys) => keys,
            None => self.fold_whole(text, out),
        }
    }

    /// Appends the keys of a text to `out`, whatever its letters do to one another.
    fn fold_whole(&mut self, text: &str, out: &mut String) -> Keys {
        self.letters(text);
        self.order();
        self.unify_letters();
        let exact = composed(&self.chars, &mut self.next, out);
        if !self.take_accents_off() {
            return Keys { exact, bare: exact };
        }
        let bare = composed(&self.chars, &mut self.next, out);
        if out[bare.0 as usize..].trim().is_empty() {
            out.truncate(bare.0 as usize);
            return Keys { exact, bare: exact };
        }
        Keys { exact, bare }
    }

    /// Appends the keys of a text to `out` letter by letter; `None`, and nothing appended, where letters change
    /// what stands beside.
    fn fold_letters(&mut self, text: &str, out: &mut String) -> Option<Keys> {
        let start = place(out);
        let mut accents = false;
        self.bare.clear();
        for c in text.chars() {
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
                self.bare.push(c.to_ascii_lowercase());
                continue;
            }
            if is_skipped(c) {
                continue;
            }
            let letter = self.letters.of(c);
            if let Some(Alone { exact, bare }) = letter.alone {
                out.push(exact);
                self.bare.push(bare.0);
                self.bare.extend(bare.1);
                accents |= bare != (exact, None);
            } else if letter.needs == Needs::Nothing {
                out.extend(letter.parts());
                self.bare.extend(letter.parts());
            } else {
                out.truncate(start as usize);
                return None;
            }
        }
        let exact = (start, place(out));
        if !accents {
            return Some(Keys { exact, bare: exact });
        }
        out.push_str(&self.bare);
        Some(Keys { exact, bare: (exact.1, place(out)) })
    }

    /// Appends the keys of a word or an emoji to `out`.
    pub(crate) fn fold_segment(&mut self, kind: TokenKind, cut: &str, out: &mut String) -> Keys {
        match kind {
            TokenKind::Emoji => Self::fold_emoji(cut, out),
            TokenKind::Word(_) | TokenKind::Entity(_) => self.fold(cut, out),
        }
    }

    /// Appends the key of an emoji to `out`: without variation selectors, skin tones and accents.
    fn fold_emoji(emoji: &str, out: &mut String) -> Keys {
        let start = place(out);
        out.extend(emoji.chars().filter(|&c| !is_skipped(c) && !is_mark(c) || c == KEYCAP));
        if place(out) == start {
            out.extend(emoji.chars().filter(|&c| !is_mark(c)));
        }
        Keys { exact: (start, place(out)), bare: (start, place(out)) }
    }

    /// Fills `chars` with the folded text, decomposed.
    fn letters(&mut self, text: &str) {
        self.chars.clear();
        for c in text.chars().filter(|&c| !is_skipped(c)) {
            let letter = self.letters.of(c);
            if letter.needs == Needs::Text {
                return self.text(text);
            }
            self.chars.extend_from_slice(letter.parts());
        }
    }

    /// Fills `chars` with the folded text, decomposed, all of it at once.
    fn text(&mut self, text: &str) {
        self.chars.clear();
        for c in text.chars().filter(|&c| !is_skipped(c)) {
            decompose_canonical(c, |part| self.chars.push(part));
        }
        self.order();
        for _ in 0..2 {
            self.next.clear();
            for c in self.chars.iter().copied().default_case_fold() {
                decompose_compatible(c, |part| self.next.push(part));
            }
            std::mem::swap(&mut self.chars, &mut self.next);
            self.order();
        }
    }

    /// Brings each run of marks into canonical order.
    fn order(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            let start = at;
            while self.chars.get(at).is_some_and(|&c| canonical_combining_class(c) != 0) {
                at += 1;
            }
            let run = &mut self.chars[start..at];
            if !run.is_sorted_by_key(|&c| canonical_combining_class(c)) {
                self.marks.clear();
                self.marks.extend(
                    (0u32..).zip(&*run).map(|(n, &c)| (canonical_combining_class(c), n, c)),
                );
                self.marks.sort_unstable();
                for (to, &(_, _, c)) in run.iter_mut().zip(&self.marks) {
                    *to = c;
                }
            }
            at += usize::from(at == start);
        }
    }

    /// Makes one letter of those that are the same in every setting: ı, i̇ = i; ş, ţ = ș, ț.
    fn unify_letters(&mut self) {
        self.next.clear();
        let mut base = None;
        let mut reorder = false;
        for &c in &self.chars {
            let c = if c == 'ı' { 'i' } else { c };
            if canonical_combining_class(c) == 0 {
                base = Some(c);
            }
            match (base, c) {
                (Some('i'), DOT_ABOVE) => {}
                (Some('s' | 't'), CEDILLA) => {
                    self.next.push(COMMA_BELOW);
                    reorder = true;
                }
                _ => self.next.push(c),
            }
        }
        std::mem::swap(&mut self.chars, &mut self.next);
        if reorder {
            self.order();
        }
    }

    /// Takes the accents off `chars`; whether there were any.
    fn take_accents_off(&mut self) -> bool {
        self.next.clear();
        let mut base = None;
        for &c in &self.chars {
            // What stands on a tatweel stands on the letter before once it is gone.
            if c == TATWEEL {
                continue;
            }
            if !is_mark(c) {
                base = Some(c);
            } else if is_accent(base, c) {
                continue;
            }
            let (first, second) = without_stroke(c).unwrap_or((c, None));
            self.next.push(first);
            self.next.extend(second);
        }
        std::mem::swap(&mut self.chars, &mut self.next);
        let changed = self.chars != self.next;
        if changed {
            self.order();
        }
        changed
    }
}

/// What makes an emoji of a digit.
const KEYCAP: char = '\u{20E3}';
pub(super) const DOT_ABOVE: char = '\u{307}';
pub(super) const CEDILLA: char = '\u{327}';
const COMMA_BELOW: char = '\u{326}';
const DIAERESIS: char = '\u{308}';
const TATWEEL: char = '\u{640}';

/// What is left of a letter whose accent is a part of it.
pub(super) fn without_stroke(c: char) -> Option<(char, Option<char>)> {
    match c {
        'ø' => Some(('o', None)),
        'ł' => Some(('l', None)),
        'đ' => Some(('d', None)),
        'æ' => Some(('a', Some('e'))),
        _ => None,
    }
}

/// Whether `c` stands on the character before it.
pub(super) fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether `mark` after `base` is an accent: any mark on Latin and Greek letters, the dots of ё,
/// harakat, niqqud. Hamza and madda are part of an Arabic letter, the dots of й and ї of a Cyrillic one.
pub(super) fn is_accent(base: Option<char>, mark: char) -> bool {
    let harakat = matches!(mark, '\u{64B}'..='\u{652}' | '\u{656}'..='\u{65F}' | '\u{670}');
    let niqqud = matches!(mark, '\u{5B0}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}')
        || matches!(mark, '\u{5C4}' | '\u{5C5}' | '\u{5C7}');
    if harakat || niqqud {
        return true;
    }
    match base {
        Some('е') => mark == DIAERESIS,
        Some(base) => matches!(base.script(), Script::Latin | Script::Greek),
        None => false,
    }
}

/// Appends the canonical composition of `chars`, which are in canonical order, to `out`.
///
/// # Source
///
/// The Unicode Standard, section 3.11, D117 (canonical composition algorithm).
fn composed(chars: &[char], waiting: &mut Vec<char>, out: &mut String) -> (u32, u32) {
    let start = place(out);
    waiting.clear();
    let mut starter = None;
    let mut last_class = 0;
    for &c in chars {
        let class = canonical_combining_class(c);
        if let Some(before) = starter
            && (waiting.is_empty() || last_class < class)
            && let Some(both) = compose(before, c)
        {
            starter = Some(both);
        } else if class == 0 {
            out.extend(starter.replace(c));
            out.extend(waiting.drain(..));
        } else {
            waiting.push(c);
            last_class = class;
        }
    }
    out.extend(starter);
    out.extend(waiting.drain(..));
    (start, place(out))
}

/// The end of `out`.
fn place(out: &str) -> u32 {
    u32::try_from(out.len()).expect("four fields of 64 KiB fold to less than 4 GiB of keys")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_by_letter_gives_the_keys_of_the_whole() {
        let mut folder = KeyFolder::default();
        let mut alone = 0;
        let mut check = |text: &str| {
            let (mut fast, mut slow) = (String::new(), String::new());
            let Some(keys) = folder.fold_letters(text, &mut fast) else { return false };
            let whole = folder.fold_whole(text, &mut slow);
            assert_eq!(keys.exact(&fast), whole.exact(&slow), "{text:?}");
            assert_eq!(keys.bare(&fast), whole.bare(&slow), "{text:?}");
            true
        };
        for c in char::MIN..='\u{2FFFF}' {
            if check(&format!("{c}")) {
                alone += 1;
                check(&format!("a{c}æ"));
                check(&format!("é{c}{c}が"));
            }
        }
        assert!(alone > 50_000, "{alone}");
        assert!(!check("e\u{301}") && !check("각") && !check("ı") && !check("ş"));
    }
}
