//! Members of a real consumer group, on librdkafka's mock cluster, against a store in memory.
//!
//! The store compares and sets like the real ones; that it can be told not to is the control.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use mention::{Batch, Part, Position, Timestamp};
use rdkafka::ClientConfig;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer};
use store::{TRIALS_FROM, Topic};

use super::{KafkaConfig, KafkaSource, Protocol, StartFrom};
use crate::wire::DecodeOptions;
use crate::{BatchLimits, Cursors, Fenced, Hold, Next, Source, SourceError, Standing, Stop};

mod edges;
#[cfg(feature = "registry")]
mod framed;
mod look;

const PARTITIONS: i32 = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    On,
    Off,
}

#[derive(Default)]
struct Row {
    epoch: u64,
    next: Option<Position>,
    attempts: u32,
    topic: Option<Topic>,
}

/// What all members write to.
struct Shared {
    guard: Guard,
    rows: BTreeMap<Part, Row>,
    counts: BTreeMap<(Part, Position), u32>,
    claims: u64,
    fenced: u64,
}

/// One member's view of it, with its claims.
struct Member {
    shared: Arc<Mutex<Shared>>,
    claims: BTreeMap<Part, (u64, Option<Position>)>,
}

impl Member {
    fn commit(&mut self, batch: &Batch) -> Hold {
        let mut shared = self.shared.lock().unwrap();
        let guard = shared.guard;
        let claim = self.claims.get_mut(&batch.part).unwrap();
        let row = shared.rows.get_mut(&batch.part).unwrap();
        if guard == Guard::On && (row.epoch, row.next) != *claim {
            shared.fenced += 1;
            return Hold::Lost;
        }
        assert_eq!(claim.1, Some(batch.from), "batches follow on each other");
        (row.next, row.attempts) = (Some(batch.to), 0);
        claim.1 = Some(batch.to);
        for record in &batch.records {
            *shared.counts.entry((batch.part.clone(), record.position)).or_default() += 1;
        }
        Hold::Kept
    }

    fn move_to(&mut self, part: &Part, to: Position) -> Hold {
        let held = self.change(part, |row| (row.next, row.attempts) = (Some(to), 0));
        if held == Hold::Kept {
            self.claims.get_mut(part).unwrap().1 = Some(to);
        }
        held
    }

    fn change(&mut self, part: &Part, change: impl FnOnce(&mut Row)) -> Hold {
        let mut shared = self.shared.lock().unwrap();
        let row = shared.rows.get_mut(part).unwrap();
        if (row.epoch, row.next) != self.claims[part] {
            return Hold::Lost;
        }
        change(row);
        Hold::Kept
    }
}

impl Cursors for Member {
    fn claim(&mut self, part: &Part) -> Result<Standing, SourceError> {
        let mut shared = self.shared.lock().unwrap();
        shared.claims += 1;
        let row = shared.rows.entry(part.clone()).or_default();
        row.epoch += 1;
        row.attempts = row.attempts.max((row.attempts + 1).min(TRIALS_FROM));
        self.claims.insert(part.clone(), (row.epoch, row.next));
        Ok(Standing { next: row.next, attempts: row.attempts, topic: row.topic.clone() })
    }

    fn note_topic(&mut self, part: &Part, topic: &Topic) -> Result<Hold, SourceError> {
        Ok(self.change(part, |row| row.topic = Some(topic.clone())))
    }

    fn mark_trial(&mut self, part: &Part, attempts: u32) -> Result<Hold, SourceError> {
        Ok(self.change(part, |row| row.attempts = attempts))
    }

    fn start(&mut self, part: &Part, at: Position) -> Result<Hold, SourceError> {
        Ok(self.move_to(part, at))
    }

    fn skip(&mut self, part: &Part, to: Position) -> Result<Hold, SourceError> {
        Ok(self.move_to(part, to))
    }

    fn positions(
        &self,
        source: &str,
        prefix: &str,
    ) -> Result<Vec<(String, Position)>, SourceError> {
        let shared = self.shared.lock().unwrap();
        let wanted = shared
            .rows
            .iter()
            .filter(|(part, _)| &*part.source == source && part.name.starts_with(prefix));
        Ok(wanted.filter_map(|(part, row)| Some((part.name.to_string(), row.next?))).collect())
    }
}

/// A cluster with a topic, and what is read of it.
struct Scene {
    cluster: MockCluster<'static, DefaultProducerContext>,
    brokers: String,
    shared: Arc<Mutex<Shared>>,
}

impl Scene {
    fn new(guard: Guard) -> Self {
        let cluster = MockCluster::new(3).unwrap();
        cluster.create_topic("mentions", PARTITIONS, 3).unwrap();
        let shared =
            Shared { guard, rows: BTreeMap::new(), counts: BTreeMap::new(), claims: 0, fenced: 0 };
        Self { brokers: cluster.bootstrap_servers(), cluster, shared: Arc::new(Mutex::new(shared)) }
    }

