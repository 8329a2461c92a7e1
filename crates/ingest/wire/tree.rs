//! A record of another's format as a tree whose texts are borrowed, without what nobody looks at.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::native::not_json;
use super::{Problem, Raw, Slot, Slots};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// Reads `text`, which must be one JSON value; fields named in `passed_over`, which is sorted, are left out at
    /// whatever depth.
    pub(super) fn read(
        text: &'a str,
        passed_over: &'static [&'static str],
    ) -> Result<Self, Problem> {
        let mut parser = serde_json::Deserializer::from_str(text);
        Grow { passed_over }
            .deserialize(&mut parser)
            .and_then(|tree| parser.end().map(|()| tree))
            .map_err(|wrong| not_json(&wrong))
    }

    /// The field `name`, of two the last; [`Tree::Null`] when there is none, or this is no object.
    pub(super) fn get(&self, name: &str) -> &Tree<'a> {
        match self {
            Self::Object(fields) => fields
                .iter()
                .rev()
                .find(|(key, _)| key == name)
                .map_or(&Self::Null, |(_, value)| value),
            _ => &Self::Null,
        }
    }

    /// The value at `path`: names of fields and, in lists, places from 0, parted by dots.
    pub(super) fn at(&self, path: &str) -> &Tree<'a> {
        path.split('.').fold(self, |tree, step| match tree {
            Self::List(items) => {
                step.parse().ok().and_then(|at: usize| items.get(at)).unwrap_or(&Self::Null)
            }
            tree => tree.get(step),
        })
    }

    /// The items of a list; of anything else none.
    pub(super) fn items(&self) -> &[Tree<'a>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The fields of an object; of anything else none.
    pub(super) fn fields(&self) -> &[(Cow<'a, str>, Tree<'a>)] {
        match self {
            Self::Object(fields) => fields,
            _ => &[],
        }
    }

    /// The text, if it is one with something in it.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The number, also one written as a text.
    pub(super) fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.as_u64(),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// What names a thing: a text, or a whole number as text.
    pub(super) fn name(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Number(number) if !number.is_f64() => Some(number.to_string().into()),
            tree => tree.text().map(Cow::Borrowed),
        }
    }

    /// Itself; nothing, if it is a text of blanks.
    pub(super) fn unless_blank(self) -> Self {
        match self {
            Self::Text(text) if text.trim().is_empty() => Self::Null,
            other => other,
        }
    }

    /// Whether it is there at all.
    pub(super) fn is_there(&self) -> bool {
        !matches!(self, Self::Null)
    }

    /// Itself, or `other` where it is not there.
    pub(super) fn or<'t>(&'t self, other: &'t Tree<'a>) -> &'t Tree<'a> {
        if self.is_there() { self } else { other }
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// The value for a slot.
    pub(super) fn raw(&self) -> Option<Raw<'_>> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(flag) => Raw::Bool(*flag),
            Self::Number(number) => Raw::Number(number.clone()),
            Self::Text(text) => Raw::Text(Cow::Borrowed(text)),
            Self::List(items) => Raw::List(items.iter().map(Self::value).collect()),
            Self::Object(_) => Raw::Object,
        })
    }

    fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone().into_owned()),
            Self::List(items) => Value::Array(items.iter().map(Self::value).collect()),
            Self::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(key, value)| (key.clone().into_owned(), value.value()))
                    .collect(),
            ),
        }
    }
}

/// What presets do with slots.
impl<'t> Slots<'t> {
    /// Fills `slot` with what the source has for it, if it has something.
    pub(super) fn put(&mut self, slot: Slot, tree: &'t Tree<'_>) {
        if let Some(raw) = tree.raw() {
            self.set(slot, Some(raw));
        }
    }

    /// Fills `slot` with a text.
    pub(super) fn write(&mut self, slot: Slot, text: impl Into<Cow<'t, str>>) {
        self.set(slot, Some(Raw::Text(text.into())));
    }

    /// Fills `slot` with a text where there is one.
    pub(super) fn write_some(&mut self, slot: Slot, text: Option<impl Into<Cow<'t, str>>>) {
        if let Some(text) = text {
            self.write(slot, text);
        }
    }

    /// Fills `slot` with a list of texts, unless it is empty.
    pub(super) fn list(&mut self, slot: Slot, texts: Vec<String>) {
        if !texts.is_empty() {
            self.set(slot, Some(Raw::List(texts.into_iter().map(Value::String).collect())));
        }
    }

    /// Adds what is attached: kind and address.
    pub(super) fn attach(&mut self, kind: &str, url: Option<&str>) {
        let mut item = serde_json::Map::new();
        item.insert("kind".to_owned(), Value::String(kind.to_owned()));
        if let Some(url) = url {
            item.insert("url".to_owned(), Value::String(url.to_owned()));
        }
        let mut items = match self.take(Slot::Media) {
            Some(Raw::List(items)) => items,
            _ => Vec::new(),
        };
        items.push(Value::Object(item));
        self.set(Slot::Media, Some(Raw::List(items)));
    }

    /// Adds a custom field, if there is something to add.
    pub(super) fn custom(&mut self, name: &str, tree: &Tree<'_>) {
        match tree {
            Tree::Object(fields) => {
                for (key, value) in fields {
                    self.custom(&format!("{name}.{key}"), value);
                }
            }
            tree => {
                let value = tree.raw().and_then(Raw::custom);
                self.custom.extend(value.map(|value| (name.to_owned(), value)));
            }
        }
    }

    /// Adds every field of `object` that is not among `known` as a custom field.
    pub(super) fn rest(&mut self, object: &Tree<'_>, known: &[&str]) {
        for (key, value) in object.fields() {
            if !known.contains(&&**key) {
                self.custom(key, value);
            }
        }
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Grow {
    passed_over: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for Grow {
    type Value = Tree<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Tree<'de>, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Grow {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key_seed(super::native::Key)? {
            if self.passed_over.binary_search(&&*key).is_ok() {
                map.next_value::<IgnoredAny>()?;
            } else {
                fields.push((key, map.next_value_seed(self)?));
            }
        }
        Ok(Tree::Object(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Bool(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree<'de>, E> {
        Ok(Number::from_f64(number)
            .map_or_else(|| Tree::Text(number.to_string().into()), Tree::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }
}
