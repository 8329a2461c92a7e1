//! Field tests: what each field can be compared with.

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mention::{Kind, Role, TagName, Timestamp};

use crate::field::closest;
use crate::language::language;
use crate::{Code, Condition, Diagnostic, FieldName, FieldTest, Has, Is, Range as Numbers, Value};

/// The test that `field` is `value`.
pub(super) fn lower(
    field: &FieldName,
    value: &Value,
    span: &Range<usize>,
) -> Result<Condition, Box<Diagnostic>> {
    let test = match (field, value) {
        (FieldName::Followers, value) => numbers(value).map(FieldTest::Followers),
        (FieldName::Published, value) => published(value),
        (FieldName::Lang, Value::Text(text)) => lang(text),
        (FieldName::Author, Value::Text(text)) => author(text),
        (FieldName::AuthorRole, Value::Text(text)) => role(text),
        (FieldName::OwnPlace, Value::Text(text)) => brand(text).map(FieldTest::OwnPlace),
        (FieldName::Directed, Value::Text(text)) => brand(text).map(FieldTest::Directed),
        (FieldName::Platform, Value::Text(text)) => Ok(FieldTest::Platform(text.to_lowercase())),
        (FieldName::Is, Value::Text(text)) => is(text),
        (FieldName::Has, Value::Text(text)) => has(text),
        (FieldName::Since, Value::Text(text)) => {
            instant(text).map(|from| FieldTest::Published { from: Some(from), to: None })
        }
        (FieldName::Until, Value::Text(text)) => {
            instant(text).map(|to| FieldTest::Published { from: None, to: Some(to) })
        }
        (field, _) if field.is_tested() => Err(Wrong::new(
            format!("`{}:` takes one word, not a range", field.name()),
            "write the value right after the colon",
        )),
        (field, _) => return Err(Box::new(untested(field, span))),
    };
    test.map(Condition::Field).map_err(|wrong| Box::new(wrong.told(span)))
}

/// What is wrong with a value, and what to write.
struct Wrong {
    code: Code,
    message: String,
    help: String,
}

impl Wrong {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code: Code::FieldValue, message: message.into(), help: help.into() }
    }

    fn told(self, span: &Range<usize>) -> Diagnostic {
        Diagnostic::error(self.code, span.clone(), self.message).help(self.help)
    }
}

fn untested(field: &FieldName, span: &Range<usize>) -> Diagnostic {
    Diagnostic::error(
        Code::UnsupportedField,
        span.clone(),
        format!("this version of tagline cannot test `{}:` yet", field.name()),
    )
    .help(field.instead())
}

fn lang(text: &str) -> Result<FieldTest, Wrong> {
    let message = format!("`{text}` is not a language code");
    let lower = text.to_lowercase();
    if matches!(lower.as_str(), "und" | "zxx" | "mis" | "qme" | "qam" | "qht" | "art") {
        let help = "write `-has:lang` for posts whose language is not known";
        return Err(Wrong::new(format!("`{text}` is no language"), help));
    }
    language(text).map(FieldTest::Lang).map_err(|meant| match meant {
        Some(code) => Wrong::new(message, format!("write `lang:{code}`")),
        None => Wrong::new(message, "write its two-letter code, as in `lang:en` or `lang:sv`"),
    })
}

fn author(text: &str) -> Result<FieldTest, Wrong> {
    let handle = text.strip_prefix('@').unwrap_or(text);
    if handle.is_empty() || handle.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '*')) {
        return Err(Wrong::new(
            format!("`{text}` is not a handle or the id of an account"),
            "write one handle without blanks, or several as `author:(a OR b)`",
        ));
    }
    Ok(FieldTest::Author(handle.to_lowercase()))
}

fn role(text: &str) -> Result<FieldTest, Wrong> {
    let role = Role::ALL.into_iter().find(|role| role.name().eq_ignore_ascii_case(text));
    role.map(FieldTest::AuthorRole)
        .ok_or_else(|| one_of("author_role", text, &Role::ALL.map(Role::name)))
}

