//! The normal form texts and rules are compared in, with the way back to the text as posted.

mod key;
mod letter;
mod segment;
mod shape;
mod term;

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

pub use self::key::KeyFolder;
use self::key::Keys;
use self::segment::{Cutter, Segment, Underscore};
use self::shape::Shapes;
pub use self::term::{TermToken, fold_key, term_tokens};
use crate::bytes::Bytes;
use crate::entity::{self, Handles};
use crate::{Entity, EntityKind, Field, Limits, Mention, Script, Token, TokenKind};

/// A mention's searched text in normal form; one is lent to [`fold`] again and again.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    tokens: Vec<Token>,
    parts: Vec<Token>,
    keys: String,
    desk: Desk,
}

/// What folding works with, kept for the room it holds and for what it remembers.
#[derive(Clone, Debug, Default)]
struct Desk {
    /// What the bytes of a field are.
    bytes: Bytes,
    /// What those of the body of a hashtag or handle are.
    body: Bytes,
    entities: Vec<Entity>,
    folder: KeyFolder,
    shapes: Shapes,
}

impl Folded {
    /// Forgets all tokens and keeps the room for them.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.parts.clear();
        self.keys.clear();
    }

    /// The tokens, sorted by field, then position, an entity before its body.
    #[inline]
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The key of `token` with accents kept.
    #[inline]
    #[must_use]
    pub fn exact(&self, token: &Token) -> &str {
        &self.keys[token.exact.0 as usize..token.exact.1 as usize]
    }

    /// The key of `token` with accents taken off.
    #[inline]
    #[must_use]
    pub fn bare(&self, token: &Token) -> &str {
        &self.keys[token.bare.0 as usize..token.bare.1 as usize]
    }

    /// The bytes of all keys from the first of the exact key of `token` on: as many of them as [`Token::exact_bytes`]
    /// says are that key.
    ///
    /// For whoever compares keys many bytes at a time, past their end.
    #[inline]
    #[must_use]
    pub fn from_exact(&self, token: &Token) -> &[u8] {
        &self.keys.as_bytes()[token.exact.0 as usize..]
    }

    /// As [`Folded::from_exact`], for the bare key.
    #[inline]
    #[must_use]
    pub fn from_bare(&self, token: &Token) -> &[u8] {
        &self.keys.as_bytes()[token.bare.0 as usize..]
    }

    /// The second track of a hashtag: the words it is written together from, in order, each at the
    /// hashtag's position; empty if there is only one.
    ///
    /// They are cut at camel-case, digit and `_` borders: `#JustDoIt` has just, do, it.
    #[must_use]
    pub fn parts(&self, hashtag: &Token) -> &[Token] {
        if hashtag.kind != TokenKind::Entity(EntityKind::Hashtag) {
            return &[];
        }
        let before = |end: u32| {
            self.parts.partition_point(|part| (part.field, part.start) < (hashtag.field, end))
        };
        &self.parts[before(hashtag.start)..before(hashtag.end)]
    }
}

/// Folds the text fields of `mention` into `folded`, which is emptied first and keeps its capacity.
///
/// Tokens come field by field, in the order of [`Field::ALL`]; a field's positions start at 0. The
/// entities of `text` are the mention's own, if its source marks any, else those of the twitter-text
/// rules, as in the other fields. Of a field, [`Limits::field_bytes_max`] bytes are searched.
///
/// # Cost
///
/// Linear in the bytes searched; nothing is allocated once `folded` has grown to the size of the text.
pub fn fold(mention: &Mention, folded: &mut Folded) {
    folded.clear();
    for field in Field::ALL {
        let (text, own) = match field {
            Field::Title => (mention.title.as_deref(), None),
            Field::Text => (Some(mention.text.as_str()), mention.entities.as_deref()),
            Field::Quoted => (mention.quoted.as_deref(), None),
            Field::Alt => (mention.alt.as_deref(), None),
        };
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        let text = searched(text, Limits::default().field_bytes_max);
        Line::new(folded, field, text).fold(own);
    }
}

/// Appends the ordinary words inside `entity`, a token of `mention` folded, to `folded`; their positions begin at 0.
///
/// For addresses, which [`fold`] leaves whole: `acme.com/sale` holds acme, com, sale.
pub fn fold_words(mention: &Mention, entity: &Token, folded: &mut Folded) {
    let text = &mention.field(entity.field)[entity.start as usize..entity.end as usize];
    let first = folded.tokens.len();
    Line::new(folded, entity.field, text).words(0..text.len(), false);
    for token in &mut folded.tokens[first..] {
        token.start += entity.start;
        token.end += entity.start;
    }
}

