//! Outcomes on their way into one commit.
//!
//! A mention is tagged soonest while what was read of it still lies in the processor's caches, and a batch is committed
//! soonest when it is large. So where a source allows it, little is read at a time and tagged at once, and much of it is
//! stored together.

use std::time::{Duration, Instant};

use mention::Outcome;

use crate::source::BatchLimits;

/// Records that are read and tagged at a time: their mentions take about two megabytes.
const READ_MAX: usize = 2_000;

/// Outcomes that go into one commit.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    outcome: Option<Outcome>,
    /// When the first came in.
    since: Option<Instant>,
    /// How long tagging took.
    tag: Duration,
}

/// What is to be committed, and how long it took to tag it.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) outcome: Outcome,
    pub(crate) tag: Duration,
}

impl Gathered {
    /// How much to read at a time, when so much is to be stored together.
    pub(crate) fn reading(limits: &BatchLimits) -> BatchLimits {
        BatchLimits { records_max: limits.records_max.min(READ_MAX), ..*limits }
    }

    /// Takes in what was tagged in `tag`, and gives back what was gathered before where the two do not go together.
    pub(crate) fn add(
        &mut self,
        outcome: Outcome,
        tag: Duration,
        limits: &BatchLimits,
    ) -> Option<Whole> {
        let before = if self.goes_on_with(&outcome) { None } else { self.take() };
        match &mut self.outcome {
            Some(Outcome { batch, tagged, .. }) => {
                let Outcome { batch: mut next, tagged: mut next_tagged, .. } = outcome;
                if batch.records.capacity() < limits.records_max {
                    batch.records.reserve_exact(limits.records_max - batch.records.len());
                    tagged.reserve_exact(limits.records_max.saturating_sub(tagged.len()));
                }
                batch.to = next.to;
                batch.records.append(&mut next.records);
                tagged.append(&mut next_tagged);
            }
            none => {
                *none = Some(outcome);
                self.since = Some(Instant::now());
            }
        }
        self.tag += tag;
        before
    }

    /// Whether `next` begins where what is gathered ends, tagged by the same rules.
    fn goes_on_with(&self, next: &Outcome) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| {
            outcome.rules == next.rules
                && outcome.batch.part == next.batch.part
                && outcome.batch.to == next.batch.from
        })
    }

    /// Whether it is time to commit.
    pub(crate) fn is_full(&self, limits: &BatchLimits) -> bool {
        let Some(Outcome { batch, .. }) = &self.outcome else { return false };
        batch.records.len() + Self::reading(limits).records_max > limits.records_max
            || batch.to.0.saturating_sub(batch.from.0) >= limits.bytes_max as u64
            || self.since.is_some_and(|since| since.elapsed() >= limits.wait)
    }

    /// Gives out what is gathered.
    pub(crate) fn take(&mut self) -> Option<Whole> {
        let Self { outcome, tag, .. } = std::mem::take(self);
        Some(Whole { outcome: outcome?, tag })
    }
}

#[cfg(test)]
mod tests {
    use mention::{Batch, Content, Part, Position, Record, RuleSetId};

    use super::*;

    /// An outcome of records without a mention at positions `from` to `to`.
    fn outcome(rules: u64, name: &str, from: u64, to: u64) -> Outcome {
        let record = |at| Record { at: None, position: Position(at), content: Content::Ignored };
        let part = Part { source: "file".into(), name: name.into() };
        let records = (from..to).map(record).collect();
        let (from, to) = (Position(from), Position(to));
        Outcome {
            rules: RuleSetId(rules.into()),
            batch: Batch { part, from, to, records },
            tagged: Vec::new(),
        }
    }

    #[test]
    fn only_what_goes_on_in_one_part_by_the_same_rules_is_gathered() {
        let limits = BatchLimits::default();
        let take = |next: Outcome| {
            let mut gathered = Gathered::default();
            assert!(gathered.add(outcome(1, "a", 0, 3), Duration::from_secs(1), &limits).is_none());
            let before = gathered.add(next, Duration::from_secs(2), &limits);
            let whole = gathered.take().unwrap();
            assert!(gathered.take().is_none());
            (before.map(|before| before.outcome), whole.outcome, whole.tag)
        };
        let together = (None, outcome(1, "a", 0, 5), Duration::from_secs(3));
        assert_eq!(take(outcome(1, "a", 3, 5)), together);
        for other in [outcome(2, "a", 3, 5), outcome(1, "b", 3, 5), outcome(1, "a", 4, 5)] {
            let apart = (Some(outcome(1, "a", 0, 3)), other.clone(), Duration::from_secs(2));
            assert_eq!(take(other), apart);
        }
    }

    #[test]
    fn it_is_full_before_the_next_could_be_too_much() {
        let full = |records, limits: &BatchLimits| {
            let mut gathered = Gathered::default();
            assert!(!gathered.is_full(limits));
            gathered.add(outcome(1, "a", 0, records), Duration::ZERO, limits);
            gathered.is_full(limits)
        };
        let limits = BatchLimits { wait: Duration::from_hours(1), ..BatchLimits::default() };
        assert!(!full(18_000, &limits) && full(18_001, &limits));
        let small = BatchLimits { records_max: 7, ..limits };
        assert!(full(7, &small) && full(1, &small));
        assert!(full(5, &BatchLimits { bytes_max: 5, ..limits }));
        assert!(full(1, &BatchLimits { wait: Duration::ZERO, ..limits }));
    }
}