fn brand(text: &str) -> Result<TagName, Wrong> {
    TagName::parse(text).ok_or_else(|| {
        Wrong::new(
            format!("`{text}` is not the id of a brand"),
            "write a brand's id as it stands in the rule file: small letters, digits and `-`",
        )
    })
}

fn one_of(field: &str, text: &str, values: &[&str]) -> Wrong {
    let message = format!("`{field}:` cannot be `{text}`");
    match closest(&text.to_lowercase(), values.iter().copied()) {
        Some(near) => Wrong::new(message, format!("did you mean `{field}:{near}`?")),
        None => Wrong::new(message, format!("it can be one of {}", values.join(", "))),
    }
}

fn is(text: &str) -> Result<FieldTest, Wrong> {
    let is = match text.to_lowercase().as_str() {
        "repost" | "retweet" => Is::Kind(Kind::Repost),
        "reply" => Is::Kind(Kind::Reply),
        "quote" => Is::Kind(Kind::Quote),
        "comment" => Is::Kind(Kind::Comment),
        "original" => Is::Kind(Kind::Original),
        "sensitive" => Is::Sensitive,
        "verified" => Is::Verified,
        "question" => {
            return Err(Wrong {
                code: Code::UnsupportedField,
                message: "this version of tagline cannot test `is:question` yet".to_owned(),
                help: "leave it out for now".to_owned(),
            });
        }
        "nullcast" => {
            let help = "leave it out: promoted posts are not told apart here";
            return Err(Wrong::new("`is:` cannot be `nullcast`", help));
        }
        _ => {
            let values = [
                "repost",
                "reply",
                "quote",
                "comment",
                "original",
                "sensitive",
                "verified",
                "retweet",
            ];
            return Err(one_of("is", text, &values));
        }
    };
    Ok(FieldTest::Is(is))
}

fn has(text: &str) -> Result<FieldTest, Wrong> {
    let has = match text.to_lowercase().as_str() {
        "links" | "link" => Has::Links,
        "media" => Has::Media,
        "images" | "image" => Has::Images,
        "videos" | "video" | "video_link" => Has::Videos,
        "hashtags" | "hashtag" => Has::Hashtags,
        "mentions" | "mention" => Has::Mentions,
        "cashtags" | "cashtag" | "symbols" => Has::Cashtags,
        "geo" => Has::Geo,
        "lang" => Has::Lang,
        _ => {
            let values = [
                "links", "media", "images", "videos", "hashtags", "mentions", "cashtags", "geo",
                "lang",
            ];
            return Err(one_of("has", text, &values));
        }
    };
    Ok(FieldTest::Has(has))
}

/// `n` is n or more; a range includes both ends.
fn numbers(value: &Value) -> Result<Numbers, Wrong> {
    let number = |text: &String| {
        text.parse::<u64>().map_err(|_| {
            Wrong::new(
                format!("`{text}` is not a whole number"),
                "write digits only: `followers:1000` for 1000 or more, `followers:100..500` for a range",
            )
        })
    };
    let range = match value {
        Value::Text(text) => Numbers { least: Some(number(text)?), most: None },
        Value::Range(least, most) => Numbers {
            least: least.as_ref().map(number).transpose()?,
            most: most.as_ref().map(number).transpose()?,
        },
        Value::List(_) => {
            return Err(Wrong::new("these are not two ends of a range", "write `[100 TO 500]`"));
        }
    };
    if let (Some(least), Some(most)) = (range.least, range.most)
        && least > most
    {
        return Err(Wrong::new(
            "this range ends before it begins, so that nothing is in it",
            format!("write `[{most} TO {least}]`"),
        ));
    }
    Ok(range)
}

/// A day, or from the first day to the last, both included.
fn published(value: &Value) -> Result<FieldTest, Wrong> {
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
fn instant(text: &str) -> Result<Timestamp, Wrong> {
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
