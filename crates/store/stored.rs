//! Kept mentions, for whoever wants to see what stands behind a number.

use mention::{
    Cause, Known, Mention, MentionsOf, Provenance, Tag, TagName, Tagged, Timestamp, Version,
};

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

/// Which mentions are asked for, in the numbers of a store.
pub(crate) struct Wanted<'a> {
    of: &'a MentionsOf,
    tags: Vec<WantedTag>,
    /// The platform's number.
    pub(crate) platform: Option<u32>,
    author: Option<Known<i64>>,
}

/// A tag that is asked for.
enum WantedTag {
    /// Any.
    Any,
    /// None.
    Untagged,
    /// This one or one below it.
    Tag(u32),
}

impl<'a> Wanted<'a> {
    /// `of` in numbers, its author's by `person`; `None` where something is asked for that nobody has.
    pub(crate) fn named<E>(
        of: &'a MentionsOf,
        names: &Names,
        person: impl FnOnce(&str) -> Result<Option<i64>, E>,
    ) -> Result<Option<Self>, E> {
        let mut tags = Vec::new();
        for name in &of.tags {
            tags.push(match names.known_tag(name) {
                _ if name == MentionsOf::UNTAGGED => WantedTag::Untagged,
                Some(EVERY) => continue,
                Some(TAGGED) => WantedTag::Any,
                Some(tag) => WantedTag::Tag(tag),
                None => return Ok(None),
            });
        }
        let platform = of.platform.as_deref().map(|name| names.known_platform(name));
        if platform == Some(None) {
            return Ok(None);
        }
        let author = match &of.author {
            None => None,
            Some(Known::Not) => Some(Known::Not),
            Some(Known::Any) => Some(Known::Any),
            Some(Known::Is(key)) => match person(key)? {
                Some(number) => Some(Known::Is(number)),
                None => return Ok(None),
            },
        };
        Ok(Some(Self { of, tags, platform: platform.flatten(), author }))
    }

    /// Whether a mention is asked for; when it was published and where is not looked at.
    pub(crate) fn is_met(&self, row: &Row, names: &Names) -> bool {
        let Some(post) = &row.post else { return false };
        let Some(dimensions) = names.dimension_key(post.dimensions) else { return false };
        let of = self.of;
        of.standing.is_none_or(|standing| dimensions.standing == standing)
            && of.lang.is_none_or(|lang| lang.is_met(dimensions.lang.as_ref()))
            && of.sentiment.is_none_or(|one| one.is_met(dimensions.sentiment.as_ref()))
            && of.kind.is_none_or(|kind| kind.is_met(dimensions.kind))
            && of.question.is_none_or(|question| dimensions.question == question)
            && self.author.is_none_or(|author| author.is_met(post.person.as_ref()))
            && self.tags.iter().all(|tag| tag.is_met(row, names))
    }
}

impl WantedTag {
    fn is_met(&self, row: &Row, names: &Names) -> bool {
        match self {
            Self::Any => !row.tags.is_empty(),
            Self::Untagged => row.tags.is_empty(),
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
