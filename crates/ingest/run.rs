//! The loop: read a batch, tag it, commit it, and again.
//!
//! One thread, one batch at a time: `source.next_batch` (which claims) → `Tagger::tag` with the rules
//! handed over last → `source.deliver` → `Store::commit` → `source.committed` or `source.fenced`. Rules change between two
//! batches, never inside one, and a shutdown is looked at in the same place. Beside it rules are planned
//! for what the stream says, and taken up between two batches as well.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mention::{
    Batch, Content, Mention, Outcome, Part, Position, Record, Reject, RuleSetId, Timestamp,
};
use store::{Claim, Commit, Store, StoreError, Tally, Topic};
use tagger::{Scratch, Tagger};
use tokio::sync::watch;

use crate::patience::Patience;
use crate::plan::Planner;
use crate::reject_limit::{Lately, RejectLimit, TooMany};
use crate::source::{
    BatchLimits, Cursors, Extent, Fenced, Hold, Next, Notice, PartExtent, Source, SourceError,
    Standing, Stop,
};

/// Reads `source` to its end, or until `shutdown` holds `true`, tags what it says and commits it.
///
/// `on_progress` hears of every batch, notice and fault.
///
/// # Errors
///
/// [`RunError::Source`] when the source cannot go on, [`RunError::Store`] when a commit fails,
/// [`RunError::Fenced`] when another process reads the same part. What was committed stays committed.
pub fn run(
    source: &mut dyn Source,
    store: &mut Store,
    rules: &mut watch::Receiver<Arc<Tagger>>,
    shutdown: &watch::Receiver<bool>,
    options: &RunOptions,
    on_progress: &mut dyn FnMut(&Progress<'_>),
) -> Result<Summary, RunError> {
    let began = Instant::now();
    let patience = Patience { shutdown, longest: options.patience };
    let mut desk = Desk { store, patience, held: BTreeMap::new(), rules: None };
    let (mut scratch, mut planner) = (Scratch::default(), Planner::new(&options.sample));
    let (mut summary, mut lately) = (Summary::default(), Lately::default());
    let mut stopping = false;
    loop {
        let mut doing = Doing::Waiting;
        if !stopping && *shutdown.borrow() {
            stopping = true;
            if source.stop() == Stop::AtOnce {
                break;
            }
        }
        match desk.patience.ask(itself, || source.ready()) {
            // Told to end while it waited, it goes without what it waited for.
            Err(_) if !stopping && *shutdown.borrow() => continue,
            ready => ready?,
        }
        match source.next_batch(&mut desk, &options.limits)? {
            Next::Batch(batch) => {
                look_at_rejects(&mut lately, options.reject_limit, &batch, source)?;
                let tagger = planner.tagger(&rules.borrow_and_update(), &batch);
                desk.put_rules(&tagger)?;
                tell(on_progress, &summary, source, Doing::Batch, tagger.rules().id);
                let began = Instant::now();
                let outcome = tagger.tag(batch, &mut scratch);
                let tag = began.elapsed();
                patience.ask(itself, || source.deliver(&outcome))?;
                if commit(source, &mut desk, &outcome, &mut summary)? == Hold::Kept {
                    let commit = began.elapsed().saturating_sub(tag);
                    doing = Doing::Stored(BatchTime { tag, commit });
                }
            }
            Next::Fault(fault) => summary.faults.push(fault),
            Next::Notice(notice) => summary.notices.push(notice),
            Next::Idle => {}
            Next::End => {
                summary.ended = !stopping;
                break;
            }
        }
        summary.elapsed = began.elapsed();
        let rules = desk.rules.unwrap_or_else(|| rules.borrow().rules().id);
        tell(on_progress, &summary, source, doing, rules);
    }
    summary.elapsed = began.elapsed();
    Ok(summary)
}

fn tell(
    on_progress: &mut dyn FnMut(&Progress<'_>),
    summary: &Summary,
    source: &dyn Source,
    doing: Doing,
    rules: RuleSetId,
) {
    let (extent, parts) = (source.extent(), source.parts());
    on_progress(&Progress { summary, extent, parts: &parts, doing, rules });
}

/// Stops before a batch is stored with which too many of the last records are rejected.
fn look_at_rejects(
    lately: &mut Lately,
    limit: Option<RejectLimit>,
    batch: &Batch,
    source: &dyn Source,
) -> Result<(), RunError> {
    let Some(limit) = limit else { return Ok(()) };
    lately.look(batch, limit).map_err(|TooMany { records, rejects }| {
        let is_rejected = |record: &&Record| matches!(record.content, Content::Rejected(_));
        let first = batch.records.iter().find(is_rejected);
        let first = first.map_or_else(String::new, |record| match &record.content {
            Content::Rejected(reject) => {
                format!("{}: {}", source.place(&batch.part, record.position), reject.detail)
            }
            Content::Event(_) | Content::Ignored => String::new(),
        });
        RunError::Rejects { records, rejects, percent: limit.percent, first }
    })
}

/// The store, with the claims under which this run reads.
struct Desk<'a> {
    store: &'a mut Store,
    patience: Patience<'a>,
    held: BTreeMap<Part, Claim>,
    /// The rule set the store was given last.
    rules: Option<RuleSetId>,
}

impl Desk<'_> {
    /// The store takes nothing that was tagged by rules it has not got.
    fn put_rules(&mut self, tagger: &Tagger) -> Result<(), StoreError> {
        let rules = tagger.rules();
        if self.rules != Some(rules.id) {
            let catalog = rules.catalog();
            let put = || self.store.put_rules(rules.id, &rules.canonical, &catalog);
            self.patience.ask(itself, put)?;
            self.rules = Some(rules.id);
        }
        Ok(())
    }

    /// A part that was never claimed has no position to store: standard input.
    fn commit(&mut self, outcome: &Outcome) -> Result<Commit, StoreError> {
        let part = &outcome.batch.part;
        let committed = match self.held.get_mut(part) {
            Some(claim) => self.patience.ask(itself, || self.store.commit(claim, outcome))?,
            None => self.store.commit_unpositioned(outcome)?,
        };
        if committed == Commit::Fenced {
            self.held.remove(part);
        }
        Ok(committed)
    }

    /// Does something with the claim of `part`, which is lost when it was never made.
    fn with(
        &mut self,
        part: &Part,
        mut act: impl FnMut(&mut Store, &mut Claim) -> Result<Commit, StoreError>,
    ) -> Result<Hold, SourceError> {
        let Some(claim) = self.held.get_mut(part) else { return Ok(Hold::Lost) };
        let done = self.patience.ask(itself, || act(self.store, claim));
        match done.map_err(|failed| unknown(part, failed))? {
            Commit::Done(_) => Ok(Hold::Kept),
            Commit::Fenced => {
                self.held.remove(part);
                Ok(Hold::Lost)
            }
        }
    }
}

