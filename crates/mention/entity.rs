//! Hashtags, handles, cashtags and links, by the twitter-text rules.

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// `#tag`.
    Hashtag,
    /// `@name`, with or without a host.
    Handle,
    /// `$SYM`.
    Cashtag,
    /// An address.
    Link,
}

/// An entity in a text, as posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its first byte, that of the `#`, `@` or `$`.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}
