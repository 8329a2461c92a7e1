//! The ledger's rows, and the samples of what was rejected.

use ::postgres::types::Type;
use ::postgres::{Client, Row};
use mention::{Batch, LedgerCount, Part, Position, Timestamp};

use super::{Postgres, Result, execute, query, text};
use crate::StoreError;
use crate::error::{Unreadable, unreadable};
use crate::ledger::{
    Ledger, REJECTS_MAX, RejectSample, class_of, reason_name, reject_reason, sample,
};
use crate::position;

const ADD: &str = include_str!("../sql/postgres/ledger_add.sql");
const ALL: &str = include_str!("../sql/ledger.sql");
const REJECTS_INSERT: &str = include_str!("../sql/postgres/rejects_insert.sql");
const REJECTS_TRIM: &str = include_str!("../sql/postgres/rejects_trim.sql");
const REJECTS: &str = include_str!("../sql/rejects.sql");

/// The hour of records without a timestamp.
const NO_HOUR: i64 = i64::MIN;

/// Adds the records of a batch that are no events, and keeps samples of those that cannot be read.
pub(super) fn take_records(
    ledger: &mut Ledger,
    client: &mut Client,
    part: i64,
    batch: &Batch,
) -> Result<()> {
    let samples = ledger.take_records(batch);
    if samples.is_empty() {
        return Ok(());
    }
    let column = |of: fn(&Position) -> i64| -> Vec<i64> {
        samples.iter().map(|(record, _)| of(&record.position)).collect()
    };
    let positions = column(|at| position::stored(*at));
    let times: Vec<Option<i64>> =
        samples.iter().map(|(record, _)| record.at.map(|at| at.0)).collect();
    let reasons: Vec<&str> = samples.iter().map(|(_, reject)| reject.reason.name()).collect();
    let details: Vec<_> = samples.iter().map(|(_, reject)| text::stored(&reject.detail)).collect();
    let bytes: Vec<&[u8]> = samples.iter().map(|(_, reject)| sample(reject)).collect();
    execute(
        client,
        REJECTS_INSERT,
        &[
            (&part, Type::INT8),
            (&positions, Type::INT8_ARRAY),
            (&times, Type::INT8_ARRAY),
            (&reasons, Type::TEXT_ARRAY),
            (&details, Type::TEXT_ARRAY),
            (&bytes, Type::BYTEA_ARRAY),
        ],
    )?;
    let kept = i64::try_from(REJECTS_MAX).expect("a thousand fits");
    execute(client, REJECTS_TRIM, &[(&kept, Type::INT8)])?;
    Ok(())
}

/// Adds what was gathered to the rows of `part`.
pub(super) fn write(ledger: &Ledger, client: &mut Client, part: i64) -> Result<()> {
    let (mut hours, mut classes, mut reasons, mut sums) = (vec![], vec![], vec![], vec![]);
    for (hour, class, records) in ledger.entries() {
        hours.push(hour.map_or(NO_HOUR, |hour| hour.0));
        classes.push(class.name());
        reasons.push(reason_name(class));
        sums.push(records.cast_signed());
    }
    if hours.is_empty() {
        return Ok(());
    }
    execute(
        client,
        ADD,
        &[
            (&part, Type::INT8),
            (&hours, Type::INT8_ARRAY),
            (&classes, Type::TEXT_ARRAY),
            (&reasons, Type::TEXT_ARRAY),
            (&sums, Type::INT8_ARRAY),
        ],
    )?;
    Ok(())
}

fn ledger_count(row: &Row) -> std::result::Result<LedgerCount, Unreadable> {
    let hour: i64 = row.get(2);
    Ok(LedgerCount {
        source: text::read(row.get(0)).into_owned(),
        part: text::read(row.get(1)).into_owned(),
        hour: (hour != NO_HOUR).then_some(Timestamp(hour)),
        class: class_of(row.get(3), row.get(4))
            .ok_or_else(|| unreadable("a class of the ledger"))?,
        records: row.get::<_, i64>(5).cast_unsigned(),
    })
}

/// The ledger's rows, sorted by source, part, hour and class.
pub(super) fn all(client: &mut Client) -> Result<Vec<LedgerCount>> {
    let rows = query(client, ALL, &[])?;
    let mut rows: Vec<LedgerCount> =
        rows.iter().map(ledger_count).collect::<std::result::Result<_, _>>()?;
    rows.sort_unstable();
    Ok(rows)
}

/// The part whose source and name a row begins with.
pub(super) fn named_part(row: &Row) -> Part {
    Part { source: text::read(row.get(0)).into(), name: text::read(row.get(1)).into() }
}

impl Postgres {
    /// See [`crate::Store::ledger`].
    pub(crate) fn ledger(&self) -> std::result::Result<Vec<LedgerCount>, StoreError> {
        self.read(|client, _| all(client))
    }

    /// See [`crate::Store::rejects`].
    pub(crate) fn rejects(
        &self,
        limit: usize,
    ) -> std::result::Result<Vec<RejectSample>, StoreError> {
        let limit = i64::try_from(limit.min(REJECTS_MAX)).expect("a thousand fits");
        self.read(|client, _| {
            let rows = query(client, REJECTS, &[(&limit, Type::INT8)])?;
            rows.iter()
                .map(|row| {
                    Ok(RejectSample {
                        part: named_part(row),
                        position: Position(row.get::<_, i64>(2).cast_unsigned()),
                        at: row.get::<_, Option<i64>>(3).map(Timestamp),
                        reason: reject_reason(row.get(4))
                            .ok_or_else(|| unreadable("the reason of a reject"))?,
                        detail: text::read(row.get(5)).into_owned(),
                        sample: row.get(6),
                    })
                })
                .collect()
        })
    }
}
