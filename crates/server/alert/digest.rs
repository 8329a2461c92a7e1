//! The weekly digest: page one and the work list, once a week however often whoever sends it is started.

use mention::Timestamp;
use report::{Choice, Clock, Compare, Language, Names, Period, ReportName, ReportRequest, Zone};
use store::{Delivery, Store, StoreError};

use super::message::Message;
use super::send::What;
use super::{Desk, Ground};

/// Has the digests sent that are due by now and were not asked for before.
pub(super) fn queue(desk: &mut Desk, now: Timestamp) -> Result<(), StoreError> {
    for send in &desk.sends {
        let What::Digest(weekly) = &send.what else { continue };
        let due = weekly.due(now, &desk.zone);
        let week = week_before(due, &desk.zone);
        let key = format!("digest/{}/{week}", send.name);
        if desk.asked.contains(&key) {
            continue;
        }
        // Of a week before the first mention there is nothing to tell.
        let data = desk.store.span()?;
        let period = data.and_then(|data| period(&week, &desk.zone, (now, data)));
        if period.zip(data).is_some_and(|(period, (first, _))| period.to > first) {
            desk.store.queue(&Delivery::new(key.clone(), &send.name, &week, due))?;
            desk.asked.insert(key);
        }
    }
    Ok(())
}

/// The days of an ISO week.
fn period(
    week: &str,
    zone: &Zone,
    (now, data): (Timestamp, (Timestamp, Timestamp)),
) -> Option<Period> {
    let clock = Clock { now, data: Some(data) };
    Choice::period(week).ok()?.resolve(zone, clock).ok()
}

/// The ISO week before the one of `at`: `2026-W46`.
fn week_before(at: Timestamp, zone: &Zone) -> String {
    let day = zone.wall(Timestamp(at.0 - 7 * 24 * 3_600_000)).date();
    let week = day.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

/// The digest of a week, as it is now; `None` where there is no such week.
///
/// # Errors
///
/// Those of the database.
pub(super) fn message(
    store: &Store,
    ground: &Ground<'_>,
    (week, key): (&str, &str),
    (zone, language, version): (&Zone, Language, &str),
    now: Timestamp,
) -> Result<Option<Message>, StoreError> {
    let Some((from, to)) = store.span()? else { return Ok(None) };
    let make = |name: ReportName| -> Result<Option<report::Report>, StoreError> {
        let Some(period) = period(week, zone, (now, (from, to))) else { return Ok(None) };
        let request = ReportRequest {
            name,
            period,
            compare: Compare::Previous,
            tags: Vec::new(),
            data_from: Some(from),
            data_to: Some(to),
            names: Names::Hidden,
            language,
        };
        // What an edit of the rules did is asked of the report itself.
        let made =
            crate::reports::report(store, &request, ground.catalog, ground.book, || None, version)?;
        Ok(Some(made))
    };
    let (success, todo) = (make(ReportName::Success)?, make(ReportName::Todo)?);
    Ok(success.zip(todo).map(|(success, todo)| Message::of_digest(week, &success, &todo, key)))
}
