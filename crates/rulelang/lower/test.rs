//! Field tests: what each field can be compared with.

use std::ops::Range;

use mention::{Continent, Country, Kind, Role, Sentiment, TagName, platform_key};

mod date;
mod link;
mod number;
mod place;

use crate::field::closest;
use crate::language::language;
use crate::{
    Code, Condition, Diagnostic, Edit, Exactly, FieldName, FieldTest, Fix, Flag, Has, Measure,
    Value, Whose, Worded,
};

/// The words a field holds that are not among the texts, and whether a test is for all of them.
pub(crate) fn worded(field: &FieldName) -> Option<(Worded, bool)> {
    Some(match field {
        FieldName::AuthorBio => (Worded::AuthorBio, false),
        FieldName::AuthorName => (Worded::AuthorName, false),
        FieldName::AuthorLocation => (Worded::AuthorLocation, false),
        FieldName::Region => (Worded::Region, true),
        FieldName::City => (Worded::City, true),
        FieldName::Place => (Worded::Place, false),
        FieldName::Custom(name) => (Worded::Custom(name.clone()), false),
        _ => return None,
    })
}

/// The test that `field` is `value`.
pub(super) fn lower(
    field: &FieldName,
    value: &Value,
    span: &Range<usize>,
) -> Result<Condition, Box<Diagnostic>> {
    test(field, value).map(Condition::Field).map_err(|wrong| Box::new(wrong.told(span)))
}

fn test(field: &FieldName, value: &Value) -> Result<FieldTest, Wrong> {
    if let Some(measure) = measure(field) {
        return number::range(&measure, value);
    }
    match (field, value) {
        (FieldName::Published, value) => date::published(value),
        (FieldName::PointRadius, value) => place::circle(value),
        (FieldName::BoundingBox, value) => place::rectangle(value),
        (field, Value::Text(text)) => one_word(field, text.trim()),
        (field, _) => Err(no_range(field)),
    }
}

/// The test that `field` is `text`.
fn one_word(field: &FieldName, text: &str) -> Result<FieldTest, Wrong> {
    match field {
        FieldName::Lang => lang(text),
        FieldName::Country => country(text),
        FieldName::Continent => continent(text),
        FieldName::Author => account("author", Whose::Author, text),
        FieldName::To => account("to", Whose::To, text),
        FieldName::RepostOf => account("repost_of", Whose::RepostOf, text),
        FieldName::AuthorRole => role(text),
        FieldName::OwnPlace => brand(text).map(FieldTest::OwnPlace),
        FieldName::Directed => brand(text).map(FieldTest::Directed),
        FieldName::Platform => Ok(exactly(Exactly::Platform, platform_key(text))),
        FieldName::Source => Ok(exactly(Exactly::Source, text.to_lowercase())),
        FieldName::Subreddit => Ok(exactly(Exactly::Subreddit, subreddit(text))),
        FieldName::Channel => Ok(exactly(Exactly::Channel, text.to_lowercase())),
        FieldName::Id => Ok(exactly(Exactly::Id, text.to_owned())),
        FieldName::Thread => Ok(exactly(Exactly::Thread, text.to_owned())),
        FieldName::Sentiment => sentiment(text),
        FieldName::Is => is(text),
        FieldName::Has => has(text),
        FieldName::Url => link::link(text),
        FieldName::Site => link::site(text),
        FieldName::Since => {
            date::instant(text).map(|from| FieldTest::Published { from: Some(from), to: None })
        }
        FieldName::Until => {
            date::instant(text).map(|to| FieldTest::Published { from: None, to: Some(to) })
        }
        other => Err(no_range(other)),
    }
}

/// A value that `field` cannot be, where it is known which one was meant: what is said of it, and the right one.
///
/// `at` is where the value stands, `span` the field with it.
pub(crate) fn misspelt(
    field: &FieldName,
    value: &Value,
    at: &Range<usize>,
    span: &Range<usize>,
) -> Option<(Diagnostic, Value)> {
    if worded(field).is_some() && matches!(value, Value::Text(_)) {
        return None;
    }
    let wrong = test(field, value).err()?;
    let (right, safe) = wrong.right.clone()?;
    let edits = vec![Edit::new(at.clone(), written(&right))];
    Some((wrong.told(span).fixed_by(Fix { edits, safe }), right))
}

