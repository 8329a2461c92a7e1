//! Periods as people write them, and the instants they mean.

use super::*;

/// 2026-11-21T23:40:07Z, a Saturday; 00:40 on Sunday in Berlin.
const NOW: Timestamp = Timestamp(1_795_304_407_000);

fn clock() -> Clock {
    Clock { now: NOW, data: Some((Timestamp(1_790_000_000_000), Timestamp(1_795_000_000_000))) }
}

fn utc(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap().to_string()
}

fn show(period: &Period) -> String {
    format!("{} .. {} | {}", utc(period.from), utc(period.to), period.label)
}

#[track_caller]
fn check(zone: &str, choice: Result<Choice, PeriodError>, expected: &str) {
    let shown = choice
        .and_then(|choice| choice.resolve(&Zone::parse(zone)?, clock()))
        .map_or_else(|error| error.to_string(), |period| show(&period));
    assert_eq!(shown, expected);
}

/// Zone, period as written, and what it means.
const PERIODS: &[(&str, &str, &str)] = &[
    ("UTC", "2026-W46", "2026-11-09T00:00:00Z .. 2026-11-16T00:00:00Z | week 46, 9–15 Nov 2026"),
    (
        "UTC",
        "2020-W53",
        "2020-12-28T00:00:00Z .. 2021-01-04T00:00:00Z | week 53, 28 Dec 2020–3 Jan 2021",
    ),
    ("Europe/Berlin", "2026-10", "2026-09-30T22:00:00Z .. 2026-10-31T23:00:00Z | October 2026"),
    ("UTC", "2026-11", "2026-11-01T00:00:00Z .. 2026-11-21T23:45:00Z | 1–21 Nov 2026 to 23:45"),
    ("UTC", "2026-Q3", "2026-07-01T00:00:00Z .. 2026-10-01T00:00:00Z | Q3 2026"),
    ("UTC", "2025", "2025-01-01T00:00:00Z .. 2026-01-01T00:00:00Z | 2025"),
    ("UTC", "2026-10-25", "2026-10-25T00:00:00Z .. 2026-10-26T00:00:00Z | 25 Oct 2026"),
    // The clocks of Berlin go back on this day: 25 hours. In March they lose one: 23 hours.
    ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z .. 2026-10-25T23:00:00Z | 25 Oct 2026"),
    ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z .. 2026-03-29T22:00:00Z | 29 Mar 2026"),
    // Clocks of Kathmandu are a quarter of an hour off.
    ("Asia/Kathmandu", "2026-11-20", "2026-11-19T18:15:00Z .. 2026-11-20T18:15:00Z | 20 Nov 2026"),
    (
        "UTC",
        "2026-11-01..2026-11-15",
        "2026-11-01T00:00:00Z .. 2026-11-16T00:00:00Z | 1–15 Nov 2026",
    ),
    ("UTC", "last-week", "2026-11-09T00:00:00Z .. 2026-11-16T00:00:00Z | week 46, 9–15 Nov 2026"),
    // In Berlin it is Sunday already, and still the same ISO week.
    (
        "Europe/Berlin",
        "last-week",
        "2026-11-08T23:00:00Z .. 2026-11-15T23:00:00Z | week 46, 9–15 Nov 2026",
    ),
    ("UTC", "last-month", "2026-10-01T00:00:00Z .. 2026-11-01T00:00:00Z | October 2026"),
    ("UTC", "yesterday", "2026-11-20T00:00:00Z .. 2026-11-21T00:00:00Z | 20 Nov 2026"),
    ("Europe/Berlin", "yesterday", "2026-11-20T23:00:00Z .. 2026-11-21T23:00:00Z | 21 Nov 2026"),
    ("UTC", "today", "2026-11-21T00:00:00Z .. 2026-11-21T23:45:00Z | 21 Nov 2026 to 23:45"),
    ("UTC", "2026-12", "the period starts on 2026-12-01, which lies in the future"),
    (
        "UTC",
        "2026-11-15..2026-11-01",
        "the period ends on 2026-11-01, before it starts on 2026-11-15; swap the two",
    ),
    (
        "Europe/Berln",
        "2026",
        "`Europe/Berln` is no time zone; write one such as Europe/Berlin, America/New_York or UTC",
    ),
];

#[test]
fn periods_are_read_and_cut_in_the_zone() {
    for (zone, text, expected) in PERIODS.iter().copied() {
        check(zone, Choice::period(text), expected);
    }
    for text in [
        "",
        "2026-W54",
        "2026-W00",
        "2026-13",
        "2026-Q5",
        "26",
        "2026-1",
        "+026",
        "2026-02-30",
        "é026",
        "2026..",
        "next-week",
        "1969",
    ] {
        check(
            "UTC",
            Choice::period(text),
            &PeriodError::UnreadablePeriod { text: text.to_owned() }.to_string(),
        );
    }
}

