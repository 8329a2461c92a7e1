//! The normal form texts and rules are compared in, with the way back to the text as posted.

mod key;
mod segment;
mod term;

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

pub use self::key::KeyFolder;
use self::segment::{Segments, Underscore};
pub use self::term::{TermToken, fold_key, term_tokens};
use crate::entity::{self, Handles};
use crate::{Entity, EntityKind, Field, Limits, Mention, Token, TokenKind};

/// A mention's searched text in normal form; one is lent to [`fold`] again and again.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    tokens: Vec<Token>,
    keys: String,
    folder: KeyFolder,
    entities: Vec<Entity>,
}

impl Folded {
    /// The tokens, sorted by field, then position, an entity before its body.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The key of `token` with accents kept.
    #[must_use]
    pub fn exact(&self, token: &Token) -> &str {
        &self.keys[token.exact.0 as usize..token.exact.1 as usize]
    }

    /// The key of `token` with accents taken off.
    #[must_use]
    pub fn bare(&self, token: &Token) -> &str {
        &self.keys[token.bare.0 as usize..token.bare.1 as usize]
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
    folded.tokens.clear();
    folded.keys.clear();
    let mut entities = std::mem::take(&mut folded.entities);
    for field in Field::ALL {
        let (text, own) = match field {
            Field::Title => (mention.title.as_deref(), None),
            Field::Text => (Some(mention.text.as_str()), mention.entities.as_deref()),
            Field::Quoted => (mention.quoted.as_deref(), None),
            Field::Alt => (mention.alt.as_deref(), None),
        };
        let text = searched(text.unwrap_or_default(), Limits::default().field_bytes_max);
        match own {
            Some(own) => {
                entities.clear();
                entities.extend(own);
                entities.sort_unstable_by_key(|entity| (entity.start, entity.end));
            }
            None => entity::find(text, Handles::Anywhere, &mut entities),
        }
        Line { folded, field, text, position: 0, at: 0, after_entity: false }.fold(&entities);
    }
    folded.entities = entities;
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
    folded: &'a mut Folded,
    field: Field,
    text: &'a str,
    /// The position of the next token.
    position: u32,
    /// Up to where the text is done.
    at: usize,
    /// Whether the last thing done was an entity that has a position.
    after_entity: bool,
}

impl Line<'_> {
    fn fold(mut self, entities: &[Entity]) {
        for &entity in entities {
            if let Some(span) = self.span(entity) {
                self.words(self.at..span.start, Underscore::Parts, self.after_entity);
                self.entity(entity, span);
            }
        }
        self.words(self.at..self.text.len(), Underscore::Parts, self.after_entity);
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
    fn words(&mut self, range: Range<usize>, underscore: Underscore, glued: bool) {
        let text = &self.text[range.clone()];
        for segment in Segments::new(text, underscore) {
            let cut = &text[segment.start..segment.end];
            if underscore == Underscore::Joins && cut.bytes().all(|b| b == b'_') {
                continue;
            }
            let keys = self.folded.folder.fold_segment(segment.kind, cut, &mut self.folded.keys);
            self.folded.tokens.push(Token {
                field: self.field,
                kind: segment.kind,
                position: self.position,
                glued: segment.glued || (glued && segment.start == 0),
                start: byte(range.start + segment.start),
                end: byte(range.start + segment.end),
                exact: keys.exact,
                bare: keys.bare,
            });
            self.position += 1;
        }
        self.at = range.end;
    }

    /// Adds the token of an entity and those of its body.
    fn entity(&mut self, entity: Entity, span: Range<usize>) {
        let marked = &self.text[entity.start as usize..entity.end as usize];
        let body = entity.kind.body(marked);
        let keys = self.folded.folder.fold(body, &mut self.folded.keys);
        if keys.exact.0 == keys.exact.1 {
            return;
        }
        let last = self.folded.tokens.last();
        self.folded.tokens.push(Token {
            field: self.field,
            kind: TokenKind::Entity(entity.kind),
            position: self.position,
            glued: last
                .is_some_and(|last| last.field == self.field && last.end as usize == span.start),
            start: byte(span.start),
            end: byte(span.end),
            exact: keys.exact,
            bare: keys.bare,
        });
        let before = self.position;
        if matches!(entity.kind, EntityKind::Hashtag | EntityKind::Handle) {
            self.body(entity, marked.len() - body.len(), entity.kind.words(body), span.end);
        }
        self.after_entity = entity.kind != EntityKind::Link;
        if self.after_entity {
            self.position = self.position.max(before + 1);
        }
        self.at = span.end;
    }

    /// Adds the ordinary tokens of an entity's body: `words`, which start `sign` bytes into the entity.
    fn body(&mut self, entity: Entity, sign: usize, words: &str, span_end: usize) {
        let mut start = entity.start as usize + sign;
        let mut end = start + words.len();
        if end == entity.end as usize {
            end = span_end;
        }
        while !is_border(self.text, start) {
            start = self.text.ceil_char_boundary(start + 1);
        }
        if start < end {
            self.words(start..end, Underscore::Joins, false);
        }
    }
}

/// A place in a field as tokens keep it.
fn byte(at: usize) -> u32 {
    u32::try_from(at).expect("a searched field has at most 64 KiB")
}

#[cfg(test)]
mod tests;
