//! Records framed by a schema registry, read from a topic by a member of a group.

use apache_avro::Schema;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use mention::{Content, RejectReason};
use rdkafka::message::{Header, OwnedHeaders};

use super::*;
use crate::kafka::RegistryConfig;
use crate::kafka::registry::stub::Stub;

const FIRST: &str = r#"{"type":"record","name":"Post","fields":[
    {"name":"id","type":"string"},
    {"name":"text","type":["null","string"]},
    {"name":"created_at","type":{"type":"long","logicalType":"timestamp-millis"}}]}"#;
/// What became of it: a field more, one gone before it, and another unit of time.
const SECOND: &str = r#"{"type":"record","name":"Post","fields":[
    {"name":"author","type":["null","string"],"default":null},
    {"name":"created_at","type":{"type":"long","logicalType":"timestamp-micros"}},
    {"name":"text","type":["null","string"]},
    {"name":"id","type":"string"}]}"#;
const AT_MS: i64 = 1_777_897_800_000;

/// `value` as `apache-avro` writes it.
fn written(schema: &Schema, value: Value) -> Vec<u8> {
    GenericDatumWriter::builder(schema).build().unwrap().write_value_to_vec(value).unwrap()
}

/// A value, framed by a schema's number.
fn framed(number: u32, schema: &str, fields: Vec<(&str, Value)>) -> Vec<u8> {
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
    let schema = Schema::parse_str(schema).unwrap();
    let bytes = written(&schema, Value::Record(fields.collect()));
    [&[0], &number.to_be_bytes()[..], &bytes].concat()
}

fn some(text: &str) -> Value {
    Value::Union(1, Box::new(text.into()))
}

fn first(id: &str) -> Vec<u8> {
    let fields = vec![
        ("id", id.into()),
        ("text", some("first")),
        ("created_at", Value::TimestampMillis(AT_MS)),
    ];
    framed(1, FIRST, fields)
}

fn second(id: &str) -> Vec<u8> {
    let fields = vec![
        ("author", some("ann")),
        ("created_at", Value::TimestampMicros(AT_MS * 1_000)),
        ("text", some("second")),
        ("id", id.into()),
    ];
    framed(2, SECOND, fields)
}

impl Scene {
    fn put(&self, key: &[u8], value: Option<&[u8]>, headers: OwnedHeaders) {
        let producer = self.producer();
        let mut record =
            BaseRecord::<[u8], [u8]>::to("mentions").partition(0).key(key).headers(headers);
        record.payload = value;
        producer.send(record).map_err(|(error, _)| error).unwrap();
        producer.flush(Duration::from_secs(20)).unwrap();
    }

    fn join_with(&self, stub: &Stub) -> (KafkaSource, Member) {
        let mut config = self.config(Protocol::CooperativeSticky);
        config.registry = Some(RegistryConfig { urls: vec![stub.address.clone()], login: None });
        let source = KafkaSource::connect(&config, decode()).unwrap();
        (source, Member { shared: Arc::clone(&self.shared), claims: BTreeMap::new() })
    }
}

/// Reads until `count` records are there: each as its id, or its reason.
fn read(source: &mut KafkaSource, member: &mut Member, count: usize) -> Vec<String> {
    let (begin, mut read) = (Instant::now(), Vec::new());
    while read.len() < count {
        assert!(begin.elapsed() < Duration::from_mins(3), "{read:?}");
        source.ready().unwrap();
        let Next::Batch(batch) = source.next_batch(member, &limits()).unwrap() else { continue };
        read.extend(batch.records.iter().map(|record| told(&record.content)));
        settle(source, member, &batch);
    }
    read
}

fn told(content: &Content) -> String {
    use mention::{Event, What};
    match content {
        Content::Event(Event { id, what: What::Posted { mention, published_at }, .. }) => {
            let by = mention.author.as_ref().and_then(|author| author.handle.as_deref());
            assert_eq!(published_at.0, AT_MS);
            format!("{id} {} {}", mention.text, by.unwrap_or("-"))
        }
        Content::Event(Event { id, what: What::Deleted, .. }) => format!("{id} deleted"),
        Content::Rejected(reject) => reject.reason.name().to_owned(),
        Content::Ignored => "ignored".to_owned(),
    }
}

