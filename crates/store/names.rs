//! Names and their numbers: what is written once and referred to a million times.
//!
//! Held in memory as far as they are known; other processes may add more, so a number or name that
//! is missing is looked up before it is made. A rolled back transaction may have made numbers that
//! do not exist: the caller then starts with empty [`Names`].

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use mention::{Dimensions, Kind, Lang, RuleSetId, Sentiment, Standing, TagName};
use rusqlite::{Connection, OptionalExtension, Result};

use crate::error::unreadable;

const PLATFORMS: &str = include_str!("sql/platforms.sql");
const PLATFORM_INSERT: &str = include_str!("sql/platform_insert.sql");
const TAGS: &str = include_str!("sql/tags.sql");
const TAG_INSERT: &str = include_str!("sql/tag_insert.sql");
const DIMENSIONS: &str = include_str!("sql/dimensions.sql");
const DIMENSIONS_INSERT: &str = include_str!("sql/dimensions_insert.sql");
const RULE_SET_NUMBER: &str = include_str!("sql/rule_set_number.sql");

/// Dimensions with the platform as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DimensionKey {
    /// The platform's number.
    pub platform: u32,
    /// The language.
    pub lang: Option<Lang>,
    /// The sentiment.
    pub sentiment: Option<Sentiment>,
    /// The kind.
    pub kind: Kind,
    /// The standing.
    pub standing: Standing,
}

/// One tag: its name and the numbers of the tags above it.
#[derive(Clone, Debug)]
struct TagEntry {
    name: Arc<str>,
    above: Vec<u32>,
}

/// The names known so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    platforms: Vec<Arc<str>>,
    platform_numbers: HashMap<Arc<str>, u32, RandomState>,
    tags: Vec<TagEntry>,
    tag_numbers: HashMap<Arc<str>, u32, RandomState>,
    dimensions: Vec<DimensionKey>,
    dimension_numbers: HashMap<DimensionKey, u32, RandomState>,
    rules: HashMap<RuleSetId, u32, RandomState>,
}

impl Names {
    /// Learns the names others have added since.
    pub(crate) fn refresh(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare_cached(PLATFORMS)?;
        let mut rows = statement.query([self.platforms.len()])?;
        while let Some(row) = rows.next()? {
            self.learn_platform(row.get_ref(1)?.as_str()?);
        }
        let mut statement = connection.prepare_cached(TAGS)?;
        let mut rows = statement.query([self.tags.len()])?;
        while let Some(row) = rows.next()? {
            self.learn_tag(row.get_ref(1)?.as_str()?);
        }
        let mut statement = connection.prepare_cached(DIMENSIONS)?;
        let mut rows = statement.query([self.dimensions.len()])?;
        while let Some(row) = rows.next()? {
            let key = DimensionKey {
                platform: row.get(1)?,
                lang: Lang::parse(row.get_ref(2)?.as_str()?),
                sentiment: sentiment(row.get_ref(3)?.as_str()?),
                kind: kind(row.get_ref(4)?.as_str()?).ok_or_else(|| unreadable("a kind"))?,
                standing: standing(row.get_ref(5)?.as_str()?)
                    .ok_or_else(|| unreadable("a standing"))?,
            };
            self.learn_dimensions(key);
        }
        Ok(())
    }

    fn learn_platform(&mut self, name: &str) -> u32 {
        let name: Arc<str> = name.into();
        self.platforms.push(Arc::clone(&name));
        let number = number(self.platforms.len());
        self.platform_numbers.insert(name, number);
        number
    }

    /// A tag's ancestors always have numbers before its own.
    fn learn_tag(&mut self, name: &str) -> u32 {
        let name: Arc<str> = name.into();
        let above = name
            .rmatch_indices('/')
            .filter_map(|(at, _)| self.tag_numbers.get(&name[..at]).copied())
            .collect();
        self.tags.push(TagEntry { name: Arc::clone(&name), above });
        let number = number(self.tags.len());
        self.tag_numbers.insert(name, number);
        number
    }

    fn learn_dimensions(&mut self, key: DimensionKey) -> u32 {
        self.dimensions.push(key);
        let number = number(self.dimensions.len());
        self.dimension_numbers.insert(key, number);
        number
    }

