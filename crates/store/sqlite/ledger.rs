//! The ledger: what became of each record.

use std::collections::BTreeMap;

use mention::{Batch, Content, LedgerClass, LedgerCount, Part, Position, RejectReason, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, Row};

use super::Sqlite;
use super::commit::position;
use crate::error::unreadable;
use crate::{StoreError, Tally};

const ADD: &str = include_str!("../sql/ledger_add.sql");
const ALL: &str = include_str!("../sql/ledger.sql");
const REJECT_INSERT: &str = include_str!("../sql/reject_insert.sql");
const REJECTS_TRIM: &str = include_str!("../sql/rejects_trim.sql");
const REJECTS: &str = include_str!("../sql/rejects.sql");

/// How many rejected records are kept to be looked at.
const REJECTS_MAX: usize = 1_000;
/// How many of one batch.
const REJECTS_A_BATCH_MAX: usize = 100;
/// How much of each.
const SAMPLE_BYTES_MAX: usize = 2_048;

/// A rejected record, kept to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectSample {
    /// Where it came from.
    pub part: Part,
    /// Where it starts there.
    pub position: Position,
    /// Its timestamp.
    pub at: Option<Timestamp>,
    /// Why it was rejected.
    pub reason: RejectReason,
    /// What is wrong with it.
    pub detail: String,
    /// Its first bytes.
    pub sample: Vec<u8>,
}

/// Records of a batch by hour and class.
#[derive(Debug, Default)]
pub(super) struct Ledger(BTreeMap<(Option<Timestamp>, LedgerClass), u64>);

impl Ledger {
    /// Adds one record.
    pub(super) fn add(&mut self, record_at: Option<Timestamp>, class: LedgerClass) {
        self.add_many(record_at, class, 1);
    }

    /// Adds several.
    pub(super) fn add_many(
        &mut self,
        record_at: Option<Timestamp>,
        class: LedgerClass,
        records: u64,
    ) {
        *self.0.entry((record_at.map(Timestamp::hour), class)).or_default() += records;
    }

    /// Adds the records that are no events, and keeps samples of those that cannot be read.
    pub(super) fn take_records(
        &mut self,
        connection: &Connection,
        part: i64,
        batch: &Batch,
    ) -> Result<()> {
        let mut insert = connection.prepare_cached(REJECT_INSERT)?;
        let mut samples = 0;
        for record in &batch.records {
            let reject = match &record.content {
                Content::Event(_) => continue,
                Content::Ignored => {
                    self.add(record.at, LedgerClass::Ignored);
                    continue;
                }
                Content::Rejected(reject) => reject,
            };
            self.add(record.at, LedgerClass::Rejected(reject.reason));
            samples += 1;
            if samples <= REJECTS_A_BATCH_MAX {
                let length = reject.sample.len().min(SAMPLE_BYTES_MAX);
                insert.execute((
                    part,
                    position(record.position),
                    record.at.map(|at| at.0),
                    reject.reason.name(),
                    &reject.detail,
                    &reject.sample[..length],
                ))?;
            }
        }
        if samples > 0 {
            connection.prepare_cached(REJECTS_TRIM)?.execute([REJECTS_MAX])?;
        }
        Ok(())
    }

    /// Adds what was gathered to the rows of `part`.
    pub(super) fn write(&self, connection: &Connection, part: i64) -> Result<()> {
        let mut add = connection.prepare_cached(ADD)?;
        for ((hour, class), records) in &self.0 {
            let hour = hour.map_or(Value::Text(String::new()), |hour| Value::Integer(hour.0));
            add.execute((part, hour, class.name(), reason_name(*class), *records))?;
        }
        Ok(())
    }

    /// The records of all hours by class.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for ((_, class), records) in &self.0 {
            *tally.0.entry(*class).or_default() += records;
        }
        tally
    }
}

fn reason_name(class: LedgerClass) -> &'static str {
    match class {
        LedgerClass::Rejected(reason) => reason.name(),
        _ => "",
    }
}

/// The class with this name and reason.
fn class(name: &str, reason: &str) -> Option<LedgerClass> {
    const PLAIN: [LedgerClass; 12] = [
        LedgerClass::Ignored,
        LedgerClass::Late,
        LedgerClass::Stale,
        LedgerClass::Duplicate,
        LedgerClass::Deleted,
        LedgerClass::Erased,
        LedgerClass::Updated,
        LedgerClass::Noise,
        LedgerClass::Sent,
        LedgerClass::Tagged,
        LedgerClass::Untagged,
        LedgerClass::Gap,
    ];
    let plain = PLAIN.into_iter().find(|class| class.name() == name);
    plain.or_else(|| reject_reason(reason).map(LedgerClass::Rejected))
}

fn reject_reason(name: &str) -> Option<RejectReason> {
    RejectReason::ALL.into_iter().find(|reason| reason.name() == name)
}

/// Reads a row of `ledger.sql`.
fn ledger_count(row: &Row<'_>) -> Result<LedgerCount> {
    let hour = match row.get(2)? {
        Value::Integer(hour) => Some(Timestamp(hour)),
        _ => None,
    };
    Ok(LedgerCount {
        source: row.get(0)?,
        part: row.get(1)?,
        hour,
        class: class(row.get_ref(3)?.as_str()?, row.get_ref(4)?.as_str()?)
            .ok_or_else(|| unreadable("a class of the ledger"))?,
        records: row.get::<_, i64>(5)?.cast_unsigned(),
    })
}

/// The ledger's rows, sorted by source, part, hour and class.
pub(super) fn all(connection: &Connection) -> Result<Vec<LedgerCount>> {
    let mut rows: Vec<LedgerCount> =
        connection.prepare_cached(ALL)?.query_map([], ledger_count)?.collect::<Result<_>>()?;
    rows.sort_unstable();
    Ok(rows)
}

impl Sqlite {
    /// See [`crate::Store::ledger`].
    pub(crate) fn ledger(&self) -> std::result::Result<Vec<LedgerCount>, StoreError> {
        self.read(|connection, _| all(connection))
    }

    /// See [`crate::Store::rejects`].
    pub(crate) fn rejects(
        &self,
        limit: usize,
    ) -> std::result::Result<Vec<RejectSample>, StoreError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(REJECTS)?
                .query_map([limit.min(REJECTS_MAX)], |row| {
                    Ok(RejectSample {
                        part: Part {
                            source: row.get_ref(0)?.as_str()?.into(),
                            name: row.get_ref(1)?.as_str()?.into(),
                        },
                        position: Position(row.get::<_, i64>(2)?.cast_unsigned()),
                        at: row.get::<_, Option<i64>>(3)?.map(Timestamp),
                        reason: reject_reason(row.get_ref(4)?.as_str()?)
                            .ok_or_else(|| unreadable("the reason of a reject"))?,
                        detail: row.get(5)?,
                        sample: row.get(6)?,
                    })
                })?
                .collect()
        })
    }
}
