//! Values of the wrong kind, told with the value as its key needs it.

use jiff::civil::Date;
use toml::de::DeValue;

use super::{At, Table, Value};
use crate::days::{day_meant, or_days};
use crate::{Code, Diagnostic};

/// What people write for yes, and for no.
const YES: [&str; 8] = ["true", "yes", "y", "on", "1", "ja", "oui", "sí"];
const NO: [&str; 8] = ["false", "no", "n", "off", "0", "nein", "non", "nej"];

impl<'a> Table<'a> {
    /// Says that the value is not what its key needs.
    pub(crate) fn wrong_type<T>(&self, name: &str, value: Value<'a>, expected: &str) -> Option<T> {
        let kind = kind(value.get_ref());
        let message = format!("`{name}` is {kind}, but needs {expected}");
        let found = Diagnostic::error(Code::KeyValue, value.span(), message);
        self.report(match self.as_needed(value, expected) {
            Some(meant) if expected.ends_with("each entry") => {
                found.help(format!("write `{meant}`")).unsafe_fix(value.span(), meant)
            }
            Some(meant) => {
                found.help(format!("write `{name} = {meant}`")).unsafe_fix(value.span(), meant)
            }
            None => found.help(format!("write it like `{}`", self.example(name))),
        });
        None
    }

    /// The value as it is written where `expected` is needed, if it can be told.
    fn as_needed(&self, value: Value<'a>, expected: &str) -> Option<String> {
        let raw = self.source().text.get(value.span())?.trim();
        let quoted = || (!raw.contains(['"', '\'', '\n', '\\'])).then(|| format!("\"{raw}\""));
        match value.get_ref() {
            DeValue::Array(items) if expected.starts_with("a text in quotes") => {
                let [only] = items.iter().as_slice() else { return None };
                only.get_ref().is_str().then(|| self.source().text[only.span()].to_owned())
            }
            DeValue::Array(_) | DeValue::Table(_) => None,
            DeValue::String(text) => {
                let text = text.trim().to_lowercase();
                match expected {
                    _ if expected.starts_with("a whole number") => {
                        let digits = text.bytes().all(|b| b.is_ascii_digit());
                        let count = text.parse::<u64>().ok().filter(|_| digits);
                        count.map(|count| count.to_string())
                    }
                    _ if expected.starts_with("`true`") => flag(&text),
                    _ => None,
                }
            }
            DeValue::Integer(_) if expected.starts_with("`true`") => flag(raw),
            _ if expected.starts_with("a text in quotes") => quoted(),
            _ if expected.starts_with("a list of texts") => Some(format!("[{}]", quoted()?)),
            _ => None,
        }
    }

    /// The day at `name`: a date of TOML, or the same in quotes.
    pub(crate) fn day(&self, name: &str) -> Option<At<Date>> {
        let value = self.value(name)?;
        let of_toml = |date: toml::value::Date| {
            let year = i16::try_from(date.year).ok()?;
            let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
            Date::new(year, month, day).ok()
        };
        let day = match value.get_ref() {
            DeValue::Datetime(at) if at.time.is_none() => at.date.and_then(of_toml),
            DeValue::String(text) => Date::strptime("%Y-%m-%d", text.trim()).ok(),
            _ => None,
        };
        if let Some(day) = day {
            return Some(At { value: day, span: value.span() });
        }
        let raw = self.source().text.get(value.span()).unwrap_or_default();
        let meant = match value.get_ref() {
            DeValue::Datetime(at) => {
                at.date.and_then(of_toml).map(|day| day.to_string()).into_iter().collect()
            }
            DeValue::String(text) => day_meant(text.trim()),
            _ => day_meant(raw.trim()),
        };
        if meant.is_empty() {
            let expected = "a day of the calendar, year-month-day and without a time";
            return self.wrong_type(name, value, expected);
        }
        let message =
            format!("`{name}` is not a day as a file writes it: year-month-day, without a time");
        let found = Diagnostic::error(Code::KeyValue, value.span(), message)
            .help(format!("write {}", or_days(name, &meant)));
        self.report(match meant.as_slice() {
            [day] => found.unsafe_fix(value.span(), day.clone()),
            _ => found,
        });
        None
    }

    /// Says that what one does not see stands in a text: in double quotes `\b` and `\f` are such signs.
    pub(super) fn tell_invisible(&self, text: &str, span: std::ops::Range<usize>) {
        let Some(sign) = text.chars().find(|c| matches!(c, '\u{8}' | '\u{c}')) else { return };
        let written = if sign == '\u{8}' { "\\b" } else { "\\f" };
        let message = format!(
            "in double quotes `{written}` is one sign that nobody sees, not a backslash and a letter"
        );
        let found = Diagnostic::error(Code::KeyValue, span, message);
        self.report(found.help("put the text between ''' and ''', where a backslash is one"));
    }
}

fn flag(text: &str) -> Option<String> {
    let meant = YES.contains(&text).then_some("true");
    meant.or_else(|| NO.contains(&text).then_some("false")).map(str::to_owned)
}

/// What a value is, in a marketer's words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "yes or no",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
