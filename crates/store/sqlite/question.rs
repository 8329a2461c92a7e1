//! Questions: what was counted in a period.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use foldhash::fast::RandomState;
use mention::{AuthorCount, Bucket, Counts, Day, DimensionCount, Question, Standing, Timestamp};
use rusqlite::{Connection, Result};

use super::Sqlite;
use super::ledger;
use super::row::Row;
use crate::difference::{
    EVERY, INSTANTS, TAGGED, count_key, day_key, split_count_key, split_day_key,
};
use crate::error::unreadable;
use crate::names::Names;
use crate::{StoreError, packed};

const SPAN: &str = include_str!("../sql/counts_span.sql");
const COUNTS: &str = include_str!("../sql/counts.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/author_days.sql");
const MENTIONS: &str = include_str!("../sql/mentions_of_time.sql");
const PERSON_KEY: &str = include_str!("../sql/person_key.sql");

/// Buckets of a day.
const A_DAY: i64 = Day::MILLISECONDS / Bucket::MILLISECONDS;

/// Which tags are asked for, by number; every one when `None`.
type Wanted = Option<BTreeSet<u32>>;

impl Sqlite {
    /// See [`crate::Store::counts`].
    pub(crate) fn counts(&self, question: &Question) -> std::result::Result<Counts, StoreError> {
        self.read(|connection, names| {
            let buckets = bucket(question.from)..bucket(question.to);
            let wanted = wanted(question, names);
            let mut ledger = ledger::all(connection)?;
            ledger.retain(|row| {
                row.hour.is_none_or(|hour| question.from.hour() <= hour && hour < question.to)
            });
            Ok(Counts {
                mentions: mentions(connection, names, &buckets, &wanted)?,
                authors: authors(connection, names, &buckets, &wanted)?,
                ledger,
            })
        })
    }
}

impl Sqlite {
    /// See [`crate::Store::span`].
    pub(crate) fn span(&self) -> std::result::Result<Option<(Timestamp, Timestamp)>, StoreError> {
        self.read(|connection, _| {
            let buckets: (Option<i64>, Option<i64>) = connection
                .prepare_cached(SPAN)?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let (Some(first), Some(last)) = buckets else { return Ok(None) };
            Ok(Some((Bucket(first).start(), Timestamp(Bucket(last + 1).start().0 - 1))))
        })
    }
}

/// The first bucket that starts at `at` or later, within what is counted.
fn bucket(at: Timestamp) -> i64 {
    let at = at.clamp(INSTANTS.0, INSTANTS.1);
    at.0.div_euclid(Bucket::MILLISECONDS) + i64::from(at.0.rem_euclid(Bucket::MILLISECONDS) != 0)
}

fn wanted(question: &Question, names: &Names) -> Wanted {
    if question.tags.is_empty() {
        return None;
    }
    let asked = question.tags.iter().filter_map(|tag| names.known_tag(tag));
    Some(asked.chain([EVERY, TAGGED]).collect())
}

fn is_wanted(wanted: &Wanted, tag: u32) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted.contains(&tag))
}

fn mentions(
    connection: &Connection,
    names: &Names,
    buckets: &Range<i64>,
    wanted: &Wanted,
) -> Result<Vec<DimensionCount>> {
    let mut statement = connection.prepare_cached(COUNTS)?;
    let key = |bucket| count_key(Bucket(bucket), 0);
    let mut rows = statement.query((key(buckets.start), key(buckets.end)))?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        let (bucket, dimensions) = split_count_key(row.get(0)?);
        let dimensions = names
            .dimension_words(dimensions)
            .ok_or_else(|| unreadable("the dimensions of a count"))?;
        let tags = packed::read_counts(row.get_ref(1)?.as_str()?)
            .ok_or_else(|| unreadable("the counts of a quarter hour"))?;
        for (tag, amounts) in tags.into_iter().filter(|(tag, _)| is_wanted(wanted, *tag)) {
            counts.push(DimensionCount {
                bucket,
                tag: tag_name(names, tag)?,
                dimensions: dimensions.clone(),
                mentions: amounts.mentions.max(0).cast_unsigned(),
                engagements: amounts.engagements.max(0).cast_unsigned(),
                impressions: amounts.impressions.max(0).cast_unsigned(),
            });
        }
    }
    counts
        .sort_by(|a, b| (a.bucket, &a.tag, &a.dimensions).cmp(&(b.bucket, &b.tag, &b.dimensions)));
    Ok(counts)
}

