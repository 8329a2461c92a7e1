//! A mention with what tagging found, as the bytes of one column.
//!
//! Numbers are written seven bits a byte, signed ones zigzag; texts and lists with their length in
//! front; an absent value is one zero byte, a present one a one before it. The first byte is the
//! version of the encoding: the second adds, at the end of the mention, the fields that came to be after
//! the first release; the third, at the end of all, whether it asks something. The earlier are still read.

mod reader;
mod writer;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use mention::{Cause, EntityKind, MediaKind, Mention, Sentiment, Standing, TagName, Tagged};

use reader::Reader;
use writer::Writer;

/// The encoding this program writes.
const VERSION: u8 = 3;

/// The encoding of the first release.
const FIRST: u8 = 1;

/// The encoding that had no questions yet.
const SECOND: u8 = 2;

/// The media in the order of their numbers; never reordered, only added to.
const MEDIA: [MediaKind; 3] = [MediaKind::Image, MediaKind::Video, MediaKind::Other];
const ENTITIES: [EntityKind; 4] =
    [EntityKind::Hashtag, EntityKind::Handle, EntityKind::Cashtag, EntityKind::Link];
const SENTIMENTS: [Sentiment; 3] = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive];
const CAUSES: [Cause; 5] =
    [Cause::Words, Cause::Fields, Cause::Addressed, Cause::Place, Cause::Given];

/// Appends `mention` and `tagged` to `bytes`.
pub(crate) fn write(mention: &Mention, tagged: &Tagged, bytes: &mut Vec<u8>) {
    bytes.push(VERSION);
    let mut to = Writer { bytes };
    to.mention(mention);
    to.tagged(tagged);
    to.question(tagged);
}

/// Names of tags that were read before: thousands of mentions share them.
#[derive(Default)]
pub(crate) struct TagNames(HashMap<Box<str>, TagName, RandomState>);

impl TagNames {
    fn named(&mut self, name: &str) -> Option<TagName> {
        if let Some(known) = self.0.get(name) {
            return Some(known.clone());
        }
        let tag = TagName::parse(name)?;
        self.0.insert(name.into(), tag.clone());
        Some(tag)
    }
}

/// Reads what [`write`] wrote; `None` for anything else.
pub(crate) fn read(bytes: &[u8]) -> Option<(Mention, Tagged)> {
    let (mut mention, mut tagged) = (Mention::default(), nothing_found());
    read_into(bytes, &mut TagNames::default(), &mut mention, &mut tagged)?;
    Some((mention, tagged))
}

/// Reads one of many in place of the one before, whose memory is used again; they share `names`. After a `None` what they
/// hold means nothing.
pub(crate) fn read_into(
    bytes: &[u8],
    names: &mut TagNames,
    mention: &mut Mention,
    tagged: &mut Tagged,
) -> Option<()> {
    let (&version, rest) = bytes.split_first()?;
    let mut from = Reader { bytes: rest, names };
    from.mention(mention)?;
    match version {
        FIRST => {}
        SECOND | VERSION => from.later(mention)?,
        _ => return None,
    }
    from.tagged(tagged)?;
    if version == VERSION {
        from.question(tagged)?;
    }
    from.bytes.is_empty().then_some(())
}

/// What is found of a mention before it is looked at.
pub(crate) fn nothing_found() -> Tagged {
    Tagged {
        standing: Standing::Received,
        lang: None,
        sentiment: None,
        question: None,
        tags: Vec::new(),
        excluded_by: Vec::new(),
    }
}

/// How many fields of a mention came to be after the first release.
const LATER: usize = 7;

#[cfg(test)]
mod tests;
