//! One commit: a batch's tags, counts, ledger and position, or nothing of it.

use mention::{Batch, Outcome, RuleSetId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result};

use super::people::People;
use super::writer::Writer;
use super::{End, Sqlite, Writing, cursor, erase, ledger, numbers, open};
use crate::arrival::{Arrival, arrivals, by_mention, drop_late};
use crate::change::{Change, class_if_new};
use crate::difference::{Differences, add_up, count_key};
use crate::error::unreadable;
use crate::ledger::Ledger;
use crate::position::stored as position;
use crate::{Claim, Commit, KeepMode, StoreError, packed};

const COUNT_INSERT: &str = include_str!("../sql/sqlite/count_insert.sql");
const COUNT: &str = include_str!("../sql/sqlite/count.sql");
const COUNT_UPDATE: &str = include_str!("../sql/sqlite/count_update.sql");
const COUNT_DELETE: &str = include_str!("../sql/sqlite/count_delete.sql");
const RULES_AT: &str = include_str!("../sql/rules_active_at.sql");
const RULES_PUT: &str = include_str!("../sql/rules_active_put.sql");

/// What became of a try to commit.
enum Tried {
    Ended(Commit),
    UnknownRules,
}

impl Sqlite {
    /// See [`crate::Store::commit`].
    pub(crate) fn commit(
        &mut self,
        claim: &mut Claim,
        outcome: &Outcome,
    ) -> std::result::Result<Commit, StoreError> {
        let batch = &outcome.batch;
        claim.fits(batch)?;
        let tried = self.write(|writing| {
            let part = cursor::part_number(writing.connection, &batch.part)?;
            if !cursor::advance(writing.connection, part, claim, batch.to)? {
                return Ok((End::Discard, Tried::Ended(Commit::Fenced)));
            }
            let Some(rules) = numbers::rules(writing, outcome.rules)? else {
                return Ok((End::Discard, Tried::UnknownRules));
            };
            note_rules(writing.connection, part, batch, rules)?;
            Ok((End::Keep, Tried::Ended(store(writing, part, rules, outcome)?)))
        })?;
        let commit = ended(tried, outcome.rules)?;
        if let Commit::Done(_) = commit {
            claim.next = Some(batch.to);
            claim.attempts = 0;
        }
        Ok(commit)
    }

    /// See [`crate::Store::commit_unpositioned`].
    pub(crate) fn commit_unpositioned(
        &mut self,
        outcome: &Outcome,
    ) -> std::result::Result<Commit, StoreError> {
        let tried = self.write(|writing| {
            let Some(rules) = numbers::rules(writing, outcome.rules)? else {
                return Ok((End::Discard, Tried::UnknownRules));
            };
            let part = cursor::part_number(writing.connection, &outcome.batch.part)?;
            Ok((End::Keep, Tried::Ended(store(writing, part, rules, outcome)?)))
        })?;
        ended(tried, outcome.rules)
    }
}

fn ended(tried: Tried, rules: RuleSetId) -> std::result::Result<Commit, StoreError> {
    match tried {
        Tried::Ended(commit) => Ok(commit),
        Tried::UnknownRules => Err(StoreError::UnknownRules { rules }),
    }
}

/// Writes down that `rules` tag the part from this batch on, where others did before.
fn note_rules(connection: &Connection, part: i64, batch: &Batch, rules: u32) -> Result<()> {
    let from = position(batch.from);
    let active: Option<u32> = connection
        .prepare_cached(RULES_AT)?
        .query_row((part, from), |row| row.get(0))
        .optional()?;
    if active != Some(rules) {
        let at = batch.records.first().and_then(|record| record.at).map(|at| at.0);
        connection.prepare_cached(RULES_PUT)?.execute((part, from, rules, at))?;
    }
    Ok(())
}

/// Stores everything but the position.
fn store(writing: &mut Writing<'_>, part: i64, rules: u32, outcome: &Outcome) -> Result<Commit> {
    let mut ledger = Ledger::default();
    ledger::take_records(&mut ledger, writing.connection, part, &outcome.batch)?;
    let mut arrivals = arrivals(writing, outcome)?;
    if let Some(horizon) = open::horizon(writing.connection)? {
        drop_late(&mut arrivals, horizon, &mut ledger);
    }
    erase::suppressed(writing.connection)?.drop_from(&mut arrivals, &mut ledger);
    let mut differences = Differences::of_mentions(arrivals.len());
    let mut people = if writing.keep.mode == KeepMode::None {
        count(writing, rules, &arrivals, &mut ledger, &mut differences)?
    } else {
        keep(writing, rules, &mut arrivals, &mut ledger, &mut differences)?
    };
    write_counts(writing.connection, &mut differences)?;
    people.write_days(writing.connection, &differences.people())?;
    ledger::write(&ledger, writing.connection, part)?;
    Ok(Commit::Done(ledger.tally()))
}

/// Folds the events into what is stored of their mentions.
fn keep(
    writing: &mut Writing<'_>,
    rules: u32,
    arrivals: &mut [Arrival<'_>],
    ledger: &mut Ledger,
    differences: &mut Differences,
) -> Result<People> {
    let groups = by_mention(arrivals);
    let changes: Vec<Change<'_>> = groups.iter().map(|events| Change::of_new(events)).collect();
    let people = People::find(writing.connection, &changes)?;
    let mut writer = Writer::new(writing, rules)?;
    for (at, (events, change)) in groups.into_iter().zip(&changes).enumerate() {
        writer.write(writing, events, change, people.of(at), ledger, differences)?;
    }
    Ok(people)
}

/// Counts the posts and keeps nothing of them.
fn count(
    writing: &mut Writing<'_>,
    rules: u32,
    arrivals: &[Arrival<'_>],
    ledger: &mut Ledger,
    differences: &mut Differences,
) -> Result<People> {
    let mut changes = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        ledger.add(arrival.record_at, class_if_new(arrival));
        changes.push(Change::of_new(std::slice::from_ref(arrival)));
    }
    let days = || arrivals.iter().filter_map(Arrival::published_at).map(Timestamp::day);
    if let (Some(first), Some(last)) = (days().min(), days().max()) {
        open::widen_blind_span(writing.connection, first, last)?;
    }
    let people = People::find(writing.connection, &changes)?;
    for (at, change) in changes.iter().enumerate() {
        let row = change.row(writing, rules, people.of(at), None)?;
        differences.replace(None, row.contribution(writing.names).as_ref());
    }
    Ok(people)
}

/// Adds differences to the count rows, in the order of their keys.
pub(super) fn write_counts(connection: &Connection, differences: &mut Differences) -> Result<()> {
    let mut insert = connection.prepare_cached(COUNT_INSERT)?;
    let mut find = connection.prepare_cached(COUNT)?;
    for ((bucket, dimensions), changes) in differences.counts() {
        let key = count_key(bucket, dimensions);
        if insert.execute((key, packed::write_counts(&changes)))? == 1 {
            continue;
        }
        let mut counts = find.query_row([key], |row| {
            packed::read_counts(row.get_ref(0)?.as_str()?)
                .ok_or_else(|| unreadable("the counts of a quarter hour").into())
        })?;
        counts.extend(changes);
        add_up(&mut counts);
        if counts.is_empty() {
            connection.prepare_cached(COUNT_DELETE)?.execute([key])?;
        } else {
            let counts = packed::write_counts(&counts);
            connection.prepare_cached(COUNT_UPDATE)?.execute((key, counts))?;
        }
    }
    Ok(())
}
