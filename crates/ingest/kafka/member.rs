//! A member of the group: what it was given, what it has claimed, what it reads; all changes of these, in one place.
//!
//! *Assigned* is what the group gave us, *held* what of it has a claim, *fetched* what librdkafka reads for us. The
//! three are the same but for moments: while brokers cannot say what they have, and after a batch was refused because
//! somebody else has claimed the partition. Such a partition is taken out of what librdkafka reads and, once claimed
//! anew, put in again at its offset. Nothing is ever sought in: a seek races with what was fetched before it.

mod anew;
mod fetch;
mod hand_on;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mention::{Part, Position};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::{Offset, Statistics, TopicPartitionList};
use store::Topic;
use tokio::sync::watch;

pub(super) use self::fetch::give_up;
use self::fetch::{partitions, take_up};
use super::assignment::{Assignment, Partition, Taken};
use super::context::Context;
use super::desk::{Desk, Ended, Heard, Loop, Said};
use super::pending::{Along, Frames, Pending, Reading};
use super::position::{Positions, Start, offset, position};
use super::trial::Trial;
use super::{failure, framing, native, plant};
use crate::{BatchLimits, PartExtent, SourceError};

/// How long to wait before asking again when the brokers or the store were not ready.
pub(super) const RETRY_WAIT: Duration = Duration::from_millis(500);
/// How often the brokers may deny an offset that they say to have, and after how long without that it is forgotten.
/// Records of other partitions do not make it forgotten: which partition is denied is not said.
const RESETS_MAX: usize = 3;
const RESETS_FORGOTTEN: Duration = Duration::from_mins(1);

/// A member of the group.
pub(super) struct Member {
    desk: Desk,
    positions: Positions,
    limits: BatchLimits,
    how: How,
    assignment: Assignment<Pending>,
    assigned: BTreeSet<Partition>,
    fetched: BTreeSet<Partition>,
    logs: BTreeMap<Partition, Log>,
    retry_at: Instant,
    resets: usize,
    reset_at: Option<Instant>,
    failed: Option<SourceError>,
    /// Why the brokers take nothing of this client any more.
    fenced_off: Option<RDKafkaErrorCode>,
    /// When the fault that tests plant is to seek.
    seek_at: Option<Instant>,
    /// Whether nothing is to be taken on any more.
    leaving: bool,
    /// How far each partition that is ours has come, for the loop to look at.
    parts: Arc<watch::Sender<Option<Vec<PartExtent>>>>,
}

/// How records are taken in and given up.
pub(super) struct How {
    pub(super) reading: Reading,
    pub(super) along: Along,
    pub(super) frames: Frames,
    /// How long what is pending may take to be committed when partitions are given up.
    pub(super) drain_wait: Duration,
}

/// What is known of a partition's log.
struct Log {
    /// What the store knows its positions to mean.
    noted: Topic,
    /// The leader epoch of the last record that was read.
    read_epoch: i32,
    /// The last record that was committed, and its leader epoch: it is fetched again to see whether it is still there.
    witness: Option<(i64, i32)>,
    /// Everything before is in the store.
    committed: i64,
    bytes_pending: u64,
}

/// What the reader is to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Poll for this long.
    Poll(Duration),
    /// Hand on what is pending and leave the group.
    Stop,
    /// Leave the group: nobody listens.
    Leave,
    /// Leave the group, and come back as another client.
    Fenced(RDKafkaErrorCode),
}

impl Member {
    pub(super) fn new(
        desk: Desk,
        positions: Positions,
        how: How,
        limits: BatchLimits,
        parts: Arc<watch::Sender<Option<Vec<PartExtent>>>>,
    ) -> Self {
        Self {
            desk,
            positions,
            limits,
            how,
            assignment: Assignment::new(),
            assigned: BTreeSet::new(),
            fetched: BTreeSet::new(),
            logs: BTreeMap::new(),
            retry_at: Instant::now(),
            resets: 0,
            reset_at: None,
            failed: None,
            fenced_off: None,
            seek_at: None,
            leaving: false,
            parts,
        }
    }

    pub(super) fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Whether the group has taken back everything it gave.
    pub(super) fn is_gone(&self) -> bool {
        self.assigned.is_empty()
    }

    /// Takes nothing on any more, and gives everything up without waiting.
    pub(super) fn leave(&mut self) {
        self.leaving = true;
    }

    pub(super) fn say(&self, said: Said) {
        // Without a loop there is nobody to say it to, which the next turn notices.
        let _ = self.desk.say(said);
    }