#[test]
fn framed_and_bare_records_are_read_beside_each_other_each_by_its_own_schema() {
    let (scene, stub) = (Scene::new(Guard::On), Stub::start());
    stub.schema(1, FIRST, "");
    stub.schema(2, SECOND, "");
    stub.schema(3, "\"string\"", "");
    let none = OwnedHeaders::new;
    scene.put(b"a", Some(&first("a")), none());
    scene.put(b"b", Some(&second("b")), none());
    let json = r#"{"id":"c","text":"bare","created_at":"2026-05-04T12:30:00Z"}"#;
    scene.put(b"c", Some(json.as_bytes()), none());
    // The number in a header, the payload bare.
    let headers =
        none().insert(Header { key: "__value_schema_id", value: Some(&b"\0\0\0\0\x01"[..]) });
    scene.put(b"d", Some(&first("d")[5..]), headers);
    scene.put(b"e", Some(&[&[0, 0, 0, 0, 9], &first("e")[5..]].concat()), none());
    scene.put(b"f", Some(&first("f")[..19]), none());
    // Deletions name their mention in the key, framed or not.
    scene.put(b"\0\0\0\0\x03\x02a", None, none());
    scene.put(b"b", None, none());
    let (mut source, mut member) = scene.join_with(&stub);
    let expected = [
        "a first -",
        "b second ann",
        "c bare -",
        "d first -",
        "wrong-type",
        "wrong-type",
        "a deleted",
        "b deleted",
    ];
    assert_eq!(read(&mut source, &mut member, expected.len()), expected);
    let mut asked: Vec<String> = stub.asked().into_iter().map(|(path, _)| path).collect();
    asked.sort();
    assert_eq!(
        asked,
        ["/schemas/ids/1", "/schemas/ids/2", "/schemas/ids/3", "/schemas/ids/9"],
        "each once"
    );
    assert_eq!(scene.wrong(8), [""; 0]);
}

#[test]
fn while_the_registry_is_away_nothing_is_read_and_nothing_rejected() {
    let (scene, stub) = (Scene::new(Guard::On), Stub::start());
    scene.put(b"a", Some(&first("a")), OwnedHeaders::new());
    stub.away(true);
    let (mut source, mut member) = scene.join_with(&stub);
    let mut refused = 0;
    let begin = Instant::now();
    while refused < 5 {
        assert!(begin.elapsed() < Duration::from_mins(3));
        match source.ready() {
            Err(SourceError::Away { place, .. }) => {
                assert_eq!(place, "kafka.registry");
                refused += 1;
                // Asked for a batch all the same, it has none.
                assert!(matches!(source.next_batch(&mut member, &limits()), Ok(Next::Idle)));
            }
            Ok(()) => {
                assert!(!matches!(source.next_batch(&mut member, &limits()), Ok(Next::Batch(_))));
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(scene.counted(), 0);
    stub.schema(1, FIRST, "");
    stub.away(false);
    assert_eq!(read(&mut source, &mut member, 1), ["a first -"]);
    assert_eq!(scene.wrong(1), [""; 0]);
}

#[test]
fn a_frame_is_named_where_no_registry_is_set() {
    let scene = Scene::new(Guard::On);
    scene.put(b"a", Some(&first("a")), OwnedHeaders::new());
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    let begin = Instant::now();
    let batch = loop {
        assert!(begin.elapsed() < Duration::from_mins(3));
        if let Next::Batch(batch) = source.next_batch(&mut member, &limits()).unwrap() {
            break batch;
        }
    };
    let Content::Rejected(reject) = &batch.records[0].content else { panic!("{batch:?}") };
    assert!(matches!(reject.reason, RejectReason::InvalidUtf8 | RejectReason::InvalidJson));
    assert!(reject.detail.contains("schema 1"), "{}", reject.detail);
    assert!(reject.detail.contains("set kafka.registry"), "{}", reject.detail);
}
