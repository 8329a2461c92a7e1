//! Who may write which part of a source, and where reading goes on.

use std::collections::BTreeMap;

use mention::{Batch, LedgerClass, Part, Position, Timestamp};

use crate::StoreError;

/// The right to write one part, until somebody else claims it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The part.
    pub part: Part,
    /// Which claim of this part it is; a later one fences this one off.
    pub epoch: u64,
    /// Where reading goes on; absent before the first start.
    pub next: Option<Position>,
    /// How often the part was claimed since its last commit or its start, this claim included, up to [`TRIALS_FROM`];
    /// beyond that, what [`Store::mark_trial`](crate::Store::mark_trial) was last told.
    pub attempts: u32,
    /// What the part belonged to when last noted.
    pub topic: Option<Topic>,
}

impl Claim {
    /// Refuses a batch that does not start where the claim stands.
    pub(crate) fn fits(&self, batch: &Batch) -> Result<(), StoreError> {
        if self.next == Some(batch.from) && self.part == batch.part && batch.from <= batch.to {
            return Ok(());
        }
        let (part, from, next) = (batch.part.clone(), batch.from, self.next);
        Err(StoreError::OutOfStep { part, from, next })
    }

    /// Where skipping to `to` begins; refused where the part was never started or `to` lies behind.
    pub(crate) fn skips_from(&self, to: Position) -> Result<Position, StoreError> {
        self.next.filter(|from| *from <= to).ok_or_else(|| StoreError::OutOfStep {
            part: self.part.clone(),
            from: to,
            next: self.next,
        })
    }
}

/// From how many claims without a commit between them on a part is read with care: something in it may end the process.
pub const TRIALS_FROM: u32 = 3;

/// What a position means: an offset of a topic that was deleted and made anew means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The topic's own id.
    pub id: String,
    /// The leader epoch of the last record read.
    pub leader_epoch: i32,
}

/// A position as a database holds it.
pub(crate) fn stored(position: Position) -> i64 {
    i64::try_from(position.0).expect("positions are offsets and bytes, below 2^63")
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Commit {
    /// All of it is stored.
    Done(Tally),
    /// Another claim of the part came in between: nothing of it is stored. Throw the batch away, and claim again only if the part is still yours.
    Fenced,
}

/// How many records of a batch fell in each class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeMap<LedgerClass, u64>);

impl Tally {
    /// The records of `class`.
    #[must_use]
    pub fn of(&self, class: LedgerClass) -> u64 {
        self.0.get(&class).copied().unwrap_or(0)
    }

    /// All records, gaps left out.
    #[must_use]
    pub fn consumed(&self) -> u64 {
        self.0.iter().filter(|(class, _)| **class != LedgerClass::Gap).map(|(_, count)| count).sum()
    }

    /// Adds the classes of another batch.
    pub fn add(&mut self, other: &Self) {
        for (class, count) in &other.0 {
            *self.0.entry(*class).or_default() += count;
        }
    }
}

/// Where reading of one part stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorRow {
    /// The part.
    pub part: Part,
    /// Where reading goes on; absent before the first start.
    pub next: Option<Position>,
    /// How often it was claimed.
    pub epoch: u64,
    /// As [`Claim::attempts`].
    pub attempts: u32,
    /// What the part belonged to when last noted.
    pub topic: Option<Topic>,
}

/// What is to become of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reset {
    /// Where reading is to go on; absent to start anew.
    pub next: Option<Position>,
    /// Which rules tag what is read again.
    pub replay: Replay,
    /// When it was asked for.
    pub at: Timestamp,
}

/// A reset that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetRow {
    /// The part.
    pub part: Part,
    /// When.
    pub at: Timestamp,
    /// Where reading would have gone on; absent when it was not started.
    pub was: Option<Position>,
    /// Where it goes on.
    pub became: Option<Position>,
}

/// Which rules tag what is read again after a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replay {
    /// Those that tagged it the first time.
    AsRecorded,
    /// Those that are in force now: the record of the former ones is dropped from the new position on.
    WithCurrentRules,
}
