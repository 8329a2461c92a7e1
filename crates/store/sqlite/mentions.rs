//! Kept mentions: a page of them, and one.

use mention::MentionsOf;
use rusqlite::{Connection, OptionalExtension, Result};

use super::Sqlite;
use super::{people, row};
use crate::error::unreadable;
use crate::names::Names;
use crate::row::Row;
use crate::stored::{StoredMention, Wanted, unpack};
use crate::{PageKey, StoreError, kept};

const PAGE: &str = include_str!("../sql/sqlite/mentions_page.sql");
const TEXT: &str = include_str!("../sql/sqlite/text.sql");
const ONE: &str = include_str!("../sql/sqlite/mention_kept.sql");

impl Sqlite {
    /// See [`crate::Store::mentions`].
    pub(crate) fn mentions(
        &self,
        of: &MentionsOf,
        after: Option<&PageKey>,
        limit: usize,
    ) -> std::result::Result<Vec<StoredMention>, StoreError> {
        self.read(|connection, names| {
            let person = |key: &str| people::number(connection, key);
            let Some(wanted) = Wanted::named(of, names, person)? else { return Ok(Vec::new()) };
            let mut statement = connection.prepare_cached(PAGE)?;
            let mut find = connection.prepare_cached(TEXT)?;
            let (before, id, at_platform) = match after {
                Some(key) => (
                    key.published_at.0,
                    key.id.as_str(),
                    names.known_platform(&key.platform).unwrap_or(0),
                ),
                None => (of.to.0, "", 0),
            };
            let mut rows =
                statement.query((of.from.0, of.to.0, before, id, at_platform, wanted.platform))?;
            let mut page = Vec::new();
            while page.len() < limit
                && let Some(row) = rows.next()?
            {
                let stored = row::read(row, 0, names)?;
                if wanted.is_met(&stored, names) {
                    let mention = find.query_row([stored.text], |text| {
                        let body = text.get_ref(0)?.as_blob()?;
                        with_hand_tags(connection, names, &stored, body)
                    })?;
                    page.push(mention);
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
                    let stored = row::read(row, 0, names)?;
                    with_hand_tags(
                        connection,
                        names,
                        &stored,
                        row.get_ref(row::COLUMNS)?.as_blob()?,
                    )
                })
                .optional()
        })
    }
}

/// Reads a kept text and puts in what people said about its tags.
fn with_hand_tags(
    connection: &Connection,
    names: &Names,
    row: &Row,
    body: &[u8],
) -> Result<StoredMention> {
    if !row.by_hand() {
        return Ok(unpack(names, row, body, &[])?);
    }
    let (mention, _) = kept::read(body).ok_or_else(|| unreadable("a kept text"))?;
    let platform = names.known_platform(&mention.platform).unwrap_or(0);
    let hand = row::decisions(connection, platform, &mention.id)?;
    Ok(unpack(names, row, body, &hand)?)
}
