//! Positions: claiming, starting, advancing and resetting a part.

use ::postgres::types::Type;
use ::postgres::{Client, Row};
use mention::{LedgerClass, Part, Position, RuleSetId, Timestamp};

use super::ledger::named_part;
use super::{End, Parameter, Postgres, Result, execute, ledger, query, query_one, query_opt, text};
use crate::catalog::rule_set_id;
use crate::ledger::Ledger;
use crate::plant;
use crate::position::stored;
use crate::{
    Claim, Commit, CursorRow, Replay, Reset, ResetRow, StoreError, TRIALS_FROM, Tally, Topic,
};

const PART_NUMBER: &str = include_str!("../sql/part_number.sql");
const PART_INSERT: &str = include_str!("../sql/postgres/part_insert.sql");
const CLAIM: &str = include_str!("../sql/postgres/cursor_claim.sql");
const STANDS: &str = include_str!("../sql/postgres/cursor_stands.sql");
const START: &str = include_str!("../sql/cursor_start.sql");
const ADVANCE: &str = include_str!("../sql/cursor_advance.sql");
const TOPIC: &str = include_str!("../sql/cursor_topic.sql");
const TRY: &str = include_str!("../sql/cursor_try.sql");
const NEXT: &str = include_str!("../sql/postgres/cursor_next.sql");
const RESET: &str = include_str!("../sql/cursor_reset.sql");
const ALL: &str = include_str!("../sql/cursors.sql");
const RESET_INSERT: &str = include_str!("../sql/reset_insert.sql");
const RESETS: &str = include_str!("../sql/resets.sql");
const RULES_ACTIVE: &str = include_str!("../sql/rules_active_list.sql");
const RULES_DROP: &str = include_str!("../sql/rules_active_drop.sql");

/// What became of a try to move a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// It stands there now.
    Now,
    /// This very claim has moved it there before, and was never told so.
    Before,
    /// Another claim came in between.
    Fenced,
}

impl Postgres {
    /// See [`crate::Store::claim`].
    pub(crate) fn claim(&mut self, part: &Part) -> std::result::Result<Claim, StoreError> {
        let trials = TRIALS_FROM.cast_signed();
        self.write(|writing| {
            let number = part_number(writing.client, part)?;
            let parameters = [(&number as _, Type::INT8), (&trials as _, Type::INT4)];
            let row = query_one(writing.client, CLAIM, &parameters)?;
            let claim = Claim {
                part: part.clone(),
                epoch: row.get::<_, i64>(0).cast_unsigned(),
                next: position(row.get(1)),
                attempts: row.get::<_, i32>(2).cast_unsigned(),
                topic: topic(&row, 3),
            };
            Ok((End::Keep, claim))
        })
    }

    /// See [`crate::Store::start`].
    pub(crate) fn start(
        &mut self,
        claim: &mut Claim,
        at: Position,
    ) -> std::result::Result<Commit, StoreError> {
        if claim.next.is_some() {
            return Ok(Commit::Done(Tally::default()));
        }
        let commit = self.write(|writing| {
            let part = part_number(writing.client, &claim.part)?;
            let epoch = claim.epoch.cast_signed();
            let at = stored(at);
            let parameters =
                [(&at as _, Type::INT8), (&part as _, Type::INT8), (&epoch as _, Type::INT8)];
            let moved = execute(writing.client, START, &parameters)?;
            Ok(match moved_to(writing.client, moved, part, epoch, at)? {
                Moved::Fenced => (End::Discard, Commit::Fenced),
                Moved::Now | Moved::Before => (End::Keep, Commit::Done(Tally::default())),
            })
        })?;
        if let Commit::Done(_) = commit {
            claim.next = Some(at);
        }
        Ok(commit)
    }

    /// See [`crate::Store::note_topic`].
    pub(crate) fn note_topic(
        &mut self,
        claim: &mut Claim,
        topic: Topic,
    ) -> std::result::Result<Commit, StoreError> {
        let commit = self.claimed(claim, |client, part, epoch| {
            let parameters =
                [(&topic.id as _, Type::TEXT), (&topic.leader_epoch as _, Type::INT4), part, epoch];
            execute(client, TOPIC, &parameters)
        })?;
        if let Commit::Done(_) = commit {
            claim.topic = Some(topic);
        }
        Ok(commit)
    }

