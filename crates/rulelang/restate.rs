//! A condition as a query again: how people are told which part of a rule is meant.

use std::fmt;

use jiff::tz::TimeZone;
use mention::{EntityKind, Field, LookIn, TagName, Timestamp};

use crate::lower::address::address_of;
use crate::{
    Circle, Condition, Exactly, Expr, FieldName, FieldTest, Flag, Glob, Has, Key, Measure, Near,
    Node, Part, Pattern, Range as Numbers, Rectangle, Site, TextTest, TokenTest, Value, Whose,
    Window, Worded, Words, print,
};

mod words;

pub use words::in_words;

/// The condition as a query that means it, under the settings it was read with.
///
/// Words are shown as they are compared: in small letters, without the accents that do not count. Lists
/// are spelled out, and of a kind of post no query can name (`review`) the name is shown.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print(&node(self, None)))
    }
}

/// The tree of a query that means `condition`, written inside `inside:(…)`.
fn node(condition: &Condition, inside: Option<Field>) -> Node {
    match condition {
        Condition::All(parts) => joined(parts, inside, Expr::And),
        Condition::Any(parts) => match address_of(parts) {
            Some(name) => {
                in_field(common_field(condition), inside, |_| plain(Expr::Word(name.to_owned())))
            }
            None => joined(parts, inside, Expr::Or),
        },
        Condition::Not(inner) => plain(Expr::Not(Box::new(node(inner, inside)))),
        Condition::Text(test) => in_field(only_field(test.look_in), inside, |_| text(test)),
        Condition::Near(near) => in_field(common_field(condition), inside, |inside| {
            let Near { left, right, distance, ordered } = &**near;
            let (left, right) = (Box::new(node(left, inside)), Box::new(node(right, inside)));
            plain(Expr::Near { left, right, distance: *distance, ordered: *ordered })
        }),
        Condition::Window(Window { operands, extra }) => {
            in_field(common_field(condition), inside, |inside| {
                let operands = operands.iter().map(|operand| node(operand, inside)).collect();
                plain(Expr::Window { operands, extra: *extra })
            })
        }
        Condition::Field(test) => field(test),
    }
}

fn plain(expr: Expr) -> Node {
    Node { expr, span: 0..0 }
}

fn joined(parts: &[Condition], inside: Option<Field>, how: fn(Vec<Node>) -> Expr) -> Node {
    match parts {
        [one] => node(one, inside),
        parts => plain(how(parts.iter().map(|part| node(part, inside)).collect())),
    }
}

/// What `make` makes, inside `field:(…)` where it is not there already.
fn in_field(
    field: Option<Field>,
    inside: Option<Field>,
    make: impl FnOnce(Option<Field>) -> Node,
) -> Node {
    match field {
        Some(field) if inside != Some(field) => {
            plain(Expr::In { field, query: Box::new(make(Some(field))) })
        }
        _ => make(inside),
    }
}

/// The one field of `look_in`; several are the settings' choice, which no query states.
fn only_field(look_in: LookIn) -> Option<Field> {
    Field::ALL.into_iter().find(|field| look_in.fields() == LookIn::only(*field))
}

/// The one field that all words of `condition` are looked for in.
fn common_field(condition: &Condition) -> Option<Field> {
    let common = |parts: &[&Condition]| {
        let mut fields = parts.iter().map(|part| common_field(part));
        let first = fields.next()??;
        fields.all(|field| field == Some(first)).then_some(first)
    };
    match condition {
        Condition::Text(test) => only_field(test.look_in),
        Condition::Near(near) => common(&[&near.left, &near.right]),
        Condition::Window(window) => common(&window.operands.iter().collect::<Vec<_>>()),
        Condition::All(parts) | Condition::Any(parts) => common(&parts.iter().collect::<Vec<_>>()),
        Condition::Not(_) | Condition::Field(_) => None,
    }
}

