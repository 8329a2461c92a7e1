//! What a checked query asks of a mention: the one form that matching, and nothing else, is built from.
//!
//! Everything a marketer may leave open is decided here: accents, lists, languages, groups and the
//! words of a literal. Spans of the rule file are left behind; a condition has only meaning.

use mention::{EntityKind, LookIn};

mod field;

pub use field::{
    Circle, Exactly, FieldTest, Flag, Has, Measure, Number, Range, Rectangle, Site, Whose, Worded,
    Words,
};

/// A test on one mention, true or false.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Each of these; true when empty.
    All(Vec<Self>),
    /// One of these; false when empty.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// Words in the text.
    Text(TextTest),
    /// Two tests near each other. Operands hold only `Text`, `Near`, `Window` and `Any` of those.
    Near(Box<Near>),
    /// Some tests in one stretch of text, any order. Operands as for `Near`.
    Window(Window),
    /// A field of the mention.
    Field(FieldTest),
}

impl Condition {
    /// Whether a test of a field, wherever it stands in this, is such a one.
    #[must_use]
    pub fn asks(&self, is_such: fn(&FieldTest) -> bool) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.asks(is_such)),
            Self::Not(part) => part.asks(is_such),
            Self::Field(test) => is_such(test),
            Self::Text(_) | Self::Near(_) | Self::Window(_) => false,
        }
    }
}

/// A pattern and where it is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextTest {
    /// The fields searched.
    pub look_in: LookIn,
    /// What is looked for.
    pub pattern: Pattern,
}

/// What is looked for in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Tokens in a row. Never empty, never only [`Part::Any`].
    Phrase {
        /// The tokens. Where `look_in` says so, they may also stand inside one hashtag or one address, and take
        /// its place.
        parts: Vec<Part>,
        /// `"a b"~n`: max(pᵢ − i) − min(pᵢ − i) ≤ n over distinct positions; 0 without `~`.
        slop: u32,
    },
    /// A hashtag, handle or cashtag.
    Entity {
        /// Which.
        kind: EntityKind,
        /// Its key, compared with the key of a token of that kind. A handle's key is the whole of it, host included.
        test: TokenTest,
        /// For a handle written without a host: any host will do.
        any_host: bool,
    },
    /// The exact characters (NFC), not inside a longer run of letters or digits of a script with blanks.
    Literal(String),
    /// Folded text anywhere, without boundaries.
    Contains(TokenKeys),
    /// A regular expression, on NFC text; what it finds without a character does not count.
    Regex {
        /// The expression, which [`compile_regex`](crate::compile_regex) compiles.
        pattern: String,
        /// One of these is in whatever it finds; empty when no such characters are known.
        needs: Vec<String>,
    },
}

/// A folded text without token borders, and which keys it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenKeys {
    /// Which of the mention's keys it is compared with.
    pub track: Track,
    /// The folded text.
    pub key: String,
}

/// One place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Exactly one token, whatever it is: a lone `*`.
    Any,
    /// A token that passes the test.
    Token(TokenTest),
}

/// A test on one token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenTest {
    /// Which of the token's keys is compared.
    pub track: Track,
    /// With what.
    pub key: Key,
    /// Whether the token must begin where the one before it ends, as between characters of a script without blanks.
    pub glued: bool,
}

/// Which key of a token a term is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Track {
    /// Accents kept: the term has an accent, or the setting is `exact`.
    Exact,
    /// Accents taken off on both sides.
    Bare,
}

/// What a token's key must be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Exactly this.
    Is(String),
    /// This, then anything or nothing: `deliver*`, and every Hangul term.
    Starts(String),
    /// Pieces in order: `wom?n`, `colo*r`. The first is text, of two characters or more where one of the others is [`Glob::Many`].
    Glob(Vec<Glob>),
}

/// A piece of a wildcard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Glob {
    /// These characters.
    Text(String),
    /// Exactly one character: `?`.
    One,
    /// Any characters or none: `*`.
    Many,
}

/// `left NEAR/distance right`: spans that do not overlap, in one field, at most `distance` tokens between.
///
/// The result's span runs from the first token of one to the last of the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Near {
    /// One side.
    pub left: Condition,
    /// The other.
    pub right: Condition,
    /// Tokens between at most.
    pub distance: u32,
    /// Whether `left` must stand first.
    pub ordered: bool,
}

/// `(a b c)~extra`: disjoint spans in one field, any order; at most `extra` tokens of the window belong to none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The tests, two or more.
    pub operands: Vec<Condition>,
    /// Tokens that belong to none, at most.
    pub extra: u32,
}
