//! What goes out of a run: dead letters and mentions with their tags, each at least once and told apart by its source;
//! and what must not: a topic whose format has changed, and a record that ends the process.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use mention::{LedgerClass, RejectReason};
use store::Store;

use super::scene::{Dice, PARTITIONS, Scene, reader, records, said};
use crate::kafka::broker::Consumed;

/// A scene with topics to write to.
struct Outward {
    scene: Scene,
    dead_letters: String,
    output: String,
}

impl Outward {
    fn new(records: String) -> Option<Self> {
        let mut scene = Scene::new(records)?;
        let dead_letters = scene.broker.topic("dead-letters", 1);
        let output = scene.broker.topic("tagged", PARTITIONS);
        Some(Self { scene, dead_letters, output })
    }

    fn command(&self, store: &str, group: &str) -> Command {
        let mut command = self.scene.command(store, group);
        command
            .env("TAGLINE_KAFKA__DEAD_LETTERS", &self.dead_letters)
            .env("TAGLINE_KAFKA__OUTPUT", &self.output);
        command
    }
}

/// Runs until it ends by itself: its exit code, if it has one, and what it said.
fn ends(mut command: Command) -> (Option<i32>, String) {
    let mut run = command.spawn().unwrap();
    let code = run.wait().unwrap().code();
    (code, said(&mut run))
}

fn rejected(scene: &Scene, store: &str, reason: RejectReason) -> u64 {
    let rows = Store::open(&scene.place.path(store), &reader()).unwrap().ledger().unwrap();
    let rows = rows.iter().filter(|row| row.class == LedgerClass::Rejected(reason));
    rows.map(|row| row.records).sum()
}

/// Each record once, by where it came from; doubles must be equal but for what only says when they were sent.
fn told_apart(consumed: Vec<Consumed>) -> BTreeMap<String, Consumed> {
    let mut apart = BTreeMap::new();
    for record in consumed {
        let before = apart.insert(record.headers["tagline.src"].clone(), record.clone());
        assert!(before.is_none_or(|before| before == record), "{record:?}");
    }
    apart
}

/// The records of a topic that are as `wanted`, as key and value.
fn lines(records: &str, wanted: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
    let lines = records.lines().filter_map(|line| line.split_once('\t'));
    let mut lines: Vec<_> = lines.filter(|(_, value)| wanted(value)).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_goes_out_is_there_at_least_once_and_told_apart_whatever_dies() {
    const RECORDS: u64 = 60_000;
    let topic = records(RECORDS);
    let Some(outward) = Outward::new(topic.clone()) else { return };
    let (scene, store) = (&outward.scene, "tagline.db");
    // The process ends right between the brokers' word and the store's: its batch goes out again.
    let mut first = outward.command(store, "first");
    first.env("TAGLINE_PLANT", "die:delivered");
    assert_eq!(ends(first).0, None, "it died of the plant");
    assert_eq!(scene.seen(store), 0, "nothing was stored");
    let mut dice = Dice(11);
    for kill in 0..3 {
        let seen = scene.seen(store);
        if seen == RECORDS {
            break;
        }
        let mut run = outward.command(store, &format!("kill-{kill}")).spawn().unwrap();
        scene.wait(&mut run, store, seen);
        std::thread::sleep(std::time::Duration::from_millis(dice.roll(30)));
        // It may have read all by now: then it is killed while it waits.
        run.kill().unwrap();
        run.wait().unwrap();
    }
    scene.finish_by(outward.command(store, "last"), store, RECORDS);

    let sent = scene.broker.consume(&outward.output);
    let doubles = sent.len();
    let sent = told_apart(sent);
    assert!(doubles > sent.len(), "the batch of the process that died went out twice");
    let is_broken = |value: &str| value.contains("broken");
    let events = lines(&topic, |value| !is_broken(value));
    assert_eq!(sent.len(), events.len(), "every event, and nothing else");
    let deletions = sent.values().filter(|record| record.value == "NULL").count();
    assert_eq!(deletions, lines(&topic, |value| value == "NULL").len());
    let keys: BTreeSet<&str> = sent.values().map(|record| &*record.key).collect();
    let id = |key: &str| key.strip_prefix("twitter/").unwrap_or(key).to_owned();
    let expected: BTreeSet<String> =
        events.iter().map(|(key, _)| format!("twitter/{}", id(key))).collect();
    assert_eq!(keys, expected.iter().map(String::as_str).collect());
    let tagged = sent.values().filter(|record| record.value.contains("\"by\":\"rules\""));
    assert!(tagged.count() > 0, "tags go out");
    assert!(sent.values().all(|record| record.headers["tagline.rules"].len() == 32));

    let letters = told_apart(scene.broker.consume(&outward.dead_letters));
    let mut found: Vec<(&str, &str)> =
        letters.values().map(|record| (&*record.key, &*record.value)).collect();
    found.sort_unstable();
    assert_eq!(found, lines(&topic, is_broken), "exactly the bad ones, as they came");
    for record in letters.values() {
        assert_eq!(record.headers["tagline.reject.reason"], "invalid-json");
        assert_eq!(record.headers["__connect.errors.topic"], scene.topic);
    }
    scene.place.call(["verify", "--store", store]).ends(0);
}

#[test]
fn a_topic_whose_format_has_changed_is_not_thrown_away() {
    const RECORDS: u64 = 4_000;
    let lines = (0..RECORDS).map(|id| format!("{id}\t<post id=\"{id}\"/>"));
    let changed = lines.collect::<Vec<_>>().join("\n");
    let Some(outward) = Outward::new(changed) else { return };
    let (scene, store) = (&outward.scene, "tagline.db");
    let (code, said) = ends(outward.command(store, "first"));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("cannot be read, more than 50 %"), "{said}");
    assert!(said.contains("kafka.reject_percent") && said.contains(", offset 0:"), "{said}");
    assert_eq!(scene.seen(store), 0, "nothing was passed over");
    assert_eq!(scene.broker.consume(&outward.dead_letters), [], "nothing was sent");
    let mut all = outward.command(store, "all");
    all.env("TAGLINE_KAFKA__REJECT_PERCENT", "100");
    scene.finish_by(all, store, RECORDS);
    assert_eq!(rejected(scene, store, RejectReason::InvalidJson), RECORDS);
    assert_eq!(told_apart(scene.broker.consume(&outward.dead_letters)).len() as u64, RECORDS);

    let (code, said) = {
        let mut command = outward.command(store, "circle");
        command.env("TAGLINE_KAFKA__OUTPUT", &scene.topic);
        ends(command)
    };
    assert!(code == Some(3) && said.contains("this topic is read from"), "{said}");
}

