//! The days of a campaign as instants, in the time zone its author named.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use mention::Timestamp;

use crate::field::closest;

/// The zone of this name, from the tables compiled in; else the name that was likely meant, when there is one.
pub(crate) fn zone(name: &str) -> Result<TimeZone, Option<String>> {
    let zones = TimeZoneDatabase::bundled();
    zones.get(name).map_err(|_| {
        let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
        likely(name, &names)
    })
}

/// The zone somebody means who writes a city, a country's old abbreviation, or makes a slip.
fn likely(name: &str, names: &[String]) -> Option<String> {
    let abbreviation = |(short, _): &&(&str, &'static str)| short.eq_ignore_ascii_case(name);
    if let Some((_, zone)) = ABBREVIATIONS.iter().find(abbreviation) {
        return Some((*zone).to_owned());
    }
    // The signs of `Etc/GMT+1` are the other way round, and no distance to UTC knows of summer time.
    if name.contains(|c: char| c.is_ascii_digit()) && !name.contains('/') {
        return None;
    }
    let written = name.trim().replace(' ', "_").to_lowercase();
    let city = written.rsplit('/').next().unwrap_or_default();
    let ends = |zone: &&String| zone.to_lowercase().rsplit('/').next() == Some(city);
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let near = || {
        let near = closest(&written, lower.iter().map(String::as_str))?;
        names.iter().find(|name| name.to_lowercase() == near).cloned()
    };
    names.iter().find(ends).cloned().or_else(near)
}

/// What people write for a zone although it names only a part of its year.
const ABBREVIATIONS: [(&str, &str); 11] = [
    ("CEST", "Europe/Berlin"),
    ("BST", "Europe/London"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("AEST", "Australia/Sydney"),
    ("EDT", "America/New_York"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("EEST", "Europe/Athens"),
];

/// The first instant of `day` in `zone`: midnight, or what follows it where the clock leaps over midnight.
///
/// Absent for days no calendar has.
pub(crate) fn start_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let start = day.to_zoned(zone.clone()).ok()?.start_of_day().ok()?;
    Some(Timestamp(start.timestamp().as_millisecond()))
}

/// The first instant after `day` and `grace` more days.
pub(crate) fn end_of(day: Date, grace: u32, zone: &TimeZone) -> Option<Timestamp> {
    let next = day.checked_add((i64::from(grace) + 1).days()).ok()?;
    start_of(next, zone)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(zone_name: &str, first: Date, last: Date, expected: [&str; 2]) {
        let zone = zone(zone_name).unwrap();
        let show = |at: Timestamp| jiff::Timestamp::from_millisecond(at.0).unwrap().to_string();
        let window = [start_of(first, &zone).unwrap(), end_of(last, 0, &zone).unwrap()];
        assert_eq!(window.map(show), expected, "{zone_name}");
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        // Summer time begins, ends; midnight leapt over, midnight twice.
        check(
            "UTC",
            date(2026, 5, 1),
            date(2026, 5, 1),
            ["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"],
        );
        check(
            "Europe/Stockholm",
            date(2026, 3, 29),
            date(2026, 3, 29),
            ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
        );
        check(
            "Europe/Stockholm",
            date(2026, 10, 25),
            date(2026, 10, 25),
            ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
        );
        check(
            "America/Sao_Paulo",
            date(2018, 11, 4),
            date(2018, 11, 4),
            ["2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"],
        );
        check(
            "America/Havana",
            date(2026, 11, 1),
            date(2026, 11, 1),
            ["2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
        );
    }

    #[test]
    fn a_zone_that_is_none_leads_to_the_one_meant() {
        for (written, meant) in [
            ("Stockholm", Some("Europe/Stockholm")),
            ("Europe/Stokholm", Some("Europe/Stockholm")),
            ("New York", Some("America/New_York")),
            ("CEST", Some("Europe/Berlin")),
            ("the moon", None),
            ("GMT+1", None),
            ("UTC+02:00", None),
        ] {
            assert_eq!(zone(written).unwrap_err().as_deref(), meant, "{written}");
        }
        assert!(zone("europe/stockholm").is_ok());
    }
}
