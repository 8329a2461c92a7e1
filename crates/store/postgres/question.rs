//! Questions: what was counted in a period.

use std::collections::HashMap;
use std::ops::Range;

use ::postgres::Client;
use ::postgres::types::Type;
use foldhash::fast::RandomState;
use mention::{Bucket, Counts, Day, DimensionCount, PeopleBy, Question, Timestamp};

use super::{Parameter, Postgres, Result, ledger, query, query_one, row, text};
use crate::StoreError;
use crate::answer::{self, Asked, People, Sums};
use crate::difference::{Amounts, add_up, count_key, day_key, split_day_key};
use crate::error::unreadable;
use crate::names::Names;
use crate::packed::{self, Entries};

const STAMP: &str = include_str!("../sql/postgres/stamp.sql");
const SPAN: &str = include_str!("../sql/counts_span.sql");
const COUNTS: &str = include_str!("../sql/postgres/counts_between.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/postgres/author_days_between.sql");
const MENTIONS: &str = include_str!("../sql/postgres/mentions_of_time.sql");
const PEOPLE_KEYS: &str = include_str!("../sql/postgres/people_keys.sql");

impl Postgres {
    /// See [`crate::Store::counts`].
    pub(crate) fn counts(&self, question: &Question) -> std::result::Result<Counts, StoreError> {
        self.read(|client, names| {
            let asked = Asked::of(question, names);
            let mut ledger = ledger::all(client)?;
            ledger.retain(|row| answer::holds(question, row.hour));
            let people = people(client, names, &asked)?;
            let keys = keys_of(client, people.numbers())?;
            Ok(Counts {
                mentions: mentions(client, names, &asked)?,
                people: people.counts(names)?,
                authors: answer::name(names, people, |person| known(&keys, person))?,
                ledger,
            })
        })
    }

    /// See [`crate::Store::stamp`].
    pub(crate) fn stamp(&self) -> std::result::Result<String, StoreError> {
        self.read(|client, _| Ok(query_one(client, STAMP, &[])?.get(0)))
    }

    /// See [`crate::Store::span`].
    pub(crate) fn span(&self) -> std::result::Result<Option<(Timestamp, Timestamp)>, StoreError> {
        self.read(|client, _| {
            let row = query_one(client, SPAN, &[])?;
            let (first, last): (Option<i64>, Option<i64>) = (row.get(0), row.get(1));
            Ok(first.zip(last).map(|(first, last)| answer::instants(first, last)))
        })
    }
}

fn mentions(client: &mut Client, names: &Names, asked: &Asked) -> Result<Vec<DimensionCount>> {
    let Range { start, end } = asked.buckets;
    let mut sums = Sums::of(asked, names);
    for (key, tags) in counts_of(client, start..end)? {
        sums.add(key, &tags);
    }
    Ok(sums.counts()?)
}

/// Rows of sums by their keys.
type ByKey<V> = Vec<(i64, Entries<V>)>;

/// The counts of these buckets, by their keys.
pub(super) fn counts_of(client: &mut Client, buckets: Range<i64>) -> Result<ByKey<Amounts>> {
    let key = |bucket| count_key(Bucket(bucket), 0);
    sums(client, COUNTS, key(buckets.start)..key(buckets.end), packed::read_counts)
}

/// What people have on these days, by their keys.
pub(super) fn days_of(client: &mut Client, days: Range<Day>) -> Result<ByKey<i64>> {
    let keys = day_key(days.start, 0)..day_key(days.end, 0);
    sums(client, AUTHOR_DAYS, keys, packed::read_people)
}

/// The rows with these keys, those of all shards added up; keys without anything are left out.
fn sums<V: std::ops::AddAssign + Copy + Default + PartialEq>(
    client: &mut Client,
    sql: &str,
    keys: Range<i64>,
    read: impl Fn(&str) -> Option<Entries<V>>,
) -> Result<ByKey<V>> {
    let rows = query(client, sql, &[(&keys.start, Type::INT8), (&keys.end, Type::INT8)])?;
    let mut sums: ByKey<V> = Vec::with_capacity(rows.len());
    for row in &rows {
        let entries = read(row.get(1)).ok_or_else(|| unreadable("a row of counts"))?;
        match sums.last_mut() {
            Some((key, sum)) if *key == row.get::<_, i64>(0) => {
                sum.extend(entries);
                add_up(sum);
            }
            _ => sums.push((row.get(0), entries)),
        }
    }
    sums.retain(|(_, entries)| !entries.is_empty());
    Ok(sums)
}

/// People of a period: whole days from their rows, the cut days at both ends mention by mention.
fn people(client: &mut Client, names: &Names, asked: &Asked) -> Result<People> {
    let mut people = People::default();
    if asked.people == PeopleBy::Nobody {
        return Ok(people);
    }
    let (whole, cut) = asked.days();
    for (key, entries) in days_of(client, whole)? {
        asked.add_day(split_day_key(key).1, &entries, &mut people);
    }
    for Range { start, end } in cut {
        let instants: [Parameter<'_>; 2] = [(&start.0, Type::INT8), (&end.0, Type::INT8)];
        for stored in query(client, MENTIONS, &instants)? {
            if let Some(contribution) = row::read(&stored, names)?.contribution(names) {
                asked.add_mention(&contribution, &mut people);
            }
        }
    }
    Ok(people)
}

/// The keys of people by their numbers.
pub(super) type PeopleKeys = HashMap<i64, String, RandomState>;

/// The keys of the people with these numbers.
pub(super) fn keys_of(client: &mut Client, mut numbers: Vec<i64>) -> Result<PeopleKeys> {
    numbers.sort_unstable();
    numbers.dedup();
    let rows = query(client, PEOPLE_KEYS, &[(&numbers, Type::INT8_ARRAY)])?;
    Ok(rows.iter().map(|row| (row.get(0), text::read(row.get(1)).into_owned())).collect())
}

/// The key of one of them.
pub(super) fn known(keys: &PeopleKeys, person: i64) -> Result<String> {
    Ok(keys.get(&person).cloned().ok_or_else(|| unreadable("the author of a mention"))?)
}
