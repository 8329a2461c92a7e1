//! Positions: claiming, starting, advancing and resetting a part.

use mention::{LedgerClass, Part, Position, RuleSetId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Row};

use super::{End, Sqlite, ledger};
use crate::catalog::rule_set_id;
use crate::ledger::Ledger;
use crate::plant;
use crate::position::stored as position;
use crate::{
    Claim, Commit, CursorRow, Replay, Reset, ResetRow, StoreError, TRIALS_FROM, Tally, Topic,
};

const PART_NUMBER: &str = include_str!("../sql/part_number.sql");
const PART_INSERT: &str = include_str!("../sql/sqlite/part_insert.sql");
const CLAIM: &str = include_str!("../sql/sqlite/cursor_claim.sql");
const START: &str = include_str!("../sql/cursor_start.sql");
const ADVANCE: &str = include_str!("../sql/cursor_advance.sql");
const TOPIC: &str = include_str!("../sql/cursor_topic.sql");
const TRY: &str = include_str!("../sql/cursor_try.sql");
const NEXT: &str = include_str!("../sql/sqlite/cursor_next.sql");
const RESET: &str = include_str!("../sql/cursor_reset.sql");
const ALL: &str = include_str!("../sql/cursors.sql");
const RESET_INSERT: &str = include_str!("../sql/reset_insert.sql");
const RESETS: &str = include_str!("../sql/resets.sql");
const RULES_ACTIVE: &str = include_str!("../sql/rules_active_list.sql");
const RULES_DROP: &str = include_str!("../sql/rules_active_drop.sql");

