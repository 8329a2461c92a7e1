//! Phrases: tokens in a row, or near the row they should stand in.

use std::ops::Range;

use crate::found::{Line, Text};
use crate::program::{Phrase, PhrasePart};
use crate::stretch::{Stretch, keep_shortest};

mod seats;

use seats::Seats;

/// Ways tried from one start to lay several runs of characters, as `"日日 日日"~5` has, that can be the same ones.
const WAYS_MAX: u32 = 200;

/// Appends the places of tokens in a row.
pub(crate) fn in_a_row(text: Text<'_>, phrase: &Phrase, out: &mut Vec<Stretch>) {
    let words = (0u32..).zip(&phrase.parts).filter_map(|(at, part)| part.map(|word| (at, word)));
    let Some((at, pivot)) = words.min_by_key(|(_, word)| text.found.count(word.literal)) else {
        return;
    };
    for find in text.found.of(pivot.literal) {
        let token = text.token(find.token);
        if phrase.look_in.contains(token.field)
            && let Some(first) = token.position.checked_sub(at)
        {
            out.extend(row_at(text, &phrase.parts, Line::Field(token.field), first));
        }
    }
    for find in text.found.inside(pivot.literal) {
        let (line, position) = text.line_inside(find.token);
        if phrase.look_in.contains(text.token(find.token).field)
            && let Some(first) = position.checked_sub(at)
        {
            out.extend(row_at(text, &phrase.parts, line, first));
        }
    }
}

/// The parts in a row, the first at position `first`.
fn row_at(text: Text<'_>, parts: &[PhrasePart], line: Line, first: u32) -> Option<Stretch> {
    let mut ends = None;
    for (position, part) in (first..).zip(parts) {
        let token = text.passing(*part, line, position)?;
        let (start, _) = ends.unwrap_or((token, token));
        ends = Some((start, token));
    }
    ends.map(|(first, last)| text.stretch(line, first, last))
}

/// Room for laying loose phrases.
#[derive(Debug, Default)]
pub(crate) struct Loose {
    units: Vec<Unit>,
    /// Where each unit can begin, unit by unit, in order.
    places: Vec<u32>,
    /// Positions that units can take, with the unit.
    claims: Vec<(u32, usize)>,
    /// Units of which a position can be taken by another unit, too.
    contested: Vec<bool>,
    /// The positions that were taken on the way: the first, and one past the last.
    taken: Vec<(u32, u32)>,
    seats: Seats,
}

/// Parts of a phrase that must follow each other without a gap: one, or characters of a script without blanks.
#[derive(Clone, Debug)]
struct Unit {
    /// The number of its first part.
    part: u32,
    /// How many parts it has.
    length: u32,
    /// Where its places are.
    places: Range<usize>,
}

impl Unit {
    /// How far it is moved at `place`.
    fn shift(&self, place: u32) -> i64 {
        i64::from(place) - i64::from(self.part)
    }
}

/// Appends the places of tokens that stand near the row they should stand in; of those one inside the
/// other, the inner.
///
/// # Cost
///
/// For each place of a part a few looks at the others. Where parts can be the same tokens, as many times as places
/// come within the slop, at most the square of those parts for each of their first few places. Runs of characters
/// that can be the same ones are laid in `WAYS_MAX` ways from each start, no more: with many of them a way can be missed.
pub(crate) fn loosely(text: Text<'_>, phrase: &Phrase, room: &mut Loose, out: &mut Vec<Stretch>) {
    let start = out.len();
    for line in text.lines(phrase) {
        if room.place(text, phrase, line) {
            room.lay(phrase.slop, |first, next| {
                let ends = (text.at(line, first), text.at(line, next - 1));
                if let (Some(first), Some(last)) = ends {
                    out.push(text.stretch(line, first, last));
                }
            });
        }
    }
    keep_shortest(out, start);
}

impl Loose {
    /// How many choices were looked at so far.
    #[cfg(test)]
    pub(crate) fn steps(&self) -> u64 {
        self.seats.steps
    }

    /// Finds the places of each unit; whether each has one.
    fn place(&mut self, text: Text<'_>, phrase: &Phrase, line: Line) -> bool {
        self.units.clear();
        self.places.clear();
        let mut rest = &*phrase.parts;
        let mut part = 0;
        while !rest.is_empty() {
            let glued = |part: &&PhrasePart| part.is_some_and(|word| word.glued);
            let length = 1 + rest[1..].iter().take_while(glued).count();
            let (unit, after) = rest.split_at(length);
            let start = self.places.len();
            self.place_unit(text, unit, line);
            if self.places.len() == start {
                return false;
            }
            let length = u32::try_from(length).expect("a phrase has fewer than 2^32 parts");
            self.units.push(Unit { part, length, places: start..self.places.len() });
            (rest, part) = (after, part + length);
        }
        true
    }

