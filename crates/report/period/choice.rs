//! Periods as they are asked for on the command line, and what they are once the time is known.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use mention::{Bucket, Timestamp};

use super::{Cut, Period, PeriodError, after, before, iso_monday};
use crate::Zone;

/// A period as it was asked for, before it is known what the time is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice(Asked);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Everything,
    LastHours(i64),
    LastDays(i64),
    LastWeek,
    LastMonth,
    Today,
    Yesterday,
    Months { first: Date, months: i64 },
    Days { first: Date, last: Date },
    Since(Date),
}

/// When a choice is resolved, and what there is to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The present.
    pub now: Timestamp,
    /// The first and the last instant at which a stored mention was published; absent when there is none.
    pub data: Option<(Timestamp, Timestamp)>,
}

impl Choice {
    /// All there is.
    #[must_use]
    pub fn everything() -> Self {
        Self(Asked::Everything)
    }

    /// Reads `--period`: `2026-W47`, `2026-11`, `2026-Q4`, `2026`, `2026-11-21`,
    /// `2026-11-01..2026-11-15` (both days included), `last-week`, `last-month`, `today`, `yesterday`.
    ///
    /// # Errors
    ///
    /// [`PeriodError::UnreadablePeriod`], or [`PeriodError::Backwards`] for days in the wrong order.
    pub fn period(text: &str) -> Result<Self, PeriodError> {
        let unreadable = || PeriodError::UnreadablePeriod { text: text.to_owned() };
        let asked = match text {
            "today" => Asked::Today,
            "yesterday" => Asked::Yesterday,
            "last-week" => Asked::LastWeek,
            "last-month" => Asked::LastMonth,
            _ => match text.split_once("..") {
                Some((first, last)) => {
                    days(date(first).ok_or_else(unreadable)?, date(last).ok_or_else(unreadable)?)?
                }
                None => calendar(text).ok_or_else(unreadable)?,
            },
        };
        Ok(Self(asked))
    }

    /// Reads `--since` and `--until`: `7d` is today and the six days before it, `4w` is `28d`,
    /// `24h` the last 24 hours; a day runs to the present, or to the end of the day `until`.
    ///
    /// # Errors
    ///
    /// [`PeriodError::UnreadableSince`], [`PeriodError::UnreadableUntil`] or [`PeriodError::Backwards`].
    pub fn since(since: &str, until: Option<&str>) -> Result<Self, PeriodError> {
        let unreadable = || PeriodError::UnreadableSince { text: since.to_owned() };
        let Some(until) = until else {
            return ago(since)
                .or_else(|| date(since).map(Asked::Since))
                .map(Self)
                .ok_or_else(unreadable);
        };
        let last =
            date(until).ok_or_else(|| PeriodError::UnreadableUntil { text: until.to_owned() })?;
        let first = match ago(since) {
            Some(Asked::LastDays(days)) => last.checked_sub((days - 1).days()).ok(),
            _ => date(since),
        };
        Ok(Self(days(first.ok_or_else(unreadable)?, last)?))
    }

    /// The period in `zone`, given the time. A period that still runs ends at the end of the
    /// present quarter of an hour; `everything` is whole days, from the first to the last with data.
    ///
    /// # Errors
    ///
    /// [`PeriodError::Future`] when the period has not begun.
    pub fn resolve(&self, zone: &Zone, clock: Clock) -> Result<Period, PeriodError> {
        let today = zone.date(clock.now);
        let monday = iso_monday(today);
        let (first, end, cut) = match self.0 {
            Asked::Everything => return Ok(everything(zone, clock)),
            Asked::LastHours(hours) => {
                let to = bucket_end(clock.now);
                let from = Timestamp(to.0.saturating_sub(hours.saturating_mul(3_600_000)));
                return Ok(Period::new(from, to, zone, Cut::Days));
            }
            Asked::LastDays(days) => (before(today, days - 1), after(today, 1), Cut::Days),
            Asked::LastWeek => (before(monday, 7), monday, Cut::Days),
            Asked::LastMonth => {
                let this = today.first_of_month();
                (this.saturating_sub(1.month()), this, Cut::Months(1))
            }
            Asked::Today => (today, after(today, 1), Cut::Days),
            Asked::Yesterday => (before(today, 1), today, Cut::Days),
            Asked::Months { first, months } => {
                (first, first.saturating_add(months.months()), Cut::Months(months))
            }
            Asked::Days { first, last } => (first, after(last, 1), Cut::Days),
            Asked::Since(first) => (first, after(today, 1), Cut::Days),
        };
        let (from, to) = (zone.start(first), zone.start(end).min(bucket_end(clock.now)));
        if from >= to {
            return Err(PeriodError::Future { first: first.to_string() });
        }
        Ok(Period::new(from, to, zone, cut))
    }
}

fn calendar(text: &str) -> Option<Asked> {
    if let Some(day) = date(text) {
        return Some(Asked::Days { first: day, last: day });
    }
    let (year, rest) = text.split_at_checked(4)?;
    let year = digits(year).filter(|year| (1970..3000).contains(year))?;
    let month =
        |month: i64| Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok();
    match rest.split_at_checked(2) {
        None if rest.is_empty() => Some(Asked::Months { first: month(1)?, months: 12 }),
        Some(("-W", week)) => {
            let (year, week) = (i16::try_from(year).ok()?, i8::try_from(digits(week)?).ok()?);
            let first = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
            Some(Asked::Days { first, last: after(first, 6) })
        }
        Some(("-Q", quarter)) => {
            let quarter = digits(quarter).filter(|quarter| (1..=4).contains(quarter))?;
            Some(Asked::Months { first: month(quarter * 3 - 2)?, months: 3 })
        }
        _ => {
            let number = rest.strip_prefix('-').filter(|month| month.len() == 2)?;
            Some(Asked::Months { first: month(digits(number)?)?, months: 1 })
        }
    }
}

fn days(first: Date, last: Date) -> Result<Asked, PeriodError> {
    if last < first {
        return Err(PeriodError::Backwards { first: first.to_string(), last: last.to_string() });
    }
    Ok(Asked::Days { first, last })
}

fn ago(text: &str) -> Option<Asked> {
    let unit = text.chars().next_back()?;
    let amount = digits(&text[..text.len() - unit.len_utf8()])?;
    if !(1..=100_000).contains(&amount) {
        return None;
    }
    match unit {
        'h' => Some(Asked::LastHours(amount)),
        'd' => Some(Asked::LastDays(amount)),
        'w' => Some(Asked::LastDays(amount * 7)),
        _ => None,
    }
}

/// Reads `2026-11-21`, years 1970 to 2999.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let year = digits(year).filter(|year| (1970..3000).contains(year))?;
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(digits(month)?).ok()?,
        i8::try_from(digits(day)?).ok()?,
    )
    .ok()
}

/// Reads decimal digits and nothing else; `parse` alone would take a sign.
fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn everything(zone: &Zone, clock: Clock) -> Period {
    let (first, last) = clock.data.unwrap_or((clock.now, clock.now));
    let from = zone.start(zone.date(first));
    let to = zone.start(after(zone.date(last), 1));
    Period::new(from, to, zone, Cut::Everything)
}

/// The end of the quarter of an hour that holds `now`.
fn bucket_end(now: Timestamp) -> Timestamp {
    Bucket(now.bucket().0.saturating_add(1)).start()
}
