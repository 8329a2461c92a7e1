//! The JSON Schema of rule files, by which editors complete and underline; made from the keys they are read by.
//!
//! It holds what can be said of a key by itself. What depends on the words of a query or on other rules is found by
//! [`RuleSet::read`](crate::RuleSet::read) only.

mod json;
#[cfg(test)]
mod tests;

pub use json::schema;

use mention::{BrandRole, Role};

use crate::campaign::DAYS_MAX;
use crate::draft::FORMAT;
use crate::keys::{ACCOUNT, BRAND, FILE, Key, SETTINGS, TABLES, TEST, TableKeys};
use crate::rule::NEAR_MAX;
use crate::{Expect, Urgency};

/// What the value of a key can be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// A text.
    Text,
    /// An id; that of a brand has no `/`.
    Id { brand: bool },
    /// A text, or several in a list.
    Texts,
    /// Texts of which some may be numbers.
    Ids,
    /// One of these names.
    Choice(Vec<&'static str>),
    /// Yes or no.
    Flag,
    /// This number.
    Version(u32),
    /// A whole number to this one.
    Count(u32),
    /// A day.
    Day,
    /// A query, or one a language.
    Query,
    /// Keywords, or some a language.
    Keywords,
    /// Numbers by measure.
    Goal,
    /// Pieces of queries by name.
    Lists,
    /// Feelings by phrase.
    Feelings,
    /// A table with keys of its own.
    Table(&'static TableKeys),
    /// Several of them.
    Tables(&'static TableKeys),
}

/// What the value of a key of `table` can be.
fn shape(table: &TableKeys, key: &Key) -> Shape {
    special(table, key.name).unwrap_or_else(|| by_example(key))
}

/// Keys of which an example says too little.
fn special(table: &TableKeys, name: &'static str) -> Option<Shape> {
    Some(match name {
        "id" => Shape::Id { brand: *table == BRAND },
        "brand" if *table != FILE => Shape::Id { brand: false },
        "aliases" | "match" | "no_match" | "includes" | "accounts" | "places" | "coupons"
        | "hashtags"
            if *table != SETTINGS =>
        {
            Shape::Texts
        }
        "ids" => Shape::Ids,
        "role" if *table == ACCOUNT => Shape::Choice(
            [Role::Brand, Role::Team, Role::Employee, Role::Competitor].map(Role::name).into(),
        ),
        "role" => Shape::Choice(
            [BrandRole::Own, BrandRole::Competitor, BrandRole::Partner].map(BrandRole::name).into(),
        ),
        "severity" => Shape::Choice(Urgency::ALL.map(Urgency::name).into()),
        "per" => Shape::Choice(vec!["brand"]),
        "expect" => Shape::Choice(Expect::ALL.map(Expect::name).into()),
        "accents" => Shape::Choice(vec!["smart", "exact", "ignore"]),
        "hashtags" => Shape::Choice(vec!["whole", "split"]),
        "format" => Shape::Version(FORMAT),
        "near" => Shape::Count(NEAR_MAX),
        "grace_days" => Shape::Count(DAYS_MAX),
        "query" => Shape::Query,
        "any" | "all" | "none" => Shape::Keywords,
        "goal" => Shape::Goal,
        "lists" => Shape::Lists,
        "sentiment" => Shape::Feelings,
        _ => return None,
    })
}

/// What the example of a key shows.
fn by_example(key: &Key) -> Shape {
    let written = key.example;
    let table = |name: &str| TABLES.iter().find(|table| table.name == name);
    if let Some(keys) = table(written).filter(|_| written.starts_with('[')) {
        return if written.starts_with("[[") { Shape::Tables(keys) } else { Shape::Table(keys) };
    }
    if key.name == "test" {
        return Shape::Tables(&TEST);
    }
    let value = written.split_once(" = ").map_or("", |(_, value)| value);
    match value.bytes().next() {
        Some(b'[') => Shape::Texts,
        Some(b't' | b'f') => Shape::Flag,
        Some(b'0'..=b'9') if value.contains('-') => Shape::Day,
        Some(b'0'..=b'9') => Shape::Count(u32::MAX),
        _ => Shape::Text,
    }
}

/// Keys without which a table means nothing: all of one of the groups in each line.
fn required(table: &TableKeys) -> &'static [&'static [&'static [&'static str]]] {
    const ID: &[&[&str]] = &[&["id"]];
    const SAYS: &[&[&str]] = &[&["query"], &["any"], &["all"]];
    match table.name {
        "[[account]]" => &[&[&["role"]], &[&["handle"], &["ids"]]],
        "[[brand]]" => &[ID, &[&["query"], &["any"], &["all"], &["accounts"], &["places"]]],
        "[[theme]]" | "[[exclude]]" => &[ID, SAYS],
        "[[campaign]]" => &[ID, SAYS, &[&["starts", "ends"]]],
        "[[theme.test]]" => &[&[&["text"], &["title"]]],
        _ => &[],
    }
}
