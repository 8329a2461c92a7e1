//! A test on a field in plain words, so that `not` can stand before them.

use mention::Kind;

use crate::{Condition, FieldTest, Flag, Has, Measure, Range, Whose, language_name};

/// What a test on a field asks for.
pub(super) fn field(test: &FieldTest) -> String {
    match test {
        FieldTest::LangOrUnknown(lang) => {
            format!("in {}, or in a language not known", language_name(*lang))
        }
        FieldTest::Lang(lang) => format!("in {}", language_name(*lang)),
        FieldTest::Account(Whose::Author, name) => format!("written by {name}"),
        FieldTest::Account(Whose::To, name) => format!("answering {name}"),
        FieldTest::Account(Whose::RepostOf, name) => format!("passing on a post of {name}"),
        FieldTest::AuthorRole(role) => {
            format!("written by an account that counts as {}", role.name())
        }
        FieldTest::OwnPlace(brand) => format!("posted in a place of {brand}"),
        FieldTest::Directed(brand) => format!("addressed to an account of {brand}"),
        FieldTest::Continent(continent) => format!("written in {}", continent.name()),
        FieldTest::Sentiment(sentiment) => format!("in a {} mood", sentiment.name()),
        FieldTest::Kind(kind) => of_kind(*kind).to_owned(),
        FieldTest::Flag(Flag::Sensitive) => "marked as sensitive".to_owned(),
        FieldTest::Flag(Flag::Verified) => "written by a verified account".to_owned(),
        FieldTest::Flag(Flag::Question) => "asking something".to_owned(),
        FieldTest::Has(has) => carrying(*has).to_owned(),
        FieldTest::Number(measure, range) => number(measure, *range),
        FieldTest::Link(address) => format!("linking to an address with {address}"),
        FieldTest::Site(site) => {
            format!("on the site {}{}, or linking to it", site.host, site.path)
        }
        FieldTest::Published { .. } => published(test),
        FieldTest::Is(..)
        | FieldTest::Words(_)
        | FieldTest::Circle(_)
        | FieldTest::Rectangle(_) => as_written(test),
    }
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Original => "an original post",
        Kind::Reply => "a reply",
        Kind::Quote => "a quote",
        Kind::Repost => "a repost",
        Kind::Comment => "a comment",
        Kind::Review => "a review",
        Kind::Direct => "a direct message",
    }
}

fn carrying(has: Has) -> &'static str {
    match has {
        Has::Links => "with a link",
        Has::Media => "with a picture, a video or the like",
        Has::Images => "with a picture",
        Has::Videos => "with a video",
        Has::Hashtags => "with a hashtag",
        Has::Mentions => "naming an account",
        Has::Cashtags => "with a cashtag",
        Has::Geo => "with a place",
        Has::Lang => "in a known language",
    }
}

fn number(measure: &Measure, range: Range) -> String {
    let what = match measure {
        Measure::Followers => "followers",
        Measure::Following => "accounts followed",
        Measure::Posts => "posts of its author",
        Measure::Listed => "lists with its author",
        Measure::Likes => "likes",
        Measure::Reposts => "reposts",
        Measure::Replies => "replies",
        Measure::Views => "views",
        Measure::Rating => "stars",
        Measure::Latitude => "degrees north",
        Measure::Longitude => "degrees east",
        Measure::Custom(name) => name,
    };
    match (range.least, range.most) {
        (Some(least), None) => format!("with {least} or more {what}"),
        (None, Some(most)) => format!("with {most} or fewer {what}"),
        (Some(least), Some(most)) if least == most => format!("with {least} {what}"),
        (Some(least), Some(most)) => format!("with {least} to {most} {what}"),
        (None, None) => format!("with a number of {what}"),
    }
}

fn published(test: &FieldTest) -> String {
    let query = Condition::Field(test.clone()).to_string();
    let days = query.split_once('[').and_then(|(_, days)| days.strip_suffix(']'));
    match days.and_then(|days| days.split_once(" TO ")) {
        Some((first, "*")) => format!("published on {first} or later"),
        Some(("*", last)) => format!("published on {last} or earlier"),
        Some((first, last)) if first == last => format!("published on {first}"),
        Some((first, last)) => format!("published from {first} to {last}"),
        None => query,
    }
}

/// For what has a name of its own in the query.
fn as_written(test: &FieldTest) -> String {
    let query = Condition::Field(test.clone()).to_string();
    let Some((name, value)) = query.split_once(':') else { return query };
    match name {
        "platform" => format!("posted on {value}"),
        "country" | "region" | "city" | "place" => format!("written in {value}"),
        "subreddit" | "channel" => format!("in the {name} {value}"),
        "source" => format!("posted with {value}"),
        "author_bio" => format!("whose author says {value} of themselves"),
        "author_name" => format!("whose author's name has {value}"),
        "author_location" => format!("whose author is from {value}"),
        "point_radius" => format!("written within the circle {value}"),
        "bounding_box" => format!("written within the degrees {value}"),
        _ => format!("where {name} is {value}"),
    }
}
