//! The ledger's rows, and the samples of what was rejected.

use mention::{Batch, LedgerCount, Part, Position, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, Row};

use super::Sqlite;
use crate::StoreError;
use crate::error::unreadable;
use crate::ledger::{
    Ledger, REJECTS_MAX, RejectSample, class_of, reason_name, reject_reason, sample,
};
use crate::position::stored as position;

const ADD: &str = include_str!("../sql/sqlite/ledger_add.sql");
const ALL: &str = include_str!("../sql/ledger.sql");
const REJECT_INSERT: &str = include_str!("../sql/sqlite/reject_insert.sql");
const REJECTS_TRIM: &str = include_str!("../sql/sqlite/rejects_trim.sql");
const REJECTS: &str = include_str!("../sql/rejects.sql");

/// Adds the records of a batch that are no events, and keeps samples of those that cannot be read.
pub(super) fn take_records(
    ledger: &mut Ledger,
    connection: &Connection,
    part: i64,
    batch: &Batch,
) -> Result<()> {
    let samples = ledger.take_records(batch);
    let mut insert = connection.prepare_cached(REJECT_INSERT)?;
    for (record, reject) in &samples {
        insert.execute((
            part,
            position(record.position),
            record.at.map(|at| at.0),
            reject.reason.name(),
            &reject.detail,
            sample(reject),
        ))?;
    }
    if !samples.is_empty() {
        connection.prepare_cached(REJECTS_TRIM)?.execute([REJECTS_MAX])?;
    }
    Ok(())
}

/// Adds what was gathered to the rows of `part`.
pub(super) fn write(ledger: &Ledger, connection: &Connection, part: i64) -> Result<()> {
    let mut add = connection.prepare_cached(ADD)?;
    for (hour, class, records) in ledger.entries() {
        let hour = hour.map_or(Value::Text(String::new()), |hour| Value::Integer(hour.0));
        add.execute((part, hour, class.name(), reason_name(class), records))?;
    }
    Ok(())
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
        class: class_of(row.get_ref(3)?.as_str()?, row.get_ref(4)?.as_str()?)
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
