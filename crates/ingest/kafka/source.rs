//! The source that reads topics as a member of a group.
//!
//! All calls to librdkafka are made on the thread that runs the loop, inside `next_batch`, `committed` and the
//! drop. A list of partitions never outlives the call it is made for: one that is alive when the consumer is
//! dropped keeps the process from ending.

use std::collections::{BTreeSet, VecDeque};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mention::{Batch, Part, Position, Record, Timestamp};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::{Offset, TopicPartitionList};

use super::assignment::{Assignment, Partition, Taken};
use super::config::KafkaConfig;
use super::context::{Change, Context, Reach, What, give_up};
use super::position::Positions;
use super::{failure, tombstone};
use crate::wire::{self, DecodeOptions};
use crate::{BatchLimits, Cursors, Extent, Fenced, Next, Source, SourceError};

/// How long the brokers may take to answer when a run begins.
const CONNECT_WAIT: Duration = Duration::from_secs(30);
/// How long what is pending may take to be committed when partitions are given up: far less than the five
/// minutes after which the group gives up on a member.
const DRAIN_WAIT: Duration = Duration::from_secs(30);
/// How long to wait before asking again when the brokers or the store were not ready.
const RETRY_WAIT: Duration = Duration::from_millis(500);
/// How long leaving the group may take; the position is in the store, so going without loses nothing.
const LEAVE_WAIT: Duration = Duration::from_secs(5);
/// Attempts to go on in a partition before the group is joined anew.
const SEEKS_MAX: usize = 5;
/// Lines of librdkafka's log that are looked at for why it cannot connect.
const LOG_LINES_MAX: usize = 100;
/// Records read before looking at batches and changes again.
const READS_MAX: usize = 1_000;

/// Topics, read as a member of a consumer group.
pub struct KafkaSource {
    /// Absent only while it is dropped.
    consumer: Option<BaseConsumer<Context>>,
    positions: Positions,
    assignment: Assignment<Record>,
    /// What librdkafka reads for us; held is what of it has a claim that was not fenced.
    assigned: BTreeSet<Partition>,
    changes: VecDeque<Change>,
    /// Until when what is pending of a revocation may be committed.
    drain_until: Option<Instant>,
    retry_at: Instant,
    /// How many attempts to go on in a partition have failed in a row.
    seeks_failed: usize,
    /// Whether the topics are to be asked for again once everything is given up.
    rejoin: bool,
    decode: DecodeOptions,
    /// By how much a time may be ahead of the clock, in milliseconds.
    ahead_ms: i64,
    bytes_read: u64,
}

impl KafkaSource {
    /// Connects, checks that the topics are there, and joins the group.
    ///
    /// `decode` says how records are read; its latest time moves on with the clock.
    ///
    /// # Errors
    ///
    /// [`SourceError::Kafka`] when a property is refused, the brokers do not answer, or a topic is not there or
    /// not allowed.
    pub fn connect(config: &KafkaConfig, decode: DecodeOptions) -> Result<Self, SourceError> {
        let consumer: BaseConsumer<Context> = config
            .client()?
            .create_with_context(Context::default())
            .map_err(|wrong| failure::unusable(&wrong))?;
        for topic in &config.topics {
            check_topic(&consumer, &config.brokers, topic)?;
        }
        let cluster = consumer.client().fetch_cluster_id(CONNECT_WAIT).ok_or_else(|| {
            failure::error(&config.brokers, RDKafkaErrorCode::AllBrokersDown, reason(&consumer))
        })?;
        let positions = Positions::new(cluster, config);
        positions.subscribe(&consumer)?;
        Ok(Self {
            consumer: Some(consumer),
            positions,
            assignment: Assignment::new(),
            assigned: BTreeSet::new(),
            changes: VecDeque::new(),
            drain_until: None,
            retry_at: Instant::now(),
            seeks_failed: 0,
            rejoin: false,
            ahead_ms: decode.latest_at.0.saturating_sub(now().0),
            decode,
            bytes_read: 0,
        })
    }

    fn consumer(&self) -> &BaseConsumer<Context> {
        self.consumer
            .as_ref()
            .expect("the consumer is taken only by drop, after which nothing is called")
    }

