//! Which mentions are meant: those behind a number of a report, or those somebody looks for.

use crate::{Kind, Lang, Sentiment, Standing, Timestamp};

/// Which mentions are meant. Whatever is asked for must hold; what is absent or empty asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionsOf {
    /// The first instant of publication.
    pub from: Timestamp,
    /// One past the last.
    pub to: Timestamp,
    /// With each of these tags, or one below it, as they are counted. Brands are tags; `*` is every
    /// mention, `*tagged` is any tag, and [`UNTAGGED`](Self::UNTAGGED) none.
    pub tags: Vec<String>,
    /// On this platform.
    pub platform: Option<String>,
    /// How they count: as received, sent, noise and so on.
    pub standing: Option<Standing>,
    /// In this language, stated or detected.
    pub lang: Option<Known<Lang>>,
    /// With this feeling, stated or detected.
    pub sentiment: Option<Known<Sentiment>>,
    /// Of this kind.
    pub kind: Option<KindOf>,
    /// Whether they ask something, as far as it is known.
    pub question: Option<bool>,
    /// By this author: platform and author id (`twitter#7`), else platform and folded handle (`twitter@kim`).
    pub author: Option<Known<String>>,
}

/// What is asked of something that may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known<T> {
    /// It is not known.
    Not,
    /// It is known, whatever it is.
    Any,
    /// It is this.
    Is(T),
}

/// Which kinds of post are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindOf {
    /// This one.
    Is(Kind),
    /// All but this one.
    Not(Kind),
}

impl MentionsOf {
    /// The tag by which mentions without any are asked for.
    pub const UNTAGGED: &'static str = "*untagged";

    /// Everything published in `[from, to)`.
    #[must_use]
    pub const fn published(from: Timestamp, to: Timestamp) -> Self {
        Self {
            from,
            to,
            tags: Vec::new(),
            platform: None,
            standing: None,
            lang: None,
            sentiment: None,
            kind: None,
            question: None,
            author: None,
        }
    }
}

impl<T: PartialEq> Known<T> {
    /// Whether `found` is what is asked for.
    pub fn is_met(&self, found: Option<&T>) -> bool {
        match (self, found) {
            (Self::Not, found) => found.is_none(),
            (Self::Any, found) => found.is_some(),
            (Self::Is(wanted), found) => found == Some(wanted),
        }
    }
}

impl KindOf {
    /// Whether `kind` is asked for.
    #[must_use]
    pub fn is_met(self, kind: Kind) -> bool {
        match self {
            Self::Is(wanted) => kind == wanted,
            Self::Not(unwanted) => kind != unwanted,
        }
    }
}
