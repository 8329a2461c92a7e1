//! Dates as people and spreadsheets write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use mention::Timestamp;

use super::DateOrder;
use crate::wire::{of_civil, of_text};

/// What a date in a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// An instant.
    At(Timestamp),
    /// Day and month by word, or in an order that shows.
    Clock(DateTime),
    /// Two numbers of which either may be the day.
    Either { first: DateTime, second: DateTime },
}

/// Reads `text`; `None` when it is no date at all.
pub(super) fn read(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Ok(at) = of_text(text, None) {
        // A number alone is a day's count in a spreadsheet or an hour of 1970, not a time anybody meant.
        return (text.len() > 8).then_some(Written::At(at));
    }
    if let Ok(clock) = text.parse::<DateTime>() {
        return Some(Written::Clock(clock));
    }
    let parts = Parts::of(text)?;
    let time = parts.time?;
    let day = |year, month, day| {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(date.to_datetime(time))
    };
    match (&parts.numbers[..], parts.month) {
        (&[one, two], Some(month)) => {
            let (year, number) = if one > 31 { (one, two) } else { (two, one) };
            day(full_year(year)?, month, number).map(Written::Clock)
        }
        (&[year, month, number], None) if year > 31 => {
            day(full_year(year)?, month, number).map(Written::Clock)
        }
        (&[one, two, year], None) => {
            let year = full_year(year)?;
            match (day(year, two, one), day(year, one, two)) {
                (Some(first), Some(second)) if first == second => Some(Written::Clock(first)),
                // Nobody writes the month first with dots.
                (Some(first), Some(_)) if parts.dots => Some(Written::Clock(first)),
                (Some(first), Some(second)) => Some(Written::Either { first, second }),
                (Some(only), None) | (None, Some(only)) => Some(Written::Clock(only)),
                (None, None) => None,
            }
        }
        _ => None,
    }
}

/// The order that `text` shows by having a day above 12; `None` when it shows none.
pub(super) fn shown_order(text: &str) -> Option<DateOrder> {
    let parts = Parts::of(text.trim())?;
    match (&parts.numbers[..], parts.month) {
        (&[one, two, _], None) if one > 12 && one <= 31 && two <= 12 => {
            Some(DateOrder::DayMonthYear)
        }
        (&[one, two, _], None) if two > 12 && two <= 31 && one <= 12 => {
            Some(DateOrder::MonthDayYear)
        }
        _ => None,
    }
}

/// The instant, under an order for dates that need one.
pub(super) fn instant(
    written: Written,
    order: Option<DateOrder>,
    zone: &TimeZone,
) -> Option<Timestamp> {
    let clock = match (written, order) {
        (Written::At(at), _) => return Some(at),
        (Written::Clock(clock), _) => clock,
        (Written::Either { first, .. }, Some(DateOrder::DayMonthYear)) => first,
        (Written::Either { second, .. }, Some(DateOrder::MonthDayYear)) => second,
        (Written::Either { .. }, None) => return None,
    };
    of_civil(clock, Some(zone)).ok()
}

/// Reads a time of day: `14:05`, `2:05:09 PM`.
pub(super) fn time_of_day(text: &str) -> Option<Time> {
    let lower = text.trim().to_lowercase();
    let (lower, half) = match lower.strip_suffix("pm").or_else(|| lower.strip_suffix("p.m.")) {
        Some(rest) => (rest.trim(), Some(12)),
        None => match lower.strip_suffix("am").or_else(|| lower.strip_suffix("a.m.")) {
            Some(rest) => (rest.trim(), Some(0)),
            None => (lower.trim_end_matches("uhr").trim(), None),
        },
    };
    let mut numbers = [0_i8; 3];
    let mut count = 0;
    for (at, part) in lower.split(':').enumerate() {
        let whole = part.split(['.', ',']).next()?;
        *numbers.get_mut(at)? = whole.parse().ok()?;
        count += 1;
    }
    let [hour, minute, second] = numbers;
    if count < 2 && half.is_none() {
        return None;
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

fn full_year(year: i32) -> Option<i16> {
    let year = i16::try_from(year).ok()?;
    Some(if year < 100 { year + 2000 } else { year })
}

/// A date taken apart.
struct Parts {
    numbers: Vec<i32>,
    month: Option<i32>,
    /// Midnight when none is written; `None` when what is written is none.
    time: Option<Time>,
    dots: bool,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let (date, time) = split_time(text);
        let mut numbers = Vec::new();
        let mut month = None;
        let words = date.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for (at, word) in words.enumerate() {
            if let Ok(number) = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse() {
                numbers.push(number);
            } else if let Some(known) = month_named(word) {
                month = Some(known);
            } else if at > 0 && !FILLERS.contains(&&*super::header::plain(word)) {
                // Only the first word may be unknown: a day of the week.
                return None;
            }
        }
        let time = if time.is_empty() { Some(Time::midnight()) } else { time_of_day(time) };
        Some(Self { numbers, month, time, dots: date.contains('.') && !date.contains('/') })
    }
}

/// The day and, from the number before the first colon on, the time.
fn split_time(text: &str) -> (&str, &str) {
    let Some(colon) = text.find(':') else { return (text, "") };
    let start = text[..colon]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    (&text[..start], &text[start..])
}

/// Words that stand inside dates and say nothing: "at", "de", "um", the T of ISO 8601.
const FILLERS: [&str; 16] = [
    "at", "um", "kl", "de", "del", "alle", "ore", "la", "a", "t", "den", "le", "il", "el", "of",
    "och",
];

/// The month a word names in any of our languages: its first letters tell.
fn month_named(word: &str) -> Option<i32> {
    const MONTHS: [(&str, i32); 33] = [
        ("jan", 1),
        ("janv", 1),
        ("gen", 1),
        ("ene", 1),
        ("ian", 1),
        ("feb", 2),
        ("fev", 2),
        ("mar", 3),
        ("mrz", 3),
        ("maer", 3),
        ("apr", 4),
        ("avr", 4),
        ("abr", 4),
        ("may", 5),
        ("mai", 5),
        ("maj", 5),
        ("mag", 5),
        ("jun", 6),
        ("juin", 6),
        ("giu", 6),
        ("iun", 6),
        ("jul", 7),
        ("juil", 7),
        ("lug", 7),
        ("iul", 7),
        ("aug", 8),
        ("aou", 8),
        ("ago", 8),
        ("sep", 9),
        ("set", 9),
        ("oct", 10),
        ("okt", 10),
        ("ott", 10),
    ];
    const LATE: [(&str, i32); 6] =
        [("nov", 11), ("noi", 11), ("dec", 12), ("dez", 12), ("dic", 12), ("des", 12)];
    let word = super::header::plain(word);
    MONTHS.iter().chain(&LATE).find(|(start, _)| word.starts_with(start)).map(|(_, month)| *month)
}