    /// Carries out changes of the assignment, and claims again what was fenced off.
    fn settle(&mut self, cursors: &mut dyn Cursors) -> Result<(), SourceError> {
        while let Some(change) = self.changes.pop_front() {
            let unfinished = match change.what {
                What::Assign => self.assign(change, cursors)?,
                What::Revoke => self.revoke(change),
                What::Lose => {
                    self.release(&change);
                    None
                }
            };
            if let Some(change) = unfinished {
                self.changes.push_front(change);
                return Ok(());
            }
        }
        if self.rejoin && self.assigned.is_empty() {
            self.rejoin = false;
            self.positions.subscribe(self.consumer())?;
        }
        self.restart(cursors)
    }

    /// Claims what becomes ours and starts reading where the store says; gives `change` back if that must wait.
    fn assign(
        &mut self,
        change: Change,
        cursors: &mut dyn Cursors,
    ) -> Result<Option<Change>, SourceError> {
        if Instant::now() < self.retry_at {
            return Ok(Some(change));
        }
        let mut list = TopicPartitionList::with_capacity(change.partitions.len());
        for partition in &change.partitions {
            let Some(next) = self.positions.claim(self.consumer(), partition, cursors)? else {
                self.retry_at = Instant::now() + RETRY_WAIT;
                return Ok(Some(change));
            };
            add(&mut list, partition, next)?;
            self.assignment.hold(partition.clone(), next);
        }
        let answered = match change.reach {
            Reach::These => self.consumer().incremental_assign(&list),
            Reach::All => self.consumer().assign(&list),
        };
        answered.map_err(|wrong| failure::unusable(&wrong))?;
        tracing::info!(partitions = change.partitions.len(), "partitions assigned");
        self.assigned.extend(change.partitions);
        Ok(None)
    }

    /// Lets what is pending be handed on and committed, then gives up; gives `change` back while that lasts.
    fn revoke(&mut self, change: Change) -> Option<Change> {
        for partition in &change.partitions {
            self.assignment.leave(partition);
        }
        let until = *self.drain_until.get_or_insert_with(|| Instant::now() + DRAIN_WAIT);
        if !self.assignment.is_drained() && Instant::now() < until {
            return Some(change);
        }
        self.release(&change);
        None
    }

    fn release(&mut self, change: &Change) {
        self.drain_until = None;
        let mut list = TopicPartitionList::with_capacity(change.partitions.len());
        for partition in &change.partitions {
            self.assignment.release(partition);
            self.assigned.remove(partition);
            list.add_partition(&partition.topic, partition.number);
        }
        give_up(self.consumer(), change.reach, &list);
        tracing::info!(partitions = change.partitions.len(), "partitions given up");
    }

    /// Claims what librdkafka reads for us but we do not hold: another has claimed it since, or its records were
    /// deleted. Where to go on is set by seeking, which is safe only because the store refuses a batch that does
    /// not begin where the last one ended.
    fn restart(&mut self, cursors: &mut dyn Cursors) -> Result<(), SourceError> {
        if Instant::now() < self.retry_at || self.consumer().assignment_lost() {
            return Ok(());
        }
        let lost: Vec<Partition> =
            self.assigned.iter().filter(|p| !self.assignment.holds(p)).cloned().collect();
        for partition in lost {
            match self.positions.claim(self.consumer(), &partition, cursors)? {
                Some(next) => self.seek(partition, next),
                None => self.retry_at = Instant::now() + RETRY_WAIT,
            }
        }
        Ok(())
    }

    /// Goes on reading `partition` at `next`. A partition that librdkafka has stopped cannot be sought in: when that
    /// lasts, everything is given up and asked for anew.
    fn seek(&mut self, partition: Partition, next: i64) {
        let (topic, number) = (&*partition.topic, partition.number);
        match self.consumer().seek(topic, number, Offset::Offset(next), RETRY_WAIT) {
            Ok(()) => {
                self.seeks_failed = 0;
                self.assignment.hold(partition, next);
            }
            Err(error) => {
                tracing::warn!(%error, topic, partition = number, "cannot go on yet");
                self.retry_at = Instant::now() + RETRY_WAIT;
                self.seeks_failed += 1;
                if self.seeks_failed > SEEKS_MAX {
                    self.seeks_failed = 0;
                    self.consumer().unsubscribe();
                    self.rejoin = true;
                }
            }
        }
    }

