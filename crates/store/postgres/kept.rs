//! Kept mentions: a page of them, and one.

use ::postgres::types::Type;
use ::postgres::{Client, Row};
use mention::MentionsOf;

use super::{Parameter, Postgres, Result, query, query_opt, row, text};
use crate::names::Names;
use crate::stored::{StoredMention, Wanted, unpack};
use crate::{PageKey, StoreError};

const PAGE: &str = include_str!("../sql/postgres/mentions_page.sql");
const PERSON: &str = include_str!("../sql/postgres/people_find.sql");
const ONE: &str = include_str!("../sql/postgres/mention_kept.sql");

/// The fewest rows asked for at a time: of those that are read, not all may have the tag that is wanted.
const ROWS_MIN: usize = 256;

impl Postgres {
    /// See [`crate::Store::mentions`].
    pub(crate) fn mentions(
        &self,
        of: &MentionsOf,
        after: Option<&PageKey>,
        limit: usize,
    ) -> std::result::Result<Vec<StoredMention>, StoreError> {
        self.read(|client, names| {
            let person = |key: &str| person(client, key);
            let Some(wanted) = Wanted::named(of, names, person)? else { return Ok(Vec::new()) };
            let platform = wanted.platform.map(u32::cast_signed);
            let mut after = match after {
                Some(key) => {
                    let platform = names.known_platform(&key.platform).unwrap_or(0);
                    (key.published_at.0, text::stored(&key.id).into_owned(), platform.cast_signed())
                }
                None => (of.to.0, String::new(), 0),
            };
            let mut page = Vec::new();
            let rows_max = i64::try_from(limit.max(ROWS_MIN)).unwrap_or(i64::MAX);
            while page.len() < limit {
                let (before, id, at_platform) = &after;
                let parameters: [Parameter<'_>; 7] = [
                    (&of.from.0, Type::INT8),
                    (&of.to.0, Type::INT8),
                    (before, Type::INT8),
                    (id, Type::TEXT),
                    (at_platform, Type::INT4),
                    (&platform, Type::INT4),
                    (&rows_max, Type::INT8),
                ];
                let rows = query(client, PAGE, &parameters)?;
                let Some(last) = rows.last() else { break };
                let next = (last.get(4), last.get::<_, String>(13), last.get(12));
                for stored in &rows {
                    if page.len() < limit && wanted.is_met(&row::read(stored, names)?, names) {
                        page.push(mention(client, names, stored)?);
                    }
                }
                after = next;
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
        self.read(|client, names| {
            let Some(number) = names.known_platform(platform) else { return Ok(None) };
            let (key, number) = (row::key(platform, id), number.cast_signed());
            let id = text::stored(id);
            let parameters: [Parameter<'_>; 3] =
                [(&key, Type::INT8), (&number, Type::INT4), (&id, Type::TEXT)];
            let stored = query_opt(client, ONE, &parameters)?;
            stored.map(|stored| mention(client, names, &stored)).transpose()
        })
    }
}

/// The number of the person with this key.
fn person(client: &mut Client, key: &str) -> Result<Option<i64>> {
    let keys = vec![text::stored(key)];
    let row = query_opt(client, PERSON, &[(&keys, Type::TEXT_ARRAY)])?;
    Ok(row.map(|row| row.get(1)))
}

/// The mention of a row, with what people said about its tags.
fn mention(client: &mut Client, names: &Names, stored: &Row) -> Result<StoredMention> {
    let state = row::read(stored, names)?;
    let (platform, id) = row::identity(stored);
    let said = if state.by_hand() {
        row::about(&row::decisions(client, &[(platform, &id)])?, platform, &id)
    } else {
        Vec::new()
    };
    Ok(unpack(names, &state, stored.get(row::BODY), &said)?)
}