fn text(test: &TextTest) -> Node {
    plain(match &test.pattern {
        Pattern::Phrase { parts, slop } => phrase(parts, *slop),
        Pattern::Entity { kind, test, .. } => entity(*kind, test),
        Pattern::Literal(letters) => Expr::Literal(letters.clone()),
        Pattern::Contains(keys) => {
            Expr::Field { field: FieldName::Contains, value: Value::Text(keys.key.clone()) }
        }
        Pattern::Regex { pattern, .. } => {
            Expr::Field { field: FieldName::Regex, value: Value::Text(pattern.clone()) }
        }
    })
}

fn phrase(parts: &[Part], slop: u32) -> Expr {
    match (spelled(parts), slop) {
        ((text, 1), 0) => Expr::Word(text),
        ((text, _), 0) => Expr::Phrase { text, slop: None },
        ((text, _), slop) => Expr::Phrase { text, slop: Some(slop) },
    }
}

/// The words of a phrase, and how many there are.
fn spelled(parts: &[Part]) -> (String, usize) {
    let mut text = String::new();
    let mut words = 0;
    for (at, part) in parts.iter().enumerate() {
        let glued = matches!(part, Part::Token(TokenTest { glued: true, .. }));
        if at > 0 && !glued {
            text.push(' ');
        }
        words += usize::from(at == 0 || !glued);
        match part {
            Part::Any => text.push('*'),
            Part::Token(word) => text.push_str(&key(&word.key, at + 1 == parts.len())),
        }
    }
    (text, words)
}

