//! Positions: phrases, proximity and windows, over what was found.

use std::ops::Range;

use mention::{Field, Folded, Token};

use crate::index::{Find, Index, LiteralId};
use crate::program::{Phrase, PhrasePart};
use crate::stretch::{Stretch, has_position, is_ordinary};

/// The literals found in one mention.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Sorted by literal, then token.
    finds: Vec<Find>,
    /// One bit for each literal.
    present: Vec<u64>,
    /// For each literal that is present, where its finds begin and end.
    places: Vec<(u32, u32)>,
}

impl Found {
    /// Replaces what was found before by what `index` finds in `folded`.
    pub(crate) fn set(&mut self, index: &Index, folded: &Folded) {
        for find in self.finds.drain(..) {
            self.present[find.literal as usize / 64] = 0;
        }
        if self.places.len() < index.literals() {
            self.places.resize(index.literals(), (0, 0));
            self.present.resize(index.literals().div_ceil(64), 0);
        }
        index.find(folded, &mut self.finds);
        let mut start = 0;
        for equal in self.finds.chunk_by(|a, b| a.literal == b.literal) {
            let literal = equal[0].literal as usize;
            let end = start + equal.len();
            let bound = |at| u32::try_from(at).expect("a mention has fewer than 2^32 finds");
            self.places[literal] = (bound(start), bound(end));
            self.present[literal / 64] |= 1 << (literal % 64);
            start = end;
        }
    }

    /// Whether `literal` was found.
    pub(crate) fn has(&self, literal: LiteralId) -> bool {
        self.present[literal as usize / 64] & (1 << (literal % 64)) != 0
    }

    /// Where `literal` was found, in order.
    pub(crate) fn of(&self, literal: LiteralId) -> &[Find] {
        if !self.has(literal) {
            return &[];
        }
        let (start, end) = self.places[literal as usize];
        &self.finds[start as usize..end as usize]
    }

    /// The literals found, each once.
    pub(crate) fn literals(&self) -> impl Iterator<Item = LiteralId> {
        self.finds.chunk_by(|a, b| a.literal == b.literal).map(|equal| equal[0].literal)
    }
}

/// A mention's tokens and what was found among them.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) found: &'a Found,
}

impl<'a> Text<'a> {
    pub(crate) fn token(self, find: Find) -> &'a Token {
        &self.tokens[find.token as usize]
    }

    /// The finds of `literal` at `positions` of `field`.
    fn between(self, literal: LiteralId, field: Field, positions: &Range<u32>) -> &'a [Find] {
        let finds = self.found.of(literal);
        let before = |position| {
            finds.partition_point(|&find| {
                let token = self.token(find);
                (token.field, token.position) < (field, position)
            })
        };
        let start = before(positions.start);
        &finds[start..before(positions.end).max(start)]
    }

    /// The token that stands at a position, words before entities.
    fn at(self, field: Field, position: u32) -> Option<&'a Token> {
        let place = |token: &Token| (token.field, token.position);
        let start = self.tokens.partition_point(|token| place(token) < (field, position));
        let here = || {
            let same = self.tokens[start..].iter();
            same.take_while(|token| place(token) == (field, position))
        };
        here().find(|token| is_ordinary(token)).or_else(|| here().find(|token| has_position(token)))
    }

    /// One past the last position of `field`.
    fn positions(self, field: Field) -> u32 {
        let end = self.tokens.partition_point(|token| token.field <= field);
        let last = self.tokens[..end].iter().rev().find(|token| has_position(token));
        last.filter(|token| token.field == field).map_or(0, |token| token.position + 1)
    }

    /// The token at a position, if it passes `part`; gaps are not looked at.
    fn passing(self, part: PhrasePart, field: Field, position: u32) -> Option<&'a Token> {
        let Some(word) = part else { return self.at(field, position) };
        let find = self.between(word.literal, field, &(position..position + 1)).first()?;
        Some(self.token(*find)).filter(|token| token.glued || !word.glued)
    }
}

/// Sorts what stands from `start` on and drops what stands there twice.
pub(crate) fn seal(stretches: &mut Vec<Stretch>, start: usize) {
    stretches[start..].sort_unstable();
    let mut kept = start;
    for at in start..stretches.len() {
        if kept == start || stretches[kept - 1] != stretches[at] {
            stretches[kept] = stretches[at];
            kept += 1;
        }
    }
    stretches.truncate(kept);
}

