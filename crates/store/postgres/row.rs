//! A mention's row: read, and gathered with others into columns to be written.

use std::borrow::Cow;

use ::postgres::Client;
use ::postgres::types::Type;
use mention::{EventHash, Timestamp};
use xxhash_rust::xxh3::Xxh3Default;

use super::{Parameter, Result, execute, query, text};
use crate::difference::{Given, Post, Standpoint};
use crate::error::{Unreadable, unreadable};
use crate::hand::Decision;
use crate::names::Names;
use crate::packed;
use crate::row::Row;

const HAND_TAGS: &str = include_str!("../sql/postgres/hand_tags.sql");

/// Where the columns of a row stand that are not its state: platform, id, and the text where it is asked for.
const PLATFORM: usize = 12;
const ID: usize = 13;
pub(super) const BODY: usize = 14;

/// The key of a mention's rows.
pub(super) fn key(platform: &str, id: &str) -> i64 {
    let mut hash = Xxh3Default::new();
    hash.update(platform.as_bytes());
    hash.update(&[0]);
    hash.update(id.as_bytes());
    hash.digest().cast_signed()
}

/// The platform and id that a row is of.
pub(super) fn identity(row: &::postgres::Row) -> (u32, String) {
    let platform: i32 = row.get(PLATFORM);
    (platform.cast_unsigned(), text::read(row.get(ID)).into_owned())
}

/// Whether every name that `row` refers to is known.
pub(super) fn is_known(
    row: &::postgres::Row,
    names: &Names,
) -> std::result::Result<bool, Unreadable> {
    let dimensions = row.get::<_, Option<i32>>(6).map(i32::cast_unsigned);
    let tags = [tags(row, 10)?, tags(row, 11)?].into_iter().flatten().flatten();
    Ok(dimensions.is_none_or(|number| names.dimension_key(number).is_some())
        && tags.into_iter().all(|given| names.tag_name(given.tag).is_some()))
}

/// Reads the columns of a mention's state.
pub(super) fn read(row: &::postgres::Row, names: &Names) -> std::result::Result<Row, Unreadable> {
    let latest = match row.get::<_, Option<i64>>(0) {
        None => None,
        Some(version) => {
            let hash: [u8; 16] = row
                .get::<_, &[u8]>(2)
                .try_into()
                .map_err(|_| unreadable("the hash of a mention"))?;
            Some((Timestamp(version), row.get(1), EventHash(u128::from_be_bytes(hash))))
        }
    };
    let (version, at): (Option<i64>, Option<i64>) = (row.get(3), row.get(4));
    let first = version.zip(at).map(|(version, at)| (Timestamp(version), Timestamp(at)));
    let post = match row.get::<_, Option<i32>>(6).map(i32::cast_unsigned) {
        None => None,
        Some(dimensions) => Some(Post {
            rules: row.get::<_, i32>(5).cast_unsigned(),
            dimensions,
            standing: names
                .dimension_key(dimensions)
                .ok_or_else(|| unreadable("the dimensions of a mention"))?
                .standing,
            engagements: row.get(7),
            impressions: row.get(8),
            person: row.get(9),
        }),
    };
    Ok(Row {
        standpoint: Standpoint { latest, first },
        post,
        tags: tags(row, 10)?.unwrap_or_default(),
        given: tags(row, 11)?,
        text: None,
    })
}

fn tags(
    row: &::postgres::Row,
    column: usize,
) -> std::result::Result<Option<Vec<Given>>, Unreadable> {
    let Some(text) = row.get::<_, Option<&str>>(column) else { return Ok(None) };
    Ok(Some(packed::read_tags(text).ok_or_else(|| unreadable("the tags of a mention"))?))
}

/// Rows of mentions, column by column.
#[derive(Default)]
pub(super) struct Columns<'a> {
    pub keys: Keys<'a>,
    version: Vec<Option<i64>>,
    deleted: Vec<bool>,
    hash: Vec<Option<Vec<u8>>>,
    first_version: Vec<Option<i64>>,
    published_at: Vec<Option<i64>>,
    rules: Vec<Option<i32>>,
    dimensions: Vec<Option<i32>>,
    engagements: Vec<Option<i64>>,
    impressions: Vec<Option<i64>>,
    person: Vec<Option<i64>>,
    tags: Vec<Option<String>>,
    given: Vec<Option<String>>,
}

