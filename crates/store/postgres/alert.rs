//! Alerts, what is to be sent, and what people settled.

use std::borrow::Cow;
use std::ops::Range;

use ::postgres::Client;
use ::postgres::types::Type;
use mention::{Alert, Graded, JudgedStep, Part, Settled, Timestamp};

use super::copy::record;
use super::{End, Parameter, Postgres, Result, query, text};
use crate::alert::{self, HEARD_KEPT, JUDGED_KEPT};
use crate::copy::{Cell, Record};
use crate::error::Unreadable;
use crate::{Delivery, Judgment, Settling, StoreError};

/// Who judges takes turns with others who do, and with nobody else.
const LOCK: &str = include_str!("../sql/postgres/alerts_lock.sql");
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

impl Postgres {
    /// See [`crate::Store::judge`].
    pub(crate) fn judge(
        &mut self,
        judgment: &Judgment,
    ) -> std::result::Result<Vec<String>, StoreError> {
        self.write(|writing| {
            let client = &mut *writing.client;
            query(client, LOCK, &[])?;
            for step in &judgment.steps {
                put(client, JUDGED_PUT, &alert::step_columns(step))?;
            }
            if let Some(newest) = judgment.steps.iter().map(|step| step.at.0).max() {
                put(client, JUDGED_TRIM, &vec![Cell::Number(newest - JUDGED_KEPT)])?;
            }
            let mut new = Vec::new();
            for (raised, deliveries) in &judgment.raised {
                if number(client, ALERT_NEAR, &alert::near_columns(raised))?.unwrap_or(0) > 0 {
                    continue;
                }
                put(client, ALERT_PUT, &alert::columns(raised))?;
                new.push(raised.id());
                for delivery in deliveries {
                    put(client, DELIVERY_PUT, &alert::delivery_columns(delivery))?;
                }
            }
            for grown in &judgment.grown {
                put(client, ALERT_GROW, &alert::grow_columns(grown))?;
            }
            Ok((End::Keep, new))
        })
    }

    /// See [`crate::Store::judged`].
    pub(crate) fn judged(
        &self,
        since: Timestamp,
    ) -> std::result::Result<Vec<JudgedStep>, StoreError> {
        self.read(|client, _| rows(client, JUDGED, &vec![Cell::Number(since.0)], alert::read_step))
    }

    /// See [`crate::Store::alerts`].
    pub(crate) fn alerts(
        &self,
        time: &Range<Timestamp>,
    ) -> std::result::Result<Vec<Alert>, StoreError> {
        let time = vec![Cell::Number(time.start.0), Cell::Number(time.end.0)];
        self.read(|client, _| rows(client, ALERTS, &time, alert::read))
    }

    /// See [`crate::Store::grade_alert`].
    pub(crate) fn grade_alert(
        &mut self,
        id: &str,
        graded: &Graded,
    ) -> std::result::Result<bool, StoreError> {
        self.write(|writing| {
            put(writing.client, ALERT_GRADE, &alert::grade_columns(id, graded))?;
            let known = number(writing.client, ALERT_KNOWN, &vec![Cell::Text(id.to_owned())])?;
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
                put(writing.client, HEARD_PUT, &alert::heard_columns(part, *until, now))?;
            }
            let since = vec![Cell::Number(now.0 - HEARD_KEPT)];
            let least = number(writing.client, HEARD_LEAST, &since)?;
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
        self.read(|client, _| {
            rows(client, DELIVERIES, &vec![Cell::Number(since.0)], alert::read_delivery)
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
        self.read(|client, _| rows(client, SETTLED, &Record::new(), alert::read_settled))
    }

    fn put_one(&mut self, sql: &str, record: &Record) -> std::result::Result<bool, StoreError> {
        self.write(|writing| Ok((End::Keep, put(writing.client, sql, record)? > 0)))
    }
}

/// Takes out what people settled about a mention.
pub(super) fn unsettle(client: &mut Client, platform: &str, id: &str) -> Result<u64> {
    let of = vec![Cell::Text(platform.to_owned()), Cell::Text(id.to_owned())];
    put(client, SETTLED_DELETE, &of)
}

/// A value as a statement takes it; only numbers are ever absent.
enum Bound<'a> {
    Number(Option<i64>),
    Text(Cow<'a, str>),
    Bytes(&'a [u8]),
}

/// Carries `act` out with the values of a record.
fn with<T>(record: &Record, act: impl FnOnce(&[Parameter<'_>]) -> T) -> T {
    let bound: Vec<Bound<'_>> = record
        .iter()
        .map(|cell| match cell {
            Cell::Number(number) => Bound::Number(Some(*number)),
            Cell::Text(found) => Bound::Text(text::stored(found)),
            Cell::Bytes(bytes) => Bound::Bytes(bytes),
            Cell::Nothing => Bound::Number(None),
        })
        .collect();
    let parameters: Vec<Parameter<'_>> = bound
        .iter()
        .map(|bound| match bound {
            Bound::Number(number) => (number as _, Type::INT8),
            Bound::Text(text) => (text as _, Type::TEXT),
            Bound::Bytes(bytes) => (bytes as _, Type::BYTEA),
        })
        .collect();
    act(&parameters)
}

pub(super) fn put(client: &mut Client, sql: &str, record: &Record) -> Result<u64> {
    with(record, |parameters| super::execute(client, sql, parameters))
}

fn number(client: &mut Client, sql: &str, record: &Record) -> Result<Option<i64>> {
    with(record, |parameters| Ok(super::query_one(client, sql, parameters)?.get(0)))
}

pub(super) fn rows<T>(
    client: &mut Client,
    sql: &str,
    parameters: &Record,
    read: impl Fn(&Record) -> std::result::Result<T, Unreadable>,
) -> Result<Vec<T>> {
    let rows = with(parameters, |parameters| query(client, sql, parameters))?;
    rows.iter().map(|row| Ok(read(&record(row)?)?)).collect()
}