/// Appends the places of tokens in a row.
pub(crate) fn in_a_row(text: Text<'_>, phrase: &Phrase, out: &mut Vec<Stretch>) {
    let words = (0u32..).zip(&phrase.parts).filter_map(|(at, part)| part.map(|word| (at, word)));
    let Some((at, pivot)) = words.min_by_key(|(_, word)| text.found.of(word.literal).len()) else {
        return;
    };
    for &find in text.found.of(pivot.literal) {
        let token = text.token(find);
        if phrase.look_in.contains(token.field)
            && let Some(first) = token.position.checked_sub(at)
        {
            out.extend(row_at(text, phrase, token.field, first));
        }
    }
}

/// The phrase with its first token at position `first`.
fn row_at(text: Text<'_>, phrase: &Phrase, field: Field, first: u32) -> Option<Stretch> {
    let mut whole: Option<Stretch> = None;
    for (position, part) in (first..).zip(&phrase.parts) {
        let token = Stretch::of(text.passing(*part, field, position)?);
        whole = Some(whole.map_or(token, |whole| whole.join(&token)));
    }
    whole
}

/// Appends the places of tokens that stand near the row they should stand in.
///
/// # Cost
///
/// For each place of the first part, the ways to give the others a place within the slop.
pub(crate) fn loosely(
    text: Text<'_>,
    phrase: &Phrase,
    chosen: &mut Vec<u32>,
    out: &mut Vec<Stretch>,
) {
    for field in Field::ALL.into_iter().filter(|&field| phrase.look_in.contains(field)) {
        let positions = text.positions(field);
        Loose { text, phrase, field, positions, chosen, out }.assign(ANYWHERE);
    }
}

/// The least and the greatest shift a part may have: its position less its place in the phrase.
type Shifts = (i64, i64);

/// Wider than any mention.
const ANYWHERE: Shifts = (-(1 << 40), 1 << 40);

/// A loose phrase in one field, its parts given positions one after the other.
struct Loose<'a> {
    text: Text<'a>,
    phrase: &'a Phrase,
    field: Field,
    positions: u32,
    chosen: &'a mut Vec<u32>,
    out: &'a mut Vec<Stretch>,
}

impl Loose<'_> {
    /// Gives the next part each position with a shift among `shifts`, and then the others.
    fn assign(&mut self, shifts: Shifts) {
        let place = self.chosen.len();
        let Some(&part) = self.phrase.parts.get(place) else {
            self.keep();
            return;
        };
        let positions = self.allowed(place, shifts);
        if positions.is_empty() {
            return;
        }
        let Some(word) = part else {
            for position in positions {
                self.choose(position, shifts);
            }
            return;
        };
        for &find in self.text.between(word.literal, self.field, &positions) {
            let token = self.text.token(find);
            if token.glued || !word.glued {
                self.choose(token.position, shifts);
            }
        }
    }

    /// The positions the part at `place` may have.
    fn allowed(&self, place: usize, (least, most): Shifts) -> Range<u32> {
        let shift = i64::try_from(place).expect("a phrase has few parts");
        let bound = |at: i64| {
            let within = at.clamp(0, i64::from(self.positions));
            u32::try_from(within).expect("positions have 32 bits")
        };
        let mut positions = bound(least + shift)..bound(most + shift + 1);
        if self.is_glued(place)
            && let Some(before) = self.chosen.last()
        {
            positions.start = positions.start.max(before + 1);
            positions.end = positions.end.min(before + 2);
        }
        if let Some(twin) = self.twin(place) {
            positions.start = positions.start.max(self.chosen[twin] + 1);
        }
        positions
    }

    /// The last part before `place` that asks for the same: their positions may be swapped, so that
    /// they need to be tried in order only.
    fn twin(&self, place: usize) -> Option<usize> {
        let alone = |at: usize| !self.is_glued(at) && !self.is_glued(at + 1);
        let parts = &self.phrase.parts;
        if !alone(place) {
            return None;
        }
        (0..place).rev().find(|&at| parts[at] == parts[place] && alone(at))
    }

    fn is_glued(&self, place: usize) -> bool {
        self.phrase.parts.get(place).copied().flatten().is_some_and(|word| word.glued)
    }

    /// Puts the next part at `position` if it is free.
    fn choose(&mut self, position: u32, (least, most): Shifts) {
        if self.chosen.contains(&position) {
            return;
        }
        let place = i64::try_from(self.chosen.len()).expect("a phrase has few parts");
        let (shift, slop) = (i64::from(position) - place, i64::from(self.phrase.slop));
        self.chosen.push(position);
        self.assign((least.max(shift - slop), most.min(shift + slop)));
        self.chosen.pop();
    }

    /// Keeps what the chosen positions span.
    fn keep(&mut self) {
        let ends = [self.chosen.iter().min(), self.chosen.iter().max()];
        let tokens = ends.into_iter().flatten().filter_map(|&at| self.text.at(self.field, at));
        self.out.extend(tokens.map(Stretch::of).reduce(|first, last| first.join(&last)));
    }
}

