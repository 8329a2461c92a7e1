//! What a registry says, and what is made of it.

use super::stub::{Stub, body};
use super::*;

const POST: &str = r#"{"type":"record","name":"Post","fields":[{"name":"id","type":"string"}]}"#;

fn registry(urls: &[&str]) -> Registry {
    let urls = urls.iter().map(|&url| url.to_owned()).collect();
    Registry::new(&RegistryConfig { urls, login: Some(("me".to_owned(), "secret".to_owned())) })
        .unwrap()
}

/// What becomes of `bytes` framed by schema 7, of which the registry says `answer`.
fn check(answer: (u16, &str), bytes: &[u8], expected: &str) {
    let stub = Stub::start();
    stub.says("/schemas/ids/7", answer.0, answer.1);
    let mut registry = registry(&[&stub.address]);
    let schema = SchemaId::Number(7);
    let found = match registry.learn(schema) {
        Err(SourceError::Away { what, .. }) => format!("away: {}", what.replace(&stub.address, "")),
        Err(refused) => format!("refused: {}", refused.to_string().replace(&stub.address, "")),
        Ok(()) => match registry.json(Framed { schema, body: bytes }, 1_000) {
            Ok(text) => text,
            Err(problem) => format!("{}: {}", problem.reason.name(), problem.detail),
        },
    };
    assert_eq!(found, expected, "{answer:?}");
}

#[test]
fn a_schema_opens_what_it_describes() {
    check((200, &body(POST, "")), b"\x04ab", r#"{"id":"ab"}"#);
    check((200, &body(POST, ",\"schemaType\":\"AVRO\",\"id\":7")), b"\x04ab", r#"{"id":"ab"}"#);
    check((200, &body("{}", ",\"schemaType\":\"JSON\"")), b"{\"id\":1}", "{\"id\":1}");
    check(
        (200, &body("message Post {}", ",\"schemaType\":\"PROTOBUF\"")),
        b"\0\x01",
        "wrong-type: schema 7 cannot be used: it is PROTOBUF; Avro and JSON can be read",
    );
    check(
        (200, &body(POST, "")),
        b"\x04a",
        "wrong-type: not what schema 7 says: it ends in the middle of a value",
    );
}

#[test]
fn a_schema_that_is_not_there_is_no_registry_that_is_not_there() {
    check(
        (404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}"),
        b"x",
        "wrong-type: the registry has no schema 7 (40403: Schema 7 not found); was it written to another registry, or deleted?",
    );
    // What stands before a registry that is away answers too.
    check((404, "default backend - 404"), b"x", "away: : it answers 404");
    check(
        (404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"),
        b"x",
        "away: : it answers 404",
    );
    for status in [429, 500, 503] {
        check((status, ""), b"x", &format!("away: : it answers {status}"));
    }
    check(
        (200, "<html>"),
        b"x",
        "away: its answer cannot be understood (expected value at line 1 column 1)",
    );
    check(
        (401, "{\"error_code\":40101,\"message\":\"no\"}"),
        b"x",
        "refused: kafka.registry:  answers 401: it does not accept these credentials; \
         set kafka.registry_user and kafka.registry_password to ones that may read schemas",
    );
    check(
        (301, ""),
        b"x",
        "refused: kafka.registry:  answers 301 to /schemas/ids/7; check that this is the address of a schema registry",
    );
}

#[test]
fn each_schema_is_asked_for_once_with_credentials_and_an_unknown_one_again_later() {
    let stub = Stub::start();
    stub.schema(7, POST, "");
    let mut registry = registry(&["http://127.0.0.1:1", &stub.address]);
    for number in [7, 9] {
        let schema = SchemaId::Number(number);
        assert!(!registry.knows(schema));
        registry.learn(schema).unwrap();
        assert!(registry.knows(schema), "that there is none is known too");
    }
    let asked = stub.asked();
    let paths: Vec<&str> = asked.iter().map(|(path, _)| &**path).collect();
    assert_eq!(paths, ["/schemas/ids/7", "/schemas/ids/9"], "the first address did not answer");
    assert_eq!(asked[0].1.as_deref(), Some("Basic bWU6c2VjcmV0"));
    if let Some(Known::Not { until, .. }) = registry.known.get_mut(&SchemaId::Number(9)) {
        *until = Instant::now();
    }
    assert!(!registry.knows(SchemaId::Number(9)), "it may have come meanwhile");
    assert!(registry.knows(SchemaId::Number(7)));
}

#[test]
fn what_a_schema_refers_to_is_asked_for_too() {
    let stub = Stub::start();
    let outer =
        r#"{"type":"record","name":"Outer","fields":[{"name":"by","type":"com.example.Author"}]}"#;
    let author = r#"{"type":"record","name":"Author","namespace":"com.example","fields":[{"name":"name","type":"string"}]}"#;
    let refers = ",\"references\":[{\"name\":\"com.example.Author\",\"subject\":\"people/value\",\"version\":3}]";
    stub.schema(1, outer, refers);
    let mut registry = registry(&[&stub.address]);
    let open = |registry: &mut Registry| {
        let schema = SchemaId::Number(1);
        registry.learn(schema).unwrap();
        registry.json(Framed { schema, body: b"\x06Ann" }, 1_000).map_err(|problem| problem.detail)
    };
    assert_eq!(
        open(&mut registry).unwrap_err(),
        "schema 1 cannot be used: it refers to version 3 of people/value: 40403: Schema not found"
    );
    stub.says("/subjects/people%2Fvalue/versions/3", 200, &body(author, ""));
    assert_eq!(open(&mut registry).unwrap(), r#"{"by":{"name":"Ann"}}"#);
}

#[test]
fn a_guid_is_asked_for_by_its_digits() {
    let stub = Stub::start();
    let guid = SchemaId::Guid(0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f);
    stub.says("/schemas/guids/00010203-0405-0607-0809-0a0b0c0d0e0f", 200, &body(POST, ""));
    let mut registry = registry(&[&stub.address]);
    registry.learn(guid).unwrap();
    assert_eq!(
        registry.json(Framed { schema: guid, body: b"\x02a" }, 1_000).unwrap(),
        r#"{"id":"a"}"#
    );
}

#[test]
fn an_address_that_is_none_or_holds_a_password_is_refused_at_once() {
    let check = |url: &str, expected: &str| {
        let config = RegistryConfig { urls: vec![url.to_owned()], login: None };
        let wrong = Registry::new(&config).err().unwrap().to_string();
        assert_eq!(wrong, format!("kafka.registry: {expected}"));
    };
    check(
        "registry:8081",
        "\"registry:8081\" is no address of a registry; write it as http://registry:8081",
    );
    check(
        "https://me:secret@registry",
        "an address of a registry (https://…@…) holds a name or password; \
         set kafka.registry_user and kafka.registry_password instead, which are never shown",
    );
}