    /// Claims what becomes ours, and has it read from where the store says.
    pub(super) fn assign(
        &mut self,
        consumer: &BaseConsumer<Context>,
        list: &mut TopicPartitionList,
    ) {
        let given = partitions(list);
        self.assigned.extend(given.iter().cloned());
        for partition in &given {
            self.claim(consumer, partition);
        }
        let held: Vec<&Partition> =
            given.iter().filter(|partition| self.assignment.holds(partition)).collect();
        let written = held.iter().try_for_each(|partition| {
            let from = Offset::Offset(self.first(partition));
            list.set_partition_offset(&partition.topic, partition.number, from)
        });
        // What could not be claimed yet may not be read from anywhere: it is put in later.
        let answered = match written {
            _ if plant::seeks() => self.begin_anywhere(consumer, &given),
            Ok(()) if held.len() == given.len() => take_up(consumer, list),
            _ => self.list(held.iter().copied()).and_then(|list| take_up(consumer, &list)),
        };
        match answered {
            Ok(()) => self.fetched.extend(held.into_iter().cloned().collect::<Vec<_>>()),
            Err(wrong) => self.fail(failure::unusable(&wrong)),
        }
        tracing::info!(partitions = given.len(), "partitions assigned");
    }

    /// Hands on what is pending of what is to be given up, waits until it is committed or refused, and gives up.
    pub(super) fn revoke(&mut self, consumer: &BaseConsumer<Context>, list: &TopicPartitionList) {
        let until = Instant::now() + self.how.drain_wait;
        let given = partitions(list);
        if plant::flushes() {
            self.assignment.flush();
        }
        for partition in &given {
            self.assignment.leave(partition);
        }
        if !self.leaving && self.failed.is_none() {
            self.desk.answer_by(Some(until));
            for partition in &given {
                if !self.assignment.is_empty(partition) {
                    self.hand_on(partition, Some(until));
                }
            }
            self.desk.answer_by(None);
            if !self.desk.drain(until).unwrap_or(true) {
                tracing::warn!(
                    "the last batches are not committed in time; whoever takes over reads them again"
                );
            }
        }
        self.lose(consumer, list);
    }

    /// Gives up at once: what is pending is another's by now.
    pub(super) fn lose(&mut self, consumer: &BaseConsumer<Context>, list: &TopicPartitionList) {
        let given = partitions(list);
        let whole = given.iter().all(|partition| self.fetched.contains(partition));
        let fetched: Vec<Partition> =
            given.iter().filter(|partition| self.fetched.contains(*partition)).cloned().collect();
        for partition in &given {
            self.assignment.release(partition);
            self.assigned.remove(partition);
            self.fetched.remove(partition);
            self.logs.remove(partition);
        }
        if whole {
            give_up(consumer, list);
        } else {
            let mut part = TopicPartitionList::with_capacity(fetched.len());
            for partition in &fetched {
                part.add_partition(&partition.topic, partition.number);
            }
            give_up(consumer, &part);
        }
        tracing::info!(partitions = given.len(), "partitions given up");
    }

    /// Everything between two polls: hears the loop, mends what was fenced off, hands on what is ripe.
    pub(super) fn turn(&mut self, consumer: &BaseConsumer<Context>) -> Turn {
        self.how.reading.follow_the_clock();
        loop {
            match self.desk.heard() {
                Ok(Some(Heard::Committed(part, to))) => self.committed(consumer, &part, to),
                Ok(Some(Heard::Fenced(part))) => self.fenced(&part),
                Ok(Some(Heard::Stop)) => return Turn::Stop,
                Ok(None) => break,
                Err(Ended) => return Turn::Leave,
            }
        }
        if self.fenced_off.is_none() {
            self.mend(consumer);
            self.seek(consumer);
        }
        while self.failed.is_none()
            && self.fenced_off.is_none()
            && let Some(partition) = self.assignment.ripe(&self.limits, Instant::now()).cloned()
        {
            if self.hand_on(&partition, None) == Loop::Ended {
                return Turn::Leave;
            }
        }
        if let Some(failed) = self.failed.take() {
            self.say(Said::Failed(failed));
            return Turn::Leave;
        }
        if let Some(code) = self.fenced_off {
            return Turn::Fenced(code);
        }
        let patience = self.assignment.patience(&self.limits, Instant::now());
        Turn::Poll(patience.unwrap_or(RETRY_WAIT).min(RETRY_WAIT))
    }

    /// Takes in a record; says whether a batch is full.
    pub(super) fn take_in(&mut self, message: &BorrowedMessage<'_>, at: Instant) -> Taken {
        let Some(topic) = self.positions.topic(message.topic()) else { return Taken::Dropped };
        let partition = Partition { topic, number: message.partition() };
        let Some(log) = self.logs.get_mut(&partition) else { return Taken::Dropped };
        let epoch = native::leader_epoch(message).unwrap_or(-1);
        if let Some((witness, noted)) = log.witness.take()
            && message.offset() == witness
            && epoch > noted
        {
            self.fail(failure::rewritten(&partition, witness));
            return Taken::Dropped;
        }
        let framed = self.how.frames == Frames::Opened && framing::schema(message).is_some();
        let later = framed || self.assignment.is_tried(&partition);
        let bytes = message.payload_len() + message.key_len();
        let taken = self.assignment.take_in(
            &partition,
            message.offset(),
            bytes,
            || Pending::of(message, later, self.how.along, &self.how.reading.options),
            (&self.limits, at),
        );
        if taken != Taken::Dropped {
            log.read_epoch = log.read_epoch.max(epoch);
            log.bytes_pending += bytes as u64;
        }
        taken
    }