fn tag_name(names: &Names, tag: u32) -> Result<String> {
    Ok(names.tag_name(tag).ok_or_else(|| unreadable("the tag of a count"))?.to_owned())
}

/// Received mentions by tag and author's number.
type People = HashMap<(u32, i64), u64, RandomState>;

/// People of a period: whole days from their rows, the cut days at both ends mention by mention.
fn authors(
    connection: &Connection,
    names: &Names,
    buckets: &Range<i64>,
    wanted: &Wanted,
) -> Result<Vec<AuthorCount>> {
    let mut people = People::default();
    let first = buckets.start.div_euclid(A_DAY) + i64::from(buckets.start.rem_euclid(A_DAY) != 0);
    let last = buckets.end.div_euclid(A_DAY);
    if first < last {
        add_days(connection, first..last, wanted, &mut people)?;
        add_mentions(connection, names, buckets.start..first * A_DAY, wanted, &mut people)?;
        add_mentions(connection, names, last * A_DAY..buckets.end, wanted, &mut people)?;
    } else {
        add_mentions(connection, names, buckets.clone(), wanted, &mut people)?;
    }
    name(connection, names, people)
}

fn add_days(
    connection: &Connection,
    days: Range<i64>,
    wanted: &Wanted,
    people: &mut People,
) -> Result<()> {
    let mut statement = connection.prepare_cached(AUTHOR_DAYS)?;
    let key = |day| day_key(Day(day), 0);
    let mut rows = statement.query((key(days.start), key(days.end)))?;
    while let Some(row) = rows.next()? {
        let (_, person) = split_day_key(row.get(0)?);
        let entries = packed::read_people(row.get_ref(1)?.as_str()?)
            .ok_or_else(|| unreadable("the mentions of an author's day"))?;
        for (key, count) in entries {
            let (tag, standing) = (key / 8, key % 8);
            if standing == Standing::Received as u32 && is_wanted(wanted, tag) {
                *people.entry((tag, person)).or_default() += count.max(0).cast_unsigned();
            }
        }
    }
    Ok(())
}

fn add_mentions(
    connection: &Connection,
    names: &Names,
    buckets: Range<i64>,
    wanted: &Wanted,
    people: &mut People,
) -> Result<()> {
    let mut statement = connection.prepare_cached(MENTIONS)?;
    let from = Bucket(buckets.start).start().0;
    let to = Bucket(buckets.end).start().0;
    let mut rows = statement.query((from, to))?;
    while let Some(row) = rows.next()? {
        let row = Row::read(row, 0, names)?;
        let Some(contribution) = row.contribution(names) else { continue };
        let (Some(person), Standing::Received) = (contribution.person, contribution.standing)
        else {
            continue;
        };
        for tag in contribution.tags {
            if is_wanted(wanted, tag) {
                *people.entry((tag, person)).or_default() += 1;
            }
        }
    }
    Ok(())
}

/// Turns numbers into names, sorted by tag, then author.
fn name(connection: &Connection, names: &Names, people: People) -> Result<Vec<AuthorCount>> {
    let mut rows: Vec<((u32, i64), u64)> = people.into_iter().collect();
    rows.sort_unstable_by_key(|((tag, person), _)| (*person, *tag));
    let mut find = connection.prepare_cached(PERSON_KEY)?;
    let mut authors = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|a, b| a.0.1 == b.0.1) {
        let ((_, person), _) = same[0];
        let author: String = find.query_row([person], |row| row.get(0))?;
        for ((tag, _), mentions) in same {
            let (tag, author) = (tag_name(names, *tag)?, author.clone());
            authors.push(AuthorCount { tag, author, mentions: *mentions });
        }
    }
    authors.sort_unstable();
    Ok(authors)
}