/// A value as it is written behind a field's colon.
fn written(value: &Value) -> String {
    let end = |end: &Option<String>| end.clone().unwrap_or_else(|| "*".to_owned());
    match value {
        Value::Text(text) if text.contains(' ') => format!("\"{text}\""),
        Value::Text(text) => text.clone(),
        Value::Range(least, most) => format!("[{} TO {}]", end(least), end(most)),
        Value::List(items) => format!("[{}]", items.join(" ")),
    }
}

/// What is measured by `field`.
fn measure(field: &FieldName) -> Option<Measure> {
    Some(match field {
        FieldName::Followers => Measure::Followers,
        FieldName::Following => Measure::Following,
        FieldName::Posts => Measure::Posts,
        FieldName::Listed => Measure::Listed,
        FieldName::Likes => Measure::Likes,
        FieldName::Reposts => Measure::Reposts,
        FieldName::Replies => Measure::Replies,
        FieldName::Views => Measure::Views,
        FieldName::Rating => Measure::Rating,
        FieldName::Latitude => Measure::Latitude,
        FieldName::Longitude => Measure::Longitude,
        FieldName::Custom(name) => Measure::Custom(name.clone()),
        _ => return None,
    })
}

/// What is wrong with a value, and what to write.
struct Wrong {
    message: String,
    help: String,
    /// The value it was meant to be, and whether that is certain.
    right: Option<(Value, bool)>,
}

impl Wrong {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), right: None }
    }

    /// The same with the value that is certainly meant.
    fn is(mut self, value: impl Into<String>) -> Self {
        self.right = Some((Value::Text(value.into()), true));
        self
    }

    /// The same with the range that is certainly meant.
    fn with_range(mut self, least: Option<String>, most: Option<String>) -> Self {
        self.right = Some((Value::Range(least, most), true));
        self
    }

    /// The same with the value that is likely meant.
    fn may_be(mut self, value: impl Into<String>) -> Self {
        self.right = Some((Value::Text(value.into()), false));
        self
    }

    fn told(self, span: &Range<usize>) -> Diagnostic {
        Diagnostic::error(Code::FieldValue, span.clone(), self.message).help(self.help)
    }
}

fn no_range(field: &FieldName) -> Wrong {
    Wrong::new(
        format!("`{}:` takes one word, not a range", field.name()),
        "write the value right after the colon",
    )
}

fn exactly(field: Exactly, value: String) -> FieldTest {
    FieldTest::Is(field, value)
}

fn lang(text: &str) -> Result<FieldTest, Wrong> {
    let message = format!("`{text}` is not a language code");
    let lower = text.to_lowercase();
    if matches!(lower.as_str(), "und" | "zxx" | "mis" | "qme" | "qam" | "qht" | "art") {
        let help = "write `-has:lang` for posts whose language is not known";
        return Err(Wrong::new(format!("`{text}` is no language"), help));
    }
    language(text).map(FieldTest::Lang).map_err(|meant| match meant {
        Some(code) => Wrong::new(message, format!("write `lang:{code}`")).is(code),
        None => Wrong::new(message, "write its two-letter code, as in `lang:en` or `lang:sv`"),
    })
}

fn country(text: &str) -> Result<FieldTest, Wrong> {
    if let Some(known) = Country::of_code(text) {
        return Ok(exactly(Exactly::Country, known.code.to_owned()));
    }
    let message = format!("`{text}` is not the code of a country");
    Err(match Country::named(text) {
        Some(known) => {
            Wrong::new(message, format!("write `country:{}`", known.code)).is(known.code)
        }
        None => Wrong::new(
            message,
            "write its two or three letters, as in `country:SE` or `country:SWE`",
        ),
    })
}