/// Which side of a NEAR stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The left one.
    AsWritten,
    /// Either.
    Any,
}

/// Appends what spans one of `left` and one of `right`, all in `stretches` and sorted there, with at
/// most `distance` tokens between.
pub(crate) fn near(
    stretches: &mut Vec<Stretch>,
    left: &Range<usize>,
    right: &Range<usize>,
    distance: u32,
    order: Order,
) {
    one_then_other(stretches, left, right, distance);
    if order == Order::Any {
        one_then_other(stretches, right, left, distance);
    }
}

fn one_then_other(
    stretches: &mut Vec<Stretch>,
    one: &Range<usize>,
    other: &Range<usize>,
    distance: u32,
) {
    for at in one.clone() {
        let first = stretches[at];
        let (mut next, reach) = (after(stretches, other, &first), reach(&first, distance));
        while next < other.end && place(&stretches[next]) <= reach {
            let last = stretches[next];
            if first.is_before(&last) {
                stretches.push(first.join(&last));
            }
            next += 1;
        }
    }
}

/// What stretches are sorted by first.
fn place(stretch: &Stretch) -> (Field, u32) {
    (stretch.field, stretch.first)
}

/// The first of `among` that can stand after `stretch`.
fn after(stretches: &[Stretch], among: &Range<usize>, stretch: &Stretch) -> usize {
    let earliest = (stretch.field, stretch.next);
    among.start + stretches[among.clone()].partition_point(|other| place(other) < earliest)
}

/// The last place where what follows `stretch` may begin.
fn reach(stretch: &Stretch, distance: u32) -> (Field, u32) {
    (stretch.field, stretch.next.saturating_add(distance))
}

/// Some operands of a window, from the leftmost on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// One bit for each operand used.
    used: u64,
    /// The stretch of the last.
    last: usize,
    /// The tokens that may still belong to none.
    extra: u32,
}

/// Appends what spans one stretch of each of `operands`, disjoint, with at most `extra` tokens between
/// all of them; `steps` is room.
///
/// # Cost
///
/// For each stretch, the sets of operands that can follow it within `extra`.
pub(crate) fn window(
    stretches: &mut Vec<Stretch>,
    operands: &[Range<usize>],
    extra: u32,
    steps: &mut Vec<Step>,
) {
    for (number, operand) in operands.iter().enumerate() {
        for leftmost in operand.clone() {
            steps.clear();
            steps.push(Step { used: 1 << number, last: leftmost, extra });
            let mut at = 0;
            while let Some(&step) = steps.get(at) {
                if step.used.count_ones() as usize == operands.len() {
                    stretches.push(stretches[leftmost].join(&stretches[step.last]));
                } else {
                    follow(stretches, operands, step, steps);
                }
                at += 1;
            }
        }
    }
}

/// Appends the steps that can follow `step` and are not known to be reached as cheaply.
fn follow(stretches: &[Stretch], operands: &[Range<usize>], step: Step, steps: &mut Vec<Step>) {
    let last = &stretches[step.last];
    for (number, operand) in operands.iter().enumerate() {
        let used = step.used | 1 << number;
        if used == step.used {
            continue;
        }
        let mut next = after(stretches, operand, last);
        while next < operand.end && place(&stretches[next]) <= reach(last, step.extra) {
            let extra = step.extra - (stretches[next].first - last.next);
            let known =
                |other: &Step| other.used == used && other.last == next && other.extra >= extra;
            if last.is_before(&stretches[next]) && !steps.iter().any(known) {
                steps.push(Step { used, last: next, extra });
            }
            next += 1;
        }
    }
}
