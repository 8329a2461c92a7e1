//! Points in time as sources write them.

use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;
use mention::Timestamp;

/// Why a time cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeProblem {
    /// It is no time.
    Unreadable,
    /// It names no zone, and none was given for those that name none.
    NoZone,
}

/// Forms besides ISO 8601 that platforms still write: X's old one after its day of the week, and Python's and Ruby's
/// `str(time)`.
const OTHER_FORMS: [&str; 2] = ["%b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z"];

const WEEKDAYS: [&str; 7] = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];

/// Reads ISO 8601, RFC 2822, the forms above, and Unix seconds or milliseconds in digits.
pub(crate) fn of_text(text: &str, zone: Option<&TimeZone>) -> Result<Timestamp, TimeProblem> {
    static ISO: DateTimeParser = DateTimeParser::new();
    static MAIL: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new();
    let text = text.trim();
    if let Ok(at) = ISO.parse_timestamp(text) {
        return Ok(Timestamp(at.as_millisecond()));
    }
    // Eight digits are a day, 20260504, and not an hour of 1970.
    if text.len() != 8
        && let Ok(number) = text.parse::<f64>()
    {
        return of_number(number);
    }
    if let Ok(civil) = ISO.parse_datetime(text) {
        return of_civil(civil, zone);
    }
    if let Ok(at) = MAIL.parse_timestamp(text) {
        return Ok(Timestamp(at.as_millisecond()));
    }
    // The day of the week says nothing that the date does not, and not always the same.
    let undated = WEEKDAYS.iter().find_map(|day| text.strip_prefix(day)).unwrap_or(text);
    OTHER_FORMS
        .iter()
        .find_map(|form| strtime::parse(form, undated).ok()?.to_timestamp().ok())
        .map(|at| Timestamp(at.as_millisecond()))
        .ok_or(TimeProblem::Unreadable)
}

/// The instant at which clocks in `zone` show `civil`; of two the first, of none the one after the gap.
pub(crate) fn of_civil(civil: DateTime, zone: Option<&TimeZone>) -> Result<Timestamp, TimeProblem> {
    let zone = zone.ok_or(TimeProblem::NoZone)?;
    let at = zone.to_timestamp(civil).map_err(|_| TimeProblem::Unreadable)?;
    Ok(Timestamp(at.as_millisecond()))
}

/// Reads Unix seconds, or milliseconds from 10¹¹ on: as seconds that would be after the year 5000.
pub(crate) fn of_number(number: f64) -> Result<Timestamp, TimeProblem> {
    const MILLISECONDS_FROM: f64 = 1e11;
    const MILLISECONDS_TO: f64 = 1e14;
    let milliseconds = if number.abs() < MILLISECONDS_FROM { number * 1_000.0 } else { number };
    if milliseconds.is_finite() && milliseconds.abs() < MILLISECONDS_TO {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "its size was looked at the line before"
        )]
        return Ok(Timestamp(milliseconds.round() as i64));
    }
    Err(TimeProblem::Unreadable)
}

/// The millisecond from which X counts in its ids.
pub(super) const X_EPOCH: i64 = 1_288_834_974_657;
/// The millisecond from which Discord counts in its ids.
pub(super) const DISCORD_EPOCH: i64 = 1_420_070_400_000;

/// When the id of a post was given out, which is when the post was published; `None` for ids without a time in them,
/// such as those of X before November 2010.
pub(super) fn of_snowflake(id: &str, epoch: i64) -> Option<Timestamp> {
    const TIME_FROM_BIT: u32 = 22;
    const FIRST: i64 = 29_700_859_247;
    let number: i64 = id.trim().parse().ok()?;
    (number >= FIRST).then(|| Timestamp((number >> TIME_FROM_BIT) + epoch))
}

/// A moment by which whoever wrote the post of this id on X could edit it no more: a deletion that says no time of its
/// own is not older than the edits it ends.
pub(super) fn after_edits(id: &str) -> Option<Timestamp> {
    const EDITABLE_MS: i64 = 60 * 60 * 1_000;
    of_snowflake(id, X_EPOCH).map(|born| Timestamp(born.0 + EDITABLE_MS))
}
