//! Recounting: does every count follow from the mentions that are kept?

use std::collections::BTreeMap;
use std::fmt;

use mention::{Bucket, Day, Mention, Tagged, Timestamp};
use rusqlite::{Connection, Result};

use super::row::{self, Row};
use super::{Sqlite, open};
use crate::difference::{
    Amounts, BucketCounts, Differences, INSTANTS, PersonChange, amounts, count_key, day_key,
    split_count_key, split_day_key,
};
use crate::error::unreadable;
use crate::names::{DimensionKey, Names};
use crate::{StoreError, kept, packed};

const DAY_AFTER: &str = include_str!("../sql/verify_next.sql");
const MENTIONS: &str = include_str!("../sql/verify_mentions.sql");
const COUNTS: &str = include_str!("../sql/counts.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/author_days.sql");
const FIRST_DAYS: &str = include_str!("../sql/verify_first_days.sql");
const PERSON_KEY: &str = include_str!("../sql/person_key.sql");

/// How many differences are named; the rest is only counted.
const NAMED_MAX: usize = 1_000;

/// What a recount found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// The first and last UTC day recounted; `None` for a store without counts.
    pub span: Option<(Day, Day)>,
    /// The days from first to last on which mentions were counted without keeping ids; they are not recounted.
    pub blind: Option<(Day, Day)>,
    /// The first day whose ids are kept; `None` while all are.
    pub horizon: Option<Day>,
    /// How many mentions were recounted.
    pub mentions: u64,
    /// Where the store and the recount differ, at most a thousand.
    pub differences: Vec<Difference>,
    /// How many differences there are.
    pub differences_total: u64,
}

/// One number that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which number, in words.
    pub what: String,
    /// What the store holds; `None` where it holds nothing.
    pub stored: Option<i64>,
    /// What follows from the mentions kept; `None` where nothing does.
    pub recounted: Option<i64>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |number: Option<i64>| number.map_or("nothing".to_owned(), |n| n.to_string());
        let (stored, recounted) = (number(self.stored), number(self.recounted));
        write!(f, "{}: {stored} stored, {recounted} recounted", self.what)
    }
}

impl Verification {
    /// Compares two tables of numbers, and names what differs.
    fn compare<K: Ord>(
        &mut self,
        stored: &BTreeMap<K, i64>,
        recounted: &BTreeMap<K, i64>,
        what: impl Fn(&K) -> Result<String>,
    ) -> Result<()> {
        for (key, number) in stored {
            let other = recounted.get(key).copied();
            if other != Some(*number) {
                self.differ(what(key)?, Some(*number), other);
            }
        }
        for (key, number) in recounted {
            if !stored.contains_key(key) {
                self.differ(what(key)?, None, Some(*number));
            }
        }
        Ok(())
    }

    fn differ(&mut self, what: String, stored: Option<i64>, recounted: Option<i64>) {
        self.differences_total += 1;
        if self.differences.len() < NAMED_MAX {
            self.differences.push(Difference { what, stored, recounted });
        }
    }
}

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
    let mut recount = recount(connection, names, day, found)?;
    verify_counts(connection, names, day, recount.counts(), found)?;
    verify_people(connection, names, day, &recount.people(), found)
}

/// Counts the mentions of a day anew, and checks each against its own text and hand tags.
fn recount(
    connection: &Connection,
    names: &Names,
    day: Day,
    found: &mut Verification,
) -> Result<Differences> {
    let mut recount = Differences::default();
    let mut statement = connection.prepare_cached(MENTIONS)?;
    let mut rows = statement.query((day.start().0, Day(day.0 + 1).start().0))?;
    while let Some(row) = rows.next()? {
        let mut stored = Row::read(row, 0, names)?;
        if stored.post.is_none() {
            continue;
        }
        found.mentions += 1;
        let platform: u32 = row.get(row::COLUMNS)?;
        let id = row.get_ref(row::COLUMNS + 1)?.as_str()?;
        let name = || format!("mention {id} of {}", names.platform_name(platform).unwrap_or("?"));
        if let Some(body) = row.get_ref(row::COLUMNS + 2)?.as_blob_or_null()? {
            let (mention, tagged) = kept::read(body).ok_or_else(|| unreadable("a kept text"))?;
            if !explains(names, &mention, &tagged, &stored) {
                found.differ(format!("{}, contribution by its text", name()), None, None);
            }
        }
        let before = stored.tags.clone();
        stored.recount_tags(connection, names, platform, id)?;
        if before != stored.tags {
            let number = |tags: &[_]| i64::try_from(tags.len()).ok();
            found.differ(format!("{}, tags", name()), number(&before), number(&stored.tags));
        }
        recount.replace(None, stored.contribution(names).as_ref());
    }
    Ok(recount)
}

