//! Names and their numbers, as this database holds them.
//!
//! A rolled back transaction may have made numbers that do not exist: the caller then starts with
//! empty [`Names`].

use mention::{RuleSetId, TagName};
use rusqlite::{Connection, OptionalExtension, Result};

use super::Writing;
use crate::names::{DimensionKey, Names, Numbers};

const PLATFORMS: &str = include_str!("../sql/platforms.sql");
const PLATFORM_INSERT: &str = include_str!("../sql/sqlite/platform_insert.sql");
const TAGS: &str = include_str!("../sql/tags.sql");
const TAG_INSERT: &str = include_str!("../sql/sqlite/tag_insert.sql");
const DIMENSIONS: &str = include_str!("../sql/dimensions.sql");
const DIMENSIONS_INSERT: &str = include_str!("../sql/sqlite/dimensions_insert.sql");
const RULE_SET_NUMBER: &str = include_str!("../sql/rule_set_number.sql");

/// Learns the names others have added since.
pub(super) fn refresh(names: &mut Names, connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare_cached(PLATFORMS)?;
    let mut rows = statement.query([names.platforms_known()])?;
    while let Some(row) = rows.next()? {
        names.learn_platform(row.get_ref(1)?.as_str()?);
    }
    let mut statement = connection.prepare_cached(TAGS)?;
    let mut rows = statement.query([names.tags_known()])?;
    while let Some(row) = rows.next()? {
        names.learn_tag(row.get_ref(1)?.as_str()?);
    }
    let mut statement = connection.prepare_cached(DIMENSIONS)?;
    let mut rows = statement.query([names.dimensions_known()])?;
    while let Some(row) = rows.next()? {
        let word = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
        let words = [word(2)?, word(3)?, word(4)?, word(5)?, word(6)?];
        names.learn_dimensions(DimensionKey::read(row.get(1)?, words)?);
    }
    Ok(())
}

impl Numbers for Writing<'_> {
    type Error = rusqlite::Error;

    fn names(&self) -> &Names {
        self.names
    }

    fn platform(&mut self, name: &str) -> Result<u32> {
        if let Some(number) = self.names.known_platform(name) {
            return Ok(number);
        }
        let next = self.names.platforms_known() + 1;
        self.connection.prepare_cached(PLATFORM_INSERT)?.execute((next, name))?;
        Ok(self.names.learn_platform(name))
    }

    fn tag(&mut self, tag: &TagName) -> Result<u32> {
        if let Some(number) = self.names.known_tag(tag.as_str()) {
            return Ok(number);
        }
        let mut ancestors: Vec<&str> = tag.ancestors().collect();
        ancestors.reverse();
        for name in ancestors {
            if self.names.known_tag(name).is_none() {
                make_tag(self, name)?;
            }
        }
        make_tag(self, tag.as_str())
    }

    fn dimensions(&mut self, key: DimensionKey) -> Result<u32> {
        if let Some(number) = self.names.known_dimensions(key) {
            return Ok(number);
        }
        let next = self.names.dimensions_known() + 1;
        let [lang, sentiment, kind, standing, question] = key.words();
        self.connection.prepare_cached(DIMENSIONS_INSERT)?.execute((
            next,
            key.platform,
            lang,
            sentiment,
            kind,
            standing,
            question,
        ))?;
        Ok(self.names.learn_dimensions(key))
    }
}

fn make_tag(writing: &mut Writing<'_>, name: &str) -> Result<u32> {
    let next = writing.names.tags_known() + 1;
    writing.connection.prepare_cached(TAG_INSERT)?.execute((next, name))?;
    Ok(writing.names.learn_tag(name))
}

/// The number of a rule set, if it was put.
pub(super) fn rules(writing: &mut Writing<'_>, id: RuleSetId) -> Result<Option<u32>> {
    if let Some(number) = writing.names.known_rules(id) {
        return Ok(Some(number));
    }
    let found = writing
        .connection
        .prepare_cached(RULE_SET_NUMBER)?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?;
    if let Some(number) = found {
        writing.names.learn_rules(id, number);
    }
    Ok(found)
}
