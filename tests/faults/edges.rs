//! The edges of a log on a real broker: gaps, topics made anew, partitions added, starts in time; protocols, properties.

use store::Store;

use mention::LedgerClass;

use super::scene::{PARTITIONS, Scene, reader, records, said, terminate};

const RECORDS: u64 = 4_000;

/// How many records of `class` the store's ledger has.
fn count(scene: &Scene, store: &str, class: LedgerClass) -> u64 {
    let rows = Store::open(&scene.place.path(store), &reader()).unwrap().ledger().unwrap();
    rows.iter().filter(|row| row.class == class).map(|row| row.records).sum()
}

/// Reads until the run fails by itself, and gives back what it said.
fn fails(scene: &Scene, store: &str, group: &str) -> String {
    let mut run = scene.run(store, group);
    let status = run.wait().unwrap();
    let said = said(&mut run);
    assert_eq!(status.code(), Some(3), "{said}");
    said
}

#[test]
fn records_deleted_before_they_were_read_stop_the_run_unless_told_otherwise() {
    const LOST: u64 = 400;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let store = "tagline.db";
    scene.finish(store, "first", RECORDS);
    let position = |cursor: &store::CursorRow| cursor.next.unwrap().0;
    let cursors = Store::open(&scene.place.path(store), &reader()).unwrap().positions().unwrap();
    scene.broker.produce(&scene.topic, records(RECORDS));
    for cursor in &cursors {
        let partition = cursor.part.name.parse().unwrap();
        scene.broker.delete_before(&scene.topic, partition, position(cursor) + LOST);
    }
    let said = fails(&scene, store, "second");
    assert!(said.contains("deleted by retention before they were read"), "{said}");
    assert!(said.contains("on_gap = \"skip\""), "{said}");
    assert_eq!(scene.seen(store), RECORDS, "nothing was counted");

    let mut command = scene.command(store, "third");
    command.env("TAGLINE_KAFKA__ON_GAP", "skip");
    // Gaps stand in the ledger beside what was read: together they are all that was written.
    let said = scene.finish_by(command, store, 2 * RECORDS);
    assert!(said.contains("the gap is written down"), "{said}");
    assert_eq!(count(&scene, store, LedgerClass::Gap), LOST * u64::from(PARTITIONS));
    scene.place.call(["verify", "--store", store]).ends(0);
}