/// Whether a kept text says what its mention's row says.
fn explains(names: &Names, mention: &Mention, tagged: &Tagged, row: &Row) -> bool {
    let Some(post) = &row.post else { return false };
    let Some(platform) = names.known_platform(&mention.platform) else { return false };
    let key = DimensionKey {
        platform,
        lang: tagged.lang,
        sentiment: tagged.sentiment,
        kind: mention.kind,
        standing: tagged.standing,
    };
    let mut tags: Vec<_> =
        tagged.tags.iter().map(|tag| names.known_tag(tag.name.as_str())).collect();
    tags.sort_unstable();
    names.dimension_key(post.dimensions) == Some(key)
        && amounts(&mention.engagement) == (post.engagements, post.impressions)
        && row.given().iter().map(|given| Some(given.tag)).eq(tags)
}

fn verify_counts(
    connection: &Connection,
    names: &Names,
    day: Day,
    recounted: Vec<BucketCounts>,
    found: &mut Verification,
) -> Result<()> {
    let key = |day: Day| count_key(day.start().bucket(), 0);
    let mut stored: [BTreeMap<CountKey, i64>; 3] = Default::default();
    let mut statement = connection.prepare_cached(COUNTS)?;
    let mut rows = statement.query((key(day), key(Day(day.0 + 1))))?;
    while let Some(row) = rows.next()? {
        let counts = packed::read_counts(row.get_ref(1)?.as_str()?)
            .ok_or_else(|| unreadable("the counts of a quarter hour"))?;
        spread(split_count_key(row.get(0)?), counts, &mut stored);
    }
    let mut expected: [BTreeMap<CountKey, i64>; 3] = Default::default();
    for (key, counts) in recounted {
        spread(key, counts, &mut expected);
    }
    for (at, what) in ["mentions", "engagements", "impressions"].into_iter().enumerate() {
        found.compare(&stored[at], &expected[at], |(bucket, tag, dimensions)| {
            let tag = names.tag_name(*tag).unwrap_or("?");
            let at = bucket.start().seconds();
            let words = names.dimension_words(*dimensions);
            let words = words.map_or("?".to_owned(), |words| {
                let lang = words.lang.map_or("-".to_owned(), |lang| lang.to_string());
                let sentiment = words.sentiment.map_or("-", mention::Sentiment::name);
                let (kind, standing) = (words.kind.name(), words.standing.name());
                format!("{} {lang} {sentiment} {kind} {standing}", words.platform)
            });
            Ok(format!("{what} of {tag} in the quarter hour from {at} ({words})"))
        })?;
    }
    Ok(())
}

/// Bucket, tag and dimensions of a count.
type CountKey = (Bucket, u32, u32);

/// Enters the counts of one bucket and dimensions into tables of mentions, engagements and impressions.
fn spread(
    (bucket, dimensions): (Bucket, u32),
    counts: Vec<(u32, Amounts)>,
    tables: &mut [BTreeMap<CountKey, i64>; 3],
) {
    for (tag, amounts) in counts {
        let numbers = [amounts.mentions, amounts.engagements, amounts.impressions];
        for (number, table) in numbers.into_iter().zip(&mut *tables) {
            table.insert((bucket, tag, dimensions), number);
        }
    }
}

fn verify_people(
    connection: &Connection,
    names: &Names,
    day: Day,
    recounted: &[PersonChange],
    found: &mut Verification,
) -> Result<()> {
    let mut stored = BTreeMap::new();
    let mut statement = connection.prepare_cached(AUTHOR_DAYS)?;
    let mut rows = statement.query((day_key(day, 0), day_key(Day(day.0 + 1), 0)))?;
    while let Some(row) = rows.next()? {
        let (_, person) = split_day_key(row.get(0)?);
        let entries = packed::read_people(row.get_ref(1)?.as_str()?)
            .ok_or_else(|| unreadable("the mentions of an author's day"))?;
        stored.extend(entries.into_iter().map(|(key, count)| ((person, key), count)));
    }
    let expected = recounted
        .iter()
        .map(|change| ((split_day_key(change.day_key).1, change.key), change.mentions))
        .collect();
    found.compare(&stored, &expected, |(person, key)| {
        let author: String =
            connection.prepare_cached(PERSON_KEY)?.query_row([person], |row| row.get(0))?;
        let tag = names.tag_name(key / 8).unwrap_or("?");
        Ok(format!("mentions of {tag} by {author} on day {}", day.0))
    })
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
        connection.execute_batch(include_str!("../migrations/001.sql")).unwrap();
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
