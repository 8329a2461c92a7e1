//! The source that reads topics as a member of a group: the loop's side of it.
//!
//! Everything of librdkafka happens on one thread of its own, the reader's; the loop only takes batches from a queue,
//! answers the reader's questions about the store, and says what became of each batch.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use mention::{Batch, Outcome, Part, Position};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;
use tokio::sync::watch;

use super::assignment::Partition;
use super::comeback::{Bounds, Comeback};
use super::config::KafkaConfig;
use super::context::Context;
use super::delivery::Delivery;
use super::desk::{Aside, BATCHES_WAITING_MAX, Cargo, Counter, Desk, HEARD_MAX, Heard, Said};
use super::failure;
use super::member::{How, Member};
use super::pending::{Along, Frames, Letters, Reading, Traces};
use super::plant;
use super::position::Positions;
use super::reader::{self, LEAVE_WAIT, check_topic, reason};
use super::registry::Registry;
use crate::wire::DecodeOptions;
use crate::{BatchLimits, Cursors, Extent, Fenced, Next, PartExtent, Source, SourceError, Stop};

/// How long the brokers may take to answer when a run begins.
const CONNECT_WAIT: Duration = Duration::from_secs(10);

/// Topics, read as a member of a consumer group.
pub struct KafkaSource {
    reader: Reader,
    /// Parts of which a batch was refused and that were not claimed anew since.
    fenced: BTreeSet<Part>,
    /// What the reader must hear but had no room for.
    unheard: VecDeque<Heard>,
    /// Whether it was told to end.
    leaving: bool,
    bytes_read: u64,
    /// The batch that is handed on next, once every schema is known that it was written by.
    waiting: Option<Cargo>,
    registry: Option<Registry>,
    reading: Reading,
    /// What goes out beside the batch that is outside.
    aside: Aside,
    delivery: Option<Delivery>,
    along: Along,
    drain_wait: Duration,
    /// How far each partition that is ours has come, as the reader last said; absent before it did.
    parts: Arc<watch::Sender<Option<Vec<PartExtent>>>>,
}

/// The thread that reads.
enum Reader {
    /// It begins with the first batch that is asked for, whose limits it must know.
    Waiting(Box<(BaseConsumer<Context>, Comeback, Positions)>),
    Running {
        said: Receiver<Said>,
        heard: SyncSender<Heard>,
        thread: JoinHandle<()>,
        /// Hears when the thread is about to end.
        done: Receiver<()>,
    },
    Ended,
}

impl KafkaSource {
    /// Connects and checks that the topics are there; the group is joined when the first batch is asked for.
    ///
    /// `decode` says how records are read; its latest time moves on with the clock.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`] when the brokers do not answer, [`SourceError::Kafka`] when a property is refused or a topic
    /// is not there or not allowed.
    pub fn connect(config: &KafkaConfig, decode: DecodeOptions) -> Result<Self, SourceError> {
        Self::connect_within(config, decode, Bounds::default())
    }

    /// The same, with bounds of the caller's for coming back after being fenced off.
    pub(super) fn connect_within(
        config: &KafkaConfig,
        decode: DecodeOptions,
        bounds: Bounds,
    ) -> Result<Self, SourceError> {
        let registry = config.registry.as_ref().map(Registry::new).transpose()?;
        let comeback = Comeback::new(config.client()?, bounds);
        let consumer = comeback.client()?;
        for topic in config.topics.iter().chain(&config.dead_letters).chain(&config.output) {
            check_topic(&consumer, &config.brokers, topic, CONNECT_WAIT)?;
        }
        let cluster = consumer.client().fetch_cluster_id(CONNECT_WAIT).ok_or_else(|| {
            failure::error(&config.brokers, RDKafkaErrorCode::AllBrokersDown, reason(&consumer))
        })?;
        let positions = Positions::new(cluster, config);
        Ok(Self {
            reader: Reader::Waiting(Box::new((consumer, comeback, positions))),
            fenced: BTreeSet::new(),
            unheard: VecDeque::new(),
            leaving: false,
            bytes_read: 0,
            waiting: None,
            registry,
            reading: Reading::new(decode),
            aside: Aside::default(),
            delivery: Delivery::connect(config)?,
            drain_wait: config.drain_wait(),
            along: Along {
                letters: if config.dead_letters.is_some() {
                    Letters::Kept
                } else {
                    Letters::Dropped
                },
                traces: if config.output.is_some() { Traces::Kept } else { Traces::Dropped },
            },
            parts: Arc::new(watch::Sender::new(None)),
        })
    }

    /// Starts the reader, if it does not run.
    fn start(&mut self, limits: &BatchLimits) {
        let reader = std::mem::replace(&mut self.reader, Reader::Ended);
        let Reader::Waiting(waiting) = reader else {
            self.reader = reader;
            return;
        };
        let (consumer, comeback, positions) = *waiting;
        let (say, said) = mpsc::sync_channel(BATCHES_WAITING_MAX);
        let (heard, hear) = mpsc::sync_channel(HEARD_MAX);
        let (end, done) = mpsc::sync_channel(1);
        let parts = Arc::clone(&self.parts);
        let frames = if self.registry.is_some() { Frames::Opened } else { Frames::Unknown };
        let how = How {
            reading: self.reading.clone(),
            along: self.along,
            frames,
            drain_wait: self.drain_wait,
        };
        let member = Member::new(Desk::new(say, hear), positions, how, *limits, parts);
        consumer.context().set(member);
        let thread = thread::spawn(move || {
            reader::run(consumer, comeback);
            // Nobody waits for it but a source that is dropped.
            end.send(()).unwrap_or(());
        });
        self.reader = Reader::Running { said, heard, thread, done };
    }

