//! Where records come from: what every source promises to the loop.

use std::error::Error;
use std::io;
use std::time::Duration;

use mention::{Batch, Outcome, Part, Position};
use store::Topic;

use crate::sheet::ColumnGuess;

/// Something that yields records in batches, one part at a time.
///
/// The loop calls [`next_batch`](Source::next_batch) and then, for the batch it was given, exactly one of
/// [`committed`](Source::committed) and [`fenced`](Source::fenced) before it asks for the next. So a source
/// never has more than one batch outside, and may drop what it has buffered for a part whenever it likes:
/// what was not committed is read again.
pub trait Source {
    /// Fetches what it needs from elsewhere to hand on what it has read; called before each
    /// [`next_batch`](Source::next_batch), and again where that is away.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`] when asking again may help.
    fn ready(&mut self) -> Result<(), SourceError> {
        Ok(())
    }

    /// Reads on until a batch is full, its wait is over, or there is no more.
    ///
    /// A part is claimed through `cursors` before its first batch, and reading starts where the claim says.
    /// A batch holds records of one part, in order; `from` is where the batch before it ended or the claim
    /// said, `to` is past everything it covers, so a batch without records may still move the position.
    /// After [`Next::End`] it is not called again.
    ///
    /// # Errors
    ///
    /// What makes going on senseless; a failure of one part among several is [`Next::Fault`].
    fn next_batch(
        &mut self,
        cursors: &mut dyn Cursors,
        limits: &BatchLimits,
    ) -> Result<Next, SourceError>;

    /// Brings out what must be elsewhere before the batch is stored; it is stored only if that goes well.
    ///
    /// # Errors
    ///
    /// When it could not be brought out.
    fn deliver(&mut self, _outcome: &Outcome) -> Result<(), SourceError> {
        Ok(())
    }

    /// Hears that everything of a part before a position is in the store.
    ///
    /// # Errors
    ///
    /// What makes going on senseless.
    fn committed(&mut self, _part: &Part, _to: Position) -> Result<(), SourceError> {
        Ok(())
    }

    /// Hears that the batch was thrown away because somebody else has claimed `part` since, and says what now.
    fn fenced(&mut self, part: &Part) -> Fenced;

    /// Where a record lies, for a person: `reviews.jsonl, line 812`, `mentions/3, offset 9`.
    ///
    /// May be slow: it is asked for a handful of records a run.
    fn place(&self, part: &Part, position: Position) -> String;

    /// Hears that the run is to end, and says how.
    fn stop(&mut self) -> Stop {
        Stop::AtOnce
    }

    /// How much is read and how much there is, for a progress bar.
    fn extent(&self) -> Extent;

    /// How far each part has come that this process reads, where there is an end to compare with.
    fn parts(&self) -> Vec<PartExtent> {
        Vec::new()
    }
}

/// How a source ends when it is told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It may be dropped.
    AtOnce,
    /// What it has read already may still be handed on; then it says [`Next::End`], soon.
    AfterDrain,
}

/// What a source has for the loop.
#[derive(Debug)]
pub enum Next {
    /// Records of one part.
    Batch(Batch),
    /// Nothing yet; the wait is over, and a shutdown may be looked at.
    Idle,
    /// One part cannot be read to its end; everything before that place was delivered, and the source
    /// goes on with its next part.
    Fault(SourceError),
    /// Something people should know.
    Notice(Notice),
    /// All is read.
    End,
}

/// Something about an input that people should know and that stops nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Reading begins at the start.
    Opened {
        /// What is read.
        place: String,
    },
    /// Reading goes on where an earlier run stopped.
    Resumed {
        /// What is read.
        place: String,
        /// Where it goes on.
        from: Position,
    },
    /// What the columns of a table are taken for; to be shown before the first record.
    Columns(Box<ColumnGuess>),
    /// There is nothing in it.
    Empty {
        /// What is empty.
        place: String,
    },
}

/// How large a batch may grow; the first limit reached closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLimits {
    /// Records in a batch.
    pub records_max: usize,
    /// Bytes of records in a batch, before decoding.
    pub bytes_max: usize,
    /// How long to wait for a batch to fill, from its first record on, and for a first record.
    pub wait: Duration,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self { records_max: 20_000, bytes_max: 16 * 1024 * 1024, wait: Duration::from_secs(1) }
    }
}

/// Where reading stands, as the store knows it.
pub trait Cursors {
    /// Takes `part` over from whoever had it and says where it stands.
    ///
    /// # Errors
    ///
    /// [`SourceError::Cursor`] when the store does not answer.
    fn claim(&mut self, part: &Part) -> Result<Standing, SourceError>;

    /// Notes what positions of `part` mean, to be compared at the next claim.
    ///
    /// # Errors
    ///
    /// [`SourceError::Cursor`] when the store does not answer.
    fn note_topic(&mut self, part: &Part, topic: &Topic) -> Result<Hold, SourceError>;

