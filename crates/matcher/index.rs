//! All words of all rules, and which of them a mention has: one look a token.

use std::collections::HashMap;

use mention::{EntityKind, Folded, LookIn, Token, TokenKind, handle_name};
use rulelang::{Glob, Key, Track};
use xxhash_rust::xxh3::xxh3_64;

use crate::inside::Inside;

/// The number of a [`Term`] in an index.
pub(crate) type LiteralId = u32;

/// What a token must be to be a literal: the test of a rule without its place in a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Term {
    /// The tokens and the key of theirs that are compared.
    pub(crate) class: Class,
    /// What the key must be.
    pub(crate) key: Key,
}

/// A set of kinds of keys a token has; a term has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Class(u32);

impl Class {
    const WORD: Self = Self(0b11);
    /// Words inside hashtags.
    const PART: Self = Self(0b11 << 18);
    /// Words of addresses.
    const ADDRESS: Self = Self(0b11 << 20);
    const EXACT: Self = Self(0x5555_5555);
    const BARE: Self = Self(0xAAAA_AAAA);
    const EITHER: Self = Self(u32::MAX);
    const NONE: Self = Self(0);

    /// Words and emoji, inside hashtags and addresses too if `look_in` says so.
    pub(crate) const fn word(track: Track, look_in: LookIn) -> Self {
        let mut class = Self::WORD;
        if look_in.is_in_hashtags() {
            class.0 |= Self::PART.0;
        }
        if look_in.is_in_addresses() {
            class.0 |= Self::ADDRESS.0;
        }
        class.within(Self::track(track))
    }

    /// Entities of a kind, by the whole of their key.
    pub(crate) const fn entity(kind: EntityKind, track: Track) -> Self {
        Self::entities(kind).within(Self::track(track))
    }

    /// Entities of a kind, by their name without its host.
    pub(crate) const fn name(kind: EntityKind, track: Track) -> Self {
        Self::names(kind).within(Self::track(track))
    }

    /// Whether the class is one of words.
    pub(crate) const fn is_word(self) -> bool {
        self.meets(Self::WORD)
    }

    const fn track(track: Track) -> Self {
        match track {
            Track::Exact => Self::EXACT,
            Track::Bare => Self::BARE,
        }
    }

    const fn entities(kind: EntityKind) -> Self {
        Self(0b1100 << (4 * kind as u32))
    }

    const fn names(kind: EntityKind) -> Self {
        Self(0b11_0000 << (4 * kind as u32))
    }

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    const fn meets(self, other: Self) -> bool {
        self.within(other).0 != 0
    }
}

/// A literal found at a token, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Find {
    /// The literal.
    pub(crate) literal: LiteralId,
    /// The token's place among those of the mention.
    pub(crate) token: u32,
}

/// Literals under the keys they are found by.
#[derive(Debug)]
pub(crate) struct Index {
    literals: usize,
    /// The classes of all literals together.
    classes: Class,
    whole: WholeKeys,
    starts: Starts,
}

impl Index {
    /// Puts `terms` in order; a literal's number is its place among them.
    pub(crate) fn new(terms: &[Term]) -> Self {
        let mut whole: HashMap<&str, Vec<(Class, LiteralId)>> = HashMap::new();
        let mut starts: HashMap<&str, Vec<Variant>> = HashMap::new();
        for (literal, Term { class, key }) in (0..).zip(terms) {
            let variant = |rest: &[Glob]| Variant { class: *class, literal, rest: rest.into() };
            match key {
                Key::Is(key) => whole.entry(key).or_default().push((*class, literal)),
                Key::Starts(start) => {
                    starts.entry(start).or_default().push(variant(&[Glob::Many]));
                }
                Key::Glob(pieces) => {
                    let (start, rest) = match pieces.split_first() {
                        Some((Glob::Text(start), rest)) => (start.as_str(), rest),
                        _ => ("", pieces.as_slice()),
                    };
                    starts.entry(start).or_default().push(variant(rest));
                }
            }
        }
        let classes = terms.iter().fold(Class::NONE, |all, term| all.or(term.class));
        let (whole, starts) = (WholeKeys::new(whole), Starts::new(starts));
        Self { literals: terms.len(), classes, whole, starts }
    }

