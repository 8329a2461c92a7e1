//! Members of a group against a model of brokers and store: whatever happens, each record counts once.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::*;

const PARTITIONS: usize = 2;
const MEMBERS: usize = 2;

/// Something that happens; numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Step {
    Produce { partition: usize, hole: i64 },
    Assign { member: usize, partition: usize },
    Revoke { member: usize, partition: usize },
    Lose { member: usize, partition: usize },
    Read { member: usize, partition: usize, records: usize },
    ReadAgain { member: usize, partition: usize },
    HandOn { member: usize, partition: usize },
    Commit { member: usize, answer: Answer },
    Crash { member: usize },
}

/// What a member hears of its commit.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Heard,
    /// It was carried out, but the connection broke: the member stops.
    Unknown,
}

fn step() -> impl Strategy<Value = Step> {
    let at = || (0..MEMBERS, 0..PARTITIONS);
    prop_oneof![
        3 => (0..PARTITIONS, 0..3_i64).prop_map(|(partition, hole)| Step::Produce { partition, hole }),
        3 => at().prop_map(|(member, partition)| Step::Assign { member, partition }),
        1 => at().prop_map(|(member, partition)| Step::Revoke { member, partition }),
        1 => at().prop_map(|(member, partition)| Step::Lose { member, partition }),
        4 => (at(), 1..4_usize).prop_map(|((member, partition), records)| Step::Read { member, partition, records }),
        1 => at().prop_map(|(member, partition)| Step::ReadAgain { member, partition }),
        4 => at().prop_map(|(member, partition)| Step::HandOn { member, partition }),
        4 => (0..MEMBERS, prop_oneof![9 => Just(Answer::Heard), 1 => Just(Answer::Unknown)])
            .prop_map(|(member, answer)| Step::Commit { member, answer }),
        1 => (0..MEMBERS).prop_map(|member| Step::Crash { member }),
    ]
}

/// Whether the store compares claim and position before it commits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    On,
    Off,
}

#[derive(Default)]
struct Row {
    next: i64,
    epoch: u64,
}

struct Member {
    assignment: Assignment<i64>,
    claims: [Option<(u64, i64)>; PARTITIONS],
    fetch: [i64; PARTITIONS],
    outside: Option<(usize, Handed<i64>)>,
}

struct World {
    guard: Guard,
    now: Instant,
    logs: [Vec<i64>; PARTITIONS],
    rows: [Row; PARTITIONS],
    counts: BTreeMap<(usize, i64), u32>,
    members: Vec<Member>,
}

fn partition(number: usize) -> Partition {
    Partition { topic: "t".into(), number: i32::try_from(number).unwrap() }
}

fn member() -> Member {
    Member {
        assignment: Assignment::new(),
        claims: [None; PARTITIONS],
        fetch: [0; PARTITIONS],
        outside: None,
    }
}

impl World {
    fn new(guard: Guard) -> Self {
        Self {
            guard,
            now: Instant::now(),
            logs: Default::default(),
            rows: Default::default(),
            counts: BTreeMap::new(),
            members: (0..MEMBERS).map(|_| member()).collect(),
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Produce { partition, hole } => {
                let log = &mut self.logs[partition];
                let next = log.last().map_or(0, |last| last + 1);
                log.push(next + hole);
            }
            Step::Assign { member, partition } => self.assign(member, partition),
            Step::Revoke { member, partition: p } => {
                self.members[member].assignment.leave(&partition(p));
                self.commit(member, Answer::Heard);
                self.hand_on(member, p);
                self.commit(member, Answer::Heard);
                assert!(self.members[member].assignment.is_empty(&partition(p)));
                self.members[member].assignment.release(&partition(p));
            }
            Step::Lose { member, partition: p } => {
                self.members[member].assignment.release(&partition(p));
            }
            Step::Read { member, partition, records } => self.read(member, partition, records),
            Step::ReadAgain { member, partition: p } => {
                let Some(&first) = self.logs[p].first() else { return };
                self.deliver(member, p, first);
            }
            Step::HandOn { member, partition } => self.hand_on(member, partition),
            Step::Commit { member, answer } => self.commit(member, answer),
            Step::Crash { member: m } => self.members[m] = member(),
        }
    }

    /// The loop never claims while a batch is on its way to the store.
    fn assign(&mut self, m: usize, p: usize) {
        self.commit(m, Answer::Heard);
        let row = &mut self.rows[p];
        row.epoch += 1;
        let member = &mut self.members[m];
        member.claims[p] = Some((row.epoch, row.next));
        member.fetch[p] = row.next;
        member.assignment.hold(partition(p), row.next, None);
    }

    fn deliver(&mut self, m: usize, p: usize, offset: i64) {
        let limits = BatchLimits::default();
        let read = || offset;
        self.members[m].assignment.take_in(&partition(p), offset, 1, read, (&limits, self.now));
    }

    fn read(&mut self, m: usize, p: usize, records: usize) {
        let fetch = self.members[m].fetch[p];
        let found: Vec<i64> =
            self.logs[p].iter().copied().filter(|&offset| offset >= fetch).take(records).collect();
        for offset in found {
            self.members[m].fetch[p] = offset + 1;
            self.deliver(m, p, offset);
        }
    }

    fn hand_on(&mut self, m: usize, p: usize) {
        let member = &mut self.members[m];
        if member.outside.is_none() {
            member.outside = member.assignment.hand_on(&partition(p)).map(|handed| (p, handed));
        }
    }

