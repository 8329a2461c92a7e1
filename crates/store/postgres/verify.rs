//! Recounting, day by day.

use ::postgres::Client;
use ::postgres::types::Type;
use mention::{Bucket, Day, Timestamp};

use super::open::About;
use super::question::{counts_of, days_of, keys_of, known};
use super::{Parameter, Postgres, Result, query, query_one, row, text};
use crate::StoreError;
use crate::difference::{Differences, INSTANTS, count_key, day_key, split_day_key};
use crate::names::Names;
use crate::recount::{Recounted, Verification};

const DAY_AFTER: &str = include_str!("../sql/postgres/verify_next.sql");
const MENTIONS: &str = include_str!("../sql/postgres/verify_mentions.sql");
const FIRST_DAYS: &str = include_str!("../sql/postgres/verify_first_days.sql");

impl Postgres {
    /// See [`crate::Store::verify`].
    pub(crate) fn verify(&self) -> std::result::Result<Verification, StoreError> {
        self.read(|client, names| {
            let About { blind, horizon, .. } = About::of_this_schema(client, &self.server)?;
            let mut found = Verification { blind, horizon, ..Verification::default() };
            let mut next = next_day(client, INSTANTS.0.day())?;
            while let Some(day) = next {
                if !blind.is_some_and(|(first, last)| first <= day && day <= last) {
                    verify_day(client, names, day, &mut found)?;
                    let first = found.span.map_or(day, |(first, _)| first);
                    found.span = Some((first, day));
                }
                next = next_day(client, Day(day.0 + 1))?;
            }
            let horizon = horizon.map(|day| day.0);
            for row in query(client, FIRST_DAYS, &[(&horizon, Type::INT8)])? {
                let what = format!("first day of {}", text::read(row.get(0)));
                found.differ(what, row.get(1), row.get(2));
            }
            Ok(found)
        })
    }
}

/// The first day from `from` on that has mentions, counts or people.
fn next_day(client: &mut Client, from: Day) -> Result<Option<Day>> {
    let (start, bucket, day) =
        (from.start().0, count_key(from.start().bucket(), 0), day_key(from, 0));
    let parameters: [Parameter<'_>; 3] =
        [(&start, Type::INT8), (&bucket, Type::INT8), (&day, Type::INT8)];
    let row = query_one(client, DAY_AFTER, &parameters)?;
    let days = [
        row.get::<_, Option<i64>>(0).map(|at| Timestamp(at).day()),
        row.get::<_, Option<i64>>(1).map(|bucket| Bucket(bucket).start().day()),
        row.get::<_, Option<i64>>(2).map(Day),
    ];
    Ok(days.into_iter().flatten().min())
}

fn verify_day(
    client: &mut Client,
    names: &Names,
    day: Day,
    found: &mut Verification,
) -> Result<()> {
    let next = Day(day.0 + 1);
    let mut sums = recount(client, names, day, found)?;
    let counts = counts_of(client, day.start().bucket().0..next.start().bucket().0)?;
    found.compare_counts(names, counts, sums.counts());
    let days = days_of(client, day..next)?;
    let people = sums.people();
    let stored = days.iter().map(|(key, _)| *key);
    let counted = people.iter().map(|change| change.day_key);
    let keys = keys_of(client, stored.chain(counted).map(|key| split_day_key(key).1).collect())?;
    found.compare_people(names, day, days, &people, |person| known(&keys, person))
}

/// Counts the mentions of a day anew.
fn recount(
    client: &mut Client,
    names: &Names,
    day: Day,
    found: &mut Verification,
) -> Result<Differences> {
    let mut sums = Differences::default();
    let instants = (day.start().0, Day(day.0 + 1).start().0);
    let rows = query(client, MENTIONS, &[(&instants.0, Type::INT8), (&instants.1, Type::INT8)])?;
    let mut by_hand = Vec::new();
    for stored in &rows {
        if row::read(stored, names)?.by_hand() {
            by_hand.push(row::identity(stored));
        }
    }
    let by_hand: Vec<(u32, &str)> = by_hand.iter().map(|(at, id)| (*at, id.as_str())).collect();
    let hand = row::decisions(client, &by_hand)?;
    for stored in &rows {
        let (platform, id) = row::identity(stored);
        let said = row::about(&hand, platform, &id);
        let state = row::read(stored, names)?;
        let recounted =
            Recounted { platform, id: &id, row: state, body: stored.get(row::BODY), hand: &said };
        found.recount(names, recounted, &mut sums)?;
    }
    Ok(sums)
}