    /// Says what the reader must hear, as far as there is room.
    fn tell(&mut self) {
        let Reader::Running { heard, .. } = &self.reader else { return };
        while let Some(next) = self.unheard.pop_front() {
            if let Err(TrySendError::Full(next)) = heard.try_send(next) {
                self.unheard.push_front(next);
                return;
            }
        }
    }

    /// The batch that waits, read; `None` while a schema is to be asked for. One that was refused meanwhile is dropped.
    fn open(&mut self, cargo: Cargo) -> Option<Batch> {
        if let Some(registry) = &self.registry
            && cargo.unknown(registry).is_some()
        {
            self.waiting = Some(cargo);
            return None;
        }
        self.reading.follow_the_clock();
        let (batch, aside) = cargo.open(&self.reading.options, self.registry.as_ref());
        self.aside = aside;
        Some(batch)
    }

    /// The reader has ended without a word: it panicked, and so does who waits for it.
    fn join(&mut self) -> SourceError {
        if let Reader::Running { thread, .. } = std::mem::replace(&mut self.reader, Reader::Ended)
            && let Err(panic) = thread.join()
        {
            std::panic::resume_unwind(panic);
        }
        failure::error("kafka", RDKafkaErrorCode::Fail, None)
    }
}

impl Source for KafkaSource {
    fn ready(&mut self) -> Result<(), SourceError> {
        let (Some(cargo), Some(registry)) = (&self.waiting, &mut self.registry) else {
            return Ok(());
        };
        while let Some(schema) = cargo.unknown(registry) {
            if self.leaving {
                // Whoever reads on reads it too; nobody who leaves waits for a registry.
                let part = cargo.part.clone();
                self.waiting = None;
                self.fenced(&part);
                return Ok(());
            }
            registry.learn(schema)?;
        }
        Ok(())
    }

    fn next_batch(
        &mut self,
        cursors: &mut dyn Cursors,
        limits: &BatchLimits,
    ) -> Result<Next, SourceError> {
        self.start(limits);
        let until = Instant::now() + limits.wait;
        loop {
            self.tell();
            // Before anything that was said after it.
            if let Some(cargo) =
                self.waiting.take().filter(|cargo| !self.fenced.contains(&cargo.part))
            {
                return Ok(self.open(cargo).map_or(Next::Idle, Next::Batch));
            }
            let Reader::Running { said, .. } = &self.reader else { return Ok(Next::End) };
            match said.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Said::Ask(ask)) => ask(&mut Counter { cursors, fenced: &mut self.fenced }),
                Ok(Said::Batch(cargo)) => {
                    self.bytes_read += cargo.bytes;
                    self.waiting = Some(cargo);
                }
                Ok(Said::Failed(failed)) => return Err(failed),
                Ok(Said::Left) => return Ok(Next::End),
                Err(RecvTimeoutError::Timeout) => return Ok(Next::Idle),
                Err(RecvTimeoutError::Disconnected) => return Err(self.join()),
            }
        }
    }

    fn deliver(&mut self, outcome: &Outcome) -> Result<(), SourceError> {
        if let Some(delivery) = &self.delivery {
            delivery.deliver(outcome, &self.aside)?;
        }
        self.aside = Aside::default();
        plant::die_at("delivered");
        Ok(())
    }

    fn committed(&mut self, part: &Part, to: Position) -> Result<(), SourceError> {
        if let Reader::Running { heard, .. } = &self.reader {
            // Only tools that show lag miss it, until the next.
            drop(heard.try_send(Heard::Committed(part.clone(), to)));
        }
        Ok(())
    }

    fn fenced(&mut self, part: &Part) -> Fenced {
        self.fenced.insert(part.clone());
        self.unheard.push_back(Heard::Fenced(part.clone()));
        self.tell();
        Fenced::GoOn
    }

    fn stop(&mut self) -> Stop {
        self.leaving = true;
        match self.reader {
            Reader::Running { .. } => {
                self.unheard.push_back(Heard::Stop);
                self.tell();
                Stop::AfterDrain
            }
            Reader::Waiting(_) | Reader::Ended => Stop::AtOnce,
        }
    }

    fn place(&self, part: &Part, position: Position) -> String {
        match Positions::partition(part) {
            Some(Partition { topic, number }) => format!("{topic}/{number}, offset {}", position.0),
            None => format!("{}/{}, offset {}", part.source, part.name, position.0),
        }
    }

    fn extent(&self) -> Extent {
        let parts = self.parts.borrow();
        let behind = |parts: &Vec<PartExtent>| parts.iter().filter_map(|part| part.behind).sum();
        Extent {
            bytes_read: self.bytes_read,
            bytes_total: None,
            records_behind: parts.as_ref().map(behind),
        }
    }

    fn parts(&self) -> Vec<PartExtent> {
        self.parts.borrow().clone().unwrap_or_default()
    }
}

impl Drop for KafkaSource {
    /// Leaves the group, so that others take over at once; what is pending is read again by them.
    fn drop(&mut self) {
        let reader = std::mem::replace(&mut self.reader, Reader::Ended);
        let Reader::Running { said, heard, thread, done } = reader else { return };
        drop((said, heard));
        // The reader may hang in a call to brokers that do not answer; going without it loses nothing.
        if done.recv_timeout(LEAVE_WAIT * 2).is_err() && !thread.is_finished() {
            tracing::warn!("leaving the group takes too long; going without");
        } else if thread.join().is_err() {
            tracing::warn!("the thread that read from kafka panicked");
        }
    }
}
