//! Erasing: rows, counts, samples, and what the file would still show of them.

use std::path::PathBuf;

use mention::Timestamp;
use rusqlite::{Connection, Result};

use super::alert::unsettle;
use super::commit::write_counts;
use super::people::{self, People};
use super::{End, Sqlite, Writing, open, row};
use crate::difference::Differences;
use crate::erase::{Subject, Suppressed, found_in, new_key};
use crate::{Erased, StoreError};

const SUPPRESSIONS: &str = include_str!("../sql/suppressions.sql");
const SUPPRESSION_PUT: &str = include_str!("../sql/suppression_put.sql");
const MENTIONS_OF_PERSON: &str = include_str!("../sql/sqlite/mentions_of_person.sql");
const MENTION_DELETE: &str = include_str!("../sql/sqlite/mention_delete.sql");
const TEXT_DELETE: &str = include_str!("../sql/sqlite/text_delete.sql");
const HAND_TAGS_DELETE: &str = include_str!("../sql/sqlite/hand_tags_delete.sql");
const DAYS_DELETE: &str = include_str!("../sql/sqlite/author_days_of_person_delete.sql");
const PERSON_DELETE: &str = include_str!("../sql/sqlite/person_delete.sql");
const PERSON_FORGET: &str = include_str!("../sql/sqlite/person_forget.sql");
const REJECTS: &str = include_str!("../sql/rejects_all.sql");
const REJECT_DELETE: &str = include_str!("../sql/reject_delete.sql");
const CLEAN: &str = include_str!("../sql/sqlite/erase_clean.sql");

impl Sqlite {
    /// Takes out what `subject` is about, and leaves hashes of it.
    pub(crate) fn erase(
        &mut self,
        subject: &Subject,
        at: Timestamp,
    ) -> std::result::Result<Erased, StoreError> {
        self.write(|writing| {
            suppress(writing.connection, subject, at)?;
            let mut erased = Erased::default();
            for id in &subject.ids {
                unsettle(writing.connection, &subject.platform, id)?;
            }
            let Some(platform) = writing.names.known_platform(&subject.platform) else {
                erased.samples = drop_samples(writing.connection, subject)?;
                return Ok((End::Keep, erased));
            };
            let people = numbers(writing.connection, subject)?;
            let mut ids = subject.ids.clone();
            let mut of_person = writing.connection.prepare_cached(MENTIONS_OF_PERSON)?;
            for person in &people {
                for id in of_person.query_map((person, platform), |row| row.get(0))? {
                    ids.insert(id?);
                }
            }
            for id in &ids {
                erased.mentions += u64::from(drop_mention(writing, platform, id)?);
                unsettle(writing.connection, &subject.platform, id)?;
            }
            for person in &people {
                drop_person(writing.connection, *person)?;
            }
            erased.samples = drop_samples(writing.connection, subject)?;
            Ok((End::Keep, erased))
        })
    }

    /// Rewrites the file, so that nothing of what was deleted can be read in it.
    pub(crate) fn clean(&mut self) -> std::result::Result<(), StoreError> {
        let cleaned = self.connection.execute_batch(CLEAN);
        cleaned.map_err(|source| StoreError::of(&self.path, source))
    }

    /// Where in the files something of `subject` can still be read.
    pub(crate) fn traces(&self, subject: &Subject) -> std::result::Result<Vec<String>, StoreError> {
        let mut traces = Vec::new();
        for ending in ["", "-wal", "-journal"] {
            let mut path = self.path.clone().into_os_string();
            path.push(ending);
            let found = found_in(&PathBuf::from(path), subject);
            traces.extend(found.map_err(|source| StoreError::unsearched(&self.path, source))?);
        }
        Ok(traces)
    }
}

fn suppress(connection: &Connection, subject: &Subject, at: Timestamp) -> Result<()> {
    let key = open::about(connection, "erase_key")?.unwrap_or_else(new_key);
    open::put_about(connection, "erase_key", key)?;
    let mut put = connection.prepare_cached(SUPPRESSION_PUT)?;
    for hash in subject.hashes(key) {
        put.execute((hash, at.0))?;
    }
    Ok(())
}

/// What was erased and must not come back.
pub(super) fn suppressed(connection: &Connection) -> Result<Suppressed> {
    let Some(key) = open::about(connection, "erase_key")? else { return Ok(Suppressed::default()) };
    let mut statement = connection.prepare_cached(SUPPRESSIONS)?;
    let hashes: Result<Vec<String>> = statement.query_map([], |row| row.get(0))?.collect();
    Ok(Suppressed::new(key, hashes?.into_iter()))
}

/// The numbers of the person, under all their keys.
fn numbers(connection: &Connection, subject: &Subject) -> Result<Vec<i64>> {
    let found = subject.people.iter().map(|key| people::number(connection, key));
    found.filter_map(Result::transpose).collect()
}

fn drop_mention(writing: &mut Writing<'_>, platform: u32, id: &str) -> Result<bool> {
    let connection = writing.connection;
    connection.prepare_cached(HAND_TAGS_DELETE)?.execute((platform, id))?;
    let mut find = connection.prepare_cached(row::STATE)?;
    let Some(before) = row::find(&mut find, platform, id, writing.names)? else { return Ok(false) };
    if let Some(text) = before.text {
        connection.prepare_cached(TEXT_DELETE)?.execute([text])?;
    }
    connection.prepare_cached(MENTION_DELETE)?.execute((platform, id))?;
    let mut differences = Differences::default();
    differences.replace(before.contribution(writing.names).as_ref(), None);
    write_counts(connection, &mut differences)?;
    People::none().write_days(connection, &differences.people())?;
    Ok(true)
}

/// Takes out a person and their days. Where another person's row was moved on because this one stood in its place, an
/// empty row stays, so that the other is still found.
fn drop_person(connection: &Connection, number: i64) -> Result<()> {
    connection.prepare_cached(DAYS_DELETE)?.execute([number])?;
    if connection.prepare_cached(PERSON_DELETE)?.execute([number])? == 0 {
        connection.prepare_cached(PERSON_FORGET)?.execute([number])?;
    }
    Ok(())
}

fn drop_samples(connection: &Connection, subject: &Subject) -> Result<u64> {
    let mut statement = connection.prepare_cached(REJECTS)?;
    let rows = statement.query_map([], |row| {
        let named = subject.is_in(row.get_ref(1)?.as_blob()?)
            || subject.is_in(row.get_ref(2)?.as_str()?.as_bytes());
        Ok(named.then_some(row.get::<_, i64>(0)?))
    })?;
    let named: Vec<i64> = rows.filter_map(Result::transpose).collect::<Result<_>>()?;
    let mut delete = connection.prepare_cached(REJECT_DELETE)?;
    for number in &named {
        delete.execute([number])?;
    }
    Ok(named.len() as u64)
}
