//! Alerts, what is to be sent, and what people settled.

use std::ops::Range;

use mention::{Alert, Graded, JudgedStep, Part, Settled, Timestamp};
use rusqlite::{Connection, Result, params_from_iter};

use super::copy::cell;
use super::{End, Sqlite};
use crate::alert::{self, HEARD_KEPT, JUDGED_KEPT};
use crate::copy::{Cell, Record};
use crate::error::Unreadable;
use crate::{Delivery, Judgment, Settling, StoreError};

const ALERT_PUT: &str = include_str!("../sql/alert_put.sql");
const ALERT_NEAR: &str = include_str!("../sql/alert_near.sql");
const ALERT_GROW: &str = include_str!("../sql/alert_grow.sql");
const ALERT_GRADE: &str = include_str!("../sql/alert_grade.sql");
const ALERT_KNOWN: &str = include_str!("../sql/alert_known.sql");
const ALERTS: &str = include_str!("../sql/alerts.sql");
const JUDGED_PUT: &str = include_str!("../sql/judged_put.sql");
const JUDGED: &str = include_str!("../sql/judged.sql");
const JUDGED_TRIM: &str = include_str!("../sql/judged_trim.sql");
const DELIVERY_PUT: &str = include_str!("../sql/delivery_put.sql");
const DELIVERY_SET: &str = include_str!("../sql/delivery_set.sql");
const DELIVERIES: &str = include_str!("../sql/deliveries.sql");
const HEARD_PUT: &str = include_str!("../sql/heard_put.sql");
const HEARD_LEAST: &str = include_str!("../sql/heard_least.sql");
const SETTLED_PUT: &str = include_str!("../sql/settled_put.sql");
const SETTLED: &str = include_str!("../sql/settled.sql");
const SETTLED_DELETE: &str = include_str!("../sql/settled_delete.sql");

impl Sqlite {
    /// See [`crate::Store::judge`].
    pub(crate) fn judge(
        &mut self,
        judgment: &Judgment,
    ) -> std::result::Result<Vec<String>, StoreError> {
        self.write(|writing| {
            let connection = writing.connection;
            for step in &judgment.steps {
                put(connection, JUDGED_PUT, &alert::step_columns(step))?;
            }
            if let Some(newest) = judgment.steps.iter().map(|step| step.at.0).max() {
                put(connection, JUDGED_TRIM, &vec![Cell::Number(newest - JUDGED_KEPT)])?;
            }
            let mut new = Vec::new();
            for (raised, deliveries) in &judgment.raised {
                if number(connection, ALERT_NEAR, &alert::near_columns(raised))?.unwrap_or(0) > 0 {
                    continue;
                }
                put(connection, ALERT_PUT, &alert::columns(raised))?;
                new.push(raised.id());
                for delivery in deliveries {
                    put(connection, DELIVERY_PUT, &alert::delivery_columns(delivery))?;
                }
            }
            for grown in &judgment.grown {
                put(connection, ALERT_GROW, &alert::grow_columns(grown))?;
            }
            Ok((End::Keep, new))
        })
    }

    /// See [`crate::Store::judged`].
    pub(crate) fn judged(
        &self,
        since: Timestamp,
    ) -> std::result::Result<Vec<JudgedStep>, StoreError> {
        self.read(|connection, _| {
            rows(connection, JUDGED, &vec![Cell::Number(since.0)], alert::read_step)
        })
    }

    /// See [`crate::Store::alerts`].
    pub(crate) fn alerts(
        &self,
        time: &Range<Timestamp>,
    ) -> std::result::Result<Vec<Alert>, StoreError> {
        let time = vec![Cell::Number(time.start.0), Cell::Number(time.end.0)];
        self.read(|connection, _| rows(connection, ALERTS, &time, alert::read))
    }

    /// See [`crate::Store::grade_alert`].
    pub(crate) fn grade_alert(
        &mut self,
        id: &str,
        graded: &Graded,
    ) -> std::result::Result<bool, StoreError> {
        self.write(|writing| {
            put(writing.connection, ALERT_GRADE, &alert::grade_columns(id, graded))?;
            let known = number(writing.connection, ALERT_KNOWN, &vec![Cell::Text(id.to_owned())])?;
            Ok((End::Keep, known.unwrap_or(0) > 0))
        })
    }

    /// See [`crate::Store::hear`].
    pub(crate) fn hear(
        &mut self,
        parts: &[(Part, Timestamp)],
        now: Timestamp,
    ) -> std::result::Result<Option<Timestamp>, StoreError> {
        self.write(|writing| {
            for (part, until) in parts {
                put(writing.connection, HEARD_PUT, &alert::heard_columns(part, *until, now))?;
            }
            let since = vec![Cell::Number(now.0 - HEARD_KEPT)];
            let least = number(writing.connection, HEARD_LEAST, &since)?;
            Ok((End::Keep, least.map(Timestamp)))
        })
    }

    /// See [`crate::Store::queue`].
    pub(crate) fn queue(&mut self, delivery: &Delivery) -> std::result::Result<bool, StoreError> {
        self.put_one(DELIVERY_PUT, &alert::delivery_columns(delivery))
    }

    /// See [`crate::Store::deliveries`].
    pub(crate) fn deliveries(
        &self,
        since: Timestamp,
    ) -> std::result::Result<Vec<Delivery>, StoreError> {
        self.read(|connection, _| {
            rows(connection, DELIVERIES, &vec![Cell::Number(since.0)], alert::read_delivery)
        })
    }

    /// See [`crate::Store::set_delivery`].
    pub(crate) fn set_delivery(
        &mut self,
        before: &Delivery,
        after: &Delivery,
    ) -> std::result::Result<bool, StoreError> {
        self.put_one(DELIVERY_SET, &alert::delivery_change(before, after))
    }

    /// See [`crate::Store::settle`].
    pub(crate) fn settle(
        &mut self,
        platform: &str,
        id: &str,
        settling: &Settling,
    ) -> std::result::Result<bool, StoreError> {
        self.put_one(SETTLED_PUT, &alert::settled_columns(platform, id, settling))
    }

    /// See [`crate::Store::settled`].
    pub(crate) fn settled(&self) -> std::result::Result<Vec<Settled>, StoreError> {
        self.read(|connection, _| rows(connection, SETTLED, &Record::new(), alert::read_settled))
    }

    fn put_one(&mut self, sql: &str, record: &Record) -> std::result::Result<bool, StoreError> {
        self.write(|writing| Ok((End::Keep, put(writing.connection, sql, record)? > 0)))
    }
}

/// Takes out what people settled about a mention.
pub(super) fn unsettle(connection: &Connection, platform: &str, id: &str) -> Result<usize> {
    connection.prepare_cached(SETTLED_DELETE)?.execute((platform, id))
}

pub(super) fn put(connection: &Connection, sql: &str, record: &Record) -> Result<usize> {
    connection.prepare_cached(sql)?.execute(params_from_iter(record))
}

fn number(connection: &Connection, sql: &str, record: &Record) -> Result<Option<i64>> {
    connection.prepare_cached(sql)?.query_row(params_from_iter(record), |row| row.get(0))
}

pub(super) fn rows<T>(
    connection: &Connection,
    sql: &str,
    parameters: &Record,
    read: impl Fn(&Record) -> std::result::Result<T, Unreadable>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(parameters))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let record: Result<Record> = (0..columns).map(|at| Ok(cell(row.get_ref(at)?))).collect();
        found.push(read(&record?)?);
    }
    Ok(found)
}
