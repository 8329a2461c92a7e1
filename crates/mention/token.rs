//! Tokens: the units words are compared in.

use crate::{EntityKind, Field};

/// One token of a folded field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The field it stands in.
    pub field: Field,
    /// What it is.
    pub kind: TokenKind,
    /// Its number in the field, from 0; an entity and its body share one, and a link has that of what follows it.
    pub position: u32,
    /// Whether it starts where the token before it ends, soft hyphens not counted: a boundary between scripts, or characters of a script without blanks. Never so after a link, or of an entity's body after its sign.
    pub glued: bool,
    /// Its first byte as posted.
    pub start: u32,
    /// One past its last byte as posted.
    pub end: u32,
    /// Where its exact key (accents kept) stands in the buffer of keys: first byte.
    pub(crate) exact: (u32, u32),
    /// Where its bare key (accents taken off) stands in the buffer of keys.
    pub(crate) bare: (u32, u32),
}

impl Token {
    /// Whether its bare key differs from its exact one.
    #[inline]
    #[must_use]
    pub fn is_accented(&self) -> bool {
        self.exact != self.bare
    }

    /// How many bytes its exact key has.
    #[inline]
    #[must_use]
    pub fn exact_bytes(&self) -> usize {
        (self.exact.1 - self.exact.0) as usize
    }

    /// How many bytes its bare key has.
    #[inline]
    #[must_use]
    pub fn bare_bytes(&self) -> usize {
        (self.bare.1 - self.bare.0) as usize
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters, marks and digits.
    Word(Script),
    /// One emoji sequence.
    Emoji,
    /// A whole hashtag, handle, cashtag or link; its keys are without the sign in front. The body of a hashtag or handle, without its host, follows as ordinary tokens from the same position; a cashtag and a link have none.
    Entity(EntityKind),
}

/// How words of a script are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Blanks stand between words.
    Spaced,
    /// No blanks: every character is a token.
    Blankless,
    /// Hangul: blanks stand between words, and particles are written on, to words of other scripts as well. So a term
    /// may end inside a token, and a token of another script ends where Hangul begins.
    Hangul,
}
