//! All words of all rules, and which of them a mention has: one look a token.

use std::collections::HashMap;

use mention::{EntityKind, Folded, LookIn, TokenKind, handle_name};
use rulelang::{Glob, Key, Track};

use crate::found::Found;
use crate::inside::Inside;
use crate::start::Starts;
use crate::whole::{WholeKey, WholeKeys};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Class(u32);

impl Class {
    const WORD: Self = Self(0b11);
    /// Words inside hashtags.
    const PART: Self = Self(0b11 << 18);
    /// Words of addresses.
    const ADDRESS: Self = Self(0b11 << 20);
    const EXACT: Self = Self(0x5555_5555);
    const BARE: Self = Self(0xAAAA_AAAA);
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
    starts: Starts<Variant>,
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

    /// Adds to `found` what the tokens of `folded` hold, and, numbered after them, the words `inside` its entities; each
    /// literal and token once, sorted by token.
    pub(crate) fn find(&self, folded: &Folded, inside: &Inside, found: &mut Found) {
        for (at, token) in (0..).zip(folded.tokens()) {
            let class = match token.kind {
                TokenKind::Word(_) | TokenKind::Emoji => Class::WORD,
                TokenKind::Entity(kind) => Class::entities(kind),
            };
            let exact = WholeKey::new(folded.from_exact(token), token.exact_bytes());
            if token.is_accented() {
                let bare = WholeKey::new(folded.from_bare(token), token.bare_bytes());
                self.look_up(&exact, || folded.exact(token), class.within(Class::EXACT), at, found);
                self.look_up(&bare, || folded.bare(token), class.within(Class::BARE), at, found);
            } else {
                self.look_up(&exact, || folded.exact(token), class, at, found);
            }
            if let TokenKind::Entity(kind) = token.kind
                && self.classes.meets(Class::names(kind))
            {
                let (exact, bare) =
                    (handle_name(folded.exact(token)), handle_name(folded.bare(token)));
                self.look_up_both(exact, bare, Class::names(kind), at, found);
            }
        }
        for (at, word) in (number(folded.tokens().len())..).zip(inside.words()) {
            let class = if word.in_address { Class::ADDRESS } else { Class::PART };
            let (exact, bare) = inside.keys(word, folded);
            self.look_up_both(exact, bare, class, at, found);
        }
    }

    fn look_up_both(&self, exact: &str, bare: &str, class: Class, at: u32, found: &mut Found) {
        self.look_up(&exact.into(), || exact, class.within(Class::EXACT), at, found);
        self.look_up(&bare.into(), || bare, class.within(Class::BARE), at, found);
    }

    /// Adds the literals among `classes` that a key, which reads as `text` says, is or begins with.
    #[inline]
    fn look_up<'k>(
        &self,
        key: &WholeKey<'_>,
        text: impl FnOnce() -> &'k str,
        classes: Class,
        token: u32,
        found: &mut Found,
    ) {
        if !self.classes.meets(classes) {
            return;
        }
        self.whole.literals(key, |class, literal| {
            if class.meets(classes) {
                found.add(literal, token);
            }
        });
        if self.starts.may_start(key) {
            self.look_up_starts(key, text(), classes, token, found);
        }
    }

    fn look_up_starts(
        &self,
        key: &WholeKey<'_>,
        text: &str,
        classes: Class,
        token: u32,
        found: &mut Found,
    ) {
        self.starts.for_each(key, text, |rest, variants| {
            for variant in variants {
                if variant.class.meets(classes) && passes(&variant.rest, rest) {
                    found.add(variant.literal, token);
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

fn number(count: usize) -> u32 {
    u32::try_from(count)
        .expect("the words of a rule set, and of a mention, have fewer than 2^32 bytes")
}
