//! Days and instants a rule names.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mention::Timestamp;

use super::Wrong;
use crate::days::days;
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
    let start =
        from.map(|text| instant(text).map_err(|wrong| in_range(value, wrong))).transpose()?;
    let stop = to.map(|text| end(text).map_err(|wrong| in_range(value, wrong))).transpose()?;
    if let (Some(first), Some(last)) = (start, stop)
        && first >= last
    {
        if first == last {
            let message = "this is one instant, which is no span of time, so that nothing is in it";
            return Err(Wrong::new(
                message,
                "write the day, as in `published:2026-01-31`, or a range of two instants",
            ));
        }
        let help = "write the earlier day first";
        let wrong = Wrong::new("this range ends before it begins, so that nothing is in it", help);
        return Err(wrong.with_range(to.cloned(), from.cloned()));
    }
    Ok(FieldTest::Published { from: start, to: stop })
}

/// What is wrong with one end of a range, with the range that is meant where that is known of both ends.
fn in_range(range: &Value, wrong: Wrong) -> Wrong {
    let Value::Range(from, to) = range else { return wrong };
    let meant = |text: &String| match instant(text) {
        Ok(_) => Some(text.clone()),
        Err(Wrong { right: Some((Value::Text(right), _)), .. }) => Some(right),
        Err(_) => None,
    };
    match [from, to].map(|end| end.as_ref().map(meant)) {
        [Some(None), _] | [_, Some(None)] => Wrong { right: None, ..wrong },
        [from, to] => wrong.with_range(from.flatten(), to.flatten()),
    }
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
        // X's search writes `2026-01-31_12:00:00_UTC`.
        let text = text.strip_suffix("_UTC").map_or(text.to_owned(), |it| it.replace('_', "T"));
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
    let message = format!("`{text}` is not a date");
    let days: Vec<String> = days(text).into_iter().collect();
    match days.as_slice() {
        [day] => Wrong::new(message, format!("write year, month and day: `{day}`")).is(day.clone()),
        [one, other] => Wrong::new(
            message,
            format!("write `{one}` or `{other}`: which of the two is meant is not known"),
        ),
        _ if text.chars().all(char::is_alphabetic) => Wrong::new(
            message,
            "write year, month and day: `2026-01-31`; rules do not move with the clock, a report chooses its period",
        ),
        _ => Wrong::new(message, "write year, month and day: `2026-01-31`"),
    }
}