    /// How many literals there are.
    pub(crate) fn literals(&self) -> usize {
        self.literals
    }

    /// Appends what the tokens of `folded` hold, and, numbered after them, the words `inside` its entities; each
    /// literal and token once, sorted by token.
    pub(crate) fn find(&self, folded: &Folded, inside: &Inside, finds: &mut Vec<Find>) {
        for (at, token) in (0..).zip(folded.tokens()) {
            let exact = folded.exact(token);
            if token.is_accented() {
                self.look_up(exact, token, Class::EXACT, at, finds);
                self.look_up(folded.bare(token), token, Class::BARE, at, finds);
            } else {
                self.look_up(exact, token, Class::EITHER, at, finds);
            }
        }
        for (at, word) in (number(folded.tokens().len())..).zip(inside.words()) {
            let class = if word.in_address { Class::ADDRESS } else { Class::PART };
            let (exact, bare) = inside.keys(word, folded);
            self.look_up_key(exact, class.within(Class::EXACT), at, finds);
            self.look_up_key(bare, class.within(Class::BARE), at, finds);
        }
    }

    fn look_up(&self, key: &str, token: &Token, tracks: Class, at: u32, out: &mut Vec<Find>) {
        match token.kind {
            TokenKind::Word(_) | TokenKind::Emoji => {
                self.look_up_key(key, tracks.within(Class::WORD), at, out);
            }
            TokenKind::Entity(kind) => {
                self.look_up_key(key, tracks.within(Class::entities(kind)), at, out);
                let names = tracks.within(Class::names(kind));
                if self.classes.meets(names) {
                    self.look_up_key(handle_name(key), names, at, out);
                }
            }
        }
    }

    fn look_up_key(&self, key: &str, classes: Class, token: u32, out: &mut Vec<Find>) {
        if !self.classes.meets(classes) {
            return;
        }
        for &(class, literal) in self.whole.literals(key) {
            if class.meets(classes) {
                out.push(Find { literal, token });
            }
        }
        self.starts.for_each(key, |start, variants| {
            for variant in variants {
                if variant.class.meets(classes) && passes(&variant.rest, &key[start..]) {
                    out.push(Find { literal: variant.literal, token });
                }
            }
        });
    }
}

/// A literal under the start of its key.
#[derive(Debug)]
struct Variant {
    class: Class,
    literal: LiteralId,
    /// What must follow the start of a key.
    rest: Box<[Glob]>,
}

/// Whether `text` is made of `pieces`.
///
/// # Cost
///
/// Pieces times bytes: after a second `*`, what the first one took is never taken back.
pub(crate) fn passes(pieces: &[Glob], text: &str) -> bool {
    let (mut piece, mut rest) = (0, text);
    let mut retry: Option<(usize, &str)> = None;
    loop {
        let stuck = match pieces.get(piece) {
            Some(Glob::Many) => {
                retry = Some((piece + 1, rest));
                piece += 1;
                continue;
            }
            Some(Glob::Text(wanted)) => rest.strip_prefix(wanted.as_str()),
            Some(Glob::One) => after_one(rest),
            None if rest.is_empty() || pieces.last() == Some(&Glob::Many) => return true,
            None => None,
        };
        if let Some(after) = stuck {
            (piece, rest) = (piece + 1, after);
            continue;
        }
        let Some((again, after)) = retry.and_then(|(at, from)| Some((at, after_one(from)?))) else {
            return false;
        };
        retry = Some((again, after));
        (piece, rest) = (again, after);
    }
}

