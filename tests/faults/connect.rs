//! `tagline sources --connect` looks at everything a run needs, and moves nothing.

use std::process::Command;

use store::Store;

use super::scene::{Scene, reader, records, terminate};

const RECORDS: u64 = 4_000;

/// What it prints, and how it ends.
fn connect(scene: &Scene, store: &str, more: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command: Command = scene.place.command(["sources", "--connect", "--store", store]);
    command
        .env("TAGLINE_KAFKA__BROKERS", &scene.broker.address)
        .env("TAGLINE_KAFKA__TOPIC", &scene.topic)
        .env("TAGLINE_KAFKA__GROUP", format!("{}-group", scene.topic))
        .envs(more.iter().copied());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_a_run_needs_is_looked_at_and_nothing_is_moved() {
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let store = "tagline.db";
    let topic = format!("{}: 4 partitions, {RECORDS} records", scene.topic);
    let (code, shown) = connect(&scene, store, &[]);
    assert_eq!(code, Some(0), "{shown}");
    for words in [
        "brokers       ok",
        &topic,
        "is made by the first run",
        "rules         ok",
        "records cannot be read",
        "invalid-json:",
        "campaigns      yes",
    ] {
        assert!(shown.contains(words), "{words:?} is not in {shown}");
    }
    assert!(!scene.place.path(store).exists(), "nothing was made");

    // Beside a run that has read everything: it keeps its partitions, and the store its positions.
    let mut run = scene.run(store, "group");
    scene.wait(&mut run, store, RECORDS - 1);
    let positions =
        || Store::open(&scene.place.path(store), &reader()).unwrap().positions().unwrap();
    let before = positions();
    let (code, again) = connect(&scene, store, &[]);
    assert!(code == Some(0) && again.contains(&topic), "{again}");
    assert_eq!(positions(), before);
    let said = terminate(&mut run);
    assert_eq!(said.matches("partitions assigned").count(), 1, "{said}");
    assert_eq!(scene.seen(store), RECORDS, "nothing counts twice");
}

#[test]
fn what_is_missing_is_named() {
    let Some(scene) = Scene::new(records(4)) else { return };
    scene.place.write("rules/wrong.rules.toml", "[[theme]]\nid = \"?\"\n");
    let nowhere = ("TAGLINE_KAFKA__OUTPUT", "no-such-topic");
    let (code, shown) = connect(&scene, "postgres://me@127.0.0.1:1/x", &[nowhere]);
    assert_eq!(code, Some(3), "{shown}");
    for words in [
        "kafka         NO   topic no-such-topic: there is no such topic",
        "store         NO   ",
        "rules         NO   ",
    ] {
        assert!(shown.contains(words), "{words:?} is not in {shown}");
    }
}