/// A key with its wildcards; Hangul that ends a term needs none to be followed by particles.
fn key(key: &Key, last: bool) -> String {
    match key {
        Key::Is(whole) => whole.clone(),
        Key::Starts(start) if last && start.ends_with(is_hangul) => start.clone(),
        Key::Starts(start) => format!("{start}*"),
        Key::Glob(pieces) => pieces.iter().fold(String::new(), |text, piece| match piece {
            Glob::Text(piece) => text + piece,
            Glob::One => text + "?",
            Glob::Many => text + "*",
        }),
    }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

fn entity(kind: EntityKind, test: &TokenTest) -> Expr {
    let name = match &test.key {
        Key::Starts(start) => format!("{start}*"),
        other => key(other, true),
    };
    if kind == EntityKind::Link { Expr::Word(name) } else { Expr::Entity { kind, name } }
}

fn field(test: &FieldTest) -> Node {
    let is =
        |field, value: &str| plain(Expr::Field { field, value: Value::Text(value.to_owned()) });
    let tag = |field, tag: &TagName| is(field, tag.as_str());
    match test {
        FieldTest::Lang(lang) => is(FieldName::Lang, lang.as_str()),
        FieldTest::LangOrUnknown(lang) => {
            let unknown = plain(Expr::Not(Box::new(is(FieldName::Has, "lang"))));
            plain(Expr::Or(vec![is(FieldName::Lang, lang.as_str()), unknown]))
        }
        FieldTest::Account(Whose::Author, name) => is(FieldName::Author, name),
        FieldTest::Account(Whose::To, name) => is(FieldName::To, name),
        FieldTest::Account(Whose::RepostOf, name) => is(FieldName::RepostOf, name),
        FieldTest::AuthorRole(role) => is(FieldName::AuthorRole, role.name()),
        FieldTest::OwnPlace(brand) => tag(FieldName::OwnPlace, brand),
        FieldTest::Directed(brand) => tag(FieldName::Directed, brand),
        FieldTest::Is(field, value) => is(whole(*field), value),
        FieldTest::Words(Words { of, parts, .. }) => is(words(of), &spelled(parts).0),
        FieldTest::Continent(continent) => is(FieldName::Continent, continent.name()),
        FieldTest::Circle(Circle { lon, lat, km }) => {
            list(FieldName::PointRadius, &[lon.to_string(), lat.to_string(), format!("{km}km")])
        }
        FieldTest::Rectangle(Rectangle { west, south, east, north }) => {
            let sides = [west, south, east, north].map(ToString::to_string);
            list(FieldName::BoundingBox, &sides)
        }
        FieldTest::Sentiment(sentiment) => is(FieldName::Sentiment, sentiment.name()),
        FieldTest::Kind(kind) => is(FieldName::Is, kind.name()),
        FieldTest::Flag(Flag::Sensitive) => is(FieldName::Is, "sensitive"),
        FieldTest::Flag(Flag::Verified) => is(FieldName::Is, "verified"),
        FieldTest::Flag(Flag::Question) => is(FieldName::Is, "question"),
        FieldTest::Has(has) => is(FieldName::Has, carried(*has)),
        FieldTest::Number(measure, range) => number(measure, *range),
        FieldTest::Link(address) => is(FieldName::Url, address),
        FieldTest::Site(Site { host, path }) => is(FieldName::Site, &format!("{host}{path}")),
        FieldTest::Published { from, to } => {
            let value = Value::Range(from.map(instant), to.map(last));
            plain(Expr::Field { field: FieldName::Published, value })
        }
    }
}

fn whole(field: Exactly) -> FieldName {
    match field {
        Exactly::Country => FieldName::Country,
        Exactly::Platform => FieldName::Platform,
        Exactly::Source => FieldName::Source,
        Exactly::Subreddit => FieldName::Subreddit,
        Exactly::Channel => FieldName::Channel,
        Exactly::Id => FieldName::Id,
        Exactly::Thread => FieldName::Thread,
    }
}

fn words(of: &Worded) -> FieldName {
    match of {
        Worded::AuthorBio => FieldName::AuthorBio,
        Worded::AuthorName => FieldName::AuthorName,
        Worded::AuthorLocation => FieldName::AuthorLocation,
        Worded::Region => FieldName::Region,
        Worded::City => FieldName::City,
        Worded::Place => FieldName::Place,
        Worded::Custom(name) => FieldName::Custom(name.clone()),
    }
}

fn list(field: FieldName, items: &[String]) -> Node {
    plain(Expr::Field { field, value: Value::List(items.to_vec()) })
}

/// A number alone where that means so many or more, else a range.
fn number(measure: &Measure, Numbers { least, most }: Numbers) -> Node {
    let field = match measure {
        Measure::Followers => FieldName::Followers,
        Measure::Following => FieldName::Following,
        Measure::Posts => FieldName::Posts,
        Measure::Listed => FieldName::Listed,
        Measure::Likes => FieldName::Likes,
        Measure::Reposts => FieldName::Reposts,
        Measure::Replies => FieldName::Replies,
        Measure::Views => FieldName::Views,
        Measure::Rating => FieldName::Rating,
        Measure::Latitude => FieldName::Latitude,
        Measure::Longitude => FieldName::Longitude,
        Measure::Custom(name) => FieldName::Custom(name.clone()),
    };
    let counts = !matches!(
        measure,
        Measure::Rating | Measure::Latitude | Measure::Longitude | Measure::Custom(_)
    );
    let value = match (least, most) {
        (Some(least), None) if counts => Value::Text(least.to_string()),
        (Some(least), Some(most)) if least == most && *measure == Measure::Rating => {
            Value::Text(least.to_string())
        }
        (least, most) => {
            Value::Range(least.map(|end| end.to_string()), most.map(|end| end.to_string()))
        }
    };
    plain(Expr::Field { field, value })
}

fn carried(has: Has) -> &'static str {
    match has {
        Has::Links => "links",
        Has::Media => "media",
        Has::Images => "images",
        Has::Videos => "videos",
        Has::Hashtags => "hashtags",
        Has::Mentions => "mentions",
        Has::Cashtags => "cashtags",
        Has::Geo => "geo",
        Has::Lang => "lang",
    }
}

/// An instant, as its UTC day if it is the first of one.
fn instant(at: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    if at == at.day().start() {
        moment.to_zoned(TimeZone::UTC).date().to_string()
    } else {
        moment.to_string()
    }
}

/// The end of a range that `to` is one past: the day before it, if a day begins with it.
fn last(to: Timestamp) -> String {
    if to == to.day().start() { instant(mention::Day(to.day().0 - 1).start()) } else { instant(to) }
}

#[cfg(test)]
mod tests;
