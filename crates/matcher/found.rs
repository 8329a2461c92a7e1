//! What was found in one mention, and where phrases can be laid along it.

use std::ops::Range;

use mention::{Field, Folded, Token};

use crate::index::{Find, Index, LiteralId};
use crate::inside::Inside;
use crate::program::{Phrase, PhrasePart};
use crate::stretch::{Stretch, has_position, is_ordinary};

/// The literals found in one mention.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// By token.
    raw: Vec<Find>,
    /// The literals found, each once, by the token where it was first.
    distinct: Vec<LiteralId>,
    /// What was found, one literal after the other, each by token.
    finds: Vec<Find>,
    /// Substrings found, each once.
    marked: Vec<LiteralId>,
    /// One bit for each literal and substring.
    present: Vec<u64>,
    /// For each literal that is present, where its finds begin and end; how many they are at the end until they are
    /// gathered.
    places: Vec<(u32, u32)>,
    /// Tokens of the text; what is found at this number or later stands inside a hashtag or an address.
    tokens: u32,
}

impl Found {
    /// Replaces what was found before by what `index` finds in `folded`; there may be `substrings` more to mark. Where
    /// literals stand is known once they are [gathered](Self::gather).
    pub(crate) fn set(
        &mut self,
        index: &Index,
        substrings: usize,
        folded: &Folded,
        inside: &Inside,
    ) {
        for literal in self.distinct.drain(..).chain(self.marked.drain(..)) {
            self.present[literal as usize / 64] = 0;
        }
        if self.places.len() < index.literals() {
            self.places.resize(index.literals(), (0, 0));
        }
        let words = (index.literals() + substrings).div_ceil(64);
        if self.present.len() < words {
            self.present.resize(words, 0);
        }
        self.tokens = bound(folded.tokens().len());
        self.raw.clear();
        self.finds.clear();
        index.find(folded, inside, self);
    }

    /// Notes that a word was found at a token; tokens come in order, each with a word once.
    #[inline]
    pub(crate) fn add(&mut self, literal: LiteralId, token: u32) {
        self.raw.push(Find { literal, token });
        let (word, bit) = (&mut self.present[literal as usize / 64], 1 << (literal % 64));
        let (_, count) = &mut self.places[literal as usize];
        if *word & bit == 0 {
            *word |= bit;
            *count = 0;
            self.distinct.push(literal);
        }
        *count += 1;
    }

    /// Puts what was found at each token under its literal: for whoever asks where literals stand.
    pub(crate) fn gather(&mut self) {
        let Self { raw, distinct, finds, places, .. } = self;
        let mut start = 0;
        for &literal in distinct.iter() {
            let place = &mut places[literal as usize];
            let (_, count) = *place;
            *place = (start, start);
            start += count;
        }
        finds.resize(raw.len(), Find { literal: 0, token: 0 });
        for find in raw.iter() {
            let (_, end) = &mut places[find.literal as usize];
            finds[*end as usize] = *find;
            *end += 1;
        }
    }

    /// Notes that a substring was found.
    pub(crate) fn mark(&mut self, substring: LiteralId) {
        if !self.has(substring) {
            self.present[substring as usize / 64] |= 1 << (substring % 64);
            self.marked.push(substring);
        }
    }

    /// Whether `literal`, a word's or a substring's, was found.
    pub(crate) fn has(&self, literal: LiteralId) -> bool {
        self.present[literal as usize / 64] & (1 << (literal % 64)) != 0
    }

    /// Where the word `literal` was found: in the text, in order, then inside hashtags and addresses.
    fn both(&self, literal: LiteralId) -> (&[Find], &[Find]) {
        if !self.has(literal) {
            return (&[], &[]);
        }
        let (start, end) = self.places[literal as usize];
        let all = &self.finds[start as usize..end as usize];
        match all.last() {
            Some(last) if last.token >= self.tokens => {
                all.split_at(all.partition_point(|find| find.token < self.tokens))
            }
            _ => (all, &[]),
        }
    }

    /// Where the word `literal` was found in the text, in order.
    pub(crate) fn of(&self, literal: LiteralId) -> &[Find] {
        self.both(literal).0
    }

    /// Where the word `literal` was found inside hashtags and addresses, in order.
    pub(crate) fn inside(&self, literal: LiteralId) -> &[Find] {
        self.both(literal).1
    }

    /// How often the word `literal` was found.
    pub(crate) fn count(&self, literal: LiteralId) -> usize {
        let (text, inside) = self.both(literal);
        text.len() + inside.len()
    }

    /// How many literals and substrings were found.
    pub(crate) fn different(&self) -> usize {
        self.distinct.len() + self.marked.len()
    }

    /// The literals and substrings found, each once.
    pub(crate) fn literals(&self) -> impl Iterator<Item = LiteralId> {
        self.distinct.iter().chain(&self.marked).copied()
    }
}

fn bound(count: usize) -> u32 {
    u32::try_from(count).expect("a mention has fewer than 2^32 finds")
}

/// A mention's tokens and what was found among them.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) inside: &'a Inside,
    pub(crate) found: &'a Found,
}

/// What a phrase lies along: positions from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The tokens of a field.
    Field(Field),
    /// The words inside a hashtag or an address: the number of the first, and how many they are.
    Inside(u32, u32),
}

