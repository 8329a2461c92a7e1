//! Days and instants a rule names.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mention::Timestamp;

use super::Wrong;
use crate::{FieldTest, Value};

/// A day, or from the first day to the last, both included.
pub(super) fn published(value: &Value) -> Result<FieldTest, Wrong> {
    let (from, to) = match value {
        Value::Text(text) => (Some(text), Some(text)),
        Value::Range(from, to) => (from.as_ref(), to.as_ref()),
        Value::List(_) => {
            let help = "write `[2026-01-01 TO 2026-01-31]`";
            return Err(Wrong::new("these are not two ends of a range", help));
        }
    };
    let from = from.map(|text| instant(text)).transpose()?;
    let to = to.map(|text| end(text)).transpose()?;
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        let help = "write the earlier day first";
        return Err(Wrong::new("this range ends before it begins, so that nothing is in it", help));
    }
    Ok(FieldTest::Published { from, to })
}

/// One past the last instant of a day, or an instant as it is.
fn end(text: &str) -> Result<Timestamp, Wrong> {
    match text.parse::<Date>().ok().filter(|_| text.len() == 10).map(Date::tomorrow) {
        Some(Ok(next)) => start(next).ok_or_else(|| no_date(text)),
        Some(Err(_)) => Err(no_date(text)),
        None => instant(text),
    }
}

/// The first instant of a UTC day, an instant, or seconds since 1970.
pub(super) fn instant(text: &str) -> Result<Timestamp, Wrong> {
    if matches!(text.len(), 9 | 10) && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map(Timestamp::from_seconds).map_err(|_| no_date(text));
    }
    let day = || text.parse::<Date>().ok().filter(|_| text.len() == 10).and_then(start);
    let moment = || {
        let moment = text.parse::<jiff::Timestamp>().ok()?;
        Some(Timestamp(moment.as_millisecond()))
    };
    let local = || {
        let moment = text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?;
        Some(Timestamp(moment.timestamp().as_millisecond()))
    };
    day().or_else(moment).or_else(local).ok_or_else(|| no_date(text))
}

fn start(day: Date) -> Option<Timestamp> {
    let midnight = day.to_zoned(TimeZone::UTC).ok()?;
    Some(Timestamp(midnight.timestamp().as_millisecond()))
}

fn no_date(text: &str) -> Wrong {
    Wrong::new(format!("`{text}` is not a date"), "write year, month and day: `2026-01-31`")
}
