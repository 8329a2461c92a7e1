//! A topic on a real broker, a folder with rules, and runs of the binary that read the one by the other.

use std::fmt::Write;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use store::{Access, OpenOptions, Store};

use crate::command::Place;
use crate::kafka::broker::Broker;

pub(super) const PARTITIONS: u32 = 4;
pub(super) const PATIENCE: Duration = Duration::from_mins(3);

/// A folder with rules, and a topic to read.
pub(super) struct Scene {
    pub(super) place: Place,
    pub(super) broker: Broker,
    pub(super) topic: String,
}

impl Scene {
    /// `None` where there is no Kafka.
    pub(super) fn new(records: String) -> Option<Self> {
        let mut broker = Broker::start()?;
        let topic = broker.topic("mentions", PARTITIONS);
        if !records.is_empty() {
            broker.produce(&topic, records);
        }
        Some(Self::of(broker, topic))
    }

    /// With a broker and a topic that are there.
    pub(super) fn of(broker: Broker, topic: String) -> Self {
        let place = Place::new();
        place.call(["init", "."]).ends(0);
        Self { place, broker, topic }
    }

    /// The command that reads into `store`, as `group`: brokers let a group wait for a member that was killed, so each
    /// start is a group of its own. That costs nothing: positions are not the group's.
    pub(super) fn command(&self, store: &str, group: &str) -> Command {
        let mut command = self.place.command(["run", "-v", "--store", store]);
        command
            .env("TAGLINE_KAFKA__BROKERS", &self.broker.address)
            .env("TAGLINE_KAFKA__TOPIC", &self.topic)
            .env("TAGLINE_KAFKA__GROUP", format!("{}-{group}", self.topic))
            .env("TAGLINE_OPS__LISTEN", "")
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    /// Starts reading.
    pub(super) fn run(&self, store: &str, group: &str) -> Child {
        self.command(store, group).spawn().unwrap()
    }

    /// How many records the store has seen.
    pub(super) fn seen(&self, store: &str) -> u64 {
        let path = self.place.path(store);
        let Ok(store) = Store::open(&path, &reader()) else { return 0 };
        store.ledger().unwrap().iter().map(|row| row.records).sum()
    }

    /// Waits until the store has seen more than `records`, or `run` ends, which it must not.
    pub(super) fn wait(&self, run: &mut Child, store: &str, records: u64) -> u64 {
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

    /// Reads to the end and stops by SIGTERM; gives back what was said.
    pub(super) fn finish(&self, store: &str, group: &str, records: u64) -> String {
        self.finish_by(self.command(store, group), store, records)
    }

    /// The same, by a command of the caller's.
    pub(super) fn finish_by(&self, mut command: Command, store: &str, records: u64) -> String {
        let mut run = command.spawn().unwrap();
        self.wait(&mut run, store, records - 1);
        let said = terminate(&mut run);
        assert_eq!(self.seen(store), records, "nothing counts twice");
        said
    }
}

pub(super) fn reader() -> OpenOptions {
    OpenOptions { access: Access::Read, ..OpenOptions::default() }
}

pub(super) fn said(run: &mut Child) -> String {
    let mut text = String::new();
    if let Some(pipe) = &mut run.stderr {
        pipe.read_to_string(&mut text).unwrap();
    }
    text
}

/// Waits until a run says these words.
#[track_caller]
pub(super) fn hear(lines: &Receiver<String>, words: &str) {
    let heard = lines.iter().find(|line| line.contains(words));
    assert!(heard.is_some(), "it ended, and never said {words:?}");
}

/// Sends a signal by name.
pub(super) fn send(signal: &str, run: &Child) {
    let sent = Command::new("kill").args(["-s", signal, &run.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// SIGTERM: it ends by itself, soon, and well; gives back what was said.
pub(super) fn terminate(run: &mut Child) -> String {
    send("TERM", run);
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = run.try_wait().unwrap() {
            break status;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "does not end");
        thread::sleep(Duration::from_millis(10));
    };
    let said = said(run);
    assert_eq!(status.code(), Some(0), "{said}");
    said
}

/// Numbers that look like chance and are the same in each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Posts, edits of posts, deletions and garbage, each with its id as key.
pub(super) fn records(count: u64) -> String {
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
