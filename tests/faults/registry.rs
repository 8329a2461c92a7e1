//! Records framed by a schema registry, read by the built program from a real broker: its settings, its patience, its counts.

use std::fmt::Write as _;
use std::process::Command;

use mention::{LedgerClass, RejectReason};
use store::Store;

use super::scene::{Scene, hear, reader, terminate};
use crate::ops::lines_of;

#[path = "../../crates/ingest/kafka/registry/stub.rs"]
mod stub;

use stub::Stub;

const FIRST: &str = r#"{"type":"record","name":"Post","fields":[
    {"name":"id","type":"string"},{"name":"created_at","type":"string"},{"name":"text","type":["null","string"]}]}"#;
/// What became of it: a record in the record, and another order.
const SECOND: &str = r#"{"type":"record","name":"Post","fields":[
    {"name":"text","type":["null","string"]},{"name":"id","type":"string"},
    {"name":"by","type":{"type":"record","name":"By","fields":[{"name":"handle","type":"string"}]}},
    {"name":"created_at","type":"string"}]}"#;
const AT: &str = "2026-05-04T12:30:00Z";
/// Posts of either schema.
const POSTS: usize = 300;

/// A text as Avro writes it. Below 64 bytes, and not of five or thirteen, that is a line of text for Kafka's own tool.
fn text(text: &str) -> String {
    assert!(text.len() < 64 && ![5, 13].contains(&text.len()), "{text}");
    let length = u8::try_from(2 * text.len()).unwrap();
    format!("{}{text}", char::from(length))
}

/// `\0` and a schema's number below 128, which is not that of a line's end.
fn frame(number: u8) -> String {
    format!("\0\0\0\0{}", char::from(number))
}

fn posts() -> String {
    let mut lines = String::new();
    for number in 100..100 + POSTS {
        let id = format!("id-{number}");
        let (first, some) = (frame(7), "\u{2}");
        writeln!(lines, "{id}\t{first}{}{}{some}{}", text(&id), text(AT), text("acme late"))
            .unwrap();
        let id = format!("second-{number}");
        let (second, by) = (frame(8), text("a-handle"));
        writeln!(lines, "{id}\t{second}{some}{}{}{by}{}", text("acme love"), text(&id), text(AT))
            .unwrap();
    }
    // Of a schema that is nowhere, and cut in its middle.
    writeln!(lines, "x\t{}{}", frame(9), text("x")).unwrap();
    writeln!(lines, "y\t{}{}", frame(7), text("y")).unwrap();
    lines
}

fn command(scene: &Scene, stub: &Stub) -> Command {
    let mut command = scene.command("tagline.db", "group");
    command
        .env("TAGLINE_INPUT__PRESET", "generic")
        .env("TAGLINE_INPUT__FIELDS__ID", "id")
        .env("TAGLINE_INPUT__FIELDS__TEXT", "text")
        .env("TAGLINE_INPUT__FIELDS__CREATED_AT", "created_at")
        .env("TAGLINE_INPUT__FIELDS__AUTHOR", "by.handle")
        .env("TAGLINE_KAFKA__REGISTRY", &stub.address)
        .env("TAGLINE_KAFKA__REGISTRY_USER", "reader")
        .env("TAGLINE_KAFKA__REGISTRY_PASSWORD", "${env:SECRET}")
        .env("SECRET", "open sesame");
    command
}

#[test]
fn framed_records_wait_for_their_registry_and_are_counted_once() {
    let Some(scene) = Scene::new(posts()) else { return };
    let stub = Stub::start();
    stub.away(true);
    let mut run = command(&scene, &stub).spawn().unwrap();
    let lines = lines_of(&mut run);
    for _ in 0..3 {
        hear(&lines, "kafka.registry");
    }
    assert_eq!(scene.seen("tagline.db"), 0, "nothing is rejected meanwhile");
    // One that is told to end while it waits does so, and well.
    terminate(&mut run);
    assert_eq!(scene.seen("tagline.db"), 0);

    let mut run = command(&scene, &stub).spawn().unwrap();
    let lines = lines_of(&mut run);
    hear(&lines, "trying again");
    stub.schema(7, FIRST, "");
    stub.schema(8, SECOND, "");
    stub.away(false);
    let total = 2 * POSTS as u64 + 2;
    scene.wait(&mut run, "tagline.db", total - 1);
    terminate(&mut run);
    assert_eq!(scene.seen("tagline.db"), total, "nothing counts twice");
    let ledger = Store::open(&scene.place.path("tagline.db"), &reader()).unwrap().ledger().unwrap();
    let count = |class| -> u64 {
        ledger.iter().filter(|row| row.class == class).map(|row| row.records).sum()
    };
    assert_eq!(count(LedgerClass::Rejected(RejectReason::WrongType)), 2, "{ledger:?}");
    let found =
        scene.place.call(["sql", "SELECT count(*), count(author) FROM v_mentions"]).ends(0).out;
    let numbers: Vec<&str> = found.lines().last().unwrap().split('\t').collect();
    assert_eq!(numbers, ["600", "300"], "{found}");
    let credentials = stub.asked().into_iter().filter_map(|(_, credentials)| credentials);
    assert!(credentials.clone().count() > 0);
    assert!(credentials.into_iter().all(|one| one == "Basic cmVhZGVyOm9wZW4gc2VzYW1l"));
}
