//! One commit: a batch's tags, counts, ledger and position, or nothing of it.

use ::postgres::types::Type;
use mention::{Batch, Outcome, Timestamp};

use super::cursor::{self, Moved};
use super::numbers::{Given, Needed, People};
use super::open::put_about;
use super::writer::{Subject, write};
use super::{
    End, Postgres, Result, Writing, erase, execute, ledger, numbers, query_opt, row, sums,
};
use crate::arrival::{Arrival, arrivals, drop_late};
use crate::change::{Change, class_if_new};
use crate::difference::Differences;
use crate::ledger::Ledger;
use crate::position::stored;
use crate::{Claim, Commit, KeepMode, StoreError, Tally};

const RULES_AT: &str = include_str!("../sql/rules_active_at.sql");
const RULES_PUT: &str = include_str!("../sql/rules_active_put.sql");

/// What became of a try to commit.
enum Tried {
    Stored(Tally),
    /// This very batch was stored before.
    Before,
    Fenced,
    UnknownRules,
}

impl Postgres {
    /// See [`crate::Store::commit`].
    pub(crate) fn commit(
        &mut self,
        claim: &mut Claim,
        outcome: &Outcome,
    ) -> std::result::Result<Commit, StoreError> {
        let batch = &outcome.batch;
        claim.fits(batch)?;
        let people = self.number(&Needed::by(outcome))?;
        let mut last = None;
        let tried = self.write(|writing| {
            let part = cursor::part_number(writing.client, &batch.part)?;
            match cursor::advance(writing.client, part, claim, batch.to)? {
                Moved::Now => {}
                Moved::Before => return Ok((End::Discard, Tried::Before)),
                Moved::Fenced => return Ok((End::Discard, Tried::Fenced)),
            }
            let Some(rules) = numbers::rules(writing, outcome.rules)? else {
                return Ok((End::Discard, Tried::UnknownRules));
            };
            note_rules(writing, part, batch, rules)?;
            let tally = store(writing, part, rules, outcome, &people)?;
            last = Some((claim.epoch, batch.to, tally.clone()));
            Ok((End::Keep, Tried::Stored(tally)))
        });
        self.last = last.or(self.last.take());
        let tally = match tried? {
            Tried::Stored(tally) => tally,
            Tried::Before => self.remembered(claim.epoch, batch),
            Tried::Fenced => return Ok(Commit::Fenced),
            Tried::UnknownRules => return Err(StoreError::UnknownRules { rules: outcome.rules }),
        };
        claim.next = Some(batch.to);
        claim.attempts = 0;
        Ok(Commit::Done(tally))
    }

    /// What a batch came to that was stored without our being told.
    fn remembered(&self, epoch: u64, batch: &Batch) -> Tally {
        match &self.last {
            Some((of, to, tally)) if (*of, *to) == (epoch, batch.to) => tally.clone(),
            _ => Tally::default(),
        }
    }

    /// See [`crate::Store::commit_unpositioned`].
    pub(crate) fn commit_unpositioned(
        &mut self,
        outcome: &Outcome,
    ) -> std::result::Result<Commit, StoreError> {
        let people = self.number(&Needed::by(outcome))?;
        let tally = self.write(|writing| {
            let Some(rules) = numbers::rules(writing, outcome.rules)? else {
                return Ok((End::Discard, None));
            };
            let part = cursor::part_number(writing.client, &outcome.batch.part)?;
            Ok((End::Keep, Some(store(writing, part, rules, outcome, &people)?)))
        })?;
        let unknown = || StoreError::UnknownRules { rules: outcome.rules };
        tally.map(Commit::Done).ok_or_else(unknown)
    }
}

/// Writes down that `rules` tag the part from this batch on, where others did before.
fn note_rules(writing: &mut Writing<'_>, part: i64, batch: &Batch, rules: u32) -> Result<()> {
    let (from, rules) = (stored(batch.from), rules.cast_signed());
    let part = (&part as _, Type::INT8);
    let from = (&from as _, Type::INT8);
    let active = query_opt(writing.client, RULES_AT, &[part.clone(), from.clone()])?;
    if active.map(|row| row.get::<_, i32>(0)) != Some(rules) {
        let at = batch.records.first().and_then(|record| record.at).map(|at| at.0);
        let parameters = [part, from, (&rules, Type::INT4), (&at, Type::INT8)];
        execute(writing.client, RULES_PUT, &parameters)?;
    }
    Ok(())
}