    fn place_unit(&mut self, text: Text<'_>, unit: &[PhrasePart], line: Line) {
        let words = (0u32..).zip(unit).filter_map(|(at, part)| part.map(|word| (at, word)));
        match (words.min_by_key(|(_, word)| text.found.count(word.literal)), unit) {
            (None, _) => self.places.extend(0..text.end(line)),
            (Some((_, word)), [_]) => {
                self.places.extend(text.positions(word.literal, word.glued, line));
            }
            (Some((at, word)), unit) => {
                let first = text.positions(word.literal, word.glued, line);
                let first = first.filter_map(|position| position.checked_sub(at));
                self.places
                    .extend(first.filter(|&first| row_at(text, unit, line, first).is_some()));
            }
        }
    }

    /// Hands over, for each position where the phrase can begin, the shortest way to lay it.
    fn lay(&mut self, slop: u32, mut found: impl FnMut(u32, u32)) {
        let contest = self.contest();
        for leftmost in 0..self.units.len() {
            // Of units that are alike the first can as well stand first.
            if contest != Contest::None && self.twin(leftmost).is_some() {
                continue;
            }
            for at in self.units[leftmost].places.clone() {
                let first = self.places[at];
                let start = Start { leftmost, first, slop: i64::from(slop) };
                if let Some(next) = self.shortest(start, contest) {
                    found(first, next);
                }
            }
        }
    }

    /// Finds out which units can take a position that another can take.
    fn contest(&mut self) -> Contest {
        let Self { units, places, claims, contested, .. } = self;
        claims.clear();
        for (number, unit) in units.iter().enumerate() {
            for &place in &places[unit.places.clone()] {
                claims.extend((place..place + unit.length).map(|position| (position, number)));
            }
        }
        claims.sort_unstable();
        contested.clear();
        contested.resize(units.len(), false);
        for two in claims.windows(2) {
            if two[0].0 == two[1].0 && two[0].1 != two[1].1 {
                contested[two[0].1] = true;
                contested[two[1].1] = true;
            }
        }
        let mut lengths =
            units.iter().zip(&*contested).filter(|(_, it)| **it).map(|it| it.0.length);
        match lengths.clone().max() {
            None => Contest::None,
            Some(_) if lengths.all(|length| length == 1) => Contest::OfWords,
            Some(_) => Contest::OfRuns,
        }
    }

    /// The last unit before number `at` that is like it.
    fn twin(&self, at: usize) -> Option<usize> {
        let places = |unit: &Unit| &self.places[unit.places.clone()];
        let unit = &self.units[at];
        (0..at).rev().find(|&other| {
            let other = &self.units[other];
            other.length == unit.length && places(other) == places(unit)
        })
    }

    /// One past the last position of the shortest way that begins with `start`.
    fn shortest(&mut self, start: Start, contest: Contest) -> Option<u32> {
        let most = self.units[start.leftmost].shift(start.first);
        let mut least = most - start.slop;
        let mut best: Option<u32> = None;
        while least <= most {
            let Some((next, needed)) = self.earliest(start, least) else { break };
            if needed > least {
                least = needed;
                continue;
            }
            if best.is_some_and(|best| best <= next) {
                break;
            }
            let mut search = Search { start, least, best, beyond: None, ways: WAYS_MAX };
            match contest {
                Contest::None => return Some(next),
                Contest::OfWords => self.seat(&mut search),
                Contest::OfRuns => {
                    self.taken.clear();
                    let own = &self.units[start.leftmost];
                    self.taken.push((start.first, start.first + own.length));
                    self.assign(0, &mut search);
                }
            }
            best = search.best;
            // Nothing changes for the better before another place comes within the slop.
            let Some(beyond) = search.beyond else { break };
            least = beyond;
        }
        best
    }

    /// Where the earliest places of all other units end whose shift is at least `least`, and how great
    /// the least shift must be for the greatest to be within the slop; `None` when there are no such places.
    fn earliest(&self, start: Start, least: i64) -> Option<(u32, i64)> {
        self.first_places(start, least, 0..self.units.len())
    }

