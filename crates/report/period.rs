//! Which stretch of time a report is about, and what it is compared with.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};
use mention::{Bucket, Timestamp};

use crate::Zone;

#[cfg(test)]
mod tests;

/// A stretch of time, `[from, to)`, cut in a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first instant.
    pub from: Timestamp,
    /// One past the last instant.
    pub to: Timestamp,
    /// The zone whose days it is cut in.
    pub zone: Zone,
    /// What people call it: `week 46, 9–15 Nov 2026`.
    pub label: String,
    cut: Cut,
}

/// How a period was cut, which decides what comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Days or hours: compared with the same days of the week.
    Days,
    /// A calendar month, quarter or year of this many months: compared with its predecessor as means a day.
    Months(i64),
    /// Everything there is: nothing comes before it.
    Everything,
}

/// Why a period cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The tz database has no such zone.
    #[error("`{name}` is no time zone; write one such as Europe/Berlin, America/New_York or UTC")]
    UnknownZone {
        /// What was written.
        name: String,
    },
    /// The period cannot be read.
    #[error(
        "cannot read the period `{text}`; write a week 2026-W47, a month 2026-11, a quarter 2026-Q4, a year 2026, a day 2026-11-21, days 2026-11-01..2026-11-15, or last-week, last-month, today, yesterday"
    )]
    UnreadablePeriod {
        /// What was written.
        text: String,
    },
    /// The start cannot be read.
    #[error("cannot read the start `{text}`; write 7d, 4w, 24h or a day such as 2026-11-01")]
    UnreadableSince {
        /// What was written.
        text: String,
    },
    /// The end cannot be read.
    #[error("cannot read the end `{text}`; write a day such as 2026-11-15, it is included")]
    UnreadableUntil {
        /// What was written.
        text: String,
    },
    /// The period ends before it starts.
    #[error("the period ends on {last}, before it starts on {first}; swap the two")]
    Backwards {
        /// The first day.
        first: String,
        /// The last day.
        last: String,
    },
    /// The period has not begun.
    #[error("the period starts on {first}, which lies in the future")]
    Future {
        /// The first day.
        first: String,
    },
    /// The comparison cannot be read.
    #[error("cannot compare with `{text}`; write previous, year or none")]
    UnreadableCompare {
        /// What was written.
        text: String,
    },
}

/// What a report is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Compare {
    /// The period just before, on the same days of the week.
    #[default]
    Previous,
    /// The same weeks, or the same month, a year before.
    Year,
    /// Nothing.
    None,
}

impl Compare {
    /// Reads what `--compare` takes: `previous`, `year` or `none`.
    ///
    /// # Errors
    ///
    /// [`PeriodError::UnreadableCompare`] for anything else.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        match text {
            "previous" => Ok(Self::Previous),
            "year" => Ok(Self::Year),
            "none" => Ok(Self::None),
            _ => Err(PeriodError::UnreadableCompare { text: text.to_owned() }),
        }
    }
}

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

impl Period {
    fn new(from: Timestamp, to: Timestamp, zone: &Zone, cut: Cut) -> Self {
        let label = label(from, to, zone, cut);
        Self { from, to, zone: zone.clone(), label, cut }
    }

    /// The period without its days before that of `first`; itself where all of it is earlier.
    pub(crate) fn since_day_of(&self, first: Timestamp) -> Self {
        self.within(self.zone.day_start(first), self.to)
    }

    /// The period without its days after that of `last`; itself where all of it is later.
    pub(crate) fn until_day_of(&self, last: Timestamp) -> Self {
        self.within(self.from, self.zone.day_end(last))
    }

    /// The ISO weeks that lie in the period as a whole; `None` where none does.
    pub(crate) fn whole_weeks(&self) -> Option<Self> {
        let monday = |at| self.zone.start(iso_monday(self.zone.date(at)));
        let to = monday(self.to);
        let from = match monday(self.from) {
            monday if monday == self.from => monday,
            monday => self.zone.start(after(self.zone.date(monday), 7)),
        };
        (from < to).then(|| self.within(from, to))
    }

    /// What of the period lies in `[from, to)`; itself where nothing does.
    fn within(&self, from: Timestamp, to: Timestamp) -> Self {
        let (from, to) = (self.from.max(from), self.to.min(to));
        if from < to { Self::new(from, to, &self.zone, self.cut) } else { self.clone() }
    }

    /// What `--period` takes to ask for the days of this period again, whatever the time then is.
    #[must_use]
    pub fn argument(&self) -> String {
        let last = Timestamp(self.to.0.saturating_sub(1).max(self.from.0));
        format!("{}..{}", self.zone.date(self.from), self.zone.date(last))
    }

    /// How many days by the wall; a day of 23 or 25 hours is one.
    #[must_use]
    pub fn days(&self) -> f64 {
        self.zone.days_between(self.from, self.to)
    }