    /// Reads until a batch is full, something changes, or `wait` is over.
    fn read(&mut self, limits: &BatchLimits, wait: Duration) -> Result<(), SourceError> {
        let mut wait = wait;
        let now = Instant::now();
        for _ in 0..READS_MAX {
            let consumer = self.consumer.as_ref().expect("as in Self::consumer");
            let Some(polled) = consumer.poll(wait) else { break };
            match polled {
                Ok(message) => {
                    self.bytes_read += message.payload_len() as u64;
                    let partition =
                        Partition { topic: message.topic().into(), number: message.partition() };
                    let taken = self.assignment.take_in(
                        &partition,
                        message.offset(),
                        message.payload_len() + message.key_len(),
                        || record(&message, &self.decode),
                        (limits, now),
                    );
                    if taken == Taken::Full {
                        break;
                    }
                }
                Err(error) => {
                    self.hear(&error)?;
                    break;
                }
            }
            wait = Duration::ZERO;
        }
        let changes = self.consumer().context().take_changes();
        self.changes.extend(changes);
        Ok(())
    }

    /// Decides what an error that came instead of a record means.
    fn hear(&mut self, error: &KafkaError) -> Result<(), SourceError> {
        let fatal = matches!(error, KafkaError::MessageConsumptionFatal(_));
        match error.rdkafka_error_code() {
            Some(RDKafkaErrorCode::AutoOffsetReset | RDKafkaErrorCode::OffsetOutOfRange) => {
                // Which partition it was is not said: all are claimed anew and compared with what is there.
                for partition in &self.assigned {
                    self.assignment.release(partition);
                }
            }
            Some(code) if fatal || !failure::is_passing(code) => {
                return Err(failure::error(&self.positions.place(), code, None));
            }
            _ => tracing::warn!(%error, "kafka does not answer as it should"),
        }
        Ok(())
    }

    fn batch(&mut self, partition: &Partition) -> Option<Batch> {
        let handed = self.assignment.hand_on(partition)?;
        Some(Batch {
            part: self.positions.part(partition),
            from: position(handed.from),
            to: position(handed.to),
            records: handed.records,
        })
    }
}

impl Source for KafkaSource {
    fn next_batch(
        &mut self,
        cursors: &mut dyn Cursors,
        limits: &BatchLimits,
    ) -> Result<Next, SourceError> {
        let until = Instant::now() + limits.wait;
        self.decode.latest_at = Timestamp(now().0.saturating_add(self.ahead_ms));
        loop {
            self.settle(cursors)?;
            let now = Instant::now();
            if let Some(partition) = self.assignment.ripe(limits, now).cloned()
                && let Some(batch) = self.batch(&partition)
            {
                return Ok(Next::Batch(batch));
            }
            let left = until.saturating_duration_since(now);
            if left.is_zero() {
                return Ok(Next::Idle);
            }
            let patience = self.assignment.patience(limits, now).unwrap_or(left);
            self.read(limits, left.min(patience).min(RETRY_WAIT))?;
        }
    }

    /// Tells the group how far we are, for tools that show lag. That this can fail changes no count.
    fn committed(&mut self, part: &Part, to: Position) -> Result<(), SourceError> {
        let Some(partition) = Positions::partition(part) else { return Ok(()) };
        let mut list = TopicPartitionList::with_capacity(1);
        add(&mut list, &partition, offset(to))?;
        if let Err(error) = self.consumer().commit(&list, CommitMode::Async) {
            tracing::debug!(%error, "kafka's own offsets could not follow");
        }
        Ok(())
    }

    fn fenced(&mut self, part: &Part) -> Fenced {
        if let Some(partition) = Positions::partition(part) {
            tracing::info!(
                topic = &*partition.topic,
                partition = partition.number,
                "batch fenced off"
            );
            self.assignment.release(&partition);
            // First hear what the group says: most often the partition is another's by now.
            self.retry_at = Instant::now() + RETRY_WAIT;
        }
        Fenced::GoOn
    }