/// `text` without its first character.
fn after_one(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    chars.next().map(|_| chars.as_str())
}

/// Whole keys in a table of their hashes, confirmed by their bytes.
#[derive(Debug)]
struct WholeKeys {
    /// One bit for each of some bits of a hash: most tokens end here.
    filter: Vec<u64>,
    /// Open addressing; a slot without an entry ends a run.
    slots: Vec<Slot>,
    entries: Vec<Entry>,
    /// The keys of the entries, one after the other.
    keys: String,
    /// The literals of the entries, one after the other.
    literals: Vec<(Class, LiteralId)>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u64,
    entry: u32,
}

/// A key and its literals: where they begin; they end where those of the next entry do.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u32,
    literals: u32,
}

/// Marks a slot without an entry.
const FREE: u32 = u32::MAX;

impl WholeKeys {
    fn new(keys: HashMap<&str, Vec<(Class, LiteralId)>>) -> Self {
        let mut sorted: Vec<_> = keys.into_iter().collect();
        sorted.sort_unstable();
        let mut whole = Self {
            filter: vec![0; (sorted.len() / 4).next_power_of_two()],
            slots: vec![Slot { hash: 0, entry: FREE }; (sorted.len() * 2 + 1).next_power_of_two()],
            entries: Vec::with_capacity(sorted.len() + 1),
            keys: String::new(),
            literals: Vec::new(),
        };
        for (key, literals) in sorted {
            whole.claim(hash(key.as_bytes()));
            whole.open_entry();
            whole.keys.push_str(key);
            whole.literals.extend(literals);
        }
        whole.open_entry();
        whole
    }

