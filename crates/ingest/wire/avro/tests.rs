//! Avro against its own writer, and against bytes that nobody's writer makes.

use apache_avro::Schema;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use mention::{Content, Event, Timestamp, What};

use super::*;
use crate::wire::{DecodeOptions, Mapping, Preset, decode};

const BYTES_MAX: usize = 10_000;

/// `value` as `apache-avro` writes it.
fn written(schema: &Schema, value: Value) -> Vec<u8> {
    GenericDatumWriter::builder(schema).build().unwrap().write_value_to_vec(value).unwrap()
}

/// What is read of `value`, written by `apache-avro`.
fn check(schema: &str, value: impl Into<Value>, expected: &str) {
    let bytes = written(&Schema::parse_str(schema).unwrap(), value.into());
    let read = AvroSchema::parse(schema, &[]).unwrap().json(&bytes, BYTES_MAX).unwrap();
    assert_eq!(read, expected, "{schema}");
}

/// Why `bytes` cannot be read.
fn check_wrong(schema: &str, bytes: &[u8], expected: Wrong) {
    let read = AvroSchema::parse(schema, &[]).unwrap().json(bytes, BYTES_MAX);
    assert_eq!(read, Err(expected), "{schema}: {}", bytes.escape_ascii());
}

fn record(fields: &[(&str, Value)]) -> Value {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    Value::Record(fields.collect())
}

