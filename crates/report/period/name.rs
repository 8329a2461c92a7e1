//! What people call a stretch of time.

use jiff::civil::{Date, DateTime, Time, Weekday};
use mention::Timestamp;

use super::{Cut, after, before};
use crate::Zone;

/// What people call `[from, to)`.
pub(super) fn label(from: Timestamp, to: Timestamp, zone: &Zone, cut: Cut) -> String {
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
