//! Recounting, day by day.

use mention::{Bucket, Day, Timestamp};
use rusqlite::{Connection, Result};

use super::{Sqlite, open, row};
use crate::difference::{Differences, INSTANTS, count_key, day_key};
use crate::error::unreadable;
use crate::names::Names;
use crate::recount::{Recounted, Verification};
use crate::{StoreError, packed};

const DAY_AFTER: &str = include_str!("../sql/sqlite/verify_next.sql");
const MENTIONS: &str = include_str!("../sql/sqlite/verify_mentions.sql");
const COUNTS: &str = include_str!("../sql/sqlite/counts.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/sqlite/author_days.sql");
const FIRST_DAYS: &str = include_str!("../sql/sqlite/verify_first_days.sql");
const PERSON_KEY: &str = include_str!("../sql/sqlite/person_key.sql");

impl Sqlite {
    /// See [`crate::Store::verify`].
    pub(crate) fn verify(&self) -> std::result::Result<Verification, StoreError> {
        self.read(|connection, names| {
            let mut found = Verification {
                blind: open::blind_span(connection)?,
                horizon: open::horizon(connection)?,
                ..Verification::default()
            };
            let mut next = next_day(connection, None)?;
            while let Some(day) = next {
                if !found.blind.is_some_and(|(first, last)| first <= day && day <= last) {
                    verify_day(connection, names, day, &mut found)?;
                    let first = found.span.map_or(day, |(first, _)| first);
                    found.span = Some((first, day));
                }
                next = next_day(connection, Some(Day(day.0 + 1)))?;
            }
            verify_first_days(connection, &mut found)?;
            Ok(found)
        })
    }
}

/// The first day from `from` on that has mentions, counts or people.
fn next_day(connection: &Connection, from: Option<Day>) -> Result<Option<Day>> {
    let from = from.unwrap_or(INSTANTS.0.day());
    let (published_at, bucket, day): (Option<i64>, Option<i64>, Option<i64>) =
        connection.prepare_cached(DAY_AFTER)?.query_row(
            (from.start().0, count_key(from.start().bucket(), 0), day_key(from, 0)),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
    let days = [
        published_at.map(|at| Timestamp(at).day()),
        bucket.map(|bucket| Bucket(bucket).start().day()),
        day.map(Day),
    ];
    Ok(days.into_iter().flatten().min())
}

fn verify_day(
    connection: &Connection,
    names: &Names,
    day: Day,
    found: &mut Verification,
) -> Result<()> {
    let mut sums = recount(connection, names, day, found)?;
    let next = Day(day.0 + 1);
    let bucket = |day: Day| count_key(day.start().bucket(), 0);
    let counts = rows(connection, COUNTS, bucket(day), bucket(next), packed::read_counts)?;
    found.compare_counts(names, counts, sums.counts());
    let days =
        rows(connection, AUTHOR_DAYS, day_key(day, 0), day_key(next, 0), packed::read_people)?;
    found.compare_people(names, day, days, &sums.people(), |person| {
        connection.prepare_cached(PERSON_KEY)?.query_row([person], |row| row.get(0))
    })
}

/// The rows of a table of packed numbers with keys from `from` to before `to`.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    from: i64,
    to: i64,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<(i64, T)>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((from, to), |row| {
        let packed = read(row.get_ref(1)?.as_str()?);
        Ok((row.get(0)?, packed.ok_or_else(|| unreadable("a row of counts"))?))
    })?;
    rows.collect()
}

/// Counts the mentions of a day anew.
fn recount(
    connection: &Connection,
    names: &Names,
    day: Day,
    found: &mut Verification,
) -> Result<Differences> {
    let mut sums = Differences::default();
    let mut statement = connection.prepare_cached(MENTIONS)?;
    let mut rows = statement.query((day.start().0, Day(day.0 + 1).start().0))?;
    while let Some(row) = rows.next()? {
        let stored = row::read(row, 0, names)?;
        let platform: u32 = row.get(row::COLUMNS)?;
        let id = row.get_ref(row::COLUMNS + 1)?.as_str()?;
        let hand = row::said_of(connection, &stored, platform, id)?;
        let body = row.get_ref(row::COLUMNS + 2)?.as_blob_or_null()?;
        let recounted = Recounted { platform, id, row: stored, body, hand: &hand };
        found.recount(names, recounted, &mut sums)?;
    }
    Ok(sums)
}

/// A first day before the horizon cannot be recounted: it outlives what it was taken from.
fn verify_first_days(connection: &Connection, found: &mut Verification) -> Result<()> {
    let horizon = found.horizon.map(|day| day.0);
    let mut statement = connection.prepare_cached(FIRST_DAYS)?;
    let mut rows = statement.query([horizon])?;
    while let Some(row) = rows.next()? {
        let author: String = row.get(0)?;
        found.differ(format!("first day of {author}"), row.get(1)?, row.get(2)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(statement: &str) -> String {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("../sql/sqlite/migrations/001.sql")).unwrap();
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let steps = explain.query_map([None::<i64>], |row| row.get(3)).unwrap();
        steps.collect::<Result<Vec<String>>>().unwrap().join("\n")
    }

    #[test]
    fn first_days_are_compared_in_one_pass() {
        let quadratic = FIRST_DAYS.replace("CAST(", "(").replace(" AS INTEGER)", ")");
        assert!(plan(&quadratic).contains("SCAN days"));
        assert!(!plan(FIRST_DAYS).contains("SCAN days"));
    }
}
