//! The tokens of a rule's words: the same cuts and keys as those of a text.

use super::key::KeyFolder;
use super::segment::{Cutter, Underscore};
use super::shape::Shapes;
use crate::TokenKind;
use crate::bytes::Bytes;

/// One token of a rule's term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermToken {
    /// What it is; never an entity.
    pub kind: TokenKind,
    /// Whether it starts where the token before it ends.
    pub glued: bool,
    /// Its first byte in the term.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Its key with accents kept; never empty.
    pub exact: String,
    /// Its key with accents taken off; never empty.
    pub bare: String,
}

impl TermToken {
    /// Whether it has an accent that [`TermToken::bare`] lacks.
    #[must_use]
    pub fn is_accented(&self) -> bool {
        self.exact != self.bare
    }
}

/// The tokens of a rule's word or phrase, in order, cut and folded as [`fold`](crate::fold()) does a text.
///
/// Hashtags, handles and links are not looked for; `_` parts words. Empty for punctuation.
///
/// ```
/// let tokens = mention::term_tokens("L’Oréal");
/// let keys: Vec<_> = tokens.iter().map(|t| (t.exact.as_str(), t.bare.as_str())).collect();
/// assert_eq!(keys, [("l", "l"), ("oréal", "oreal")]);
/// assert!(tokens[1].is_accented());
/// ```
#[must_use]
pub fn term_tokens(text: &str) -> Vec<TermToken> {
    let mut folder = KeyFolder::default();
    let (mut keys, mut shapes, mut bytes) = <(String, Shapes, Bytes)>::default();
    let mut tokens = Vec::new();
    let cutter = Cutter::new(text, Underscore::Parts, &mut bytes);
    cutter.segments(0..text.len(), &mut shapes, |segment| {
        keys.clear();
        let (start, end) = (segment.start as usize, segment.end as usize);
        let places = folder.fold_segment(segment.kind, &text[start..end], &mut keys);
        tokens.push(TermToken {
            kind: segment.kind,
            glued: segment.glued,
            start,
            end,
            exact: places.exact(&keys).to_owned(),
            bare: places.bare(&keys).to_owned(),
        });
    });
    tokens
}

/// The exact and the bare key of `text` as a whole, whatever characters are in it.
///
/// For what is compared with a key without being a word: the pieces of a wildcard, the names of
/// hashtags and handles without their sign, places. Both are empty for the empty text only, or for
/// one of soft hyphens, variation selectors and skin tones.
///
/// ```
/// assert_eq!(mention::fold_key("Straße_5"), ("strasse_5".to_owned(), "strasse_5".to_owned()));
/// assert_eq!(mention::fold_key("Smörgås").1, "smorgas");
/// ```
#[must_use]
pub fn fold_key(text: &str) -> (String, String) {
    let mut keys = String::new();
    let places = KeyFolder::default().fold(text, &mut keys);
    (places.exact(&keys).to_owned(), places.bare(&keys).to_owned())
}