#[test]
fn plain_values_are_json() {
    check("\"null\"", Value::Null, "null");
    check("\"boolean\"", true, "true");
    check("\"int\"", -64_i32, "-64");
    for long in [0, 1, -1, 63, 64, -65, 300, i64::MAX, i64::MIN] {
        check("\"long\"", long, &long.to_string());
    }
    check("\"float\"", 0.1_f32, "0.1");
    check("\"double\"", -2.5_f64, "-2.5");
    check("\"double\"", f64::NAN, "null");
    check("\"string\"", "a \"b\" \\ \n Größe", r#""a \"b\" \\ \u000a Größe""#);
    check("\"bytes\"", Value::Bytes(b"text".to_vec()), "\"text\"");
    check("\"bytes\"", Value::Bytes(vec![0xff, 0]), "\"ff00\"");
    let fixed = r#"{"type":"fixed","name":"f","size":2}"#;
    check(fixed, Value::Fixed(2, vec![0xab, 1]), "\"ab01\"");
    let symbols = r#"{"type":"enum","name":"e","symbols":["FIRST","SECOND"]}"#;
    check(symbols, Value::Enum(1, "SECOND".to_owned()), "\"SECOND\"");
}

#[test]
fn logical_types_are_what_they_mean() {
    let logical = |kind: &str, name: &str| format!(r#"{{"type":"{kind}","logicalType":"{name}"}}"#);
    let at = 1_777_897_800_123;
    check(
        &logical("long", "timestamp-millis"),
        Value::TimestampMillis(at),
        "\"2026-05-04T12:30:00.123Z\"",
    );
    check(
        &logical("long", "timestamp-micros"),
        Value::TimestampMicros(at * 1_000 + 4),
        "\"2026-05-04T12:30:00.123004Z\"",
    );
    check(
        &logical("long", "local-timestamp-millis"),
        Value::LocalTimestampMillis(at),
        "\"2026-05-04T12:30:00.123\"",
    );
    check(&logical("int", "date"), Value::Date(-1), "\"1969-12-31\"");
    check(&logical("int", "time-millis"), Value::TimeMillis(45_000_000), "\"12:30:00\"");
    // A time beyond the calendar is a number, which is refused as any other.
    check(
        &logical("long", "timestamp-millis"),
        Value::TimestampMillis(i64::MAX),
        "9223372036854775807",
    );
    let decimal = r#"{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}"#;
    for (number, expected) in [(450_i32, "4.50"), (-5, "-0.05"), (0, "0.00"), (123_456, "1234.56")]
    {
        let bytes = number.to_be_bytes().to_vec();
        check(decimal, Value::Decimal(apache_avro::Decimal::from(bytes)), expected);
    }
}

#[test]
fn what_holds_others_is_read_to_its_end() {
    let list = r#"{"type":"array","items":["null","string"]}"#;
    let items = ["a", "b"].map(|item| Value::Union(1, Box::new(item.into())));
    let mut with_null = items.to_vec();
    with_null.push(Value::Union(0, Box::new(Value::Null)));
    check(list, Value::Array(with_null), r#"["a","b",null]"#);
    check(list, Value::Array(vec![]), "[]");
    let map = r#"{"type":"map","values":"long"}"#;
    check(map, Value::Map([("k".to_owned(), Value::Long(7))].into()), r#"{"k":7}"#);
    // Blocks may be several, and say their size.
    let read = AvroSchema::parse(list, &[]).unwrap().json(b"\x01\x06\x02\x02a\x02\0\0", BYTES_MAX);
    assert_eq!(read.unwrap(), r#"["a",null]"#);
}

/// Posts in posts, in a namespace; the inner one is named, not said.
const TREE: &str = r#"{"type":"record","name":"Post","namespace":"com.example","fields":[
    {"name":"id","type":"string"},{"name":"answers","type":{"type":"array","items":"Post"}}]}"#;

#[test]
fn a_type_may_name_itself_and_others_but_not_for_ever() {
    let post = |id: &str, answers: Vec<Value>| {
        record(&[("id", id.into()), ("answers", Value::Array(answers))])
    };
    let value = post("1", vec![post("2", vec![]), post("3", vec![])]);
    check(TREE, value, r#"{"id":"1","answers":[{"id":"2","answers":[]},{"id":"3","answers":[]}]}"#);
    let outer = r#"{"type":"record","name":"Outer","namespace":"com.example","fields":[{"name":"by","type":"com.example.people.Author"}]}"#;
    let author = r#"{"type":"record","name":"Author","namespace":"com.example.people","fields":[{"name":"name","type":"string"},{"name":"mail","type":"Mail"}]}"#;
    let mail = r#"{"type":"fixed","name":"Mail","namespace":"com.example.people","size":1}"#;
    let schema = AvroSchema::parse(outer, &[author.to_owned(), mail.to_owned()]).unwrap();
    let read = schema.json(b"\x06Ann\x01", BYTES_MAX).unwrap();
    assert_eq!(read, r#"{"by":{"name":"Ann","mail":"01"}}"#);
    assert!(AvroSchema::parse(outer, &[]).is_err(), "it names what is not there");
    // An answer to an answer to an answer, a thousand deep.
    let deep: Vec<u8> = b"\x02x\x02".iter().copied().cycle().take(3_000).collect();
    check_wrong(TREE, &deep, Wrong::Deep);
}

#[test]
fn bytes_of_another_schema_are_told() {
    check_wrong("\"string\"", b"\x06ab", Wrong::Cut);
    check_wrong("\"string\"", b"", Wrong::Cut);
    check_wrong("\"string\"", b"\x04abc", Wrong::LeftOver(1));
    check_wrong("\"string\"", b"\x02\xff", Wrong::Text);
    check_wrong("\"string\"", b"\x01", Wrong::Beyond);
    // A text that says it is as long as all memory.
    check_wrong("\"string\"", b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", Wrong::Cut);
    check_wrong("\"long\"", &[0xff; 10], Wrong::Number);
    check_wrong("\"boolean\"", b"\x02", Wrong::Boolean);
    check_wrong(r#"["null","string"]"#, b"\x04", Wrong::Beyond);
    check_wrong(r#"{"type":"enum","name":"e","symbols":["A"]}"#, b"\x02", Wrong::Beyond);
    // A list of a quintillion nothings in ten bytes.
    check_wrong(
        r#"{"type":"array","items":"null"}"#,
        b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        Wrong::Large,
    );
}

/// A record with another in it, and unions with null.
const NESTED: &str = r#"{"type":"record","name":"Wrap","fields":[
    {"name":"id","type":"long"},
    {"name":"data","type":{"type":"record","name":"Data","fields":[
        {"name":"message","type":["null","string"]},
        {"name":"place","type":["null","string"],"default":null}]}},
    {"name":"by","type":["null",{"type":"record","name":"By","fields":[{"name":"handle","type":"string"}]}]},
    {"name":"seen","type":{"type":"long","logicalType":"timestamp-micros"}}]}"#;

#[test]
fn fields_stand_at_the_paths_of_the_generic_preset() {
    let some = |value: Value| Value::Union(1, Box::new(value));
    let value = record(&[
        ("id", 7_i64.into()),
        (
            "data",
            record(&[
                ("message", some("hello".into())),
                ("place", Value::Union(0, Box::new(Value::Null))),
            ]),
        ),
        ("by", some(record(&[("handle", "ann".into())]))),
        ("seen", Value::TimestampMicros(1_777_897_800_000_000)),
    ]);
    let bytes = written(&Schema::parse_str(NESTED).unwrap(), value);
    let text = AvroSchema::parse(NESTED, &[]).unwrap().json(&bytes, BYTES_MAX).unwrap();
    let paths =
        [("id", "id"), ("text", "data.message"), ("author", "by.handle"), ("created_at", "seen")]
            .map(|(field, path)| (field.to_owned(), path.to_owned()));
    let mut options = DecodeOptions::at(Timestamp(i64::MAX / 2));
    (options.preset, options.mapping) = (Preset::Generic, Mapping::parse(&paths).unwrap());
    let read = decode(text.as_bytes(), None, &options);
    let Content::Event(Event { id, what: What::Posted { mention, .. }, .. }) = read else {
        panic!("{read:?}");
    };
    assert_eq!((&*id, &*mention.text), ("7", "hello"));
    assert_eq!(mention.published_at, Some(Timestamp(1_777_897_800_000)));
    assert_eq!(mention.author.as_ref().unwrap().handle.as_deref(), Some("ann"));
}
