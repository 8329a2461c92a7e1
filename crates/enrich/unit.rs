//! Units: the words, emoji and emoticons by which a feeling is told, as one worker's scratch.

use std::ops::Range;

use mention::{EntityKind, Field, Folded, Mention, Token, TokenKind};

/// The fields whose feeling counts: what the author wrote.
pub(crate) const FIELDS: [Field; 2] = [Field::Title, Field::Text];

/// One word, emoji or emoticon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    field: Field,
    start: u32,
    end: u32,
    /// Where its key stands in the buffer of keys.
    key: (u32, u32),
    /// What decides about it before any word list.
    pub(crate) set: Set,
    /// Whether it is written in capitals.
    pub(crate) capitals: bool,
    /// Whether a new clause begins before it.
    pub(crate) clause: bool,
}

/// What decides about a unit before any word list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Set {
    /// Nothing: it is a word.
    Word,
    /// It is felt as this: an emoji, an emoticon, a phrase somebody decided about.
    Felt(f64),
    /// It lies in a phrase somebody decided about, behind its first word.
    Covered,
}

/// The units of one mention.
#[derive(Debug, Default)]
pub(crate) struct Units {
    all: Vec<Unit>,
    pub(crate) keys: String,
    /// What each unit comes to.
    pub(crate) sums: Vec<f64>,
    /// Field, first byte, byte behind the last, and figure of each phrase somebody decided about, in order.
    pub(crate) exceptions: Vec<(Field, u32, u32, f64)>,
}

impl Units {
    /// Whether somebody decided about a phrase of this mention.
    pub(crate) fn has_exceptions(&self) -> bool {
        !self.exceptions.is_empty()
    }

    /// Forgets the units of the mention before.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.keys.clear();
        self.sums.clear();
    }

    /// The units, in order.
    pub(crate) fn all(&self) -> &[Unit] {
        &self.all
    }

    /// The key of a unit: its letters as word lists have them.
    pub(crate) fn key(&self, unit: &Unit) -> &str {
        &self.keys[unit.key.0 as usize..unit.key.1 as usize]
    }

    /// The key of the unit number `at`.
    pub(crate) fn key_at(&self, at: usize) -> &str {
        self.key(&self.all[at])
    }

    /// Adds a unit of `text`; `key` writes its key.
    pub(crate) fn push(
        &mut self,
        field: Field,
        text: &str,
        place: Range<usize>,
        set: Set,
        key: impl FnOnce(&mut String),
    ) {
        let from = self.keys.len();
        key(&mut self.keys);
        let before = self.all.last().filter(|unit| unit.field == field);
        let gap = text.get(before.map_or(0, |unit| unit.end as usize)..place.start);
        let clause =
            before.is_none() || gap.is_some_and(|gap| gap != " " && gap.contains(ends_clause));
        let (start, end) = (small(place.start), small(place.end));
        self.all.push(Unit {
            field,
            start,
            end,
            key: (small(from), small(self.keys.len())),
            set: self.decided(field, start, end).unwrap_or(set),
            capitals: is_upper(&text[place]),
            clause,
        });
    }

    /// What somebody decided about the bytes from `start` to `end`.
    fn decided(&self, field: Field, start: u32, end: u32) -> Option<Set> {
        let &(_, from, _, figure) = self
            .exceptions
            .iter()
            .find(|(of, from, to, _)| *of == field && start < *to && *from < end)?;
        let is_first = self.all.last().is_none_or(|unit| unit.field != field || unit.end <= from);
        Some(if is_first { Set::Felt(figure) } else { Set::Covered })
    }

    /// Puts the units in order, those of one field together: emoticons are found after the words.
    pub(crate) fn sort(&mut self) {
        self.all.sort_unstable_by_key(|unit| (unit.field, unit.start));
    }
}

/// What parts one clause from the next.
fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '!' | '?' | ';' | ':' | '\n' | '–' | '—' | '…' | '。' | '、' | '！' | '？'
    )
}

/// Whether a byte of `text` is such a one. All are looked at, so that many are compared at a time.
pub(crate) fn has_byte(text: &str, is_such: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |has, byte| has | is_such(byte))
}

/// How often `!` and `?` stand in what the author wrote.
pub(crate) fn emphasis(mention: &Mention) -> (usize, usize) {
    let (mut exclamations, mut questions) = (0, 0);
    for text in FIELDS.map(|field| mention.field(field)) {
        if has_byte(text, |byte| byte == b'!' || byte == b'?') {
            exclamations += text.bytes().filter(|byte| *byte == b'!').count();
            questions += text.bytes().filter(|byte| *byte == b'?').count();
        }
    }
    (exclamations, questions)
}

/// The emoji of a field, in order: where they stand, and their keys.
pub(crate) fn emoji(folded: &Folded, field: Field) -> impl Iterator<Item = (Range<usize>, &str)> {
    let of_field = folded.tokens().iter().filter(move |token| token.field == field);
    of_field
        .filter(|token| token.kind == TokenKind::Emoji)
        .map(|token| (token.start as usize..token.end as usize, folded.bare(token)))
}

/// The words of a field, in order: those of hashtags among them, the names of handles not.
pub(crate) fn words(folded: &Folded, field: Field) -> impl Iterator<Item = &Token> + Clone {
    let mut handle_end = 0;
    folded.tokens().iter().filter(move |token| token.field == field).filter(
        move |token| match token.kind {
            TokenKind::Entity(EntityKind::Handle) => {
                handle_end = token.end;
                false
            }
            TokenKind::Word(_) => token.start >= handle_end,
            TokenKind::Entity(_) | TokenKind::Emoji => false,
        },
    )
}

/// The pieces of `text` between blanks, with where each stands.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let begin = text.as_ptr() as usize;
    text.split_whitespace().map(move |piece| (piece.as_ptr() as usize - begin, piece))
}

/// Whether all letters of `text` that have a case are capitals, and there is one.
fn is_upper(text: &str) -> bool {
    let mut capitals = false;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals |= c.is_uppercase();
    }
    capitals
}

/// A place in a searched text.
fn small(place: usize) -> u32 {
    u32::try_from(place).expect("a searched text has fewer than 2^32 bytes")
}