    /// Decides what an error that came instead of a record means.
    pub(super) fn hear_error(&mut self, consumer: &BaseConsumer<Context>, error: &KafkaError) {
        // What ends a client is said twice: as an error that came instead of a record, and by the client itself.
        if let Some((code, reason)) = consumer.client().fatal_error() {
            if failure::is_fencing(code) {
                self.fenced_off = Some(code);
            } else {
                self.fail(failure::error(&self.positions.place(), code, Some(reason)));
            }
            return;
        }
        let fatal = matches!(error, KafkaError::MessageConsumptionFatal(_));
        match error.rdkafka_error_code() {
            Some(RDKafkaErrorCode::AutoOffsetReset | RDKafkaErrorCode::OffsetOutOfRange) => {
                if self.reset_at.is_none_or(|at| at.elapsed() > RESETS_FORGOTTEN) {
                    self.resets = 0;
                }
                self.resets += 1;
                self.reset_at = Some(Instant::now());
                if self.resets > RESETS_MAX {
                    self.fail(failure::denied(&self.positions.place()));
                }
                // Which partition it was is not said: all are claimed anew and compared with what is there.
                for partition in &self.assigned {
                    self.assignment.release(partition);
                }
            }
            Some(code) if fatal || !failure::is_passing(code) => {
                self.fail(failure::error(&self.positions.place(), code, None));
            }
            _ => tracing::warn!(%error, "kafka does not answer as it should"),
        }
    }

    /// Says how far every partition that is ours has come, and what librdkafka knows to lie behind.
    pub(super) fn note_ends(&self, statistics: &Statistics) {
        let parts = self.assigned.iter().filter_map(|partition| {
            let part = self.positions.part(partition);
            let Some(log) = self.logs.get(partition) else {
                return Some(PartExtent { part, next: Position(0), behind: None });
            };
            let topic = statistics.topics.get(&*partition.topic)?;
            let known = topic.partitions.get(&partition.number)?;
            let high = if known.ls_offset >= 0 { known.ls_offset } else { known.hi_offset };
            // Markers of transactions are offsets without a record: at the end nothing is behind.
            let at_end = known.fetchq_cnt == 0
                && known.next_offset >= high
                && self.assignment.is_empty(partition)
                && self.assignment.next(partition) == Some(log.committed);
            let behind = if at_end { 0 } else { u64::try_from(high - log.committed).unwrap_or(0) };
            Some(PartExtent { part, next: position(log.committed), behind: Some(behind) })
        });
        let parts: Vec<PartExtent> = parts.collect();
        let behind: u64 = parts.iter().filter_map(|part| part.behind).sum();
        tracing::debug!(records_behind = behind, partitions = self.logs.len(), "lag");
        self.parts.send_replace(Some(parts));
    }

    fn fail(&mut self, failed: SourceError) {
        self.failed.get_or_insert(failed);
    }

    /// Claims a partition; it is held afterwards, unless brokers or store are not ready.
    fn claim(&mut self, consumer: &BaseConsumer<Context>, partition: &Partition) {
        if self.leaving || self.failed.is_some() {
            return;
        }
        match self.positions.claim(consumer, partition, &mut self.desk) {
            Ok(Some(Start { next, low, high, attempts, topic })) => {
                let trial = Trial::of(attempts, next, high);
                if let Some(Trial { attempt, records_max, .. }) = trial {
                    let (topic, number) = (&*partition.topic, partition.number);
                    tracing::warn!(
                        topic,
                        partition = number,
                        next,
                        attempt,
                        records_max,
                        "read with care: the process ended here before"
                    );
                }
                self.assignment.hold(partition.clone(), next, trial);
                let witness = (topic.leader_epoch >= 0 && next > low)
                    .then_some((next - 1, topic.leader_epoch));
                let log = Log {
                    read_epoch: topic.leader_epoch,
                    noted: topic,
                    witness,
                    committed: next,
                    bytes_pending: 0,
                };
                self.logs.insert(partition.clone(), log);
            }
            Ok(None) => self.retry_at = Instant::now() + RETRY_WAIT,
            Err(failed) => self.fail(failed),
        }
    }

    /// Tells the group how far we are, for tools that show lag. That this can fail changes no count.
    fn committed(&mut self, consumer: &BaseConsumer<Context>, part: &Part, to: Position) {
        let Some(partition) = Positions::partition(part) else { return };
        if let Some(log) = self.logs.get_mut(&partition) {
            log.committed = offset(to);
        }
        let mut list = TopicPartitionList::with_capacity(1);
        let next = Offset::Offset(offset(to));
        let told = list
            .add_partition_offset(&partition.topic, partition.number, next)
            .and_then(|()| consumer.commit(&list, CommitMode::Async));
        if let Err(error) = told {
            tracing::debug!(%error, "kafka's own offsets could not follow");
        }
    }

    fn fenced(&mut self, part: &Part) {
        let Some(partition) = Positions::partition(part) else { return };
        let (topic, number) = (&*partition.topic, partition.number);
        tracing::info!(topic, partition = number, "batch fenced off");
        self.assignment.release(&partition);
        // First hear what the group says: most often the partition is another's by now.
        self.retry_at = Instant::now() + RETRY_WAIT;
    }
}