    /// See [`crate::Store::mark_trial`].
    pub(crate) fn mark_trial(
        &mut self,
        claim: &mut Claim,
        attempts: u32,
    ) -> std::result::Result<Commit, StoreError> {
        let commit = self.claimed(claim, |client, part, epoch| {
            execute(client, TRY, &[(&attempts.cast_signed(), Type::INT4), part, epoch])
        })?;
        if let Commit::Done(_) = commit {
            claim.attempts = attempts;
        }
        Ok(commit)
    }

    /// Runs an update of the claimed cursor's row; no row means that the claim is fenced.
    fn claimed(
        &mut self,
        claim: &Claim,
        update: impl FnOnce(&mut Client, Parameter<'_>, Parameter<'_>) -> Result<u64>,
    ) -> std::result::Result<Commit, StoreError> {
        self.write(|writing| {
            let part = part_number(writing.client, &claim.part)?;
            let epoch = claim.epoch.cast_signed();
            match update(writing.client, (&part, Type::INT8), (&epoch, Type::INT8))? {
                0 => Ok((End::Discard, Commit::Fenced)),
                _ => Ok((End::Keep, Commit::Done(Tally::default()))),
            }
        })
    }

    /// See [`crate::Store::skip`].
    pub(crate) fn skip(
        &mut self,
        claim: &mut Claim,
        to: Position,
    ) -> std::result::Result<Commit, StoreError> {
        let from = claim.skips_from(to)?;
        let mut ledger = Ledger::default();
        ledger.add_many(None, LedgerClass::Gap, to.0 - from.0);
        let commit = self.write(|writing| {
            let part = part_number(writing.client, &claim.part)?;
            let done = Commit::Done(ledger.tally());
            Ok(match advance(writing.client, part, claim, to)? {
                Moved::Fenced => (End::Discard, Commit::Fenced),
                Moved::Before => (End::Discard, done),
                Moved::Now => {
                    ledger::write(&ledger, writing.client, part)?;
                    (End::Keep, done)
                }
            })
        })?;
        if let Commit::Done(_) = commit {
            claim.next = Some(to);
        }
        Ok(commit)
    }

    /// See [`crate::Store::reset`].
    pub(crate) fn reset(
        &mut self,
        part: &Part,
        reset: &Reset,
    ) -> std::result::Result<bool, StoreError> {
        self.write(|writing| {
            let client = &mut *writing.client;
            let number = part_number(client, part)?;
            let id = (&number as _, Type::INT8);
            let Some(row) = query_opt(client, NEXT, std::slice::from_ref(&id))? else {
                return Ok((End::Discard, false));
            };
            let (was, next): (Option<i64>, _) = (row.get(0), reset.next.map(stored));
            execute(client, RESET, &[(&next, Type::INT8), id.clone()])?;
            let moved = [(&was as _, Type::INT8), (&next as _, Type::INT8)];
            let at = (&reset.at.0 as _, Type::INT8);
            execute(client, RESET_INSERT, &[[id.clone(), at], moved].concat())?;
            if let (Some(was), Some(next)) = (was, next)
                && was < next
            {
                let mut ledger = Ledger::default();
                ledger.add_many(None, LedgerClass::Gap, was.abs_diff(next));
                ledger::write(&ledger, client, number)?;
            }
            if reset.replay == Replay::WithCurrentRules {
                execute(client, RULES_DROP, &[id, (&next.unwrap_or(0), Type::INT8)])?;
            }
            Ok((End::Keep, true))
        })
    }

    /// See [`crate::Store::resets`].
    pub(crate) fn resets(&self) -> std::result::Result<Vec<ResetRow>, StoreError> {
        self.read(|client, _| {
            let rows = query(client, RESETS, &[])?;
            let read = |row: &Row| ResetRow {
                part: named_part(row),
                at: Timestamp(row.get(2)),
                was: position(row.get(3)),
                became: position(row.get(4)),
            };
            Ok(rows.iter().map(read).collect())
        })
    }