impl Cursors for Desk<'_> {
    fn claim(&mut self, part: &Part) -> Result<Standing, SourceError> {
        let claim = self.patience.ask(itself, || self.store.claim(part));
        let claim = claim.map_err(|failed| unknown(part, failed))?;
        let (next, attempts, topic) = (claim.next, claim.attempts, claim.topic.clone());
        self.held.insert(part.clone(), claim);
        Ok(Standing { next, attempts, topic })
    }

    fn note_topic(&mut self, part: &Part, topic: &Topic) -> Result<Hold, SourceError> {
        self.with(part, |store, claim| store.note_topic(claim, topic.clone()))
    }

    fn mark_trial(&mut self, part: &Part, attempts: u32) -> Result<Hold, SourceError> {
        self.with(part, |store, claim| store.mark_trial(claim, attempts))
    }

    fn start(&mut self, part: &Part, at: Position) -> Result<Hold, SourceError> {
        self.with(part, |store, claim| store.start(claim, at))
    }

    fn skip(&mut self, part: &Part, to: Position) -> Result<Hold, SourceError> {
        self.with(part, |store, claim| store.skip(claim, to))
    }

    fn positions(
        &self,
        source: &str,
        prefix: &str,
    ) -> Result<Vec<(String, Position)>, SourceError> {
        let part = Part { source: source.into(), name: prefix.into() };
        let rows = self.patience.ask(itself, || self.store.positions());
        let rows = rows.map_err(|failed| unknown(&part, failed))?;
        let wanted = rows
            .into_iter()
            .filter(|row| &*row.part.source == source && row.part.name.starts_with(prefix));
        Ok(wanted.filter_map(|row| Some((row.part.name.to_string(), row.next?))).collect())
    }
}

/// An error that is what is wrong.
fn itself<E: Error + 'static>(error: &E) -> &(dyn Error + 'static) {
    error
}

fn unknown(part: &Part, failed: StoreError) -> SourceError {
    let part = format!("{}/{}", part.source, part.name);
    SourceError::Cursor { part, source: Box::new(failed) }
}

