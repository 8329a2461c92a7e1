//! The loop: read a batch, tag it, commit it, and again.
//!
//! One thread, one batch at a time: `source.next_batch` (which claims) → `Tagger::tag` with the rules
//! handed over last → `Store::commit` → `source.committed` or `source.fenced`. Rules change between two
//! batches, never inside one, and a shutdown is looked at in the same place.

use std::time::Duration;

use mention::{LedgerClass, Reject};

use crate::source::{BatchLimits, Extent, SourceError};

/// How a run behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// How large batches grow.
    pub limits: BatchLimits,
}

/// Where a run stands after a batch.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// What has been done so far.
    pub summary: &'a Summary,
    /// How far the source has come.
    pub extent: Extent,
    /// Since the run began.
    pub elapsed: Duration,
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Records that were committed.
    pub records: u64,
    /// Batches that were committed.
    pub batches: u64,
    /// Committed records by class, sorted by class; classes without a record are absent.
    pub tally: Vec<(LedgerClass, u64)>,
    /// The first reject of each reason, sorted by reason.
    pub samples: Vec<RejectSample>,
    /// Parts that could not be read to their end; what came before is committed.
    pub faults: Vec<SourceError>,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether it was told to stop before the source ended.
    pub stopped: bool,
}

/// One reject, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectSample {
    /// Where the record lies.
    pub place: String,
    /// Why it was rejected.
    pub reject: Reject,
}

/// Why a run stopped before its end. What was committed stays committed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The source cannot go on.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Another process has taken over what this one was reading.
    #[error("{explanation}")]
    Fenced {
        /// What happened and what to do.
        explanation: String,
    },
}