    fn place(&self, part: &Part, position: Position) -> String {
        match Positions::partition(part) {
            Some(Partition { topic, number }) => format!("{topic}/{number}, offset {}", position.0),
            None => format!("{}/{}, offset {}", part.source, part.name, position.0),
        }
    }

    fn extent(&self) -> Extent {
        Extent { bytes_read: self.bytes_read, bytes_total: None }
    }
}

impl Drop for KafkaSource {
    /// Leaves the group, so that others take over at once; what is pending is read again by them.
    fn drop(&mut self) {
        let Some(consumer) = self.consumer.take() else { return };
        consumer.context().close();
        let mut unanswered: Vec<Change> = self.changes.drain(..).collect();
        unanswered.extend(consumer.context().take_changes());
        let (done, wait) = mpsc::sync_channel(1);
        thread::spawn(move || {
            leave(&consumer, unanswered);
            drop(consumer);
            // The receiver is gone only if nobody waits any more.
            let _ = done.send(());
        });
        if wait.recv_timeout(LEAVE_WAIT).is_err() {
            tracing::warn!("leaving the group takes too long; going without");
        }
    }
}

/// Answers what nobody will answer any more, and gives everything up.
fn leave(consumer: &BaseConsumer<Context>, unanswered: Vec<Change>) {
    for change in unanswered {
        let mut list = TopicPartitionList::with_capacity(change.partitions.len());
        for partition in &change.partitions {
            list.add_partition(&partition.topic, partition.number);
        }
        match (change.what, change.reach) {
            (What::Assign, Reach::These) => {
                let nothing = TopicPartitionList::new();
                if let Err(error) = consumer.incremental_assign(&nothing) {
                    tracing::debug!(%error, "partitions were given up before");
                }
            }
            (What::Assign | What::Revoke | What::Lose, reach) => give_up(consumer, reach, &list),
        }
    }
    consumer.unsubscribe();
    let until = Instant::now() + LEAVE_WAIT;
    while Instant::now() < until && consumer.assignment().is_ok_and(|list| list.count() > 0) {
        drop(consumer.poll(Duration::from_millis(20)));
    }
}

fn check_topic(
    consumer: &BaseConsumer<Context>,
    brokers: &str,
    topic: &str,
) -> Result<(), SourceError> {
    let answer = consumer.fetch_metadata(Some(topic), CONNECT_WAIT).map_err(|wrong| {
        let code = wrong.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::AllBrokersDown);
        failure::error(brokers, code, reason(consumer))
    })?;
    let refused = answer
        .topics()
        .iter()
        .filter(|found| found.name() == topic)
        .find_map(|found| found.error().map(RDKafkaErrorCode::from));
    match refused {
        Some(code) => Err(failure::error(&format!("topic {topic}"), code, None)),
        None => Ok(()),
    }
}

/// What librdkafka wrote into its log about why nobody answers: its error codes do not say.
fn reason(consumer: &BaseConsumer<Context>) -> Option<String> {
    for _ in 0..LOG_LINES_MAX {
        drop(consumer.poll(Duration::ZERO));
    }
    consumer.context().reason()
}

fn record(message: &BorrowedMessage<'_>, options: &DecodeOptions) -> Record {
    let at = message.timestamp().to_millis().map(Timestamp);
    let content = match message.payload() {
        Some(payload) => wire::decode(payload, at, options),
        None => tombstone::decode(message.key().unwrap_or_default(), at, options),
    };
    Record { at, position: position(message.offset()), content }
}

pub(super) fn add(
    list: &mut TopicPartitionList,
    partition: &Partition,
    next: i64,
) -> Result<(), SourceError> {
    list.add_partition_offset(&partition.topic, partition.number, Offset::Offset(next))
        .map_err(|wrong| failure::unusable(&wrong))
}

/// Offsets that were read or stored are never negative.
pub(super) fn position(offset: i64) -> Position {
    Position(u64::try_from(offset).unwrap_or(0))
}

/// Positions of a topic began as offsets, so they fit.
pub(super) fn offset(position: Position) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