fn commit(
    source: &mut dyn Source,
    desk: &mut Desk<'_>,
    outcome: &Outcome,
    summary: &mut Summary,
) -> Result<Hold, RunError> {
    let part = &outcome.batch.part;
    match desk.commit(outcome)? {
        Commit::Done(tally) => {
            summary.add(&outcome.batch, &tally, source);
            source.committed(part, outcome.batch.to)?;
            Ok(Hold::Kept)
        }
        Commit::Fenced => {
            summary.fenced += 1;
            if let Fenced::Stop(explanation) = source.fenced(part) {
                return Err(RunError::Fenced { explanation });
            }
            Ok(Hold::Lost)
        }
    }
}

/// How a run behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOptions {
    /// How large batches grow.
    pub limits: BatchLimits,
    /// How long to bear with a database, or with brokers that take nothing, before the run fails.
    pub patience: Duration,
    /// Mentions like those to come: rules wait for the words that are rare in them. Empty is good too; then the rules
    /// are planned once the stream has shown enough. What is tagged is the same.
    pub sample: Vec<Mention>,
    /// How many of the last records may be rejected before the run stops; any number when absent.
    pub reject_limit: Option<RejectLimit>,
}

impl Default for RunOptions {
    fn default() -> Self {
        let patience = Duration::from_mins(2);
        Self { limits: BatchLimits::default(), patience, sample: Vec::new(), reject_limit: None }
    }
}

/// Where a run stands after a batch.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// What has been done so far.
    pub summary: &'a Summary,
    /// How far the source has come.
    pub extent: Extent,
    /// How far each part has come that this process reads; see [`Source::parts`].
    pub parts: &'a [PartExtent],
    /// What the loop does now.
    pub doing: Doing,
    /// The rule set in use.
    pub rules: RuleSetId,
}

/// What the loop does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It waits for records.
    Waiting,
    /// It has a batch in hand, to be tagged and stored.
    Batch,
    /// It has just stored one, and goes on to wait.
    Stored(BatchTime),
}

/// How long a batch took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchTime {
    /// To be tagged.
    pub tag: Duration,
    /// To be sent on, where it is, and stored.
    pub commit: Duration,
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Records that were committed.
    pub records: u64,
    /// Batches that were committed.
    pub batches: u64,
    /// Batches that were thrown away because their part was claimed by another.
    pub fenced: u64,
    /// Committed records by class.
    pub tally: Tally,
    /// The first reject of each reason, sorted by reason.
    pub samples: Vec<RejectSample>,
    /// What there is to know about the inputs, in the order met.
    pub notices: Vec<Notice>,
    /// Parts that could not be read to their end, in the order met; what came before is committed.
    pub faults: Vec<SourceError>,
    /// The greatest time that a committed record of each part states, where records state one.
    pub heard: BTreeMap<Part, Timestamp>,
    /// How long it has taken.
    pub elapsed: Duration,
    /// Whether the source ended; `false` when the run was told to stop.
    pub ended: bool,
}

impl Summary {
    fn add(&mut self, batch: &Batch, tally: &Tally, source: &dyn Source) {
        self.batches += 1;
        self.records += tally.consumed();
        self.tally.add(tally);
        if let Some(at) = batch.records.iter().filter_map(|record| record.at).max() {
            let heard = self.heard.entry(batch.part.clone()).or_insert(at);
            *heard = at.max(*heard);
        }
        for record in &batch.records {
            let Content::Rejected(reject) = &record.content else { continue };
            let Err(at) = self.samples.binary_search_by_key(&reject.reason, |s| s.reject.reason)
            else {
                continue;
            };
            let place = source.place(&batch.part, record.position);
            self.samples.insert(at, RejectSample { place, reject: reject.clone() });
        }
    }

    /// Committed records a second; 0 before the first instant has passed.
    #[must_use]
    pub fn records_per_second(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
        if seconds > 0.0 { self.records as f64 / seconds } else { 0.0 }
    }
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
    /// A commit failed.
    #[error("cannot store a batch")]
    Store(#[from] StoreError),
    /// Too many records could not be read: the last batch was not stored.
    #[error(
        "{rejects} of the last {records} records cannot be read, more than {percent} %: nothing of the last batch was stored \
         or sent on; the first: {first}; if the format has changed, set input.preset or what was made wrong upstream right; \
         to pass over them all the same, raise kafka.reject_percent, up to 100"
    )]
    Rejects {
        /// How many were looked at.
        records: u64,
        /// How many of them cannot be read.
        rejects: u64,
        /// How many may, in a hundred.
        percent: u8,
        /// The first of the last batch: where it lies and what is wrong.
        first: String,
    },
    /// Another process has taken over what this one was reading.
    #[error("{explanation}")]
    Fenced {
        /// What happened and what to do.
        explanation: String,
    },
}
