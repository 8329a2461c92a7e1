//! What goes between the thread that reads Kafka and the loop that counts.
//!
//! The store belongs to the loop, librdkafka to its own thread, and neither is ever called from the other. Batches and
//! questions go one way, in one queue, so that whoever asks hears only after all batches before have been committed or
//! refused: that is what makes a drain a drain. The queue holds a few batches at most.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError};
use std::thread;
use std::time::{Duration, Instant};

use mention::{Batch, Part, Position};
use rdkafka::message::OwnedMessage;
use store::Topic;

use super::framing::SchemaId;
use super::pending::Pending;
use super::registry::Registry;
use crate::wire::DecodeOptions;
use crate::{Cursors, Hold, SourceError, Standing};

/// Batches that may wait for the loop, beside the one it has in hand.
pub(super) const BATCHES_WAITING_MAX: usize = 1;
/// Answers that may wait for the reader; those of commits are dropped beyond that.
pub(super) const HEARD_MAX: usize = 64;
/// How long to wait before looking again whether the queue has room, when that must not take for ever.
const LOOK_WAIT: Duration = Duration::from_millis(2);

/// What the reader says to the loop.
pub(super) enum Said {
    /// Records.
    Batch(Cargo),
    /// A question only the loop can answer.
    Ask(Ask),
    /// It cannot go on.
    Failed(SourceError),
    /// It was told to stop and has left the group.
    Left,
}

/// Records on their way to the loop.
pub(super) struct Cargo {
    pub(super) part: Part,
    pub(super) from: Position,
    pub(super) to: Position,
    pub(super) records: Vec<Pending>,
    /// Whether they are not to be read: each process that did so ended.
    pub(super) quarantined: bool,
    /// How many bytes they were.
    pub(super) bytes: u64,
}

/// What goes out beside a batch.
#[derive(Default)]
pub(super) struct Aside {
    /// The records that it rejects, as they came and in their order; none where nobody wants dead letters.
    pub(super) rejected: Vec<OwnedMessage>,
    /// What traces records, by their positions, in their order.
    pub(super) traces: Vec<(Position, Vec<u8>)>,
}

impl Cargo {
    /// A schema that must be known to read it, and is not.
    pub(super) fn unknown(&self, registry: &Registry) -> Option<SchemaId> {
        if self.quarantined {
            return None;
        }
        self.records.iter().filter_map(Pending::schema).find(|schema| !registry.knows(*schema))
    }

    /// Reads what was not read yet.
    pub(super) fn open(
        self,
        options: &DecodeOptions,
        registry: Option<&Registry>,
    ) -> (Batch, Aside) {
        let (mut records, mut aside) = (Vec::with_capacity(self.records.len()), Aside::default());
        for mut pending in self.records {
            let trace = pending.trace();
            let (record, message) = if self.quarantined {
                pending.quarantine()
            } else {
                pending.read(options, registry)
            };
            aside.traces.extend(trace.map(|trace| (record.position, trace)));
            aside.rejected.extend(message);
            records.push(record);
        }
        (Batch { part: self.part, from: self.from, to: self.to, records }, aside)
    }
}

/// Something to do with the store, answered through what it captures.
pub(super) type Ask = Box<dyn FnOnce(&mut Counter<'_>) + Send>;

/// The loop's side of a question.
pub(super) struct Counter<'a> {
    pub(super) cursors: &'a mut dyn Cursors,
    /// Parts of which a batch was refused; what is still on its way of them is thrown away until they are claimed anew.
    pub(super) fenced: &'a mut BTreeSet<Part>,
}

/// What the loop says to the reader.
#[derive(Debug)]
pub(super) enum Heard {
    /// Everything of a part before a position is in the store.
    Committed(Part, Position),
    /// A batch was refused: somebody else has claimed the part.
    Fenced(Part),
    /// Hand on what is read, and leave.
    Stop,
}

/// The reader's side.
pub(super) struct Desk {
    said: SyncSender<Said>,
    heard: Receiver<Heard>,
    /// Until when a question waits for its answer; as long as it takes when there is none.
    until: Option<Instant>,
}

/// The store takes longer than there is time.
#[derive(Debug, thiserror::Error)]
#[error("the store does not answer in time")]
struct Late;

/// The loop will hear nothing more.
#[derive(Debug, thiserror::Error)]
#[error("the run has ended")]
pub(super) struct Ended;

/// Whether there is still a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loop {
    Runs,
    Ended,
}