impl<'a> Text<'a> {
    /// The token of a number.
    pub(crate) fn token(self, number: u32) -> &'a Token {
        let number = number as usize;
        self.tokens.get(number).unwrap_or_else(|| self.inside.token(number - self.tokens.len()))
    }

    /// The line of the word inside a hashtag or an address with this number, and its position there.
    pub(crate) fn line_inside(self, number: u32) -> (Line, u32) {
        let word = self.inside.word(number as usize - self.tokens.len());
        (Line::Inside(number - word.nth, word.of), word.nth)
    }

    /// The lines where `phrase` may lie.
    pub(crate) fn lines(self, phrase: &'a Phrase) -> impl Iterator<Item = Line> {
        let fields = Field::ALL.into_iter().filter(|&field| phrase.look_in.contains(field));
        let inside = self
            .inside
            .words()
            .iter()
            .enumerate()
            .filter(|(_, word)| word.nth == 0 && phrase.look_in.contains(word.token.field));
        let number = |at| bound(self.tokens.len() + at);
        fields
            .map(Line::Field)
            .chain(inside.map(move |(at, word)| Line::Inside(number(at), word.of)))
    }

    /// The positions of the word `literal` on `line`, those without a gap before it only if `glued`.
    pub(crate) fn positions(
        self,
        literal: LiteralId,
        glued: bool,
        line: Line,
    ) -> impl Iterator<Item = u32> {
        let finds = match line {
            Line::Field(field) => self.between(literal, field, &(0..u32::MAX)),
            Line::Inside(first, count) => {
                let finds = self.found.inside(literal);
                let before = |number| finds.partition_point(|find| find.token < number);
                &finds[before(first)..before(first + count)]
            }
        };
        finds.iter().filter(move |find| self.token(find.token).glued || !glued).map(move |find| {
            match line {
                Line::Field(_) => self.token(find.token).position,
                Line::Inside(first, _) => find.token - first,
            }
        })
    }

    /// One past the last position of `line`.
    pub(crate) fn end(self, line: Line) -> u32 {
        let field = match line {
            Line::Inside(_, count) => return count,
            Line::Field(field) => field,
        };
        let end = self.tokens.partition_point(|token| token.field <= field);
        let last = self.tokens[..end].iter().rev().find(|token| has_position(token));
        last.filter(|token| token.field == field).map_or(0, |token| token.position + 1)
    }

    /// The token at a position of `line`, if it passes `part`; gaps are looked at by `glued`.
    pub(crate) fn passing(self, part: PhrasePart, line: Line, position: u32) -> Option<&'a Token> {
        let Some(word) = part else { return self.at(line, position) };
        let token = match line {
            Line::Field(field) => {
                let finds = self.between(word.literal, field, &(position..position + 1));
                self.token(finds.first()?.token)
            }
            Line::Inside(first, count) => {
                let number = first + position;
                let finds = self.found.inside(word.literal);
                let known = finds.binary_search_by_key(&number, |find| find.token).is_ok();
                (known && position < count).then(|| self.token(number))?
            }
        };
        Some(token).filter(|token| token.glued || !word.glued)
    }

    /// The token that stands at a position of `line`, words before entities.
    pub(crate) fn at(self, line: Line, position: u32) -> Option<&'a Token> {
        let field = match line {
            Line::Inside(first, count) => {
                return (position < count).then(|| self.token(first + position));
            }
            Line::Field(field) => field,
        };
        let place = |token: &Token| (token.field, token.position);
        let start = self.tokens.partition_point(|token| place(token) < (field, position));
        let here = || {
            let same = self.tokens[start..].iter();
            same.take_while(|token| place(token) == (field, position))
        };
        here().find(|token| is_ordinary(token)).or_else(|| here().find(|token| has_position(token)))
    }

    /// From one token of `line` to another; what lies inside an entity has its position.
    pub(crate) fn stretch(self, line: Line, first: &Token, last: &Token) -> Stretch {
        let whole = Stretch::of(first).join(&Stretch::of(last));
        match line {
            Line::Field(_) => whole,
            Line::Inside(number, _) => self.stretch_inside(number, &whole),
        }
    }

    /// The bytes of `part`, at the positions of the entity that the word `number` is inside of.
    pub(crate) fn stretch_inside(self, number: u32, part: &Stretch) -> Stretch {
        let entity = self.inside.word(number as usize - self.tokens.len()).entity as usize;
        let whole = self.stretch_of_entity(entity);
        Stretch { start: part.start, end: part.end, ..whole }
    }

    /// The stretch of the entity that is token `at`.
    pub(crate) fn stretch_of_entity(self, at: usize) -> Stretch {
        let entity = &self.tokens[at];
        let inside = |token: &&Token| token.field == entity.field && token.end <= entity.end;
        let end = at + self.tokens[at..].iter().take_while(inside).count();
        Stretch::of_entity(&self.tokens[at..end], entity)
    }

    /// The finds of `literal` at `positions` of `field`.
    fn between(self, literal: LiteralId, field: Field, positions: &Range<u32>) -> &'a [Find] {
        let finds = self.found.of(literal);
        let before = |position| {
            finds.partition_point(|&find| {
                let token = &self.tokens[find.token as usize];
                (token.field, token.position) < (field, position)
            })
        };
        let start = before(positions.start);
        &finds[start..before(positions.end).max(start)]
    }
}