#[test]
fn a_record_that_ends_every_process_is_found_rejected_and_sent_where_dead_letters_go() {
    const RECORDS: u64 = 400;
    const DEADLY: &str = "123\t{\"id\":\"deadly\",\"platform\":\"twitter\",\"text\":\"ends-it-all\",\"created_at\":\"2026-05-04T12:30:00Z\"}\n";
    let mut topic = records(RECORDS);
    topic.push_str(DEADLY);
    let Some(outward) = Outward::new(topic + &records(RECORDS)) else { return };
    let (scene, store, total) = (&outward.scene, "tagline.db", 2 * RECORDS + 1);
    let mut deaths = 0;
    while scene.seen(store) < total {
        let mut command = outward.command(store, &format!("life-{deaths}"));
        command.env("TAGLINE_PLANT", "deadly:ends-it-all");
        let mut run = command.spawn().unwrap();
        while run.try_wait().unwrap().is_none() {
            if scene.seen(store) == total {
                run.kill().unwrap();
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        if scene.seen(store) < total {
            deaths += 1;
            assert!(deaths < 40, "it dies on and on: {}", said(&mut run));
        }
    }
    assert!(deaths >= 3, "it died {deaths} times");
    assert_eq!(rejected(scene, store, RejectReason::Quarantined), 1);
    let letters = told_apart(scene.broker.consume(&outward.dead_letters));
    let quarantined = |letter: &&Consumed| letter.headers["tagline.reject.reason"] == "quarantined";
    let letters: Vec<&Consumed> = letters.values().filter(quarantined).collect();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(format!("{}\t{}\n", letters[0].key, letters[0].value), DEADLY);
    scene.place.call(["verify", "--store", store]).ends(0);
}

#[test]
fn what_traces_a_record_follows_it_out() {
    let Some(outward) = Outward::new(String::new()) else { return };
    let scene = &outward.scene;
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let post = |id: &str| {
        format!("{{\"id\":\"{id}\",\"text\":\"acme\",\"created_at\":\"2026-05-04T12:30:00Z\"}}")
    };
    let lines = format!(
        "traceparent:{trace}\ta\t{}\nother:x\tb\t{}\ntraceparent:{trace}\tfile/c\tNULL\n",
        post("a"),
        post("b"),
    );
    scene.broker.produce_with_headers(&scene.topic, &lines);
    scene.finish_by(outward.command("tagline.db", "group"), "tagline.db", 3);
    let sent = scene.broker.consume(&outward.output);
    let traced: BTreeMap<&str, Option<&str>> = sent
        .iter()
        .map(|record| (&*record.key, record.headers.get("traceparent").map(String::as_str)))
        .collect();
    let expected = [("file/a", Some(trace)), ("file/b", None), ("file/c", Some(trace))];
    assert_eq!(traced, expected.into());
}