impl Desk {
    pub(super) fn new(said: SyncSender<Said>, heard: Receiver<Heard>) -> Self {
        Self { said, heard, until: None }
    }

    /// From now on waits for no answer beyond `until`.
    pub(super) fn answer_by(&mut self, until: Option<Instant>) {
        self.until = until;
    }

    /// Waits until the loop has room.
    pub(super) fn say(&self, said: Said) -> Result<(), Ended> {
        self.said.send(said).map_err(|_| Ended)
    }

    /// Waits for room until `until`; `false` when there was none.
    pub(super) fn say_until(&self, mut said: Said, until: Instant) -> Result<bool, Ended> {
        loop {
            match self.said.try_send(said) {
                Ok(()) => return Ok(true),
                Err(TrySendError::Disconnected(_)) => return Err(Ended),
                Err(TrySendError::Full(_)) if Instant::now() >= until => return Ok(false),
                Err(TrySendError::Full(again)) => said = again,
            }
            thread::sleep(LOOK_WAIT);
        }
    }

    /// Waits until everything said before is done with, until `until` at most; `false` when that was not enough.
    pub(super) fn drain(&self, until: Instant) -> Result<bool, Ended> {
        let (done, wait) = mpsc::sync_channel(1);
        // The other end is gone when waiting took too long.
        let ask: Ask = Box::new(move |_| done.send(()).unwrap_or(()));
        Ok(self.say_until(Said::Ask(ask), until)?
            && wait.recv_timeout(until.saturating_duration_since(Instant::now())).is_ok())
    }

    /// What the loop has said, if anything.
    pub(super) fn heard(&self) -> Result<Option<Heard>, Ended> {
        match self.heard.try_recv() {
            Ok(heard) => Ok(Some(heard)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Ended),
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        part: &Part,
        act: impl FnOnce(&mut Counter<'_>) -> Result<T, SourceError> + Send + 'static,
    ) -> Result<T, SourceError> {
        let (answer, wait) = mpsc::sync_channel(1);
        let ask = Said::Ask(Box::new(move |counter| drop(answer.send(act(counter)))));
        let answered = match self.until {
            None => self.say(ask).ok().and_then(|()| wait.recv().ok()),
            Some(until) => match self.say_until(ask, until) {
                Ok(true) => {
                    match wait.recv_timeout(until.saturating_duration_since(Instant::now())) {
                        Err(RecvTimeoutError::Timeout) => return Err(unanswered(part, Late)),
                        answered => answered.ok(),
                    }
                }
                Ok(false) => return Err(unanswered(part, Late)),
                Err(Ended) => None,
            },
        };
        answered.unwrap_or_else(|| Err(unanswered(part, Ended)))
    }
}

fn unanswered(part: &Part, why: impl Error + Send + Sync + 'static) -> SourceError {
    SourceError::Cursor { part: format!("{}/{}", part.source, part.name), source: Box::new(why) }
}

/// The store, by way of the loop.
impl Cursors for Desk {
    fn claim(&mut self, part: &Part) -> Result<Standing, SourceError> {
        let claimed = part.clone();
        self.ask(part, move |counter| {
            counter.fenced.remove(&claimed);
            counter.cursors.claim(&claimed)
        })
    }

    fn note_topic(&mut self, part: &Part, topic: &Topic) -> Result<Hold, SourceError> {
        let (noted, topic) = (part.clone(), topic.clone());
        self.ask(part, move |counter| counter.cursors.note_topic(&noted, &topic))
    }

    fn mark_trial(&mut self, part: &Part, attempts: u32) -> Result<Hold, SourceError> {
        let marked = part.clone();
        self.ask(part, move |counter| counter.cursors.mark_trial(&marked, attempts))
    }

    fn start(&mut self, part: &Part, at: Position) -> Result<Hold, SourceError> {
        let started = part.clone();
        self.ask(part, move |counter| counter.cursors.start(&started, at))
    }

    fn skip(&mut self, part: &Part, to: Position) -> Result<Hold, SourceError> {
        let skipped = part.clone();
        self.ask(part, move |counter| counter.cursors.skip(&skipped, to))
    }

    fn positions(
        &self,
        source: &str,
        prefix: &str,
    ) -> Result<Vec<(String, Position)>, SourceError> {
        let part = Part { source: source.into(), name: prefix.into() };
        let asked = part.clone();
        self.ask(&part, move |counter| counter.cursors.positions(&asked.source, &asked.name))
    }
}