/// Folds `texts` into `folded`, which is emptied first, as words and emoji alone: no hashtags, handles or links.
///
/// For what is no text of the mention's own: the words of a profile or the name of a place. All tokens count as
/// those of [`Field::Text`]; between two texts one position is left free, so that nothing runs across. Their
/// bytes are those of each text.
///
/// # Cost
///
/// As for [`fold`].
pub fn fold_texts<'t>(texts: impl IntoIterator<Item = &'t str>, folded: &mut Folded) {
    folded.clear();
    let mut position = 0;
    for text in texts {
        let text = searched(text, Limits::default().field_bytes_max);
        let mut line = Line::new(folded, Field::Text, text);
        line.maker.position = position;
        line.words(0..text.len(), false);
        position = line.maker.position + 1;
    }
}

/// The part of `text` that is searched: its first `bytes_max` bytes, back to the last border of a cluster.
fn searched(text: &str, bytes_max: usize) -> &str {
    if text.len() <= bytes_max {
        return text;
    }
    let mut end = text.floor_char_boundary(bytes_max);
    if !is_border(text, end) {
        let before = GraphemeCursor::new(end, text.len(), true).prev_boundary(text, 0);
        end = before.ok().flatten().unwrap_or(0);
    }
    &text[..end]
}

/// Whether no grapheme cluster of `text` reaches over the byte `at`, which lies on a character boundary.
fn is_border(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let ascii = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_none_or(|b| b.is_ascii() && !b.is_ascii_control())
    };
    (ascii(at.checked_sub(1)) && ascii(Some(at)))
        || GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(true)
}

/// One field on its way to tokens.
struct Line<'a> {
    text: &'a str,
    cutter: Cutter<'a>,
    tokens: &'a mut Vec<Token>,
    parts: &'a mut Vec<Token>,
    maker: Maker<'a>,
    shapes: &'a mut Shapes,
    body: &'a mut Bytes,
    entities: &'a mut Vec<Entity>,
    /// How many tokens the fields before have.
    first: usize,
    /// Up to where the text is done.
    at: usize,
    /// Whether the last thing done was an entity that has a position.
    after_entity: bool,
}

/// What makes the tokens of a field.
struct Maker<'a> {
    field: Field,
    text: &'a str,
    keys: &'a mut String,
    folder: &'a mut KeyFolder,
    /// Where in the buffer of keys the text stands with its ASCII letters lowered: the keys of its ASCII words.
    lowered: u32,
    /// The position of the next token.
    position: u32,
}

impl Maker<'_> {
    /// A token at the next position, whose keys are those of what stands at `key`; they are `plain` if only ASCII
    /// letters have to be lowered.
    #[inline]
    fn token(
        &mut self,
        kind: TokenKind,
        place: &Range<u32>,
        glued: bool,
        key: &Range<u32>,
        plain: bool,
    ) -> Token {
        let Keys { exact, bare } = if plain {
            let place = (self.lowered + key.start, self.lowered + key.end);
            Keys { exact: place, bare: place }
        } else {
            let text = &self.text[key.start as usize..key.end as usize];
            self.folder.fold_segment(kind, text, self.keys)
        };
        let (field, position) = (self.field, self.position);
        Token { field, kind, position, glued, start: place.start, end: place.end, exact, bare }
    }

    /// An ordinary token, which takes the next position.
    #[inline]
    fn word(&mut self, kind: TokenKind, place: &Range<u32>, glued: bool, plain: bool) -> Token {
        let token = self.token(kind, place, glued, place, plain);
        self.position += 1;
        token
    }
}

impl<'a> Line<'a> {
    fn new(folded: &'a mut Folded, field: Field, text: &'a str) -> Self {
        let Folded { tokens, parts, keys, desk } = folded;
        let Desk { bytes, body, entities, folder, shapes } = desk;
        let lowered = keys.len();
        keys.push_str(text);
        keys[lowered..].make_ascii_lowercase();
        let cutter = Cutter::new(text, Underscore::Parts, bytes);
        let maker = Maker { field, text, keys, folder, lowered: byte(lowered), position: 0 };
        let first = tokens.len();
        let (at, after_entity) = (0, false);
        Self { text, cutter, tokens, parts, maker, shapes, body, entities, first, at, after_entity }
    }

    /// Adds the tokens of all of it. Its entities are those its source marks, if it marks `own`.
    fn fold(mut self, own: Option<&[Entity]>) {
        let mut entities = std::mem::take(self.entities);
        match own {
            Some(own) => {
                entities.clear();
                entities.extend(own);
                entities.sort_unstable_by_key(|entity| (entity.start, entity.end));
            }
            None => {
                entity::find_at(self.text, self.cutter.bytes(), Handles::Anywhere, &mut entities);
            }
        }
        for &entity in &entities {
            if let Some(span) = self.span(entity) {
                self.words(self.at..span.start, self.after_entity);
                self.entity(entity, span);
            }
        }
        self.words(self.at..self.text.len(), self.after_entity);
        *self.entities = entities;
    }

