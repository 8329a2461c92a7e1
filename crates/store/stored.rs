//! Kept mentions, for whoever wants to see what stands behind a number.

use mention::{Cause, Mention, Provenance, Tag, TagName, Tagged, Timestamp, Version};

use crate::difference::{EVERY, Giver, TAGGED};
use crate::error::{Unreadable, unreadable};
use crate::hand::Decision;
use crate::names::Names;
use crate::row::Row;
use crate::{PageKey, kept};

/// A mention as the store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredMention {
    /// The mention, in its latest version.
    pub mention: Mention,
    /// What tagging found, with what people added and took away by hand.
    pub tagged: Tagged,
    /// When it counts as published: the time its earliest version states.
    pub published_at: Timestamp,
    /// The version.
    pub version: Version,
}

impl StoredMention {
    /// The key that starts the page after this mention.
    #[must_use]
    pub fn key(&self) -> PageKey {
        PageKey {
            published_at: self.published_at,
            platform: self.mention.platform.clone(),
            id: self.mention.id.clone(),
        }
    }
}

/// Which tag is asked for, by number.
pub(crate) enum Wanted {
    /// None: every mention.
    All,
    /// Any.
    Any,
    /// This one or one below it.
    Tag(u32),
}

impl Wanted {
    /// The tag of this name; `None` when nobody has it.
    pub(crate) fn named(name: Option<&str>, names: &Names) -> Option<Self> {
        let Some(name) = name else { return Some(Self::All) };
        names.known_tag(name).map(|tag| match tag {
            EVERY => Self::All,
            TAGGED => Self::Any,
            tag => Self::Tag(tag),
        })
    }

    /// Whether a mention has it.
    pub(crate) fn is_met(&self, row: &Row, names: &Names) -> bool {
        match self {
            Self::All => true,
            Self::Any => !row.tags.is_empty(),
            Self::Tag(wanted) => row
                .tags
                .iter()
                .any(|given| given.tag == *wanted || names.above(given.tag).contains(wanted)),
        }
    }
}

/// Reads a kept text and puts in what people said about its tags.
pub(crate) fn unpack(
    names: &Names,
    row: &Row,
    body: &[u8],
    hand: &[Decision],
) -> Result<StoredMention, Unreadable> {
    let (mention, mut tagged) = kept::read(body).ok_or_else(|| unreadable("a kept text"))?;
    let (Some((version, ..)), Some((_, published_at))) =
        (row.standpoint.latest, row.standpoint.first)
    else {
        return Err(unreadable("the version of a kept text"));
    };
    if row.by_hand() {
        apply_hand_tags(names, row, &mut tagged, hand)?;
    }
    Ok(StoredMention { mention, tagged, published_at, version })
}

fn apply_hand_tags(
    names: &Names,
    row: &Row,
    tagged: &mut Tagged,
    hand: &[Decision],
) -> Result<(), Unreadable> {
    let found = std::mem::take(&mut tagged.tags);
    for given in &row.tags {
        let name = names.tag_name(given.tag).and_then(TagName::parse);
        let name = name.ok_or_else(|| unreadable("the tag of a mention"))?;
        let said = hand.iter().find(|decision| decision.tag == given.tag);
        let known = found.iter().find(|tag| tag.name == name);
        match (given.giver, said, known) {
            (Giver::Person, Some(said), _) => tagged.tags.push(Tag {
                rule: name.clone(),
                name,
                provenance: Provenance::Person { who: said.who.clone(), at: said.at },
                cause: Cause::Given,
                clause: 0,
                spans: Vec::new(),
            }),
            (_, _, Some(known)) => tagged.tags.push(known.clone()),
            (_, _, None) => return Err(unreadable("the tags of a kept text")),
        }
    }
    tagged.tags.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(())
}
