//! `kill -9` and SIGTERM while a topic is read: the store ends as if nothing had happened.

use std::fmt::Write;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use store::{Access, OpenOptions, Store};

use crate::command::Place;
use crate::kafka::broker::Broker;

const KILLS: usize = 20;
const PARTITIONS: u32 = 4;
const PATIENCE: Duration = Duration::from_mins(3);

/// A folder with rules, and a topic to read.
struct Scene {
    place: Place,
    broker: Broker,
    topic: String,
}

impl Scene {
    /// `None` where there is no Kafka.
    fn new(records: String) -> Option<Self> {
        let mut broker = Broker::start()?;
        let topic = broker.topic("mentions", PARTITIONS);
        broker.produce(&topic, records);
        let place = Place::new();
        place.call(["init", "."]).ends(0);
        Some(Self { place, broker, topic })
    }

    /// Starts reading into `store`, as `group`: brokers let a group wait for a member that was killed, so each start
    /// is a group of its own. That costs nothing: positions are not the group's.
    fn run(&self, store: &str, group: &str) -> Child {
        let mut command = self.place.command(["run", "--store", store]);
        command
            .env("TAGLINE_KAFKA__BROKERS", &self.broker.address)
            .env("TAGLINE_KAFKA__TOPIC", &self.topic)
            .env("TAGLINE_KAFKA__GROUP", format!("{}-{group}", self.topic));
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// How many records the store has seen.
    fn seen(&self, store: &str) -> u64 {
        let path = self.place.path(store);
        let Ok(store) = Store::open(&path, &reader()) else { return 0 };
        store.ledger().unwrap().iter().map(|row| row.records).sum()
    }

    /// Waits until the store has seen more than `records`, or `run` ends, which it must not.
    fn wait(&self, run: &mut Child, store: &str, records: u64) -> u64 {
        let begin = Instant::now();
        loop {
            let seen = self.seen(store);
            if seen > records {
                return seen;
            }
            if let Some(status) = run.try_wait().unwrap() {
                panic!("ended with {status}: {}", said(run));
            }
            assert!(begin.elapsed() < PATIENCE, "stands at {seen} of {records}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Reads to the end and stops by SIGTERM.
    fn finish(&self, store: &str, group: &str, records: u64) {
        let mut run = self.run(store, group);
        self.wait(&mut run, store, records - 1);
        terminate(&mut run);
        assert_eq!(self.seen(store), records, "nothing counts twice");
    }
}

fn reader() -> OpenOptions {
    OpenOptions { access: Access::Read, ..OpenOptions::default() }
}

fn said(run: &mut Child) -> String {
    use std::io::Read;
    let mut text = String::new();
    if let Some(pipe) = &mut run.stderr {
        pipe.read_to_string(&mut text).unwrap();
    }
    text
}

/// SIGTERM: it ends by itself, soon, and well.
fn terminate(run: &mut Child) {
    let sent = std::process::Command::new("kill").arg(run.id().to_string()).status().unwrap();
    assert!(sent.success());
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = run.try_wait().unwrap() {
            break status;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "does not end");
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(0), "{}", said(run));
}

/// Numbers that look like chance and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Posts, edits of posts, deletions and garbage, each with its id as key.
fn records(count: u64) -> String {
    let mut dice = Dice(1);
    let mut lines = String::new();
    for number in 0..count {
        let word = ["late", "love", "acme", "rivalco late", "acme love"]
            [usize::try_from(dice.roll(5)).unwrap()];
        let id = if number % 9 == 8 { number - 4 } else { number };
        let minute = number / 4 % 1_440;
        match number % 100 {
            50 => writeln!(lines, "twitter/{}\tNULL", number - 20),
            51 => writeln!(lines, "{number}\t{{\"id\": broken"),
            _ => writeln!(
                lines,
                "{id}\t{{\"id\":\"{id}\",\"platform\":\"twitter\",\"author\":\"u{}\",\"text\":\"{word} {number}\",\
                 \"created_at\":\"2026-05-{:02}T{:02}:{:02}:00Z\",\"observed_at\":\"2026-06-01T00:00:{:02}Z\"}}",
                number % 997,
                1 + number % 28,
                minute / 60,
                minute % 60,
                number % 60
            ),
        }
        .unwrap();
    }
    lines
}

#[test]
fn twenty_kills_in_one_topic_leave_no_trace() {
    const RECORDS: u64 = 400_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    scene.finish("calm.db", "calm", RECORDS);

    let mut dice = Dice(7);
    let mut killed_at = Vec::with_capacity(KILLS);
    let mut seen = 0;
    for kill in 0..KILLS {
        let mut run = scene.run("storm.db", &format!("storm-{kill}"));
        // A commit of this very process comes first, then a moment of the dice's choosing.
        scene.wait(&mut run, "storm.db", seen);
        thread::sleep(Duration::from_millis(dice.roll(60)));
        assert!(run.try_wait().unwrap().is_none(), "it ran when it was killed");
        run.kill().unwrap();
        assert_eq!(run.wait().unwrap().code(), None, "it died of the kill");
        seen = scene.seen("storm.db");
        killed_at.push(seen);
    }
    assert!(killed_at.iter().all(|&at| (1..RECORDS).contains(&at)), "{killed_at:?} of {RECORDS}");
    scene.finish("storm.db", "storm-end", RECORDS);
    assert!(scene.place.dump("storm.db") == scene.place.dump("calm.db"), "killed at {killed_at:?}");
    scene.place.call(["verify", "--store", "storm.db"]).ends(0);
}

#[test]
fn sigterm_in_the_middle_of_a_topic_loses_nothing() {
    const RECORDS: u64 = 60_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let mut run = scene.run("tagline.db", "first");
    scene.wait(&mut run, "tagline.db", 0);
    terminate(&mut run);
    scene.finish("tagline.db", "second", RECORDS);
    scene.finish("calm.db", "calm", RECORDS);
    assert!(scene.place.dump("tagline.db") == scene.place.dump("calm.db"));
}

#[test]
fn records_deleted_before_they_were_read_stop_the_run_unless_told_otherwise() {
    const RECORDS: u64 = 4_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    scene.finish("tagline.db", "first", RECORDS);
    scene.broker.produce(&scene.topic, records(RECORDS));
    for partition in 0..PARTITIONS {
        scene.broker.delete_before(&scene.topic, partition, RECORDS / u64::from(PARTITIONS) + 400);
    }
    let mut run = scene.run("tagline.db", "second");
    let status = run.wait().unwrap();
    let said = said(&mut run);
    assert_eq!(status.code(), Some(3), "{said}");
    assert!(said.contains("deleted by retention before they were read"), "{said}");
    assert_eq!(scene.seen("tagline.db"), RECORDS);
}
