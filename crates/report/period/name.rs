//! What people call a stretch of time, as marked text.

use jiff::civil::{Date, DateTime, Time, Weekday};
use mention::Timestamp;

use super::{Cut, after, before};
use crate::Zone;
use crate::say::{formed, say};

/// What people call `[from, to)`.
pub(super) fn label(from: Timestamp, to: Timestamp, zone: &Zone, cut: Cut) -> String {
    let (start, end) = (zone.wall(from), zone.wall(to));
    let whole = start.time() == Time::midnight() && end.time() == Time::midnight();
    if !whole {
        return moments(start, end);
    }
    let (first, last) = (start.date(), before(end.date(), 1));
    let whole_months = end.date().day() == 1;
    let year = first.year();
    match cut {
        Cut::Months(1) if whole_months => format!("{} {year}", formed("month", first)),
        Cut::Months(3) if whole_months => {
            say!("Q{quarter} {year}", quarter = (first.month() + 2) / 3, year)
        }
        Cut::Months(12)
            if end.date() == after(last, 1) && last.day() == 31 && last.month() == 12 =>
        {
            year.to_string()
        }
        Cut::Days if first.weekday() == Weekday::Monday && last == after(first, 6) => {
            let week = first.iso_week_date().week();
            say!("week {week}, {days}", week, days = day_range(first, last))
        }
        _ => day_range(first, last),
    }
}

fn moments(start: DateTime, end: DateTime) -> String {
    let clock = |at: DateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    if start.time() == Time::midnight() {
        let days = day_range(start.date(), end.date());
        return say!("{days} to {time}", days, time = clock(end));
    }
    let moment = |at: DateTime| format!("{} {}", day(at.date()), clock(at));
    say!("{from} to {to}", from = moment(start), to = moment(end))
}

/// `9 Nov 2026`.
pub(crate) fn day(date: Date) -> String {
    formed("day", date)
}

/// `9–15 Nov 2026`, `28 Oct–3 Nov 2026`, `28 Dec 2025–3 Jan 2026`, `9 Nov 2026`.
fn day_range(first: Date, last: Date) -> String {
    if first == last {
        return day(first);
    }
    let start = if first.year() != last.year() {
        day(first)
    } else if first.month() != last.month() {
        formed("day-month", first)
    } else {
        first.day().to_string()
    };
    format!("{start}–{}", day(last))
}

/// `Nov`.
pub(crate) fn month_short(date: Date) -> String {
    formed("month-short", date)
}