    /// The same of the units with these numbers.
    fn first_places(
        &self,
        start: Start,
        least: i64,
        numbers: impl Iterator<Item = usize>,
    ) -> Option<(u32, i64)> {
        let own = &self.units[start.leftmost];
        let (mut next, mut needed) = (start.first + own.length, least);
        for unit in numbers.filter(|&number| number != start.leftmost).map(|it| &self.units[it]) {
            let place = *self.from(unit, start.from(unit, least)).first()?;
            next = next.max(place + unit.length);
            needed = needed.max(unit.shift(place) - start.slop);
        }
        Some((next, needed))
    }

    /// The places of `unit` from a position on.
    fn from(&self, unit: &Unit, position: i64) -> &[u32] {
        let places = &self.places[unit.places.clone()];
        &places[places.partition_point(|&place| i64::from(place) < position)..]
    }

    /// Gives each contested unit, which is a word, a place of its own, and the others their first.
    fn seat(&mut self, search: &mut Search) {
        let Search { start, least, best, .. } = *search;
        let Some((next, _)) = self.uncontested(start, least) else { return };
        let parts = self.contested.iter().filter(|contested| **contested).count();
        let mut seats = std::mem::take(&mut self.seats);
        seats.clear(self.units.len());
        let mut wanted = 0;
        for (number, unit) in self.units.iter().enumerate() {
            if number == start.leftmost || !self.contested[number] {
                continue;
            }
            wanted += 1;
            // The other parts can stand in the way of so many places, no more.
            for &place in self.from(unit, start.from(unit, least)).iter().take(parts) {
                if best.is_some_and(|best| best <= place + 1) || search.is_beyond(unit, place) {
                    break;
                }
                seats.offer(place, number);
            }
        }
        let end =
            if wanted == 0 { Some(next) } else { seats.fill(wanted).map(|end| end.max(next)) };
        self.seats = seats;
        search.best = best.into_iter().chain(end).min();
    }

    /// Where the first places of the units end that nobody else can take; how great the least shift must be for them.
    fn uncontested(&self, start: Start, least: i64) -> Option<(u32, i64)> {
        let numbers = (0..self.units.len()).filter(|&number| !self.contested[number]);
        self.first_places(start, least, numbers)
    }

    /// Gives the units from number `at` on places of their own, in every way that can be shorter than the best.
    fn assign(&mut self, at: usize, search: &mut Search) {
        if at == search.start.leftmost {
            return self.assign(at + 1, search);
        }
        let Some(unit) = self.units.get(at).cloned() else {
            search.best = self.taken.iter().map(|&(_, next)| next).max();
            return;
        };
        let parts: u32 = self.units.iter().map(|unit| unit.length).sum();
        // The other parts can stand in the way of so many places, no more.
        let mut free = (parts - unit.length) * unit.length + 1;
        let known = self.places[unit.places.clone()].len();
        let skipped = known - self.from(&unit, search.start.from(&unit, search.least)).len();
        for number in unit.places.start + skipped..unit.places.end {
            let (place, next) = (self.places[number], self.places[number] + unit.length);
            if free == 0 || search.best.is_some_and(|best| best <= next) || search.ways == 0 {
                break;
            }
            if search.is_beyond(&unit, place) {
                break;
            }
            if self.taken.iter().all(|&(from, to)| next <= from || to <= place) {
                free -= 1;
                search.ways -= 1;
                self.seats.steps += 1;
                self.taken.push((place, next));
                self.assign(at + 1, search);
                self.taken.pop();
            }
        }
    }
}

/// Whether units can take one another's positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contest {
    /// None can.
    None,
    /// Those that can are one word each.
    OfWords,
    /// Among those that can are several characters in a row.
    OfRuns,
}

/// The leftmost token of a loose phrase.
#[derive(Clone, Copy)]
struct Start {
    /// Its unit.
    leftmost: usize,
    /// Its position.
    first: u32,
    slop: i64,
}

impl Start {
    /// The first position another unit can have if no shift is less than `least`.
    fn from(self, unit: &Unit, least: i64) -> i64 {
        (least + i64::from(unit.part)).max(i64::from(self.first) + 1)
    }
}

/// A search for the shortest way among those that no shift below `least` has a part in.
struct Search {
    start: Start,
    least: i64,
    /// One past the last position of the best way so far.
    best: Option<u32>,
    /// The least shift from which on a place that was left out for the slop alone is near enough.
    beyond: Option<i64>,
    /// Ways that may still be tried.
    ways: u32,
}

impl Search {
    /// Whether `place` is too far for `unit`, which is noted.
    fn is_beyond(&mut self, unit: &Unit, place: u32) -> bool {
        let needed = unit.shift(place) - self.start.slop;
        let beyond = needed > self.least;
        if beyond {
            self.beyond = Some(self.beyond.map_or(needed, |known| known.min(needed)));
        }
        beyond
    }
}