    /// Notes that the next batch of `part` is the `attempts`-th try, before it is made.
    ///
    /// # Errors
    ///
    /// [`SourceError::Cursor`] when the store does not answer.
    fn mark_trial(&mut self, part: &Part, attempts: u32) -> Result<Hold, SourceError>;

    /// Stores where reading of `part` starts, before anything of it is read; only after a claim without a position.
    ///
    /// # Errors
    ///
    /// [`SourceError::Cursor`] when the store does not answer.
    fn start(&mut self, part: &Part, at: Position) -> Result<Hold, SourceError>;

    /// Passes over everything of `part` before `to`, which can no longer be read, and writes it down as a gap.
    ///
    /// # Errors
    ///
    /// [`SourceError::Cursor`] when the store does not answer.
    fn skip(&mut self, part: &Part, to: Position) -> Result<Hold, SourceError>;

    /// Where the parts of `source` stand whose names begin with `prefix`: names and positions, sorted by name;
    /// those never started are left out.
    ///
    /// # Errors
    ///
    /// [`SourceError::Cursor`] when the store does not answer.
    fn positions(&self, source: &str, prefix: &str)
    -> Result<Vec<(String, Position)>, SourceError>;
}

/// Where a part stands when it is claimed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Where to go on; absent when it was never read.
    pub next: Option<Position>,
    /// How often it was claimed since its last commit; see [`store::Claim::attempts`].
    pub attempts: u32,
    /// What its positions meant when that was last noted.
    pub topic: Option<Topic>,
}

/// No store: everything is read from its start, and nothing is remembered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fresh;

impl Cursors for Fresh {
    fn claim(&mut self, _: &Part) -> Result<Standing, SourceError> {
        Ok(Standing::default())
    }

    fn note_topic(&mut self, _: &Part, _: &Topic) -> Result<Hold, SourceError> {
        Ok(Hold::Kept)
    }

    fn mark_trial(&mut self, _: &Part, _: u32) -> Result<Hold, SourceError> {
        Ok(Hold::Kept)
    }

    fn start(&mut self, _: &Part, _: Position) -> Result<Hold, SourceError> {
        Ok(Hold::Kept)
    }

    fn skip(&mut self, _: &Part, _: Position) -> Result<Hold, SourceError> {
        Ok(Hold::Kept)
    }

    fn positions(&self, _: &str, _: &str) -> Result<Vec<(String, Position)>, SourceError> {
        Ok(Vec::new())
    }
}

/// Whether a claim still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It does: what was asked is done.
    Kept,
    /// Somebody else has claimed the part since: nothing was done.
    Lost,
}

/// What to do when a batch was fenced off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fenced {
    /// Go on: the part is dropped, or claimed again at the next call.
    GoOn,
    /// Stop, and say this.
    Stop(String),
}

/// How far a source has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Bytes read, as they lie on disk: of a `.gz` the compressed ones.
    pub bytes_read: u64,
    /// Bytes there are to read; absent where there is no telling.
    pub bytes_total: Option<u64>,
    /// Records that are there and not committed yet, of the partitions this process reads; absent where there is no
    /// telling.
    pub records_behind: Option<u64>,
}

/// How far a part has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartExtent {
    /// The part.
    pub part: Part,
    /// Where to go on; everything before is committed.
    pub next: Position,
    /// Records that are there and not committed; absent while the part is ours and could not be claimed yet.
    pub behind: Option<u64>,
}

/// Why a source cannot be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file or folder that is not there.
    #[error("there is no file or folder `{path}`; check the name, or give - for standard input")]
    Absent {
        /// As it was given.
        path: String,
    },
    /// The operating system refuses.
    #[error("cannot read `{path}`; {remedy}")]
    Unreadable {
        /// What could not be read.
        path: String,
        /// What to do about it.
        remedy: &'static str,
        /// What the operating system says.
        source: io::Error,
    },
    /// An input that ends in the middle of something.
    #[error("{place}: {what}; everything before it is read, and a later run goes on from there")]
    Truncated {
        /// Where.
        place: String,
        /// What is cut off, and how to get it whole.
        what: String,
    },
    /// An input whose form is not one of those that can be read, or that needs to be told more.
    #[error("{place}: {what}; {remedy}")]
    Form {
        /// Where.
        place: String,
        /// What is wrong.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// Kafka refuses, or no longer has what was to be read.
    #[error("{place}: {what}; {remedy}")]
    Kafka {
        /// Brokers, topic, partition or setting.
        place: String,
        /// What is wrong.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// Brokers are away, or do not answer as they should: asking again may help.
    #[error("{place}: {what}; {remedy}")]
    Away {
        /// Brokers or topic.
        place: String,
        /// What is wrong.
        what: String,
        /// What to look at.
        remedy: String,
    },
    /// Another process took the part over at the very moment.
    #[error("another process has begun to read {part} into the same store; let one of them do it")]
    Contested {
        /// The part.
        part: String,
    },
    /// The store does not say where to go on.
    #[error("cannot find out where to go on reading {part}")]
    Cursor {
        /// The part.
        part: String,
        /// The cause.
        source: Box<dyn Error + Send + Sync>,
    },
}