    /// See [`crate::Store::positions`].
    pub(crate) fn positions(&self) -> std::result::Result<Vec<CursorRow>, StoreError> {
        self.read(|client, _| {
            let rows = query(client, ALL, &[])?;
            let read = |row: &Row| CursorRow {
                part: named_part(row),
                next: position(row.get(2)),
                epoch: row.get::<_, i64>(3).cast_unsigned(),
                attempts: row.get::<_, i32>(4).cast_unsigned(),
                topic: topic(row, 5),
            };
            Ok(rows.iter().map(read).collect())
        })
    }

    /// See [`crate::Store::rules_active`].
    pub(crate) fn rules_active(
        &self,
        part: &Part,
    ) -> std::result::Result<Vec<(Position, RuleSetId)>, StoreError> {
        self.read(|client, _| {
            let Some(number) = known_part_number(client, part)? else { return Ok(Vec::new()) };
            let rows = query(client, RULES_ACTIVE, &[(&number, Type::INT8)])?;
            let read = |row: &Row| {
                Ok((Position(row.get::<_, i64>(0).cast_unsigned()), rule_set_id(row.get(1))?))
            };
            rows.iter().map(read).collect()
        })
    }
}

/// The topic whose id and leader epoch stand in a row from column `at` on.
fn topic(row: &Row, at: usize) -> Option<Topic> {
    let (id, leader_epoch): (Option<String>, Option<i32>) = (row.get(at), row.get(at + 1));
    id.zip(leader_epoch).map(|(id, leader_epoch)| Topic { id, leader_epoch })
}

fn position(next: Option<i64>) -> Option<Position> {
    next.map(|next| Position(next.cast_unsigned()))
}

fn known_part_number(client: &mut Client, part: &Part) -> Result<Option<i64>> {
    part_row(client, PART_NUMBER, part)
}

fn part_row(client: &mut Client, sql: &str, part: &Part) -> Result<Option<i64>> {
    let (source, name) = (text::stored(&part.source), text::stored(&part.name));
    let row = query_opt(client, sql, &[(&source, Type::TEXT), (&name, Type::TEXT)])?;
    Ok(row.map(|row| row.get(0)))
}

/// The number of a part, made if need be; where another makes it at the same time, theirs.
pub(super) fn part_number(client: &mut Client, part: &Part) -> Result<i64> {
    for sql in [PART_NUMBER, PART_INSERT] {
        if let Some(number) = part_row(client, sql, part)? {
            return Ok(number);
        }
    }
    let number = known_part_number(client, part)?;
    Ok(number.expect("a part that cannot be inserted is there, and none is ever deleted"))
}

/// Moves the cursor from where `claim` stands to `to`.
pub(super) fn advance(
    client: &mut Client,
    part: i64,
    claim: &Claim,
    to: Position,
) -> Result<Moved> {
    let (from, to) = (claim.next.map(stored), stored(to));
    let epoch = claim.epoch.cast_signed();
    let parameters: [Parameter<'_>; 4] =
        [(&to, Type::INT8), (&part, Type::INT8), (&epoch, Type::INT8), (&from, Type::INT8)];
    let moved = execute(client, ADVANCE, &parameters)?;
    if moved == 0 && plant::is_unguarded() {
        return Ok(Moved::Now);
    }
    moved_to(client, moved, part, epoch, to)
}

/// What `moved` rows mean. A cursor that stands where it was to be moved, by this very claim, was moved by it:
/// the connection broke before the server could say so.
fn moved_to(client: &mut Client, moved: u64, part: i64, epoch: i64, to: i64) -> Result<Moved> {
    if moved > 0 {
        return Ok(Moved::Now);
    }
    let row = query_opt(client, STANDS, &[(&part, Type::INT8), (&epoch, Type::INT8)])?;
    let stands = row.and_then(|row| row.get::<_, Option<i64>>(0));
    Ok(if stands == Some(to) { Moved::Before } else { Moved::Fenced })
}
