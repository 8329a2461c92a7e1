//! What single characters fold to, remembered: a text uses few of them, and each takes many tables to fold.

use caseless::Caseless as _;
use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_canonical, decompose_compatible,
};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::key::{CEDILLA, DOT_ABOVE, is_accent, is_mark, without_stroke};
use crate::character::is_skipped;

/// Characters remembered at a time; a power of two.
const LETTERS: usize = 512;
/// Characters that the folding of one may have, to be remembered.
const PARTS: usize = 4;

/// What a character folds to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    /// The character.
    of: char,
    parts: [char; PARTS],
    length: u8,
    /// What its parts take.
    pub needs: Needs,
    /// Its keys, where they take work but no look at what stands beside.
    pub alone: Option<Alone>,
}

/// The keys of a letter with an accent or a stroke, whatever stands beside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alone {
    /// Accents kept.
    pub exact: char,
    /// Accents taken off; the second for `æ` only.
    pub bare: (char, Option<char>),
}

impl Alone {
    /// `None` for parts whose keys are not one plain letter with one mark, or a letter with a stroke.
    ///
    /// A plain letter never composes with what stands before it, so neither do two such letters with each other.
    fn of(parts: &[char]) -> Option<Self> {
        match *parts {
            [stroke] => without_stroke(stroke).map(|bare| Self { exact: stroke, bare }),
            ['i', DOT_ABOVE] | ['s' | 't', CEDILLA] => None,
            [base, mark] if is_plain(base) && is_mark(mark) => {
                let exact = compose(base, mark)?;
                let left = if is_accent(Some(base), mark) { base } else { exact };
                Some(Self { exact, bare: (left, None) })
            }
            _ => None,
        }
    }
}

/// What the parts of a character take to become keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Needs {
    /// Nothing: they are both keys, whatever stands beside.
    Nothing,
    /// Order, composition, or an accent taken off.
    Work,
    /// The whole text folded at once: the parts are too many, or depend on what stands beside.
    Text,
}

impl Letter {
    /// The folding, decomposed.
    pub(super) fn parts(&self) -> &[char] {
        &self.parts[..usize::from(self.length)]
    }

    /// Whether it is its own key, exact and bare, beside others of which this is true.
    pub(super) fn is_itself(&self) -> bool {
        // A syllable of Hangul comes apart and is put together again.
        matches!(self.of, '가'..='힣')
            || match (self.needs, self.alone) {
                (Needs::Nothing, _) => self.parts() == [self.of] && !is_skipped(self.of),
                (_, Some(Alone { exact, bare })) => exact == self.of && bare == (self.of, None),
                _ => false,
            }
    }

    /// Asks the tables what `c` folds to.
    pub(super) fn new(c: char) -> Self {
        let (parts, needs) = (['\0'; PARTS], Needs::Nothing);
        let mut letter = Self { of: c, parts, length: 0, needs, alone: None };
        fold(c, &mut |part| letter.push(part));
        // U+0345 folds to a letter, so its place among other marks has to be known first.
        decompose_canonical(c, |part| {
            if part == '\u{345}' {
                letter.needs = Needs::Text;
            }
        });
        if letter.needs == Needs::Work {
            letter.alone = Alone::of(letter.parts());
        }
        letter
    }

    fn push(&mut self, part: char) {
        match self.parts.get_mut(usize::from(self.length)) {
            Some(place) => {
                *place = part;
                self.length += 1;
                self.needs =
                    self.needs.max(if is_plain(part) { Needs::Nothing } else { Needs::Work });
            }
            None => self.needs = Needs::Text,
        }
    }
}

/// Folds `c` twice, for what compatibility decomposition brings to light.
fn fold(c: char, push: &mut impl FnMut(char)) {
    decompose_canonical(c, |c| {
        for c in std::iter::once(c).default_case_fold() {
            decompose_compatible(c, |c| {
                for c in std::iter::once(c).default_case_fold() {
                    decompose_compatible(c, &mut *push);
                }
            });
        }
    });
}

/// Whether `c`, folded and decomposed, is both keys: no mark, no part of another letter, nothing to unify.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || canonical_combining_class(c) == 0
            && !is_mark(c)
            && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
            && !matches!(c, 'ı' | 'ø' | 'ł' | 'đ' | 'æ' | '\u{640}')
}

/// The letters met last.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters {
    /// Each at the place its code point says; empty until the first is met.
    letters: Vec<Letter>,
}

impl Letters {
    /// What `c` folds to.
    pub(super) fn of(&mut self, c: char) -> &Letter {
        if self.letters.is_empty() {
            self.letters.resize(LETTERS, Letter::new('\0'));
        }
        let letter = &mut self.letters[c as usize % LETTERS];
        if letter.of != c {
            *letter = Letter::new(c);
        }
        letter
    }
}