    /// Points a free slot for `hash` to the next entry.
    fn claim(&mut self, hash: u64) {
        let (word, bit) = filter_place(hash, self.filter.len());
        self.filter[word] |= bit;
        let mut at = slot_place(hash, self.slots.len());
        while self.slots[at].entry != FREE {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = Slot { hash, entry: number(self.entries.len()) };
    }

    /// Adds an entry whose key and literals begin where those so far end.
    fn open_entry(&mut self) {
        let (key, literals) = (number(self.keys.len()), number(self.literals.len()));
        self.entries.push(Entry { key, literals });
    }

    fn literals(&self, key: &str) -> &[(Class, LiteralId)] {
        let hash = hash(key.as_bytes());
        let (word, bit) = filter_place(hash, self.filter.len());
        if self.filter[word] & bit == 0 {
            return &[];
        }
        let mut at = slot_place(hash, self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot.entry == FREE {
                return &[];
            }
            let entry = slot.entry as usize;
            let (this, next) = (self.entries[entry], self.entries[entry + 1]);
            if slot.hash == hash && self.keys[this.key as usize..next.key as usize] == *key {
                return &self.literals[this.literals as usize..next.literals as usize];
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

/// A hash of a key: of one of up to sixteen bytes two overlapping numbers, stirred.
fn hash(key: &[u8]) -> u64 {
    let (first, last) = match (key, key.first_chunk(), key.last_chunk()) {
        (_, Some(first), Some(last)) if key.len() <= 16 => {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        }
        _ if key.len() < 8 => match (key.first_chunk(), key.last_chunk()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
            }
            _ => (key.iter().fold(0, |packed, &byte| packed << 8 | u64::from(byte)), 0),
        },
        _ => return xxh3_64(key),
    };
    stirred(stirred(first ^ key.len() as u64) ^ last)
}

/// `number` with each of its bits spread over the others.
fn stirred(number: u64) -> u64 {
    let product = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 32
}

fn number(count: usize) -> u32 {
    u32::try_from(count)
        .expect("the words of a rule set, and of a mention, have fewer than 2^32 bytes")
}

/// The word and the bit of a filter of `words` (a power of two) that stand for `hash`.
fn filter_place(hash: u64, words: usize) -> (usize, u64) {
    ((hash >> 6) as usize & (words - 1), 1 << (hash & 63))
}

/// The slot of a table of `slots` (a power of two) where `hash` is first looked for.
fn slot_place(hash: u64, slots: usize) -> usize {
    (hash >> 32) as usize & (slots - 1)
}

/// Starts of keys, sorted, each with the longest other start of itself.
#[derive(Debug)]
struct Starts {
    entries: Vec<Start>,
    /// The first bytes of each entry, to be compared as one number.
    heads: Vec<u64>,
    /// One bit for each hash of the first bytes of a start, or of all if it has fewer.
    filter: Vec<u64>,
    /// The lengths, up to three bytes, that `filter` knows.
    lengths: [bool; FILTERED_BYTES + 1],
}

/// Bytes of a key that are looked at before its starts are.
const FILTERED_BYTES: usize = 4;

/// The first bytes of `key` as a number, in the order of keys.
fn first_bytes(key: &str) -> u64 {
    let mut bytes = [0; 8];
    let count = key.len().min(bytes.len());
    bytes[..count].copy_from_slice(&key.as_bytes()[..count]);
    u64::from_be_bytes(bytes)
}

/// A hash of at most [`FILTERED_BYTES`] bytes.
fn head_hash(head: &[u8]) -> u64 {
    let packed = head.iter().fold(1, |packed, &byte| packed << 8 | u64::from(byte));
    packed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
}

/// The start of keys and the literals that begin with it.
#[derive(Debug)]
struct Start {
    text: Box<str>,
    variants: Box<[Variant]>,
    parent: Option<u32>,
}

impl Starts {
    fn new(starts: HashMap<&str, Vec<Variant>>) -> Self {
        let mut sorted: Vec<_> = starts.into_iter().collect();
        sorted.sort_unstable_by_key(|&(text, _)| text);
        let mut filter = vec![0; (sorted.len() / 4).next_power_of_two()];
        let mut lengths = [false; FILTERED_BYTES + 1];
        let mut entries: Vec<Start> = Vec::with_capacity(sorted.len());
        for (text, variants) in sorted {
            let head = &text.as_bytes()[..text.len().min(FILTERED_BYTES)];
            let (word, bit) = filter_place(head_hash(head), filter.len());
            filter[word] |= bit;
            lengths[head.len()] = true;
            let mut parent = entries.len().checked_sub(1);
            while let Some(above) = parent.filter(|&above| !text.starts_with(&*entries[above].text))
            {
                parent = entries[above].parent.map(|above| above as usize);
            }
            let parent =
                parent.map(|above| u32::try_from(above).expect("terms have 32-bit numbers"));
            entries.push(Start { text: text.into(), variants: variants.into(), parent });
        }
        let heads = entries.iter().map(|start| first_bytes(&start.text)).collect();
        Self { entries, heads, filter, lengths }
    }

    /// Hands over the length and the literals of each start of `key`.
    fn for_each(&self, key: &str, mut found: impl FnMut(usize, &[Variant])) {
        if self.entries.is_empty() || !self.may_start(key.as_bytes()) {
            return;
        }
        let head = first_bytes(key);
        let low = self.heads.partition_point(|&start| start < head);
        let high = low + self.heads[low..].partition_point(|&start| start == head);
        let before = self.entries[low..high].partition_point(|start| *start.text <= *key);
        let mut next = (low + before).checked_sub(1);
        while let Some(at) = next {
            let start = &self.entries[at];
            if key.starts_with(&*start.text) {
                found(start.text.len(), &start.variants);
            }
            next = start.parent.map(|above| above as usize);
        }
    }

    fn may_start(&self, key: &[u8]) -> bool {
        (0..=FILTERED_BYTES.min(key.len())).any(|length| {
            self.lengths[length] && {
                let (word, bit) = filter_place(head_hash(&key[..length]), self.filter.len());
                self.filter[word] & bit != 0
            }
        })
    }
}
