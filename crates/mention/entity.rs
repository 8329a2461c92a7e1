//! Hashtags, handles, cashtags and links, by the twitter-text rules.

mod domain;
mod handle;
mod link;
mod part;
mod sign;

pub use self::handle::handle_name;
pub(crate) use self::part::parts;
use crate::bytes::Bytes;

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

/// How far a handle may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handles {
    /// As on Twitter: up to 20 characters, and nobody in `@a@b.c`.
    Twitter,
    /// As anywhere: longer, and with a host: `@name@host.tld`, `@name.bsky.social`.
    Anywhere,
}

/// Finds the entities of `text` by the twitter-text rules, in order and without overlap; `out` is emptied first.
///
/// A list on Twitter (`@name/list`) is a handle. An address needs a top-level domain known to IANA;
/// it may lack the scheme. [`fold`](crate::fold()) also knows handles with a host.
///
/// # Cost
///
/// Linear in the text; allocates for `out`, and a bit for each byte.
///
/// # Panics
///
/// If the text is longer than 4 GiB.
///
/// # Source
///
/// twitter-text 3, `Extractor`.
///
/// ```
/// use mention::EntityKind;
///
/// let text = "@anna $TSLA at t.co/x #late";
/// let mut found = Vec::new();
/// mention::entities(text, &mut found);
/// let found: Vec<_> = found.iter().map(|e| (e.kind, &text[e.start as usize..e.end as usize])).collect();
/// assert_eq!(found, [
///     (EntityKind::Handle, "@anna"),
///     (EntityKind::Cashtag, "$TSLA"),
///     (EntityKind::Link, "t.co/x"),
///     (EntityKind::Hashtag, "#late"),
/// ]);
/// ```
pub fn entities(text: &str, out: &mut Vec<Entity>) {
    find(text, Handles::Twitter, out);
}

/// As [`entities`], with a choice of handles.
pub(crate) fn find(text: &str, handles: Handles, out: &mut Vec<Entity>) {
    let mut bytes = Bytes::default();
    bytes.set(text, b'_');
    find_at(text, &bytes, handles, out);
}

/// As [`find`], where the `bytes` of `text` were looked at before.
pub(crate) fn find_at(text: &str, bytes: &Bytes, handles: Handles, out: &mut Vec<Entity>) {
    out.clear();
    link::find(text, bytes.dots(), out);
    sign::find(text, bytes.signs(), handles, out);
    if out.len() < 2 {
        return;
    }
    out.sort_unstable_by_key(|entity| entity.start);
    let mut end = 0;
    out.retain(|entity| {
        let keep = entity.start >= end;
        if keep {
            end = entity.end;
        }
        keep
    });
}

impl EntityKind {
    /// What of an entity as posted its key is made of: all but the sign in front.
    pub(crate) fn body(self, marked: &str) -> &str {
        let signs: &[char] = match self {
            Self::Hashtag => &['#', '＃'],
            Self::Handle => &['@', '＠'],
            Self::Cashtag => &['$', '＄'],
            Self::Link => &[],
        };
        marked.strip_prefix(signs).unwrap_or(marked)
    }

    /// What of an entity's body is also ordinary words: of a handle, not its host.
    pub(crate) fn words(self, body: &str) -> &str {
        match self {
            Self::Handle if !body.contains('/') => handle_name(body),
            Self::Handle | Self::Hashtag | Self::Cashtag | Self::Link => body,
        }
    }

    /// The entity of this kind at these bytes.
    fn at(self, start: usize, end: usize) -> Entity {
        let place = |at| u32::try_from(at).expect("a text is no longer than 4 GiB");
        Entity { kind: self, start: place(start), end: place(end) }
    }
}

/// The spaces twitter-text knows.
const fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{180E}')
        || matches!(c, '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}')
        || matches!(c, '\u{205F}' | '\u{3000}')
}

/// Marks that turn the direction of writing.
const fn is_directional(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{61C}' | '\u{200E}' | '\u{200F}')
        || matches!(c, '\u{2066}'..='\u{2069}')
}

/// Latin letters with accents, and the accents.
const fn is_latin_accent(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}')
        || matches!(c, '\u{253}' | '\u{254}' | '\u{256}' | '\u{257}' | '\u{259}' | '\u{25B}')
        || matches!(c, '\u{263}' | '\u{268}' | '\u{26F}' | '\u{272}' | '\u{289}' | '\u{28B}')
        || matches!(c, '\u{2BB}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
}

/// The punctuation twitter-text knows: that of ASCII but quotation mark and grave accent.
const fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '"' | '`')
}

#[cfg(test)]
mod tests;