    fn producer(&self) -> ThreadedProducer<DefaultProducerContext> {
        ClientConfig::new()
            .set("bootstrap.servers", &self.brokers)
            .set("enable.idempotence", "true")
            .create()
            .unwrap()
    }

    fn produce(&self, records: i32) {
        self.produce_by(records, |number| number % PARTITIONS);
    }

    fn produce_to(&self, partition: i32, records: i32) {
        self.produce_by(records, |_| partition);
    }

    fn produce_by(&self, records: i32, partition: impl Fn(i32) -> i32) {
        let producer = self.producer();
        for number in 0..records {
            let text = format!(
                "{{\"id\":\"{number}\",\"text\":\"hello\",\"created_at\":\"2026-05-04T12:30:00Z\"}}"
            );
            let record =
                BaseRecord::<str, str>::to("mentions").partition(partition(number)).payload(&text);
            producer.send(record).map_err(|(error, _)| error).unwrap();
        }
        producer.flush(Duration::from_secs(20)).unwrap();
    }

    fn config(&self, protocol: Protocol) -> KafkaConfig {
        let mut config = KafkaConfig::new(&self.brokers, &["mentions"], "listeners");
        config.protocol = protocol;
        // The mock cluster lets a new group wait for three seconds, and members may not time out meanwhile.
        for (name, value) in [
            ("session.timeout.ms", "4000"),
            ("heartbeat.interval.ms", "200"),
            ("max.poll.interval.ms", "4000"),
        ] {
            config.properties.insert(name.to_owned(), value.to_owned());
        }
        config
    }

    fn join(&self, protocol: Protocol) -> (KafkaSource, Member) {
        let source = KafkaSource::connect(&self.config(protocol), decode()).unwrap();
        (source, Member { shared: Arc::clone(&self.shared), claims: BTreeMap::new() })
    }

    /// A member on a thread of its own, until it is told to stop.
    fn spawn(&self, protocol: Protocol) -> (Arc<AtomicBool>, JoinHandle<()>) {
        let stop = Arc::new(AtomicBool::new(false));
        let (mut source, mut member) = self.join(protocol);
        let told = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            while !told.load(Ordering::Relaxed) {
                turn(&mut source, &mut member);
            }
        });
        (stop, thread)
    }

    fn counted(&self) -> usize {
        self.shared.lock().unwrap().counts.len()
    }

    /// The records that do not count exactly once, of `records` there should be.
    fn wrong(&self, records: i32) -> Vec<String> {
        let shared = self.shared.lock().unwrap();
        let mut wrong: Vec<String> = shared
            .counts
            .iter()
            .filter(|(_, count)| **count != 1)
            .map(|((part, at), count)| format!("{}@{} counts {count} times", part.name, at.0))
            .collect();
        if shared.counts.len() != usize::try_from(records).unwrap() {
            wrong.push(format!("{} of {records} records count", shared.counts.len()));
        }
        wrong
    }
}

fn decode() -> DecodeOptions {
    DecodeOptions::at(Timestamp(i64::MAX / 2))
}

fn limits() -> BatchLimits {
    BatchLimits { records_max: 100, wait: Duration::from_millis(30), ..BatchLimits::default() }
}

/// One turn of the loop.
fn turn(source: &mut KafkaSource, member: &mut Member) {
    if let Next::Batch(batch) = source.next_batch(member, &limits()).unwrap() {
        settle(source, member, &batch);
    }
}

fn settle(source: &mut KafkaSource, member: &mut Member, batch: &Batch) {
    match member.commit(batch) {
        Hold::Kept => source.committed(&batch.part, batch.to).unwrap(),
        Hold::Lost => assert_eq!(source.fenced(&batch.part), Fenced::GoOn),
    }
}

/// Calls `turn` until `done`, for three minutes at most.
fn until(what: &str, mut turn: impl FnMut(), done: impl Fn() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < Duration::from_mins(3), "{what} takes more than three minutes");
        turn();
    }
}

#[test]
fn a_member_reads_every_record_once_and_leaves() {
    let scene = Scene::new(Guard::On);
    scene.produce(300);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 300);
    assert_eq!(scene.wrong(300), [""; 0]);
    let begin = Instant::now();
    drop(source);
    assert!(begin.elapsed() < Duration::from_secs(4), "leaving took {:?}", begin.elapsed());
}

#[test]
fn start_from_latest_passes_over_what_was_there() {
    let scene = Scene::new(Guard::On);
    scene.produce(60);
    let mut config = scene.config(Protocol::CooperativeSticky);
    config.start_from = StartFrom::Latest;
    let mut source = KafkaSource::connect(&config, decode()).unwrap();
    let mut member = Member { shared: Arc::clone(&scene.shared), claims: BTreeMap::new() };
    let started = || {
        let shared = scene.shared.lock().unwrap();
        shared.rows.len() == 6 && shared.rows.values().all(|row| row.next == Some(Position(10)))
    };
    until("starting", || turn(&mut source, &mut member), started);
    scene.produce(30);
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 30);
}

