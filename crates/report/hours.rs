//! Business hours: when somebody is there to answer.

use std::collections::BTreeSet;

use jiff::civil::Date;
use mention::Timestamp;

use crate::Zone;
use crate::period::after;

/// Opening hours of a week, in a zone, without holidays.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    zone: Zone,
    /// Opening and closing minutes of each day, Monday first.
    week: [Vec<(i64, i64)>; 7],
    holidays: BTreeSet<Date>,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// Reads `mon-fri 09:00-17:00, sat 10:00-14:00` and `2026-12-25 2027-01-01`.
    ///
    /// # Errors
    ///
    /// What cannot be read, in a sentence.
    pub fn parse(open: &str, holidays: &str, zone: Zone) -> Result<Self, String> {
        let mut week: [Vec<(i64, i64)>; 7] = Default::default();
        for part in open.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wrong =
                || format!("cannot read the hours {part:?}; write them as in mon-fri 09:00-17:00");
            let (days, times) = part.split_once(' ').ok_or_else(wrong)?;
            let (first, last) = days.split_once('-').unwrap_or((days, days));
            let day = |name: &str| DAYS.iter().position(|day| *day == name.to_lowercase());
            let (first, last) = day(first).zip(day(last)).ok_or_else(wrong)?;
            let (from, to) = times.trim().split_once('-').ok_or_else(wrong)?;
            let open = minutes(from).zip(minutes(to)).filter(|(from, to)| from < to);
            let open = open.filter(|_| first <= last).ok_or_else(wrong)?;
            for day in &mut week[first..=last] {
                if day.iter().any(|(from, to)| open.0 < *to && *from < open.1) {
                    return Err(format!("the hours {part:?} overlap with others of the same day"));
                }
                day.push(open);
            }
        }
        let read = |day: &str| {
            day.parse()
                .map_err(|_| format!("cannot read the holiday {day:?}; write it as 2026-12-25"))
        };
        let holidays = holidays
            .split([',', ' '])
            .filter(|day| !day.is_empty())
            .map(read)
            .collect::<Result<_, _>>()?;
        Ok(Self { zone, week, holidays })
    }

    /// The seconds in `[from, to)` in which somebody was there.
    pub(crate) fn seconds(&self, from: Timestamp, to: Timestamp) -> u64 {
        let (mut date, last) = (self.zone.date(from), self.zone.date(to));
        let mut open = 0;
        while date <= last {
            for (opens, closes) in self.of(date) {
                let at = |minute: i64| {
                    let midnight = date.to_datetime(jiff::civil::Time::midnight());
                    self.zone.instant(midnight + jiff::Span::new().minutes(minute))
                };
                let (opens, closes) = (at(*opens).max(from), at(*closes).min(to));
                open += (closes.0 - opens.0).max(0);
            }
            date = after(date, 1);
        }
        u64::try_from(open / 1_000).unwrap_or(0)
    }

    fn of(&self, date: Date) -> &[(i64, i64)] {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        if self.holidays.contains(&date) { &[] } else { &self.week[weekday] }
    }
}

/// Minutes of the day of `09:30`; `24:00` is its end.
fn minutes(time: &str) -> Option<i64> {
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let minutes = hour * 60 + minute;
    ((0..60).contains(&minute) && (0..=1_440).contains(&minutes)).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().unwrap();
        Timestamp(at.as_millisecond())
    }

    #[test]
    fn only_open_hours_count() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let hours =
            Hours::parse("mon-fri 09:00-17:00, sat 10:00-12:00", "2026-11-11", zone).unwrap();
        // A Monday, 10:00 to 12:30 in Berlin.
        assert_eq!(hours.seconds(at("2026-11-09T09:00:00Z"), at("2026-11-09T11:30:00Z")), 9_000);
        // Tuesday 16:00 to Thursday 09:30, a holiday between: one hour and half an hour.
        assert_eq!(hours.seconds(at("2026-11-10T15:00:00Z"), at("2026-11-12T08:30:00Z")), 5_400);
        // Friday evening to Sunday: Saturday's two hours.
        assert_eq!(hours.seconds(at("2026-11-13T18:00:00Z"), at("2026-11-15T18:00:00Z")), 7_200);
        // The night in which clocks go back lies outside of the hours.
        assert_eq!(hours.seconds(at("2026-10-24T20:00:00Z"), at("2026-10-26T09:00:00Z")), 3_600);
        assert_eq!(hours.seconds(at("2026-11-09T11:30:00Z"), at("2026-11-09T11:30:00Z")), 0);
    }

    #[test]
    fn a_day_may_have_a_break_and_hours_may_not_overlap() {
        let parse = |open: &str| Hours::parse(open, "", Zone::utc());
        let hours = parse("mon-fri 09:00-12:00, mon-fri 13:00-17:00").unwrap();
        assert_eq!(hours.seconds(at("2026-11-09T11:30:00Z"), at("2026-11-09T13:30:00Z")), 3_600);
        assert!(parse("mon 09:00-12:00, mon 11:00-17:00").unwrap_err().contains("overlap"));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let parse = |open: &str, holidays: &str| Hours::parse(open, holidays, Zone::utc());
        for open in ["mon", "mon 9-17", "fri-mon 09:00-17:00", "mon 17:00-09:00", "xyz 09:00-10:00"]
        {
            assert!(parse(open, "").unwrap_err().contains("cannot read the hours"), "{open}");
        }
        assert!(parse("", "tomorrow").unwrap_err().contains("holiday"));
    }
}
