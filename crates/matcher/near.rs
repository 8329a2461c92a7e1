//! NEAR: what stands near each other, in time that hardly grows with how often it does.

use std::collections::VecDeque;
use std::ops::Range;

use mention::Field;

use crate::stretch::{Edge, Stretch, seal};

/// Which side of a NEAR stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The left one.
    AsWritten,
    /// Either.
    Any,
}

/// Room for pairing stretches.
#[derive(Debug, Default)]
pub(crate) struct Pairing {
    /// Numbers of stretches, sorted by where these end.
    by_end: Vec<usize>,
    reachable: Reachable,
    kept: Vec<bool>,
}

/// Appends what spans one of `left` and one of `right`, all in `stretches` and sorted there, with at
/// most `distance` tokens between.
///
/// Of those that begin at one place, the shortest and the longest; and of those that end at one place.
/// The others would be ten thousand where two words alternate, and can be missed by nothing but a NEAR
/// around a NEAR around this one.
///
/// # Cost
///
/// That of sorting both sides.
pub(crate) fn near(
    stretches: &mut Vec<Stretch>,
    left: &Range<usize>,
    right: &Range<usize>,
    distance: u32,
    order: Order,
    room: &mut Pairing,
) {
    let start = stretches.len();
    follow(stretches, left, right, distance, room);
    if order == Order::Any {
        follow(stretches, right, left, distance, room);
    }
    keep_outermost(stretches, start, room);
}

/// Appends each of `one` joined with the shortest and the longest that `other` adds to it, and each of
/// `other` with those of `one`.
fn follow(
    stretches: &mut Vec<Stretch>,
    one: &Range<usize>,
    other: &Range<usize>,
    distance: u32,
    room: &mut Pairing,
) {
    let Pairing { by_end, reachable, .. } = room;
    by_end.clear();
    by_end.extend(one.clone());
    by_end.sort_unstable_by_key(|&at| stretches[at].finish());

    reachable.clear();
    let mut next = other.start;
    for &at in &*by_end {
        let first = stretches[at];
        while next < other.end && place(&stretches[next]) <= reach(&first, distance) {
            reachable.push(next, stretches[next].finish());
            next += 1;
        }
        reachable.drop_while(|number| stretches[number].begin() < first.finish());
        for last in reachable.outermost() {
            stretches.push(first.join(&stretches[last]));
        }
    }

    reachable.clear();
    let mut next = by_end.iter().copied().peekable();
    for at in other.clone() {
        let last = stretches[at];
        while let Some(first) = next.next_if(|&first| stretches[first].finish() <= last.begin()) {
            reachable.push(first, stretches[first].begin());
        }
        reachable.drop_while(|number| reach(&stretches[number], distance) < place(&last));
        for first in reachable.outermost() {
            stretches.push(stretches[first].join(&last));
        }
    }
}

/// The position where a stretch begins.
fn place(stretch: &Stretch) -> (Field, u32) {
    (stretch.field, stretch.first)
}

/// The last position where what follows `stretch` may begin.
fn reach(stretch: &Stretch, distance: u32) -> (Field, u32) {
    (stretch.field, stretch.next.saturating_add(distance))
}

/// Stretches that come into reach and go out of it in one order, and which of them have the least and the
/// greatest edge.
#[derive(Debug, Default)]
struct Reachable {
    /// The number and the edge of those that have the least of all from them on.
    least: VecDeque<(usize, Edge)>,
    /// The same for the greatest.
    greatest: VecDeque<(usize, Edge)>,
}

impl Reachable {
    fn clear(&mut self) {
        self.least.clear();
        self.greatest.clear();
    }

    fn push(&mut self, number: usize, edge: Edge) {
        while self.least.pop_back_if(|(_, before)| *before >= edge).is_some() {}
        while self.greatest.pop_back_if(|(_, before)| *before <= edge).is_some() {}
        self.least.push_back((number, edge));
        self.greatest.push_back((number, edge));
    }

    fn drop_while(&mut self, gone: impl Fn(usize) -> bool) {
        for queue in [&mut self.least, &mut self.greatest] {
            while queue.pop_front_if(|(number, _)| gone(*number)).is_some() {}
        }
    }

    /// The numbers of those with the least and the greatest edge.
    fn outermost(&self) -> impl Iterator<Item = usize> {
        [&self.least, &self.greatest].into_iter().filter_map(|queue| Some(queue.front()?.0))
    }
}

/// Keeps, from `start` on, the shortest and the longest of those that begin, or end, at one place.
fn keep_outermost(stretches: &mut Vec<Stretch>, start: usize, room: &mut Pairing) {
    seal(stretches, start);
    let made = &stretches[start..];
    if made.len() <= 2 {
        return;
    }
    let Pairing { by_end, kept, .. } = room;
    kept.clear();
    kept.resize(made.len(), false);
    by_end.clear();
    by_end.extend(0..made.len());
    mark_ends(by_end, kept, |at| made[at].begin());
    by_end.sort_unstable_by_key(|&at| (made[at].finish(), made[at].begin()));
    mark_ends(by_end, kept, |at| made[at].finish());
    let mut kept = kept.iter();
    let mut at = 0;
    stretches.retain(|_| {
        at += 1;
        at <= start || *kept.next().expect("each stretch from `start` on was judged")
    });
}

/// Marks the first and the last of each run of equal edges.
fn mark_ends(numbers: &[usize], kept: &mut [bool], edge: impl Fn(usize) -> Edge) {
    for run in numbers.chunk_by(|&a, &b| edge(a) == edge(b)) {
        kept[run[0]] = true;
        kept[run[run.len() - 1]] = true;
    }
}
