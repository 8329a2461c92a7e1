//! `(a b c)~n`: several things in one stretch of text.

use std::ops::Range;

use crate::stretch::{Edge, Stretch, keep_shortest};

/// Operands a window may have: each doubles the work.
pub(crate) const OPERANDS_MAX: usize = 8;

/// Room for finding windows.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    /// Numbers of stretches: operand by operand, those of one length together, sorted by where they begin.
    order: Vec<usize>,
    lengths: Vec<Length>,
    /// For each set of operands, the ways to place them that no other way is better than.
    ways: Vec<Vec<Way>>,
}

/// The stretches of an operand that have one length.
#[derive(Clone, Debug)]
struct Length {
    /// The bit of the operand.
    operand: usize,
    /// Tokens.
    tokens: u32,
    /// Which of the numbers in order they are.
    range: Range<usize>,
}

/// Some operands placed one after the other.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// Where the last ends.
    end: Edge,
    /// Tokens that belong to one of them.
    covered: u32,
}

/// Appends what spans one stretch of each of `operands`, disjoint, with at most `extra` tokens between
/// all of them; of those one inside the other, the inner.
///
/// # Cost
///
/// For each stretch, the sets of operands, times the different lengths that stretches of one operand have.
pub(crate) fn window(
    stretches: &mut Vec<Stretch>,
    operands: &[Range<usize>],
    extra: u32,
    room: &mut Windows,
) {
    let start = stretches.len();
    room.sort(stretches, operands);
    room.ways.resize_with(1 << operands.len(), Vec::new);
    for (number, operand) in operands.iter().enumerate() {
        for leftmost in operand.clone() {
            let first = stretches[leftmost];
            let end = room.shortest(stretches, &first, 1 << number, operands.len(), extra);
            stretches.extend(end.map(|(_, next, end)| Stretch { next, end, ..first }));
        }
    }
    keep_shortest(stretches, start);
}

impl Windows {
    fn sort(&mut self, stretches: &[Stretch], operands: &[Range<usize>]) {
        self.order.clear();
        self.lengths.clear();
        let tokens = |at: usize| stretches[at].next - stretches[at].first;
        for (number, operand) in operands.iter().enumerate() {
            let start = self.order.len();
            self.order.extend(operand.clone());
            self.order[start..].sort_unstable_by_key(|&at| (tokens(at), stretches[at].begin()));
            let mut at = start;
            for equal in self.order[start..].chunk_by(|&a, &b| tokens(a) == tokens(b)) {
                let range = at..at + equal.len();
                at = range.end;
                self.lengths.push(Length { operand: 1 << number, tokens: tokens(equal[0]), range });
            }
        }
    }

    /// Where the shortest window ends that begins with `first`, which is of the operand with the bit `operand`.
    fn shortest(
        &mut self,
        stretches: &[Stretch],
        first: &Stretch,
        operand: usize,
        operands: usize,
        extra: u32,
    ) -> Option<Edge> {
        let full = (1 << operands) - 1;
        self.ways[operand].push(Way { end: first.finish(), covered: first.next - first.first });
        for used in operand..full {
            let mut ways = std::mem::take(&mut self.ways[used]);
            for way in ways.drain(..) {
                self.go_on(stretches, first, used, way, extra);
            }
            self.ways[used] = ways;
        }
        self.ways[full].drain(..).map(|way| way.end).min()
    }

    /// Adds each way to place one operand more.
    fn go_on(&mut self, stretches: &[Stretch], first: &Stretch, used: usize, way: Way, extra: u32) {
        // What lies between is where the next one begins, less where all began, less what is covered.
        let reach = first.first.saturating_add(way.covered).saturating_add(extra);
        for length in self.lengths.iter().filter(|length| length.operand & used == 0) {
            let numbers = &self.order[length.range.clone()];
            let next = numbers.partition_point(|&at| stretches[at].begin() < way.end);
            let Some(&earliest) = numbers.get(next) else { continue };
            let place = (first.field, stretches[earliest].first);
            let equal = numbers[next..].iter().map(|&at| &stretches[at]);
            for last in equal.take_while(|last| (last.field, last.first) == place) {
                if last.first <= reach {
                    let covered = way.covered + length.tokens;
                    let longer = Way { end: last.finish(), covered };
                    add(&mut self.ways[used | length.operand], longer);
                }
            }
        }
    }
}

/// Adds a way unless one that is there ends no later and covers no less; drops those it is so better than.
fn add(ways: &mut Vec<Way>, new: Way) {
    let better = |one: &Way, other: &Way| one.end <= other.end && one.covered >= other.covered;
    if !ways.iter().any(|known| better(known, &new)) {
        ways.retain(|known| !better(&new, known));
        ways.push(new);
    }
}
