//! Kept mentions, for whoever wants to see what stands behind a number.

use mention::{Cause, Mention, Provenance, Tag, TagName, Tagged, Timestamp, Version};
use rusqlite::{Connection, OptionalExtension, Result};

use super::Sqlite;
use super::row::{self, Row};
use crate::difference::{Giver, TAGGED};
use crate::error::unreadable;
use crate::names::Names;
use crate::{MentionFilter, PageKey, StoreError, kept};

const PAGE: &str = include_str!("../sql/mentions_page.sql");
const ONE: &str = include_str!("../sql/mention_kept.sql");

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
enum Wanted {
    All,
    Any,
    Tag(u32),
}

impl Sqlite {
    /// See [`crate::Store::mentions`].
    pub(crate) fn mentions(
        &self,
        filter: &MentionFilter,
        after: Option<&PageKey>,
        limit: usize,
    ) -> std::result::Result<Vec<StoredMention>, StoreError> {
        self.read(|connection, names| {
            let wanted = match &filter.tag {
                None => Wanted::All,
                Some(name) => match names.known_tag(name) {
                    Some(crate::difference::EVERY) => Wanted::All,
                    Some(TAGGED) => Wanted::Any,
                    Some(tag) => Wanted::Tag(tag),
                    None => return Ok(Vec::new()),
                },
            };
            let platform = match &filter.platform {
                None => None,
                Some(name) => match names.known_platform(name) {
                    Some(platform) => Some(platform),
                    None => return Ok(Vec::new()),
                },
            };
            let mut statement = connection.prepare_cached(PAGE)?;
            let (before, id, at_platform) = match after {
                Some(key) => (
                    key.published_at.0,
                    key.id.as_str(),
                    names.known_platform(&key.platform).unwrap_or(0),
                ),
                None => (filter.to.0, "", 0),
            };
            let mut rows =
                statement.query((filter.from.0, filter.to.0, before, id, at_platform, platform))?;
            let mut page = Vec::new();
            while page.len() < limit
                && let Some(row) = rows.next()?
            {
                let stored = Row::read(row, 0, names)?;
                if wanted.is_met(&stored, names) {
                    let body = row.get_ref(row::COLUMNS)?.as_blob()?;
                    page.push(unpack(connection, names, &stored, body)?);
                }
            }
            Ok(page)
        })
    }

    /// See [`crate::Store::mention`].
    pub(crate) fn mention(
        &self,
        platform: &str,
        id: &str,
    ) -> std::result::Result<Option<StoredMention>, StoreError> {
        self.read(|connection, names| {
            let Some(platform) = names.known_platform(platform) else { return Ok(None) };
            let mut statement = connection.prepare_cached(ONE)?;
            statement
                .query_row((platform, id), |row| {
                    let stored = Row::read(row, 0, names)?;
                    unpack(connection, names, &stored, row.get_ref(row::COLUMNS)?.as_blob()?)
                })
                .optional()
        })
    }
}

impl Wanted {
    fn is_met(&self, row: &Row, names: &Names) -> bool {
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
fn unpack(connection: &Connection, names: &Names, row: &Row, body: &[u8]) -> Result<StoredMention> {
    let (mention, mut tagged) = kept::read(body).ok_or_else(|| unreadable("a kept text"))?;
    let (Some((version, ..)), Some((_, published_at))) =
        (row.standpoint.latest, row.standpoint.first)
    else {
        return Err(unreadable("the version of a kept text"));
    };
    if row.by_hand() {
        apply_hand_tags(connection, names, row, &mention, &mut tagged)?;
    }
    Ok(StoredMention { mention, tagged, published_at, version })
}

fn apply_hand_tags(
    connection: &Connection,
    names: &Names,
    row: &Row,
    mention: &Mention,
    tagged: &mut Tagged,
) -> Result<()> {
    let platform = names.known_platform(&mention.platform).unwrap_or(0);
    let decisions = row::decisions(connection, platform, &mention.id)?;
    let found = std::mem::take(&mut tagged.tags);
    for given in &row.tags {
        let name = names.tag_name(given.tag).and_then(TagName::parse);
        let name = name.ok_or_else(|| unreadable("the tag of a mention"))?;
        let said = decisions.iter().find(|decision| decision.tag == given.tag);
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