    /// The number of a platform, made if need be.
    pub(crate) fn platform(&mut self, connection: &Connection, name: &str) -> Result<u32> {
        if let Some(&number) = self.platform_numbers.get(name) {
            return Ok(number);
        }
        connection.prepare_cached(PLATFORM_INSERT)?.execute((self.platforms.len() + 1, name))?;
        Ok(self.learn_platform(name))
    }

    /// The number of a tag, made if need be, after those of the tags above it.
    pub(crate) fn tag(&mut self, connection: &Connection, tag: &TagName) -> Result<u32> {
        if let Some(&number) = self.tag_numbers.get(tag.as_str()) {
            return Ok(number);
        }
        let mut ancestors: Vec<&str> = tag.ancestors().collect();
        ancestors.reverse();
        ancestors.push(tag.as_str());
        for name in ancestors {
            if !self.tag_numbers.contains_key(name) {
                connection.prepare_cached(TAG_INSERT)?.execute((self.tags.len() + 1, name))?;
                self.learn_tag(name);
            }
        }
        Ok(self.tag_numbers[tag.as_str()])
    }

    /// The number of a combination of dimensions, made if need be.
    pub(crate) fn dimensions(&mut self, connection: &Connection, key: DimensionKey) -> Result<u32> {
        if let Some(&number) = self.dimension_numbers.get(&key) {
            return Ok(number);
        }
        connection.prepare_cached(DIMENSIONS_INSERT)?.execute((
            self.dimensions.len() + 1,
            key.platform,
            key.lang.as_ref().map_or("", Lang::as_str),
            key.sentiment.map_or("", Sentiment::name),
            key.kind.name(),
            key.standing.name(),
        ))?;
        Ok(self.learn_dimensions(key))
    }

    /// The number of a rule set, if it was put.
    pub(crate) fn rules(&mut self, connection: &Connection, id: RuleSetId) -> Result<Option<u32>> {
        if let Some(&number) = self.rules.get(&id) {
            return Ok(Some(number));
        }
        let found = connection
            .prepare_cached(RULE_SET_NUMBER)?
            .query_row([id.to_string()], |row| row.get(0))
            .optional()?;
        if let Some(number) = found {
            self.rules.insert(id, number);
        }
        Ok(found)
    }

    /// The number of a platform that is known.
    pub(crate) fn known_platform(&self, name: &str) -> Option<u32> {
        self.platform_numbers.get(name).copied()
    }

    /// The number of a tag that is known, reserved ones included.
    pub(crate) fn known_tag(&self, name: &str) -> Option<u32> {
        self.tag_numbers.get(name).copied()
    }

    /// The name of a platform.
    pub(crate) fn platform_name(&self, number: u32) -> Option<&str> {
        self.platforms.get(index(number)?).map(AsRef::as_ref)
    }

    /// The name of a tag.
    pub(crate) fn tag_name(&self, number: u32) -> Option<&str> {
        self.tags.get(index(number)?).map(|tag| &*tag.name)
    }

    /// The tags above a tag; none for a number that is not known.
    pub(crate) fn above(&self, number: u32) -> &[u32] {
        index(number).and_then(|index| self.tags.get(index)).map_or(&[], |tag| &tag.above)
    }

    /// The dimensions with this number.
    pub(crate) fn dimension_key(&self, number: u32) -> Option<DimensionKey> {
        self.dimensions.get(index(number)?).copied()
    }

    /// The dimensions with this number, in words.
    pub(crate) fn dimension_words(&self, number: u32) -> Option<Dimensions> {
        let key = self.dimension_key(number)?;
        Some(Dimensions {
            platform: self.platform_name(key.platform)?.to_owned(),
            lang: key.lang,
            sentiment: key.sentiment,
            kind: key.kind,
            standing: key.standing,
        })
    }
}

/// Numbers start at 1.
fn number(length: usize) -> u32 {
    u32::try_from(length).expect("a store holds fewer than 2^32 names")
}

fn index(number: u32) -> Option<usize> {
    (number as usize).checked_sub(1)
}

/// The sentiment of this name.
pub(crate) fn sentiment(name: &str) -> Option<Sentiment> {
    [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive]
        .into_iter()
        .find(|sentiment| sentiment.name() == name)
}

/// The kind of this name.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// The standing of this name.
pub(crate) fn standing(name: &str) -> Option<Standing> {
    Standing::ALL.into_iter().find(|standing| standing.name() == name)
}
