//! A time zone, and the calendar it cuts time with.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Span, ToSpan};
use mention::Timestamp;

use crate::PeriodError;

/// A time zone by its name in the tz database, with the rules compiled in.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// Finds `name` in the compiled-in tz database, any case: `Europe/Berlin`.
    ///
    /// # Errors
    ///
    /// [`PeriodError::UnknownZone`] when the database has no zone of that name.
    pub fn parse(name: &str) -> Result<Self, PeriodError> {
        let rules = TimeZoneDatabase::bundled()
            .get(name)
            .map_err(|_| PeriodError::UnknownZone { name: name.to_owned() })?;
        let name = rules.iana_name().unwrap_or(name).to_owned();
        Ok(Self { name, rules })
    }

    /// The zone's name as the tz database spells it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a clock on the wall of this zone shows at `at`.
    #[must_use]
    pub fn wall(&self, at: Timestamp) -> DateTime {
        let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        instant.to_zoned(self.rules.clone()).datetime()
    }

    /// The date in this zone at `at`.
    pub(crate) fn date(&self, at: Timestamp) -> Date {
        self.wall(at).date()
    }

    /// The first instant of the day in this zone that holds `at`.
    pub(crate) fn day_start(&self, at: Timestamp) -> Timestamp {
        self.start(self.date(at))
    }

    /// The first instant after the day in this zone that holds `at`.
    pub(crate) fn day_end(&self, at: Timestamp) -> Timestamp {
        self.start(self.date(at).saturating_add(1.day()))
    }

    /// The instant at which clocks of this zone show `wall`; in a gap, the first instant after it.
    pub(crate) fn instant(&self, wall: DateTime) -> Timestamp {
        match wall.to_zoned(self.rules.clone()) {
            Ok(zoned) => Timestamp(zoned.timestamp().as_millisecond()),
            Err(_) if wall < DateTime::ZERO => Timestamp(jiff::Timestamp::MIN.as_millisecond()),
            Err(_) => Timestamp(jiff::Timestamp::MAX.as_millisecond()),
        }
    }

    /// The first instant of `date`.
    pub(crate) fn start(&self, date: Date) -> Timestamp {
        self.instant(date.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The same time on the wall, `back` earlier.
    pub(crate) fn back(&self, at: Timestamp, back: Span) -> Option<Timestamp> {
        Some(self.instant(self.wall(at).checked_sub(back).ok()?))
    }

    /// The same time on the wall, `days` earlier.
    pub(crate) fn back_days(&self, at: Timestamp, days: i64) -> Option<Timestamp> {
        self.back(at, days.days())
    }

    /// Days between two instants by the wall: a day of 23 or 25 hours is one day.
    pub(crate) fn days_between(&self, from: Timestamp, to: Timestamp) -> f64 {
        let seconds = self.wall(from).duration_until(self.wall(to)).as_secs_f64();
        seconds / 86_400.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}