fn continent(text: &str) -> Result<FieldTest, Wrong> {
    let lower = text.to_lowercase().replace(['_', '-'], " ");
    let named = Continent::ALL.into_iter().find(|continent| continent.name() == lower);
    named.map(FieldTest::Continent).ok_or_else(|| match lower.as_str() {
        "america" | "americas" => Wrong::new(
            format!("`continent:` cannot be `{text}`"),
            "write `continent:(\"north america\" OR \"south america\")`",
        ),
        "australia" => {
            Wrong::new(format!("`continent:` cannot be `{text}`"), "write `continent:oceania`")
                .may_be("oceania")
        }
        _ => one_of("continent", &lower, &Continent::ALL.map(Continent::name)),
    })
}

fn account(field: &str, whose: Whose, text: &str) -> Result<FieldTest, Wrong> {
    let handle = text.strip_prefix('@').unwrap_or(text);
    if handle.is_empty() || handle.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '*')) {
        return Err(Wrong::new(
            format!("`{text}` is not a handle or the id of an account"),
            format!("write one handle without blanks, or several as `{field}:(a OR b)`"),
        ));
    }
    Ok(FieldTest::Account(whose, handle.to_owned()))
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

/// The name in lower case, without the `r/` that is shown before it.
fn subreddit(text: &str) -> String {
    let name = text.strip_prefix('/').unwrap_or(text).to_lowercase();
    name.strip_prefix("r/").map_or_else(|| name.clone(), ToOwned::to_owned)
}

fn sentiment(text: &str) -> Result<FieldTest, Wrong> {
    let all = [Sentiment::Positive, Sentiment::Neutral, Sentiment::Negative];
    let named = all.into_iter().find(|known| known.name().eq_ignore_ascii_case(text));
    named
        .map(FieldTest::Sentiment)
        .ok_or_else(|| one_of("sentiment", text, &all.map(Sentiment::name)))
}

/// What people write for the values of `is:` and `has:`.
const MEANT: &[(&str, &str)] = &[
    ("rt", "repost"),
    ("rts", "repost"),
    ("share", "repost"),
    ("answer", "reply"),
    ("post", "original"),
    ("photo", "images"),
    ("photos", "images"),
    ("picture", "images"),
    ("pictures", "images"),
    ("pic", "images"),
    ("url", "links"),
    ("urls", "links"),
    ("tags", "hashtags"),
    ("place", "geo"),
    ("location", "geo"),
    ("language", "lang"),
];

fn one_of(field: &str, text: &str, values: &[&str]) -> Wrong {
    let message = format!("`{field}:` cannot be `{text}`");
    let lower = text.to_lowercase();
    let named = MEANT.iter().find(|(word, _)| *word == lower).map(|(_, meant)| *meant);
    let begun = values.iter().copied().find(|value| lower.len() > 2 && value.starts_with(&lower));
    let meant = named.filter(|meant| values.contains(meant)).or(begun);
    match meant.or_else(|| closest(&lower, values.iter().copied())) {
        Some(near) if near.contains(' ') => {
            Wrong::new(message, format!("did you mean `{field}:\"{near}\"`?")).may_be(near)
        }
        Some(near) => Wrong::new(message, format!("did you mean `{field}:{near}`?")).may_be(near),
        None => Wrong::new(message, format!("it can be one of {}", values.join(", "))),
    }
}

fn is(text: &str) -> Result<FieldTest, Wrong> {
    Ok(match text.to_lowercase().as_str() {
        "repost" | "retweet" => FieldTest::Kind(Kind::Repost),
        "reply" => FieldTest::Kind(Kind::Reply),
        "quote" => FieldTest::Kind(Kind::Quote),
        "comment" => FieldTest::Kind(Kind::Comment),
        "original" => FieldTest::Kind(Kind::Original),
        "question" => FieldTest::Flag(Flag::Question),
        "sensitive" => FieldTest::Flag(Flag::Sensitive),
        "verified" => FieldTest::Flag(Flag::Verified),
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
                "question",
                "sensitive",
                "verified",
                "retweet",
            ];
            return Err(one_of("is", text, &values));
        }
    })
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