#[test]
fn a_topic_made_anew_stops_the_run_until_its_positions_are_reset() {
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let store = "tagline.db";
    scene.finish(store, "first", RECORDS);
    scene.broker.delete_topic(&scene.topic);
    scene.broker.make_topic(&scene.topic, PARTITIONS);
    // More than before: by its offsets alone nothing could be told.
    scene.broker.produce(&scene.topic, records(3 * RECORDS));
    let said = fails(&scene, store, "second");
    assert!(said.contains("the topic was deleted and made anew: its id is"), "{said}");
    assert_eq!(scene.seen(store), RECORDS, "nothing was counted");

    let reset = |more: &[&str]| {
        let args = ["state", "reset", &scene.topic, "--to", "earliest", "--store", store];
        let mut command = scene.place.command(args.iter().chain(more));
        command
            .env("TAGLINE_KAFKA__BROKERS", &scene.broker.address)
            .env("TAGLINE_KAFKA__TOPIC", &scene.topic);
        command.output().unwrap()
    };
    let shown = reset(&[]);
    assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
    fails(&scene, store, "unconfirmed");
    let done = reset(&["--yes"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    scene.finish(store, "third", 4 * RECORDS);
    scene.place.call(["verify", "--store", store]).ends(0);
}

#[test]
fn a_start_is_resolved_once_and_partitions_added_later_are_read_from_their_first_record() {
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let store = "tagline.db";
    let now = jiff::Timestamp::now();
    scene.broker.produce(&scene.topic, records(RECORDS / 2));
    let from = |at: &str| {
        let mut command = scene.command(store, "group");
        command.env("TAGLINE_KAFKA__START_FROM", at);
        command.env("TAGLINE_KAFKA__PROPERTIES__TOPIC__METADATA__REFRESH__INTERVAL__MS", "500");
        command
    };
    scene.finish_by(from(&now.to_string()), store, RECORDS / 2);
    // Where it started is stored: another answer to the question changes nothing.
    let mut run = from("latest").spawn().unwrap();
    scene.broker.grow(&scene.topic, PARTITIONS + 2);
    scene.broker.produce(&scene.topic, records(RECORDS));
    scene.wait(&mut run, store, RECORDS / 2 + RECORDS - 1);
    terminate(&mut run);
    assert_eq!(scene.seen(store), RECORDS / 2 + RECORDS);
    let cursors = Store::open(&scene.place.path(store), &reader()).unwrap().positions().unwrap();
    let added = cursors.iter().filter(|cursor| ["4", "5"].contains(&&*cursor.part.name));
    assert!(added.filter(|cursor| cursor.next.unwrap().0 > 0).count() > 0, "{cursors:?}");
}

#[test]
fn every_protocol_and_property_reads_the_same() {
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    scene.finish("cooperative-sticky.db", "cooperative-sticky", RECORDS);
    for protocol in ["range", "consumer"] {
        let store = format!("{protocol}.db");
        let mut command = scene.command(&store, protocol);
        command.env("TAGLINE_KAFKA__PROTOCOL", protocol);
        // A property of librdkafka's own, which says in its log that it was heard.
        command.env("TAGLINE_KAFKA__PROPERTIES__FETCH__WAIT__MAX__MS", "50");
        scene.finish_by(command, &store, RECORDS);
        assert!(
            scene.place.dump(&store) == scene.place.dump("cooperative-sticky.db"),
            "{protocol}"
        );
    }
    let refused = |name: &str, value: &str| {
        let mut command = scene.command("refused.db", "refused");
        command.env(format!("TAGLINE_KAFKA__PROPERTIES__{name}"), value);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = refused("AUTO__OFFSET__RESET", "latest");
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("kafka.properties.auto.offset.reset: this property cannot be set"),
        "{said}"
    );
    let (code, said) = refused("NO__SUCH__THING", "1");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("no.such.thing"), "the name is said: {said}");
}

#[test]
fn secrets_are_shown_nowhere() {
    const SECRET: &str = "correct-horse-battery-staple";
    let Some(scene) = Scene::new(records(4)) else { return };
    scene.place.write("password", format!("{SECRET}\n"));
    let call = |args: &[&str], password: &str| {
        let mut command = scene.place.command(args);
        command
            .env("TAGLINE_KAFKA__BROKERS", &scene.broker.address)
            .env("TAGLINE_KAFKA__TOPIC", &scene.topic)
            .env("TAGLINE_KAFKA__PROPERTIES__SASL__USERNAME", "me")
            .env("TAGLINE_KAFKA__PROPERTIES__SASL__MECHANISM", "NO-SUCH-ONE")
            .env("TAGLINE_KAFKA__PROPERTIES__SECURITY__PROTOCOL", "sasl_plaintext")
            .env("TAGLINE_KAFKA__PROPERTIES__SASL__PASSWORD", password)
            .env("LISTENER_PASSWORD", SECRET);
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        text(&output.stdout) + &text(&output.stderr)
    };
    for reference in ["${env:LISTENER_PASSWORD}", "${file:password}"] {
        let shown = call(&["config", "show", "--origin"], reference);
        assert!(shown.contains(reference) && !shown.contains(SECRET), "{shown}");
        let said = call(&["run", "-vv"], reference);
        assert!(said.contains("NO-SUCH-ONE"), "the client was made with it: {said}");
        assert!(!said.contains(SECRET), "{said}");
    }
    // Written out, it is masked where the configuration is shown.
    let shown = call(&["config", "show", "--origin"], SECRET);
    assert!(shown.contains("sasl.password") && !shown.contains(SECRET), "{shown}");
}