    /// Whether it is compared as means a day, because its neighbors have other lengths.
    #[must_use]
    pub fn compares_means(&self) -> bool {
        matches!(self.cut, Cut::Months(_))
    }

    /// The period it is compared with by `--compare previous`: the calendar predecessor of a month,
    /// quarter or year; else the period moved back by the least multiple of 7 days not shorter than it.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        match self.cut {
            Cut::Everything => None,
            Cut::Months(months) => self.months_before(months),
            Cut::Days => self.moved(weeks_that_hold(self.days())),
        }
    }

    /// The period it is compared with by `--compare year`: the same month, quarter or year one year
    /// before; else the period moved back by the least multiple of 52 weeks not shorter than it.
    #[must_use]
    pub fn year_before(&self) -> Option<Self> {
        match self.cut {
            Cut::Everything => None,
            Cut::Months(_) => self.months_before(12),
            Cut::Days => self.moved(multiple_that_holds(self.days(), 364)),
        }
    }

    /// The first day of the period `later` steps of comparison after this one.
    pub(crate) fn start_after(&self, later: usize) -> Option<Date> {
        let later = i64::try_from(later).ok()?;
        let first = self.zone.date(self.from);
        match self.cut {
            Cut::Everything => None,
            Cut::Months(months) => first.checked_add((months * later).months()).ok(),
            Cut::Days => first.checked_add((weeks_that_hold(self.days()) * later).days()).ok(),
        }
    }

    fn moved(&self, days: i64) -> Option<Self> {
        let from = self.zone.back_days(self.from, days)?;
        let to = self.zone.back_days(self.to, days)?;
        Some(Self::new(from, to, &self.zone, self.cut))
    }

    fn months_before(&self, back: i64) -> Option<Self> {
        let Cut::Months(months) = self.cut else { return None };
        let first = self.zone.date(self.from).checked_sub(back.months()).ok()?;
        let end = first.checked_add(months.months()).ok()?;
        Some(Self::new(self.zone.start(first), self.zone.start(end), &self.zone, self.cut))
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

pub(crate) fn iso_monday(date: Date) -> Date {
    before(date, i64::from(date.weekday().to_monday_zero_offset()))
}

pub(crate) fn before(date: Date, days: i64) -> Date {
    date.saturating_sub(days.days())
}

pub(crate) fn after(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

fn weeks_that_hold(days: f64) -> i64 {
    multiple_that_holds(days, 7)
}

/// The least multiple of `step` days, at least one, that is not shorter than `days`.
#[expect(clippy::cast_possible_truncation, reason = "a period has fewer than 2^53 days")]
#[expect(clippy::cast_precision_loss, reason = "a step is 7 or 364")]
fn multiple_that_holds(days: f64, step: i64) -> i64 {
    (days / step as f64).ceil().max(1.0) as i64 * step
}

/// What people call `[from, to)`.
fn label(from: Timestamp, to: Timestamp, zone: &Zone, cut: Cut) -> String {
    let (start, end) = (zone.wall(from), zone.wall(to));
    let whole = start.time() == Time::midnight() && end.time() == Time::midnight();
    if !whole {
        return moments(start, end);
    }
    let (first, last) = (start.date(), before(end.date(), 1));
    let whole_months = end.date().day() == 1;
    match cut {
        Cut::Months(1) if whole_months => format!("{} {}", month_name(first), first.year()),
        Cut::Months(3) if whole_months => format!("Q{} {}", (first.month() + 2) / 3, first.year()),
        Cut::Months(12)
            if end.date() == after(last, 1) && last.day() == 31 && last.month() == 12 =>
        {
            first.year().to_string()
        }
        Cut::Days if first.weekday() == Weekday::Monday && last == after(first, 6) => {
            format!("week {}, {}", first.iso_week_date().week(), day_range(first, last))
        }
        _ => day_range(first, last),
    }
}

fn moments(start: DateTime, end: DateTime) -> String {
    let clock = |at: DateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    if start.time() == Time::midnight() {
        return format!("{} to {}", day_range(start.date(), end.date()), clock(end));
    }
    format!("{} {} to {} {}", day(start.date()), clock(start), day(end.date()), clock(end))
}

/// `9 Nov 2026`.
pub(crate) fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month_short(date), date.year())
}

/// `9–15 Nov 2026`, `28 Oct–3 Nov 2026`, `28 Dec 2025–3 Jan 2026`, `9 Nov 2026`.
fn day_range(first: Date, last: Date) -> String {
    if first == last {
        return day(first);
    }
    let start = if first.year() != last.year() {
        day(first)
    } else if first.month() != last.month() {
        format!("{} {}", first.day(), month_short(first))
    } else {
        first.day().to_string()
    };
    format!("{start}–{}", day(last))
}

pub(crate) fn month_short(date: Date) -> &'static str {
    &month_name(date)[..3]
}

fn month_name(date: Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[usize::from(date.month().unsigned_abs()) - 1]
}
