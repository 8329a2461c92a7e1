//! Avro as it is framed by a schema registry: bytes into JSON text, which is then read like any other.
//!
//! Schemas are parsed by `apache-avro`; their data is read here, so that nothing of it is trusted: neither how deep it
//! nests, nor how many items a list promises, nor how long a text says it is.

mod datum;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use apache_avro::schema::{InnerDecimalSchema, Schema, UuidSchema};

pub(crate) use datum::Wrong;

/// A schema by which records were written.
#[derive(Debug)]
pub(crate) struct AvroSchema {
    /// Types by number; a named one stands once, however often it is named, also within itself.
    types: Vec<Type>,
    root: usize,
}

/// What is written.
#[derive(Clone, Debug)]
enum Type {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    Text,
    Date,
    TimeOfDay(Unit),
    Instant(Unit),
    /// A date and a time of day, of a zone that is not told.
    Local(Unit),
    Decimal {
        scale: usize,
        size: Option<usize>,
    },
    Uuid,
    Fixed(usize),
    Enum(Vec<String>),
    List(usize),
    Map(usize),
    Union(Vec<usize>),
    Record(Vec<(String, usize)>),
}

/// Of what a time is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl AvroSchema {
    /// Reads a schema and those it refers to, each as JSON.
    ///
    /// # Errors
    ///
    /// The sentence to tell when it is none, or names what is not there.
    pub(crate) fn parse(schema: &str, references: &[String]) -> Result<Self, String> {
        let told = |wrong: apache_avro::Error| wrong.to_string();
        let (root, others) = Schema::parse_str_with_list(schema, references).map_err(told)?;
        let mut named = BTreeMap::new();
        std::iter::once(&root).chain(&others).for_each(|one| gather(one, None, &mut named));
        let mut table = Table { types: Vec::new(), known: BTreeMap::new(), named };
        let root = table.place(&root, None)?;
        Ok(Self { types: table.types, root })
    }

    /// Writes what `bytes` hold as JSON: unions bare, times as ISO 8601, bytes as text where they are and else in
    /// hexadecimal digits.
    ///
    /// # Errors
    ///
    /// When the bytes were not written by this schema, nest too deep or become more than `bytes_max` of JSON.
    pub(crate) fn json(&self, bytes: &[u8], bytes_max: usize) -> Result<String, Wrong> {
        datum::json(&self.types, self.root, bytes, bytes_max)
    }
}

/// Types by their full names, each with the namespace it stands in.
type Named<'s> = BTreeMap<String, (&'s Schema, Option<&'s str>)>;

/// Notes every type with a name, however deep it stands: one may be named before it is said.
fn gather<'s>(schema: &'s Schema, within: Option<&'s str>, named: &mut Named<'s>) {
    if let Some(name) = schema.name()
        && !matches!(schema, Schema::Ref { .. })
    {
        named.insert(name.fullname(within), (schema, within));
    }
    match schema {
        Schema::Record(record) => {
            let within = record.name.namespace().or(within);
            record.fields.iter().for_each(|field| gather(&field.schema, within, named));
        }
        Schema::Array(list) => gather(&list.items, within, named),
        Schema::Map(map) => gather(&map.types, within, named),
        Schema::Union(union) => {
            union.variants().iter().for_each(|variant| gather(variant, within, named));
        }
        _ => {}
    }
}

/// Named types on their way to numbers.
struct Table<'s> {
    types: Vec<Type>,
    known: BTreeMap<String, usize>,
    /// Each with the namespace it stands in.
    named: Named<'s>,
}

impl Table<'_> {
    fn add(&mut self, kind: Type) -> usize {
        self.types.push(kind);
        self.types.len() - 1
    }

    /// The number of a schema that stands within the namespace `within`.
    fn place(&mut self, schema: &Schema, within: Option<&str>) -> Result<usize, String> {
        let kind = match schema {
            Schema::Ref { name } => return self.named(&name.fullname(within)),
            Schema::Record(record) => {
                let name = record.name.fullname(within);
                if let Some(known) = self.known.get(&name) {
                    return Ok(*known);
                }
                // Its place first: it may name itself.
                let place = self.add(Type::Null);
                self.known.insert(name, place);
                let within = record.name.namespace().or(within);
                let fields = record
                    .fields
                    .iter()
                    .map(|field| Ok((field.name.clone(), self.place(&field.schema, within)?)));
                let fields: Result<Vec<_>, String> = fields.collect();
                self.types[place] = Type::Record(fields?);
                return Ok(place);
            }
            Schema::Array(list) => Type::List(self.place(&list.items, within)?),
            Schema::Map(map) => Type::Map(self.place(&map.types, within)?),
            Schema::Union(union) => {
                let variants = union.variants().iter().map(|variant| self.place(variant, within));
                Type::Union(variants.collect::<Result<_, _>>()?)
            }
            plain => self::plain(plain),
        };
        Ok(self.add(kind))
    }

    /// The number of a type that is only named.
    fn named(&mut self, name: &str) -> Result<usize, String> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        let found = self.named.get(name).copied();
        let (schema, within) =
            found.ok_or_else(|| format!("it names {name}, which is not there"))?;
        self.place(schema, within)
    }
}

/// A type without others in it.
fn plain(schema: &Schema) -> Type {
    match schema {
        Schema::Boolean => Type::Boolean,
        Schema::Int => Type::Int,
        Schema::Long => Type::Long,
        Schema::Float => Type::Float,
        Schema::Double => Type::Double,
        Schema::Bytes | Schema::BigDecimal => Type::Bytes,
        Schema::String | Schema::Uuid(UuidSchema::String) => Type::Text,
        Schema::Uuid(UuidSchema::Bytes | UuidSchema::Fixed(_)) => Type::Uuid,
        Schema::Date => Type::Date,
        Schema::TimeMillis => Type::TimeOfDay(Unit::Milliseconds),
        Schema::TimeMicros => Type::TimeOfDay(Unit::Microseconds),
        Schema::TimestampMillis => Type::Instant(Unit::Milliseconds),
        Schema::TimestampMicros => Type::Instant(Unit::Microseconds),
        Schema::TimestampNanos => Type::Instant(Unit::Nanoseconds),
        Schema::LocalTimestampMillis => Type::Local(Unit::Milliseconds),
        Schema::LocalTimestampMicros => Type::Local(Unit::Microseconds),
        Schema::LocalTimestampNanos => Type::Local(Unit::Nanoseconds),
        Schema::Decimal(decimal) => Type::Decimal {
            scale: decimal.scale,
            size: match &decimal.inner {
                InnerDecimalSchema::Bytes => None,
                InnerDecimalSchema::Fixed(fixed) => Some(fixed.size),
            },
        },
        Schema::Fixed(fixed) | Schema::Duration(fixed) => Type::Fixed(fixed.size),
        Schema::Enum(symbols) => Type::Enum(symbols.symbols.clone()),
        Schema::Null
        | Schema::Ref { .. }
        | Schema::Record(_)
        | Schema::Array(_)
        | Schema::Map(_)
        | Schema::Union(_) => Type::Null,
    }
}
