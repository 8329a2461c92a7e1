//! Our own format: one flat JSON object a record, read in one pass without building a tree.
//!
//! The visitors accept any JSON, so the only error the parser can give is that it is none: what the
//! values mean, and whether they have the right type, is decided afterwards where fields can be named.

use std::borrow::Cow;
use std::fmt;

use mention::RejectReason;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::{Problem, Raw, Slot, Slots};

/// Reads `text`, which must be one JSON object.
pub(super) fn read(text: &str) -> Result<Slots<'_>, Problem> {
    let mut slots = Slots::new();
    let mut parser = serde_json::Deserializer::from_str(text);
    let root = Root { slots: &mut slots }
        .deserialize(&mut parser)
        .and_then(|root| parser.end().map(|()| root))
        .map_err(|wrong| not_json(&wrong))?;
    match root {
        Shape::Object => Ok(slots),
        Shape::List => Err(Problem::new(
            RejectReason::Listing,
            "the record is a list; write one post a line, each a JSON object of its own",
        )),
        Shape::Scalar => Err(Problem::new(
            RejectReason::WrongType,
            "the record is a single value; write a JSON object: {\"id\": …, \"text\": …, \"created_at\": …}",
        )),
    }
}

pub(super) fn not_json(wrong: &serde_json::Error) -> Problem {
    let remedy = match wrong.classify() {
        serde_json::error::Category::Eof => "write one whole JSON object a line",
        _ => "write one JSON object a line, its texts in quotes and escaped as JSON asks",
    };
    let message = wrong.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    Problem::new(
        RejectReason::InvalidJson,
        format!("not JSON, from character {} on: {what}; {remedy}", wrong.column()),
    )
}

/// What the outermost value is.
enum Shape {
    Object,
    List,
    Scalar,
}

struct Root<'s, 'de> {
    slots: &'s mut Slots<'de>,
}

impl<'de> DeserializeSeed<'de> for Root<'_, 'de> {
    type Value = Shape;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Shape, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, 'de> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Shape, A::Error> {
        fields(self.slots, "", map).map(|()| Shape::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Shape::List)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
}

/// Reads the fields of the object `parent` into their slots, the rest into `custom`.
fn fields<'de, A: MapAccess<'de>>(
    slots: &mut Slots<'de>,
    parent: &str,
    mut map: A,
) -> Result<(), A::Error> {
    while let Some(key) = map.next_key_seed(Key)? {
        map.next_value_seed(Field { slots, parent, key: &key })?;
    }
    Ok(())
}

/// A field's name, borrowed unless it holds an escape.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Self::Value, D::Error> {
        parser.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// The value of one field.
struct Field<'s, 'k, 'de> {
    slots: &'s mut Slots<'de>,
    parent: &'k str,
    key: &'k str,
}

impl<'de> Field<'_, '_, 'de> {
    /// The name a custom field has: the names above it and its own, parted by dots.
    fn path(&self) -> String {
        let mut path = String::with_capacity(self.parent.len() + 1 + self.key.len());
        if !self.parent.is_empty() {
            path.push_str(self.parent);
            path.push('.');
        }
        path.push_str(self.key);
        path
    }

    /// A place's name is in `meta` as well as in its slot, because a rule may ask for either.
    fn put(mut self, value: Raw<'de>) {
        match Slot::of(self.parent, self.key) {
            Some(slot) if self.parent == "meta" => {
                self.keep(value.clone());
                self.slots.set(slot, Some(value));
            }
            Some(slot) => self.slots.set(slot, Some(value)),
            None => self.keep(value),
        }
    }

    fn keep(&mut self, value: Raw<'de>) {
        if let Some(value) = value.custom() {
            let path = self.path();
            self.slots.custom.push((path, value));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Field<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Field<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if let Some(slot) = Slot::of(self.parent, self.key) {
            self.slots.set(slot, Some(Raw::Object));
        }
        let path = self.path();
        fields(self.slots, &path, map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Value>()? {
            items.push(item);
        }
        self.put(Raw::List(items));
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.put(Raw::Bool(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.put(Raw::Number(value.into()));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.put(Raw::Number(value.into()));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        match Number::from_f64(value) {
            Some(number) => self.put(Raw::Number(number)),
            None => self.put(Raw::Text(value.to_string().into())),
        }
        Ok(())
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<(), E> {
        self.put(Raw::Text(Cow::Borrowed(value)));
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.put(Raw::Text(Cow::Owned(value.to_owned())));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        if let Some(slot) = Slot::of(self.parent, self.key) {
            self.slots.set(slot, None);
        }
        Ok(())
    }
}
