//! The source that reads topics as a member of a group: the loop's side of it.
//!
//! Everything of librdkafka happens on one thread of its own, the reader's; the loop only takes batches from a queue,
//! answers the reader's questions about the store, and says what became of each batch.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use mention::{Outcome, Part, Position};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::message::OwnedMessage;
use tokio::sync::watch;

use super::assignment::Partition;
use super::comeback::{Bounds, Comeback};
use super::config::KafkaConfig;
use super::context::Context;
use super::delivery::Delivery;
use super::desk::{BATCHES_WAITING_MAX, Cargo, Counter, Desk, HEARD_MAX, Heard, Said};
use super::failure;
use super::member::Member;
use super::pending::Letters;
use super::plant;
use super::position::Positions;
use super::reader::{self, LEAVE_WAIT, check_topic, reason};
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
    bytes_read: u64,
    /// What of the batch that is outside is rejected, as it came.
    rejected: Vec<OwnedMessage>,
    delivery: Option<Delivery>,
    letters: Letters,
    /// How far each partition that is ours has come, as the reader last said; absent before it did.
    parts: Arc<watch::Sender<Option<Vec<PartExtent>>>>,
}

/// The thread that reads.
enum Reader {
    /// It begins with the first batch that is asked for, whose limits it must know.
    Waiting(Box<(BaseConsumer<Context>, Comeback, Positions, DecodeOptions)>),
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
            reader: Reader::Waiting(Box::new((consumer, comeback, positions, decode))),
            fenced: BTreeSet::new(),
            unheard: VecDeque::new(),
            bytes_read: 0,
            rejected: Vec::new(),
            delivery: Delivery::connect(config)?,
            letters: if config.dead_letters.is_some() { Letters::Kept } else { Letters::Dropped },
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
        let (consumer, comeback, positions, decode) = *waiting;
        let (say, said) = mpsc::sync_channel(BATCHES_WAITING_MAX);
        let (heard, hear) = mpsc::sync_channel(HEARD_MAX);
        let (end, done) = mpsc::sync_channel(1);
        let parts = Arc::clone(&self.parts);
        let member =
            Member::new(Desk::new(say, hear), positions, (decode, self.letters), *limits, parts);
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
    fn next_batch(
        &mut self,
        cursors: &mut dyn Cursors,
        limits: &BatchLimits,
    ) -> Result<Next, SourceError> {
        self.start(limits);
        let until = Instant::now() + limits.wait;
        loop {
            self.tell();
            let Reader::Running { said, .. } = &self.reader else { return Ok(Next::End) };
            match said.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Said::Ask(ask)) => ask(&mut Counter { cursors, fenced: &mut self.fenced }),
                Ok(Said::Batch(Cargo { batch, bytes, rejected })) => {
                    self.bytes_read += bytes;
                    if !self.fenced.contains(&batch.part) {
                        self.rejected = rejected;
                        return Ok(Next::Batch(batch));
                    }
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
            delivery.deliver(outcome, &self.rejected)?;
        }
        self.rejected.clear();
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
