//! Erasing: rows, counts and samples. What the server keeps beside its tables, it keeps.

use ::postgres::Client;
use ::postgres::types::Type;
use mention::Timestamp;

use super::alert::unsettle;
use super::numbers::refresh;
use super::open::put_about;
use super::row::{self, Keys};
use super::{End, Parameter, Postgres, Result, Writing, execute, query, sums, text, writer};
use crate::difference::Differences;
use crate::erase::{Subject, Suppressed, new_key};
use crate::{Erased, StoreError};

const BEGIN_ALONE: &str = include_str!("../sql/postgres/begin_alone.sql");
const SUPPRESSIONS: &str = include_str!("../sql/suppressions.sql");
const SUPPRESSION_PUT: &str = include_str!("../sql/suppression_put.sql");
const MENTIONS_OF_PERSON: &str = include_str!("../sql/postgres/mentions_of_person.sql");
const PEOPLE_FIND: &str = include_str!("../sql/postgres/people_find.sql");
const DAYS_DELETE: &str = include_str!("../sql/postgres/author_days_of_person_delete.sql");
const PEOPLE_DELETE: &str = include_str!("../sql/postgres/people_delete.sql");
const REJECTS: &str = include_str!("../sql/rejects_all.sql");
const REJECT_DELETE: &str = include_str!("../sql/reject_delete.sql");
const VACUUM: &str = include_str!("../sql/postgres/erase_vacuum.sql");
/// What goes of a mention.
const OF_MENTION: [&str; 3] = [
    include_str!("../sql/postgres/texts_delete.sql"),
    include_str!("../sql/postgres/hand_tags_delete.sql"),
    include_str!("../sql/postgres/mentions_delete.sql"),
];

impl Postgres {
    /// Takes out what `subject` is about, while nobody else writes, and leaves hashes of it.
    pub(crate) fn erase(
        &mut self,
        subject: &Subject,
        at: Timestamp,
    ) -> std::result::Result<Erased, StoreError> {
        self.write_after(BEGIN_ALONE, |writing| {
            let mut erased = Erased::default();
            suppress(writing, subject, at)?;
            for id in &subject.ids {
                unsettle(writing.client, &subject.platform, id)?;
            }
            refresh(writing.names, writing.client)?;
            if let Some(platform) = writing.names.known_platform(&subject.platform) {
                erased.mentions = drop_all(writing, subject, platform)?;
            }
            erased.samples = drop_samples(writing.client, subject)?;
            Ok((End::Keep, erased))
        })
    }

    /// Lets the server write over what was deleted; where this user may not ask for that, it does so by itself later.
    pub(crate) fn clean(&mut self) -> std::result::Result<(), StoreError> {
        let Self { server, session, .. } = self;
        let session = session.get_mut();
        let cleaned =
            server.connected(session).and_then(|client| Ok(client.batch_execute(VACUUM)?));
        cleaned.map_err(|fault| server.told(fault))
    }

    /// Whether a key of a person is still there.
    pub(crate) fn traces(&self, subject: &Subject) -> std::result::Result<Vec<String>, StoreError> {
        self.read(|client, _| {
            let found = people(client, subject)?;
            Ok(found.into_iter().map(|(key, _)| format!("the key {key} in people")).collect())
        })
    }
}

fn suppress(writing: &mut Writing<'_>, subject: &Subject, at: Timestamp) -> Result<()> {
    let key = writing.about.erase_key.unwrap_or_else(new_key);
    put_about(writing.client, "erase_key", &key.to_string())?;
    for hash in subject.hashes(key) {
        execute(writing.client, SUPPRESSION_PUT, &[(&hash, Type::TEXT), (&at.0, Type::INT8)])?;
    }
    Ok(())
}

/// What was erased and must not come back. Erasing takes turns with all that writes: what is read here holds until the
/// transaction ends.
pub(super) fn suppressed(writing: &mut Writing<'_>) -> Result<Suppressed> {
    let Some(key) = writing.about.erase_key else { return Ok(Suppressed::default()) };
    let rows = query(writing.client, SUPPRESSIONS, &[])?;
    Ok(Suppressed::new(key, rows.iter().map(|row| row.get(0))))
}

/// Takes out people by their keys, who got a number before it was known that they were erased.
pub(super) fn drop_people(client: &mut Client, keys: &[String]) -> Result<()> {
    if !keys.is_empty() {
        execute(client, PEOPLE_DELETE, &[(&keys, Type::TEXT_ARRAY)])?;
    }
    Ok(())
}

/// The person's keys and numbers.
fn people(client: &mut Client, subject: &Subject) -> Result<Vec<(String, i64)>> {
    let keys: Vec<_> = subject.people.iter().map(|key| text::stored(key)).collect();
    let rows = query(client, PEOPLE_FIND, &[(&keys, Type::TEXT_ARRAY)])?;
    Ok(rows.iter().map(|row| (text::read(row.get(0)).into_owned(), row.get(1))).collect())
}

fn drop_all(writing: &mut Writing<'_>, subject: &Subject, platform: u32) -> Result<u64> {
    let shard = sums::take_shard(writing.client)?;
    let people = people(writing.client, subject)?;
    let mut ids = subject.ids.clone();
    for (_, person) in &people {
        let (person, platform) = (*person, platform.cast_signed());
        let parameters: [Parameter<'_>; 2] = [(&person, Type::INT8), (&platform, Type::INT4)];
        let rows = query(writing.client, MENTIONS_OF_PERSON, &parameters)?;
        ids.extend(rows.iter().map(|row| text::read(row.get(0)).into_owned()));
    }
    let mut keys = Keys::default();
    for id in &ids {
        unsettle(writing.client, &subject.platform, id)?;
        keys.push(row::key(&subject.platform, id), platform, id);
    }
    let before = writer::locked(writing, &keys)?;
    let mut differences = Differences::default();
    for (_, _, row) in &before {
        differences.replace(row.contribution(writing.names).as_ref(), None);
    }
    sums::write(writing.client, shard, &mut differences)?;
    for statement in OF_MENTION {
        keys.execute(writing.client, statement)?;
    }
    for (_, person) in &people {
        execute(writing.client, DAYS_DELETE, &[(person, Type::INT8)])?;
    }
    let keys: Vec<String> =
        people.into_iter().map(|(key, _)| text::stored(&key).into_owned()).collect();
    drop_people(writing.client, &keys)?;
    Ok(before.len() as u64)
}

fn drop_samples(client: &mut Client, subject: &Subject) -> Result<u64> {
    let mut dropped = 0;
    for row in query(client, REJECTS, &[])? {
        let (number, sample, detail): (i64, &[u8], &str) = (row.get(0), row.get(1), row.get(2));
        if subject.is_in(sample) || subject.is_in(detail.as_bytes()) {
            dropped += execute(client, REJECT_DELETE, &[(&number, Type::INT8)])?;
        }
    }
    Ok(dropped)
}
