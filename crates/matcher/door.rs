//! Things that words lead to, entered by the words that were found: what no word found leads to is never looked at.

use crate::found::Found;
use crate::index::LiteralId;

/// Numbers, each behind some words.
#[derive(Debug)]
pub(crate) struct Doors {
    /// How far a hash is shifted to be the number of a bucket.
    shift: u32,
    /// For each bucket, where its doors begin; then where the last end.
    starts: Box<[u32]>,
    /// The doors, one bucket after the other.
    sorted: Box<[Door]>,
    /// The numbers that no word leads to.
    open: Box<[u32]>,
}

/// A word and the number that it leads to.
pub(crate) type Door = (LiteralId, u32);

impl Doors {
    /// These `doors`, and the numbers that stand `open`.
    pub(crate) fn new(mut doors: Vec<Door>, open: Vec<u32>) -> Self {
        let buckets = doors.len().max(2).next_power_of_two();
        let shift = u32::BITS - buckets.trailing_zeros();
        doors.sort_unstable_by_key(|door| (bucket(door.0, shift), *door));
        doors.dedup();
        let mut starts = vec![0; buckets + 1];
        for &(literal, _) in &doors {
            starts[bucket(literal, shift) + 1] += 1;
        }
        for at in 0..buckets {
            starts[at + 1] += starts[at];
        }
        Self { shift, starts: starts.into(), sorted: doors.into(), open: open.into() }
    }

    /// Hands over the numbers that stand open and those that a word `found` leads to, some more than once.
    pub(crate) fn enter(&self, found: &Found, mut entered: impl FnMut(u32)) {
        self.open.iter().copied().for_each(&mut entered);
        for literal in found.literals() {
            let at = bucket(literal, self.shift);
            let doors = &self.sorted[self.starts[at] as usize..self.starts[at + 1] as usize];
            for &(word, number) in doors {
                if word == literal {
                    entered(number);
                }
            }
        }
    }
}

/// The bucket of a literal, by Fibonacci hashing.
fn bucket(literal: LiteralId, shift: u32) -> usize {
    (literal.wrapping_mul(0x9E37_79B1) >> shift) as usize
}
