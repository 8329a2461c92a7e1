//! Questions: what was counted in a period.

use std::ops::Range;

use mention::{Bucket, Counts, Day, DimensionCount, PeopleBy, Question, Timestamp};
use rusqlite::{Connection, Result};

use super::{Sqlite, ledger, row};
use crate::answer::{self, Asked, People, Sums};
use crate::difference::{count_key, day_key, split_day_key};
use crate::error::unreadable;
use crate::names::Names;
use crate::{StoreError, packed};

const STAMP: &str = include_str!("../sql/sqlite/stamp.sql");
const SPAN: &str = include_str!("../sql/counts_span.sql");
const COUNTS: &str = include_str!("../sql/sqlite/counts.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/sqlite/author_days.sql");
const MENTIONS: &str = include_str!("../sql/sqlite/mentions_of_time.sql");
const PERSON_KEY: &str = include_str!("../sql/sqlite/person_key.sql");

impl Sqlite {
    /// See [`crate::Store::counts`].
    pub(crate) fn counts(&self, question: &Question) -> std::result::Result<Counts, StoreError> {
        self.read(|connection, names| {
            let asked = Asked::of(question, names);
            let mut ledger = ledger::all(connection)?;
            ledger.retain(|row| answer::holds(question, row.hour));
            let people = people(connection, names, &asked)?;
            let mut find = connection.prepare_cached(PERSON_KEY)?;
            Ok(Counts {
                mentions: mentions(connection, names, &asked)?,
                people: people.counts(names)?,
                authors: answer::name(names, people, |person| {
                    find.query_row([person], |row| row.get(0))
                })?,
                ledger,
            })
        })
    }

    /// See [`crate::Store::stamp`].
    pub(crate) fn stamp(&self) -> std::result::Result<String, StoreError> {
        self.read(|connection, _| {
            let version: i64 = connection.prepare_cached(STAMP)?.query_row([], |row| row.get(0))?;
            Ok(version.to_string())
        })
    }

    /// See [`crate::Store::span`].
    pub(crate) fn span(&self) -> std::result::Result<Option<(Timestamp, Timestamp)>, StoreError> {
        self.read(|connection, _| {
            let (first, last): (Option<i64>, Option<i64>) = connection
                .prepare_cached(SPAN)?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(first.zip(last).map(|(first, last)| answer::instants(first, last)))
        })
    }
}

fn mentions(connection: &Connection, names: &Names, asked: &Asked) -> Result<Vec<DimensionCount>> {
    let mut statement = connection.prepare_cached(COUNTS)?;
    let key = |bucket| count_key(Bucket(bucket), 0);
    let mut rows = statement.query((key(asked.buckets.start), key(asked.buckets.end)))?;
    let (mut sums, mut tags) = (Sums::of(asked, names), Vec::new());
    while let Some(row) = rows.next()? {
        packed::counts_into(row.get_ref(1)?.as_str()?, &mut tags)
            .ok_or_else(|| unreadable("the counts of a quarter hour"))?;
        sums.add(row.get(0)?, &tags);
    }
    Ok(sums.counts()?)
}

/// People of a period: whole days from their rows, the cut days at both ends mention by mention.
fn people(connection: &Connection, names: &Names, asked: &Asked) -> Result<People> {
    let mut people = People::default();
    if asked.people == PeopleBy::Nobody {
        return Ok(people);
    }
    let (whole, cut) = asked.days();
    add_days(connection, &whole, asked, &mut people)?;
    for instants in cut {
        add_mentions(connection, names, &instants, asked, &mut people)?;
    }
    Ok(people)
}

fn add_days(
    connection: &Connection,
    days: &Range<Day>,
    asked: &Asked,
    people: &mut People,
) -> Result<()> {
    let mut statement = connection.prepare_cached(AUTHOR_DAYS)?;
    let mut rows = statement.query((day_key(days.start, 0), day_key(days.end, 0)))?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let (_, person) = split_day_key(row.get(0)?);
        packed::people_into(row.get_ref(1)?.as_str()?, &mut entries)
            .ok_or_else(|| unreadable("the mentions of an author's day"))?;
        asked.add_day(person, &entries, people);
    }
    Ok(())
}

fn add_mentions(
    connection: &Connection,
    names: &Names,
    instants: &Range<Timestamp>,
    asked: &Asked,
    people: &mut People,
) -> Result<()> {
    let mut statement = connection.prepare_cached(MENTIONS)?;
    let mut rows = statement.query((instants.start.0, instants.end.0))?;
    while let Some(row) = rows.next()? {
        let row = row::read(row, 0, names)?;
        if let Some(contribution) = row.contribution(names) {
            asked.add_mention(&contribution, people);
        }
    }
    Ok(())
}
