//! Whole keys and the literals they are: a table that holds each key in its slot, behind a filter.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::index::{Class, LiteralId};

/// Bytes of a key that stand in its slot; those of most words.
const HEAD: usize = 16;

/// Slots for each key: where half of them are free, three in four keys stand where they are first looked for.
const SLOTS_A_KEY: usize = 2;

/// The bits of the first bytes of a head, by how many they are.
const FIRST: [u128; HEAD + 1] = {
    let (mut first, mut bytes) = ([0; HEAD + 1], 1);
    while bytes <= HEAD {
        first[bytes] = u128::MAX >> (8 * (HEAD - bytes));
        bytes += 1;
    }
    first
};

/// A key on its way to be looked up.
#[derive(Clone, Copy)]
pub(crate) struct WholeKey<'k> {
    /// Its first bytes, as a number; zeros behind them.
    head: u128,
    length: u32,
    /// It, and what follows in the buffer that it stands in.
    bytes: &'k [u8],
}

impl<'k> WholeKey<'k> {
    /// The key that is the first `length` of `bytes`.
    #[inline]
    pub(crate) fn new(bytes: &'k [u8], length: usize) -> Self {
        let head = match bytes.first_chunk() {
            Some(head) => u128::from_le_bytes(*head),
            None => short(bytes),
        };
        Self { head: head & FIRST[length.min(HEAD)], length: number(length), bytes }
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.length as usize
    }

    /// Its first eight bytes as a number, in the order of keys; zeros behind a shorter one.
    #[expect(clippy::cast_possible_truncation, reason = "the first eight of sixteen are asked for")]
    #[inline]
    pub(crate) fn first_bytes(&self) -> u64 {
        (self.head as u64).swap_bytes()
    }

    /// A hash of all of it.
    #[expect(
        clippy::inline_always,
        reason = "a call for each word is 7 % of all instructions of a match"
    )]
    #[inline(always)]
    fn hash(&self) -> u64 {
        let tail = if self.length as usize > HEAD { xxh3_64(self.tail()) } else { 0 };
        let [low, high] = halves(self.head);
        let length = u64::from(self.length);
        let product = u128::from(low ^ length ^ 0x9E37_79B9_7F4A_7C15)
            * u128::from(high ^ tail ^ 0xD1B5_4A32_D192_ED03);
        let [low, high] = halves(product);
        low ^ high
    }

    /// The bytes that have no place in the head; none of most keys.
    fn tail(&self) -> &'k [u8] {
        self.bytes.get(HEAD..self.length as usize).unwrap_or_default()
    }
}

impl<'k> From<&'k str> for WholeKey<'k> {
    fn from(key: &'k str) -> Self {
        Self::new(key.as_bytes(), key.len())
    }
}

/// Fewer than [`HEAD`] bytes as a number.
#[cold]
fn short(bytes: &[u8]) -> u128 {
    let mut head = [0; HEAD];
    head[..bytes.len()].copy_from_slice(bytes);
    u128::from_le_bytes(head)
}

/// The lower and the higher half of a number.
#[expect(clippy::cast_possible_truncation, reason = "the other half is returned beside it")]
fn halves(number: u128) -> [u64; 2] {
    [number as u64, (number >> 64) as u64]
}

/// Whole keys and their literals.
#[derive(Debug)]
pub(crate) struct WholeKeys {
    /// A bit for each of some bits of a hash: most tokens that are no key end here.
    filter: Vec<u64>,
    /// Open addressing; a free slot ends a run, and one stands at the end.
    slots: Vec<Slot>,
    /// Slots that a hash may point to; those behind them took what found no room there.
    places: usize,
    /// What has no place in the slots, one key after the other.
    tails: Vec<u8>,
}

/// A key with one of its literals.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    head: u128,
    /// Its bytes, with [`MORE`] where a later slot of the run holds the same key.
    length: u32,
    /// Where its tail begins.
    tail: u32,
    /// None in a free slot.
    class: Class,
    literal: LiteralId,
}

/// Set in the length of a key that is not in its last slot.
const MORE: u32 = 1 << 31;