    /// As the store does it: compare, set, count, in one step; a refused batch is thrown away.
    fn commit(&mut self, m: usize, answer: Answer) {
        let Some((p, handed)) = self.members[m].outside.take() else { return };
        let Some((epoch, next)) = self.members[m].claims[p] else { return };
        let row = &mut self.rows[p];
        if self.guard == Guard::On && (row.epoch, row.next) != (epoch, next) {
            self.members[m].assignment.release(&partition(p));
            return;
        }
        row.next = handed.to;
        self.members[m].claims[p] = Some((epoch, handed.to));
        for offset in handed.records {
            *self.counts.entry((p, offset)).or_default() += 1;
        }
        if matches!(answer, Answer::Unknown) {
            self.members[m] = member();
        }
    }

    /// Everybody is gone; one member reads what is left.
    fn finish(mut self) -> Result<(), String> {
        self.members = vec![member()];
        for p in 0..PARTITIONS {
            self.assign(0, p);
            self.read(0, p, usize::MAX);
            self.hand_on(0, p);
            self.commit(0, Answer::Heard);
        }
        for (p, log) in self.logs.iter().enumerate() {
            let end = log.last().map_or(0, |last| last + 1);
            if self.rows[p].next != end {
                return Err(format!("partition {p} stands at {}, not {end}", self.rows[p].next));
            }
            for &offset in log {
                let count = self.counts.get(&(p, offset)).copied().unwrap_or(0);
                if count != 1 {
                    return Err(format!("partition {p}, offset {offset} counts {count} times"));
                }
            }
        }
        Ok(())
    }
}

fn run(steps: &[Step], guard: Guard) -> Result<(), String> {
    let mut world = World::new(guard);
    for &step in steps {
        world.take(step);
    }
    world.finish()
}

proptest! {
    #![proptest_config(Config { cases: 50_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn each_record_counts_once_whatever_happens(steps in vec(step(), 0..120)) {
        run(&steps, Guard::On).unwrap();
    }

    #[test]
    fn pending_bytes_add_up(records in vec((any::<bool>(), 0..40_usize), 0..50)) {
        let (mut assignment, limits) = (Assignment::new(), BatchLimits { bytes_max: 20, ..BatchLimits::default() });
        let mut pending = [0; 2];
        for (offset, (second, bytes)) in records.into_iter().enumerate() {
            let p = usize::from(second);
            if !assignment.holds(&partition(p)) {
                assignment.hold(partition(p), 0, None);
            }
            let offset = i64::try_from(offset).unwrap();
            let now = Instant::now();
            let taken = assignment.take_in(&partition(p), offset, bytes, || offset, (&limits, now));
            pending[p] += bytes;
            assert_eq!(taken == Taken::Full, pending[p] >= 20);
            if taken == Taken::Full {
                assert_eq!(assignment.ripe(&limits, now), Some(&partition(p)));
                assignment.hand_on(&partition(p));
                pending[p] = 0;
            }
        }
        assert_eq!(assignment.pending_bytes, pending.iter().sum::<usize>());
    }
}

/// The negative control: the same schedules without the guard count some records twice.
#[test]
fn without_the_guard_counts_go_wrong() {
    let mut runner = TestRunner::deterministic();
    let schedules = vec(step(), 0..120);
    let wrong = (0..2_000)
        .filter(|_| {
            let steps = schedules.new_tree(&mut runner).unwrap().current();
            run(&steps, Guard::Off).is_err()
        })
        .count();
    assert!(wrong > 100, "only {wrong} of 2000 schedules went wrong");
}

#[test]
fn a_batch_ripens_by_waiting() {
    let (mut assignment, limits, now) = (Assignment::new(), BatchLimits::default(), Instant::now());
    assignment.hold(partition(0), 5, None);
    assert_eq!(assignment.patience(&limits, now), None);
    assert_eq!(
        assignment.take_in(&partition(0), 4, 1, || 4, (&limits, now)),
        Taken::Dropped,
        "read before"
    );
    assert_eq!(
        assignment.take_in(&partition(1), 9, 1, || 9, (&limits, now)),
        Taken::Dropped,
        "not ours"
    );
    assert_eq!(assignment.take_in(&partition(0), 7, 1, || 7, (&limits, now)), Taken::Pending);
    assert_eq!(assignment.ripe(&limits, now), None);
    assert_eq!(
        assignment.patience(&limits, now + Duration::from_millis(400)),
        Some(Duration::from_millis(600))
    );
    assert_eq!(assignment.ripe(&limits, now + limits.wait), Some(&partition(0)));
    assert_eq!(
        assignment.hand_on(&partition(0)),
        Some(Handed { from: 5, to: 8, records: vec![7], trial: None }),
        "the hole before the record is covered"
    );
}

#[test]
fn a_partition_that_leaves_is_handed_on_at_once_and_reads_no_more() {
    let (mut assignment, limits, now) = (Assignment::new(), BatchLimits::default(), Instant::now());
    assignment.hold(partition(0), 0, None);
    assignment.take_in(&partition(0), 0, 1, || 0, (&limits, now));
    assignment.leave(&partition(0));
    assert!(!assignment.is_empty(&partition(0)));
    assert_eq!(assignment.take_in(&partition(0), 1, 1, || 1, (&limits, now)), Taken::Dropped);
    assert_eq!(assignment.ripe(&limits, now), Some(&partition(0)));
    assignment.hand_on(&partition(0));
    assert!(assignment.is_empty(&partition(0)));
}