impl Sqlite {
    /// See [`crate::Store::claim`].
    pub(crate) fn claim(&mut self, part: &Part) -> std::result::Result<Claim, StoreError> {
        self.write(|writing| {
            let number = part_number(writing.connection, part)?;
            let claim = writing.connection.prepare_cached(CLAIM)?.query_row(
                (number, TRIALS_FROM),
                |row| {
                    Ok(Claim {
                        part: part.clone(),
                        epoch: row.get::<_, i64>(0)?.cast_unsigned(),
                        next: stored_position(row.get(1)?),
                        attempts: row.get(2)?,
                        topic: topic(row, 3)?,
                    })
                },
            )?;
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
        let commit = self.claimed(claim, |connection, part, epoch| {
            connection.prepare_cached(START)?.execute((position(at), part, epoch))
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
        let commit = self.claimed(claim, |connection, part, epoch| {
            connection.prepare_cached(TOPIC)?.execute((&topic.id, topic.leader_epoch, part, epoch))
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
        let commit = self.claimed(claim, |connection, part, epoch| {
            connection.prepare_cached(TRY)?.execute((attempts, part, epoch))
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
        update: impl FnOnce(&Connection, i64, i64) -> Result<usize>,
    ) -> std::result::Result<Commit, StoreError> {
        self.write(|writing| {
            let part = part_number(writing.connection, &claim.part)?;
            match update(writing.connection, part, claim.epoch.cast_signed())? {
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
        let commit = self.write(|writing| {
            let part = part_number(writing.connection, &claim.part)?;
            if !advance(writing.connection, part, claim, to)? {
                return Ok((End::Discard, Commit::Fenced));
            }
            let mut ledger = Ledger::default();
            ledger.add_many(None, LedgerClass::Gap, to.0 - from.0);
            ledger::write(&ledger, writing.connection, part)?;
            Ok((End::Keep, Commit::Done(ledger.tally())))
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
            let connection = writing.connection;
            let number = part_number(connection, part)?;
            let was: Option<Option<i64>> = connection
                .prepare_cached(NEXT)?
                .query_row([number], |row| row.get(0))
                .optional()?;
            let Some(was) = was else { return Ok((End::Discard, false)) };
            let next = reset.next.map(position);
            connection.prepare_cached(RESET)?.execute((next, number))?;
            connection.prepare_cached(RESET_INSERT)?.execute((number, reset.at.0, was, next))?;
            if let (Some(was), Some(next)) = (was, next)
                && was < next
            {
                let mut ledger = Ledger::default();
                ledger.add_many(None, LedgerClass::Gap, was.abs_diff(next));
                ledger::write(&ledger, connection, number)?;
            }
            if reset.replay == Replay::WithCurrentRules {
                connection.prepare_cached(RULES_DROP)?.execute((number, next.unwrap_or(0)))?;
            }
            Ok((End::Keep, true))
        })
    }

    /// See [`crate::Store::resets`].
    pub(crate) fn resets(&self) -> std::result::Result<Vec<ResetRow>, StoreError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(RESETS)?
                .query_map([], |row| {
                    Ok(ResetRow {
                        part: named_part(row)?,
                        at: Timestamp(row.get(2)?),
                        was: stored_position(row.get(3)?),
                        became: stored_position(row.get(4)?),
                    })
                })?
                .collect()
        })
    }

    /// See [`crate::Store::positions`].
    pub(crate) fn positions(&self) -> std::result::Result<Vec<CursorRow>, StoreError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(ALL)?
                .query_map([], |row| {
                    Ok(CursorRow {
                        part: named_part(row)?,
                        next: stored_position(row.get(2)?),
                        epoch: row.get::<_, i64>(3)?.cast_unsigned(),
                        attempts: row.get(4)?,
                        topic: topic(row, 5)?,
                    })
                })?
                .collect()
        })
    }

    /// See [`crate::Store::rules_active`].
    pub(crate) fn rules_active(
        &self,
        part: &Part,
    ) -> std::result::Result<Vec<(Position, RuleSetId)>, StoreError> {
        self.read(|connection, _| {
            let Some(number) = known_part_number(connection, part)? else { return Ok(Vec::new()) };
            connection
                .prepare_cached(RULES_ACTIVE)?
                .query_map([number], |row| {
                    let id = rule_set_id(row.get_ref(1)?.as_str()?)?;
                    Ok((Position(row.get::<_, i64>(0)?.cast_unsigned()), id))
                })?
                .collect()
        })
    }
}

/// The part whose source and name a row begins with.
fn named_part(row: &Row<'_>) -> Result<Part> {
    Ok(Part { source: row.get_ref(0)?.as_str()?.into(), name: row.get_ref(1)?.as_str()?.into() })
}

/// The topic whose id and leader epoch stand in a row from column `at` on.
fn topic(row: &Row<'_>, at: usize) -> Result<Option<Topic>> {
    let (id, leader_epoch): (Option<String>, Option<i32>) = (row.get(at)?, row.get(at + 1)?);
    Ok(id.zip(leader_epoch).map(|(id, leader_epoch)| Topic { id, leader_epoch }))
}

fn stored_position(next: Option<i64>) -> Option<Position> {
    next.map(|next| Position(next.cast_unsigned()))
}

fn known_part_number(connection: &Connection, part: &Part) -> Result<Option<i64>> {
    connection
        .prepare_cached(PART_NUMBER)?
        .query_row((&*part.source, &*part.name), |row| row.get(0))
        .optional()
}

/// The number of a part, made if need be.
pub(super) fn part_number(connection: &Connection, part: &Part) -> Result<i64> {
    if let Some(number) = known_part_number(connection, part)? {
        return Ok(number);
    }
    connection
        .prepare_cached(PART_INSERT)?
        .query_row((&*part.source, &*part.name), |row| row.get(0))
}

/// Moves the cursor from where `claim` stands to `to`; `false` when another claim came in between.
pub(super) fn advance(
    connection: &Connection,
    part: i64,
    claim: &Claim,
    to: Position,
) -> Result<bool> {
    let from = claim.next.map(position);
    let epoch = claim.epoch.cast_signed();
    let moved = connection.prepare_cached(ADVANCE)?.execute((position(to), part, epoch, from))?;
    Ok(moved == 1 || plant::is_unguarded())
}