impl WholeKeys {
    /// The table of `keys`.
    pub(crate) fn new(keys: HashMap<&str, Vec<(Class, LiteralId)>>) -> Self {
        let mut sorted: Vec<_> = keys.into_iter().collect();
        sorted.sort_unstable();
        let literals: usize = sorted.iter().map(|(_, literals)| literals.len()).sum();
        let places = SLOTS_A_KEY * literals + 1;
        let mut whole = Self {
            filter: vec![0; (sorted.len() / 4).next_power_of_two()],
            slots: vec![Slot::default(); places],
            places,
            tails: Vec::new(),
        };
        for (key, literals) in sorted {
            whole.add(&key.into(), &literals);
        }
        whole.slots.push(Slot::default());
        whole.slots.shrink_to_fit();
        whole.tails.shrink_to_fit();
        whole
    }

    fn add(&mut self, key: &WholeKey<'_>, literals: &[(Class, LiteralId)]) {
        let hash = key.hash();
        let (word, bit) = filter_place(hash, self.filter.len());
        self.filter[word] |= bit;
        let tail = number(self.tails.len());
        self.tails.extend(key.tail());
        let mut at = slot_place(hash, self.places);
        for (left, &(class, literal)) in (0..literals.len()).rev().zip(literals) {
            while self.slots.get(at).is_some_and(|slot| !slot.is_free()) {
                at += 1;
            }
            // What finds no free slot before the end goes behind it.
            self.slots.resize(self.slots.len().max(at + 1), Slot::default());
            let length = key.length | if left > 0 { MORE } else { 0 };
            self.slots[at] = Slot { head: key.head, length, tail, class, literal };
        }
    }

    /// Hands over the literals that `key` is, with their classes.
    #[expect(
        clippy::inline_always,
        reason = "a call for each word is 7 % of all instructions of a match"
    )]
    #[inline(always)]
    pub(crate) fn literals(&self, key: &WholeKey<'_>, mut found: impl FnMut(Class, LiteralId)) {
        let hash = key.hash();
        let (word, bit) = filter_place(hash, self.filter.len());
        if self.filter[word] & bit == 0 {
            return;
        }
        for slot in &self.slots[slot_place(hash, self.places)..] {
            if slot.head == key.head
                && slot.length & !MORE == key.length
                && self.has_tail(slot, key)
            {
                found(slot.class, slot.literal);
                if slot.length & MORE == 0 {
                    return;
                }
            } else if slot.is_free() {
                return;
            }
        }
    }

    #[inline]
    fn has_tail(&self, slot: &Slot, key: &WholeKey<'_>) -> bool {
        !slot.is_free()
            && (key.length as usize <= HEAD
                || self.tails[slot.tail as usize..].starts_with(key.tail()))
    }
}

impl Slot {
    fn is_free(&self) -> bool {
        self.class == Class::default()
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count)
        .expect("the words of a rule set, and of a mention, have fewer than 2^32 bytes")
}

/// The word and the bit of a filter of `words` (a power of two) that stand for `hash`.
#[inline]
pub(crate) fn filter_place(hash: u64, words: usize) -> (usize, u64) {
    ((hash >> 6) as usize & (words - 1), 1 << (hash & 63))
}

/// The slot of a table of `slots`, at least one, where `hash` is first looked for.
#[inline]
pub(crate) fn slot_place(hash: u64, slots: usize) -> usize {
    let [_, place] = halves(u128::from(hash) * slots as u128);
    usize::try_from(place).expect("it is below the number of slots")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_all_of_its_bytes_and_nothing_else() {
        let long = "x".repeat(40);
        let texts: Vec<String> = (0..=long.len())
            .flat_map(|length| ["", "y", "\0"].map(|end| format!("{}{end}", &long[..length])))
            .chain((0..5_000).map(|number| format!("https://acme.com/{number}")))
            .collect();
        let (known, unknown): (Vec<_>, Vec<_>) =
            (0..).zip(&texts).partition(|(number, _)| number % 3 > 0);
        let class = Class::word(rulelang::Track::Exact, mention::LookIn::DEFAULT);
        let keys = known.iter().map(|(number, text)| (text.as_str(), vec![(class, *number)]));
        let keys = WholeKeys::new(keys.collect());
        let literals = |key: WholeKey<'_>| {
            let mut found = Vec::new();
            keys.literals(&key, |class, literal| found.push((class, literal)));
            found
        };
        for (number, text) in known {
            // Whatever stands behind a key in the buffer is no part of it.
            let behind = format!("{text}and on");
            let key = WholeKey::new(behind.as_bytes(), text.len());
            assert_eq!(literals(key), [(class, number)], "{text}");
            assert_eq!(literals(text.as_str().into()), [(class, number)], "{text}");
        }
        for (_, text) in unknown {
            assert_eq!(literals(text.as_str().into()), [], "{text}");
        }
    }
}
