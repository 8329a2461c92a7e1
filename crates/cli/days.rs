//! Days as people write them.

use jiff::civil;
use mention::Day;

/// The day that is written as 2026-11-03; `None` for anything else.
pub(crate) fn read(date: &str) -> Option<Day> {
    let date: civil::Date = (date.len() == 10).then(|| date.parse().ok()).flatten()?;
    let since = date.since(civil::date(1970, 1, 1)).ok()?;
    Some(Day(since.get_days().into()))
}

/// The date of a UTC day.
pub(crate) fn shown(day: Day) -> String {
    jiff::Timestamp::from_millisecond(day.start().0)
        .map_or_else(|_| day.0.to_string(), |at| at.strftime("%F").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back() {
        for date in ["1969-12-31", "1970-01-01", "2024-02-29", "2026-11-03"] {
            assert_eq!(shown(read(date).unwrap()), date);
        }
        for wrong in ["", "2026-11-3", "2026-02-30", "3.11.2026", "2026-11-03T00:00", "20261103"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
