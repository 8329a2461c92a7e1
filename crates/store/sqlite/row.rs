//! A mention's row: read and written.

use mention::{EventHash, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Statement, params};

use crate::difference::{Given, Post, Standpoint};
use crate::error::unreadable;
use crate::hand::Decision;
use crate::names::Names;
use crate::packed;
use crate::row::Row;

pub(super) const STATE: &str = include_str!("../sql/sqlite/mention_state.sql");
pub(super) const INSERT: &str = include_str!("../sql/sqlite/mention_insert.sql");
pub(super) const UPDATE: &str = include_str!("../sql/sqlite/mention_update.sql");
const HAND_TAGS: &str = include_str!("../sql/sqlite/hand_tags.sql");

/// How many columns of a row [`Row::read`] takes.
pub(super) const COLUMNS: usize = 13;

/// Reads the columns of `mention_state.sql` from column `at` on.
pub(super) fn read(row: &rusqlite::Row<'_>, at: usize, names: &Names) -> Result<Row> {
    let latest = match row.get::<_, Option<i64>>(at)? {
        None => None,
        Some(version) => {
            let hash = row.get::<_, [u8; 16]>(at + 2)?;
            let deleted = row.get(at + 1)?;
            Some((Timestamp(version), deleted, EventHash(u128::from_be_bytes(hash))))
        }
    };
    let first_version: Option<i64> = row.get(at + 3)?;
    let published_at: Option<i64> = row.get(at + 4)?;
    let first = first_version.zip(published_at).map(|(v, p)| (Timestamp(v), Timestamp(p)));
    let tags = read_tags(row, at + 10)?.unwrap_or_default();
    let given = read_tags(row, at + 11)?;
    let post = match row.get::<_, Option<u32>>(at + 6)? {
        None => None,
        Some(dimensions) => Some(Post {
            rules: row.get(at + 5)?,
            dimensions,
            standing: names
                .dimension_key(dimensions)
                .ok_or_else(|| unreadable("the dimensions of a mention"))?
                .standing,
            engagements: row.get(at + 7)?,
            impressions: row.get(at + 8)?,
            person: row.get(at + 9)?,
        }),
    };
    let standpoint = Standpoint { latest, first };
    Ok(Row { standpoint, post, tags, given, text: row.get(at + 12)? })
}

/// Reads the row of one mention.
pub(super) fn find(
    statement: &mut Statement<'_>,
    platform: u32,
    id: &str,
    names: &Names,
) -> Result<Option<Row>> {
    statement.query_row((platform, id), |row| read(row, 0, names)).optional()
}

/// Writes it with `statement`, one of [`INSERT`] and [`UPDATE`]; `false` when the mention is there already.
pub(super) fn write(
    stored: &Row,
    statement: &mut Statement<'_>,
    platform: u32,
    id: &str,
) -> Result<bool> {
    let latest = stored.standpoint.latest;
    let first = stored.standpoint.first;
    let post = stored.post.as_ref();
    let written = statement.execute(params![
        platform,
        id,
        latest.map(|(version, ..)| version.0),
        latest.is_some_and(|(_, deleted, _)| deleted),
        latest.map(|(.., hash)| hash.0.to_be_bytes()),
        first.map(|(version, _)| version.0),
        first.map(|(_, published_at)| published_at.0),
        post.map(|post| post.rules),
        post.map(|post| post.dimensions),
        post.map(|post| post.engagements),
        post.map(|post| post.impressions),
        post.and_then(|post| post.person),
        post.map(|_| packed::write_tags(&stored.tags)),
        stored.given.as_deref().map(packed::write_tags),
        stored.text,
    ])?;
    Ok(written == 1)
}

fn read_tags(row: &rusqlite::Row<'_>, column: usize) -> Result<Option<Vec<Given>>> {
    let Some(text) = row.get_ref(column)?.as_str_or_null()? else { return Ok(None) };
    Ok(Some(packed::read_tags(text).ok_or_else(|| unreadable("the tags of a mention"))?))
}

/// What people said about the tags of one mention.
pub(super) fn decisions(connection: &Connection, platform: u32, id: &str) -> Result<Vec<Decision>> {
    connection
        .prepare_cached(HAND_TAGS)?
        .query_map((platform, id), |row| {
            Ok(Decision {
                tag: row.get(0)?,
                at: Timestamp(row.get(1)?),
                removed: row.get(2)?,
                who: row.get(3)?,
            })
        })?
        .collect()
}

/// The same, where it takes part in what the row counts.
pub(super) fn said_of(
    connection: &Connection,
    row: &Row,
    platform: u32,
    id: &str,
) -> Result<Vec<Decision>> {
    if row.by_hand() { decisions(connection, platform, id) } else { Ok(Vec::new()) }
}