#[test]
fn a_topic_that_is_not_there_is_said_to_be_missing() {
    let scene = Scene::new(Guard::On);
    scene
        .cluster
        .topic_error(
            "mentions",
            rdkafka::types::RDKafkaRespErr::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
        )
        .unwrap();
    let wrong = KafkaSource::connect(&scene.config(Protocol::default()), decode()).err().unwrap();
    assert_eq!(
        wrong.to_string(),
        "topic mentions: there is no such topic (UnknownTopicOrPartition (Broker: Unknown topic or \
         partition)); create it, or correct kafka.topic; it is never created by reading"
    );
}

#[test]
fn a_position_behind_the_end_stops_before_anything_counts() {
    let scene = Scene::new(Guard::On);
    scene.produce(60);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 60);
    drop(source);
    for row in scene.shared.lock().unwrap().rows.values_mut() {
        row.next = Some(Position(500));
    }
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    let begin = Instant::now();
    let wrong = loop {
        assert!(begin.elapsed() < Duration::from_secs(30));
        match source.next_batch(&mut member, &limits()) {
            Ok(_) => {}
            Err(wrong) => break wrong.to_string(),
        }
    };
    assert!(wrong.contains("the store has read up to offset 500, the topic ends at 10"), "{wrong}");
}

#[test]
fn a_batch_fenced_off_while_the_partition_stays_ours_is_read_again() {
    let scene = Scene::new(Guard::On);
    scene.produce(600);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    until("the first", || turn(&mut source, &mut member), || scene.counted() == 600);
    for row in scene.shared.lock().unwrap().rows.values_mut() {
        row.epoch += 1;
    }
    scene.produce(600);
    until("the rest", || turn(&mut source, &mut member), || scene.counted() == 1_200);
    assert_eq!(scene.shared.lock().unwrap().fenced, 6, "each partition is fenced off once");
    assert_eq!(scene.wrong(1_200), [""; 0]);
}

/// A member stalls with a batch in hand until the group has given its partitions to another, which reads on; then
/// it wakes and commits.
fn zombie(guard: Guard) -> Vec<String> {
    let scene = Scene::new(guard);
    scene.produce(600);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    let batch = loop {
        if let Next::Batch(batch) = source.next_batch(&mut member, &limits()).unwrap() {
            break batch;
        }
    };
    let (mut other, mut second) = scene.join(Protocol::CooperativeSticky);
    until("taking over", || turn(&mut other, &mut second), || scene.counted() == 600);
    settle(&mut source, &mut member, &batch);
    for _ in 0..20 {
        turn(&mut source, &mut member);
        turn(&mut other, &mut second);
    }
    scene.wrong(600)
}

#[test]
fn a_zombie_is_fenced_off() {
    assert_eq!(zombie(Guard::On), [""; 0]);
}

#[test]
fn without_the_guard_a_zombie_counts_twice() {
    assert_ne!(zombie(Guard::Off), [""; 0]);
}

/// Members join and leave all the time while records arrive, until partitions have changed hands often enough.
fn storm(protocol: Protocol) {
    const ROUNDS_MIN: i32 = 12;
    const ROUNDS_MAX: i32 = 240;
    let enough = 4 * u64::try_from(PARTITIONS).unwrap();
    let scene = Scene::new(Guard::On);
    let mut members = vec![scene.spawn(protocol)];
    let mut dice: u32 = 42;
    let claims = || scene.shared.lock().unwrap().claims;
    let mut rounds = 0;
    while rounds < ROUNDS_MIN || (claims() <= enough && rounds < ROUNDS_MAX) {
        rounds += 1;
        scene.produce(600);
        thread::sleep(Duration::from_millis(300));
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if dice >> 31 == 0 && members.len() > 1 {
            let (stop, thread) = members.remove(0);
            stop.store(true, Ordering::Relaxed);
            thread.join().unwrap();
        } else if members.len() < 4 {
            members.push(scene.spawn(protocol));
        }
    }
    until(
        "the rest",
        || thread::sleep(Duration::from_millis(50)),
        || scene.counted() == usize::try_from(rounds * 600).unwrap(),
    );
    for (stop, thread) in members {
        stop.store(true, Ordering::Relaxed);
        thread.join().unwrap();
    }
    assert_eq!(scene.wrong(rounds * 600), [""; 0]);
    assert!(claims() > enough, "only {} claims: no rebalance", claims());
}

#[test]
fn counts_are_exact_through_rebalances_under_cooperative_sticky() {
    storm(Protocol::CooperativeSticky);
}

#[test]
fn counts_are_exact_through_rebalances_under_range() {
    storm(Protocol::Range);
}