#[test]
fn since_counts_today_and_hours_do_not_care_for_days() {
    for (since, until, expected) in [
        ("7d", None, "2026-11-15T00:00:00Z .. 2026-11-21T23:45:00Z | 15–21 Nov 2026 to 23:45"),
        ("1w", None, "2026-11-15T00:00:00Z .. 2026-11-21T23:45:00Z | 15–21 Nov 2026 to 23:45"),
        (
            "24h",
            None,
            "2026-11-20T23:45:00Z .. 2026-11-21T23:45:00Z | 20 Nov 2026 23:45 to 21 Nov 2026 23:45",
        ),
        (
            "2026-11-20",
            None,
            "2026-11-20T00:00:00Z .. 2026-11-21T23:45:00Z | 20–21 Nov 2026 to 23:45",
        ),
        (
            "2026-11-01",
            Some("2026-11-15"),
            "2026-11-01T00:00:00Z .. 2026-11-16T00:00:00Z | 1–15 Nov 2026",
        ),
        (
            "7d",
            Some("2026-11-15"),
            "2026-11-09T00:00:00Z .. 2026-11-16T00:00:00Z | week 46, 9–15 Nov 2026",
        ),
        ("7", None, "cannot read the start `7`; write 7d, 4w, 24h or a day such as 2026-11-01"),
        ("0d", None, "cannot read the start `0d`; write 7d, 4w, 24h or a day such as 2026-11-01"),
        (
            "7d",
            Some("now"),
            "cannot read the end `now`; write a day such as 2026-11-15, it is included",
        ),
    ] {
        check("UTC", Choice::since(since, until), expected);
    }
}

#[test]
fn everything_is_the_whole_days_with_data() {
    check(
        "UTC",
        Ok(Choice::everything()),
        "2026-09-21T00:00:00Z .. 2026-11-19T00:00:00Z | 21 Sep–18 Nov 2026",
    );
    let empty = Choice::everything().resolve(&Zone::utc(), Clock { now: NOW, data: None }).unwrap();
    assert_eq!(show(&empty), "2026-11-21T00:00:00Z .. 2026-11-22T00:00:00Z | 21 Nov 2026");
    assert_eq!(empty.previous(), None);
}

#[track_caller]
fn check_before(zone: &str, text: &str, previous: &str, year: &str) {
    let zone = Zone::parse(zone).unwrap();
    let choice = Choice::period(text).or_else(|_| Choice::since(text, None)).unwrap();
    let period = choice.resolve(&zone, clock()).unwrap();
    assert_eq!(show(&period.previous().unwrap()), previous);
    assert_eq!(show(&period.year_before().unwrap()), year);
}

#[test]
fn the_period_before_keeps_the_days_of_the_week() {
    check_before(
        "UTC",
        "2026-W46",
        "2026-11-02T00:00:00Z .. 2026-11-09T00:00:00Z | week 45, 2–8 Nov 2026",
        "2025-11-10T00:00:00Z .. 2025-11-17T00:00:00Z | week 46, 10–16 Nov 2025",
    );
    // Ten days move back by fourteen, the least multiple of seven that holds them.
    check_before(
        "UTC",
        "2026-11-01..2026-11-10",
        "2026-10-18T00:00:00Z .. 2026-10-28T00:00:00Z | 18–27 Oct 2026",
        "2025-11-02T00:00:00Z .. 2025-11-12T00:00:00Z | 2–11 Nov 2025",
    );
    // A week that still runs is compared with as much of the week before.
    check_before(
        "UTC",
        "7d",
        "2026-11-08T00:00:00Z .. 2026-11-14T23:45:00Z | 8–14 Nov 2026 to 23:45",
        "2025-11-16T00:00:00Z .. 2025-11-22T23:45:00Z | 16–22 Nov 2025 to 23:45",
    );
    // Across the end of summer time the days stay whole, the hours differ.
    check_before(
        "Europe/Berlin",
        "2026-W44",
        "2026-10-18T22:00:00Z .. 2026-10-25T23:00:00Z | week 43, 19–25 Oct 2026",
        "2025-10-26T23:00:00Z .. 2025-11-02T23:00:00Z | week 44, 27 Oct–2 Nov 2025",
    );
    check_before(
        "UTC",
        "2026-Q3",
        "2026-04-01T00:00:00Z .. 2026-07-01T00:00:00Z | Q2 2026",
        "2025-07-01T00:00:00Z .. 2025-10-01T00:00:00Z | Q3 2025",
    );
    check_before(
        "UTC",
        "2026-11",
        "2026-10-01T00:00:00Z .. 2026-11-01T00:00:00Z | October 2026",
        "2025-11-01T00:00:00Z .. 2025-12-01T00:00:00Z | November 2025",
    );
}

#[test]
fn a_day_of_25_hours_is_one_day() {
    let zone = Zone::parse("europe/berlin").unwrap();
    assert_eq!(zone.name(), "Europe/Berlin");
    let period = Choice::period("2026-W43").unwrap().resolve(&zone, clock()).unwrap();
    assert!((period.days() - 7.0).abs() < f64::EPSILON);
    assert_eq!(period.to.0 - period.from.0, (7 * 24 + 1) * 3_600_000);
}