    /// Where the entity stands, out to the next borders of clusters.
    ///
    /// `None` for what a source marked wrongly: outside the text, inside a character, over another entity.
    fn span(&self, entity: Entity) -> Option<Range<usize>> {
        let (mut start, mut end) = (entity.start as usize, entity.end as usize);
        if self.text.get(start..end)?.is_empty() {
            return None;
        }
        if !is_border(self.text, start) {
            start = GraphemeCursor::new(start, self.text.len(), true)
                .prev_boundary(self.text, 0)
                .ok()??;
        }
        if !is_border(self.text, end) {
            end = GraphemeCursor::new(end, self.text.len(), true)
                .next_boundary(self.text, 0)
                .ok()??;
        }
        (start >= self.at).then_some(start..end)
    }

    /// Adds the ordinary tokens of `range`; `glued` says whether one that starts there is.
    fn words(&mut self, range: Range<usize>, glued: bool) {
        self.at = range.end;
        let first = if glued { byte(range.start) } else { u32::MAX };
        self.cutter.segments(range, self.shapes, |Segment { start, end, kind, glued, plain }| {
            self.tokens.push(self.maker.word(kind, &(start..end), glued || start == first, plain));
        });
    }

    /// Adds the ordinary tokens of `range`, where `_` joins words but at those of its ends that are no end of the
    /// `range`: there it joins nothing.
    fn joined_words(&mut self, range: Range<usize>) {
        let offset = byte(range.start);
        let body = &self.text[range.clone()];
        if body.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let (kind, place) = (TokenKind::Word(Script::Spaced), offset..byte(range.end));
            return self.tokens.push(self.maker.word(kind, &place, false, true));
        }
        let mut joint = false;
        let cutter = Cutter::new(body, Underscore::Joins, self.body);
        cutter.segments(
            0..body.len(),
            self.shapes,
            |Segment { start, end, kind, glued, plain }| {
                let cut = without_joints(body, start as usize..end as usize);
                let cut = byte(cut.start)..byte(cut.end);
                joint |= cut.start > start;
                if !cut.is_empty() {
                    let place = offset + cut.start..offset + cut.end;
                    self.tokens.push(self.maker.word(kind, &place, glued && !joint, plain));
                }
                joint = cut.end < end;
            },
        );
    }

    /// Adds the token of an entity and those of its body.
    fn entity(&mut self, entity: Entity, span: Range<usize>) {
        let marked = &self.text[entity.start as usize..entity.end as usize];
        let body = entity.kind.body(marked);
        let place = byte(span.start)..byte(span.end);
        let last = self.tokens[self.first..].last();
        let glued = last.is_some_and(|last| last.end == place.start);
        let start = entity.end as usize - body.len();
        let key = byte(start)..entity.end;
        let kind = TokenKind::Entity(entity.kind);
        let token = self.maker.token(kind, &place, glued, &key, body.is_ascii());
        if token.exact.0 == token.exact.1 {
            return;
        }
        self.tokens.push(token);
        match entity.kind {
            EntityKind::Hashtag => {
                self.parts(start, body);
                self.body(start, body, &span);
            }
            EntityKind::Handle => self.body(start, entity.kind.words(body), &span),
            EntityKind::Cashtag | EntityKind::Link => {}
        }
        self.after_entity = entity.kind != EntityKind::Link;
        if self.after_entity {
            self.maker.position = self.maker.position.max(token.position + 1);
        }
        self.at = span.end;
    }

    /// Adds the ordinary tokens of the `words` of an entity's body, which start at `start`.
    fn body(&mut self, mut start: usize, words: &str, span: &Range<usize>) {
        let end = self.text.len().min(start + words.len());
        let end = if is_border(self.text, end) { end } else { span.end };
        while !is_border(self.text, start) {
            start = self.text.ceil_char_boundary(start + 1);
        }
        if start < end {
            self.joined_words(start..end);
        }
    }

    /// Adds the parts of a hashtag's `body`, which starts at `start`, if there are two or more.
    fn parts(&mut self, start: usize, body: &str) {
        let before = self.parts.len();
        for part in entity::parts(body) {
            let part = start + part.start..start + part.end;
            if !is_border(self.text, part.start) || !is_border(self.text, part.end) {
                continue;
            }
            self.cutter.segments(
                part,
                self.shapes,
                |Segment { start, end, kind, plain, .. }| {
                    let (place, glued) = (start..end, self.parts.len() > before);
                    self.parts.push(self.maker.token(kind, &place, glued, &place, plain));
                },
            );
        }
        if self.parts.len() == before + 1 {
            self.parts.truncate(before);
        }
    }
}

/// `cut` without the `_` at those of its ends that are no end of the body `text`: there they join nothing.
fn without_joints(text: &str, cut: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = cut;
    let word = &text[start..end];
    if word.bytes().all(|b| b == b'_') {
        return start..start;
    }
    if start > 0 {
        start = end - word.trim_start_matches('_').len();
    }
    if end < text.len() {
        end = start + text[start..end].trim_end_matches('_').len();
    }
    start..end
}

/// A place in a field or among keys as tokens keep it.
fn byte(at: usize) -> u32 {
    u32::try_from(at).expect("four fields of 64 KiB fold to less than 4 GiB of keys")
}

#[cfg(test)]
mod allocation;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