/// Stores everything but the position.
fn store(
    writing: &mut Writing<'_>,
    part: i64,
    rules: u32,
    outcome: &Outcome,
    people: &People,
) -> Result<Tally> {
    let shard = sums::take_shard(writing.client)?;
    let mut ledger = Ledger::default();
    let Ok(mut arrivals) = arrivals(&mut Given(writing.names), outcome);
    if let Some(horizon) = writing.about.horizon {
        drop_late(&mut arrivals, horizon, &mut ledger);
    }
    let erased = erase::suppressed(writing)?.drop_from(&mut arrivals, &mut ledger);
    erase::drop_people(writing.client, &erased)?;
    let mut differences = Differences::of_mentions(arrivals.len());
    if writing.keep.mode == KeepMode::None {
        count(writing, rules, &arrivals, people, &mut ledger, &mut differences)?;
    } else {
        let subjects = subjects(&mut arrivals, people);
        write(writing, rules, &subjects, &mut ledger, &mut differences)?;
    }
    sums::write(writing.client, shard, &mut differences)?;
    ledger::take_records(&mut ledger, writing.client, part, &outcome.batch)?;
    ledger::write(&ledger, writing.client, part)?;
    Ok(ledger.tally())
}

/// The mentions of a batch, sorted as their rows are locked.
fn subjects<'b, 'a>(arrivals: &'b mut Vec<Arrival<'a>>, people: &People) -> Vec<Subject<'b, 'a>> {
    let mut keyed: Vec<(i64, Arrival<'a>)> = std::mem::take(arrivals)
        .into_iter()
        .map(|arrival| (row::key(&arrival.event.platform, &arrival.event.id), arrival))
        .collect();
    keyed.sort_by(|(a_key, a), (b_key, b)| {
        let a = (a_key, a.platform, &a.event.id);
        a.cmp(&(b_key, b.platform, &b.event.id))
    });
    let keys: Vec<i64> = keyed.iter().map(|(key, _)| *key).collect();
    arrivals.extend(keyed.into_iter().map(|(_, arrival)| arrival));
    let mut at = 0;
    let groups = arrivals
        .chunk_by(|a, b| (a.platform, &a.event.id) == (b.platform, &b.event.id))
        .map(|events| {
            let key = keys[at];
            at += events.len();
            let change = Change::of_new(events);
            let person = author(&change, people);
            Subject { key, events, change, person }
        });
    groups.collect()
}

/// The number of the author whose mention it becomes.
fn author(change: &Change<'_>, people: &People) -> Option<i64> {
    let mut key = String::new();
    change.write_author(&mut key).then(|| people[&key])
}

/// Counts the posts and keeps nothing of them.
fn count(
    writing: &mut Writing<'_>,
    rules: u32,
    arrivals: &[Arrival<'_>],
    people: &People,
    ledger: &mut Ledger,
    differences: &mut Differences,
) -> Result<()> {
    for arrival in arrivals {
        ledger.add(arrival.record_at, class_if_new(arrival));
        let change = Change::of_new(std::slice::from_ref(arrival));
        let person = author(&change, people);
        let Ok(row) = change.row(&mut Given(writing.names), rules, person, None);
        differences.replace(None, row.contribution(writing.names).as_ref());
    }
    let days = || arrivals.iter().filter_map(Arrival::published_at).map(Timestamp::day);
    let (Some(mut first), Some(mut last)) = (days().min(), days().max()) else { return Ok(()) };
    if let Some((known_first, known_last)) = writing.about.blind {
        if known_first <= first && last <= known_last {
            return Ok(());
        }
        (first, last) = (first.min(known_first), last.max(known_last));
    }
    put_about(writing.client, "blind_from", &first.0.to_string())?;
    put_about(writing.client, "blind_to", &last.0.to_string())
}