impl<'a> Columns<'a> {
    /// Adds the row of a mention.
    pub(super) fn push(&mut self, key: i64, platform: u32, id: &'a str, row: &Row) {
        self.keys.push(key, platform, id);
        let latest = row.standpoint.latest;
        self.version.push(latest.map(|(version, ..)| version.0));
        self.deleted.push(latest.is_some_and(|(_, deleted, _)| deleted));
        self.hash.push(latest.map(|(.., hash)| hash.0.to_be_bytes().to_vec()));
        self.first_version.push(row.standpoint.first.map(|(version, _)| version.0));
        self.published_at.push(row.standpoint.first.map(|(_, at)| at.0));
        let post = row.post.as_ref();
        self.rules.push(post.map(|post| post.rules.cast_signed()));
        self.dimensions.push(post.map(|post| post.dimensions.cast_signed()));
        self.engagements.push(post.map(|post| post.engagements));
        self.impressions.push(post.map(|post| post.impressions));
        self.person.push(post.and_then(|post| post.person));
        self.tags.push(post.map(|_| packed::write_tags(&row.tags)));
        self.given.push(row.given.as_deref().map(packed::write_tags));
    }

    /// The columns, in the order in which statements take them.
    pub(super) fn parameters(&self) -> [Parameter<'_>; 15] {
        let [keys, platforms, ids] = self.keys.parameters();
        [
            keys,
            platforms,
            ids,
            (&self.version, Type::INT8_ARRAY),
            (&self.deleted, Type::BOOL_ARRAY),
            (&self.hash, Type::BYTEA_ARRAY),
            (&self.first_version, Type::INT8_ARRAY),
            (&self.published_at, Type::INT8_ARRAY),
            (&self.rules, Type::INT4_ARRAY),
            (&self.dimensions, Type::INT4_ARRAY),
            (&self.engagements, Type::INT8_ARRAY),
            (&self.impressions, Type::INT8_ARRAY),
            (&self.person, Type::INT8_ARRAY),
            (&self.tags, Type::TEXT_ARRAY),
            (&self.given, Type::TEXT_ARRAY),
        ]
    }
}

/// Which mentions, column by column.
#[derive(Default)]
pub(super) struct Keys<'a> {
    hashes: Vec<i64>,
    platforms: Vec<i32>,
    ids: Vec<Cow<'a, str>>,
}

impl<'a> Keys<'a> {
    /// Adds a mention.
    pub(super) fn push(&mut self, key: i64, platform: u32, id: &'a str) {
        self.hashes.push(key);
        self.platforms.push(platform.cast_signed());
        self.ids.push(text::stored(id));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The columns, in the order in which statements take them.
    pub(super) fn parameters(&self) -> [Parameter<'_>; 3] {
        [
            (&self.hashes, Type::INT8_ARRAY),
            (&self.platforms, Type::INT4_ARRAY),
            (&self.ids, Type::TEXT_ARRAY),
        ]
    }

    /// Carries out a statement for all of them, if there are any.
    pub(super) fn execute(&self, client: &mut Client, sql: &str) -> Result<()> {
        if !self.is_empty() {
            execute(client, sql, &self.parameters())?;
        }
        Ok(())
    }
}

/// What people said about the tags of some mentions: platform, id and decision, sorted by them.
pub(super) fn decisions(
    client: &mut Client,
    mentions: &[(u32, &str)],
) -> Result<Vec<((u32, String), Decision)>> {
    if mentions.is_empty() {
        return Ok(Vec::new());
    }
    let platforms: Vec<i32> = mentions.iter().map(|(platform, _)| platform.cast_signed()).collect();
    let ids: Vec<_> = mentions.iter().map(|(_, id)| text::stored(id)).collect();
    let rows =
        query(client, HAND_TAGS, &[(&platforms, Type::INT4_ARRAY), (&ids, Type::TEXT_ARRAY)])?;
    let read = |row: &::postgres::Row| {
        let mention = (row.get::<_, i32>(0).cast_unsigned(), text::read(row.get(1)).into_owned());
        let decision = Decision {
            tag: row.get::<_, i32>(2).cast_unsigned(),
            at: Timestamp(row.get(3)),
            removed: row.get(4),
            who: text::read(row.get(5)).into_owned(),
        };
        (mention, decision)
    };
    Ok(rows.iter().map(read).collect())
}

/// Those among `all` that are about one mention.
pub(super) fn about(all: &[((u32, String), Decision)], platform: u32, id: &str) -> Vec<Decision> {
    let about = all.iter().filter(|((at, of), _)| *at == platform && of == id);
    about.map(|(_, decision)| decision.clone()).collect()
}
