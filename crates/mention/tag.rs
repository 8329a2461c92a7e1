//! Tags, and who gave them.

use std::fmt;
use std::sync::Arc;

use crate::{Lang, Sentiment, Span, Standing, Timestamp};

/// The name of a tag: lower-case letters, digits and `-`, with `/` for hierarchy: `service/delivery`.
///
/// Cloning is cheap: the name is shared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagName(Arc<str>);

impl TagName {
    /// Bytes a name may have.
    pub const BYTES_MAX: usize = 200;

    /// Checks `name`: parts of `[a-z0-9-]`, none empty, parted by single `/`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        (name.len() <= Self::BYTES_MAX && name.split('/').all(part)).then(|| Self(name.into()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names above this one, nearest first: `a/b/c` has `a/b` and `a`.
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        self.0.rmatch_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// `self/below`: what a theme asked for each brand is called.
    #[must_use]
    pub fn join(&self, below: &Self) -> Self {
        Self(format!("{self}/{below}").into())
    }
}

impl fmt::Display for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TagName({})", self.0)
    }
}

/// The identity of a rule set: xxh3-128 of its canonical text and of `SEMANTICS`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleSetId(pub u128);

impl RuleSetId {
    /// Raised whenever folding, tokens, Unicode tables, what a query means, language or sentiment detection change an answer.
    pub const SEMANTICS: u32 = 4;

    /// Reads what [`Display`](fmt::Display) writes: 32 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hexadecimal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        hexadecimal.then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self)
    }
}

impl fmt::Display for RuleSetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for RuleSetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleSetId({self})")
    }
}

/// Who gave a tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// A rule of this rule set.
    Rules(RuleSetId),
    /// A person, by hand.
    Person {
        /// Who.
        who: String,
        /// When.
        at: Timestamp,
    },
    /// The source, with the mention.
    Import,
}

/// What made a rule give a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The words at the tag's spans.
    Words,
    /// Fields of the mention; no words.
    Fields,
    /// It is addressed to one of the brand's accounts.
    Addressed,
    /// It stands in one of the brand's places.
    Place,
    /// The source gave the tag.
    Given,
}

/// One tag of one mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: TagName,
    /// The id of the rule that gave it; differs from `name` for a theme asked for each brand.
    pub rule: TagName,
    /// Who gave it.
    pub provenance: Provenance,
    /// What made the rule fire.
    pub cause: Cause,
    /// Which alternative of the rule fired, counted from 0 in the order written.
    pub clause: u16,
    /// The words that caused it, in order, without overlap; empty unless `cause` is [`Cause::Words`].
    pub spans: Vec<Span>,
}

/// What tagging found out about one mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// How it counts.
    pub standing: Standing,
    /// Its language, stated or detected.
    pub lang: Option<Lang>,
    /// Its sentiment, stated or detected.
    pub sentiment: Option<Sentiment>,
    /// Whether it asks something, stated or detected.
    pub question: Option<bool>,
    /// Its tags, sorted by name, each name once.
    pub tags: Vec<Tag>,
    /// The exclusions that matched, sorted.
    pub excluded_by: Vec<TagName>,
}
