//! Which stretch of time a report is about, and what it is compared with.

use jiff::ToSpan;
use jiff::civil::Date;
use mention::Timestamp;

use crate::{Language, Wording, Zone};

mod choice;
mod name;
#[cfg(test)]
mod tests;

pub use choice::{Choice, Clock};
pub(crate) use name::{day, month_short};

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
    /// The same as marked text, for sentences.
    pub(crate) name: String,
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
    /// The name that [`Self::parse`] reads.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::Year => "year",
            Self::None => "none",
        }
    }

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

impl Period {
    fn new(from: Timestamp, to: Timestamp, zone: &Zone, cut: Cut) -> Self {
        let name = name::label(from, to, zone, cut);
        let label = Wording::of(Language::English).word(&name);
        Self { from, to, zone: zone.clone(), label, name, cut }
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

    /// Whether it holds the instant.
    pub(crate) fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
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
