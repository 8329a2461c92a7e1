//! Finding the one record that ends the process: batches get smaller until it stands alone, then it is passed over.
//!
//! How often a partition was claimed without a commit in between says that something in it may end the process. From
//! [`TRIALS_FROM`] on its records are tried in batches of half the size each time, each try written down before it is
//! made, so that the next process knows what the last one died of. The size follows from the number of the try alone.
//! Processes die of other things too, and one that is killed while it holds a record says nothing against that record: it
//! is passed over only after three tries in a row that held it and nothing else.

use store::TRIALS_FROM;

/// The largest batch that is tried; the first try is smaller where less is there.
const TRIAL_RECORDS_MAX: usize = 8_192;

/// How the next records of a partition are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trial {
    /// The number of the try, to be written down before it is made.
    pub(super) attempt: u32,
    /// How many records a batch may hold.
    pub(super) records_max: usize,
    /// Whether the first record is to be passed over.
    pub(super) verdict: Verdict,
    /// The first offset that was not there when the process ended; from there on all is as usual.
    pub(super) until: i64,
}

/// What is to become of the records of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are read as always.
    Try,
    /// The one record was tried alone and ended the process: it is rejected unread.
    Quarantine,
}

impl Trial {
    /// How to go on at `next` of a partition that ends at `high` and was claimed with `attempts`; `None` for as usual.
    pub(super) fn of(attempts: u32, next: i64, high: i64) -> Option<Self> {
        let there = usize::try_from(high - next).unwrap_or(0);
        if attempts < TRIALS_FROM || there == 0 {
            return None;
        }
        if attempts >= ALONE_FROM + DEATHS_ALONE - 1 {
            let verdict = Verdict::Quarantine;
            return Some(Self { attempt: attempts, records_max: 1, verdict, until: next + 1 });
        }
        let half = (there / 2).max(1);
        let attempt = (attempts + 1..=u32::MAX).find(|&attempt| size(attempt) <= half)?;
        Some(Self { attempt, records_max: size(attempt), verdict: Verdict::Try, until: high })
    }

    /// How to go on behind the records of this try: nobody has ended yet over one of those that come.
    pub(super) fn of_what_follows(self) -> Self {
        Self { attempt: self.attempt.min(ALONE_FROM), ..self }
    }
}

/// The first try that holds one record.
const ALONE_FROM: u32 = TRIALS_FROM + 1 + TRIAL_RECORDS_MAX.ilog2();
/// How many processes must have ended over a record that was alone.
const DEATHS_ALONE: u32 = 3;

/// How many records the try of this number holds.
fn size(attempt: u32) -> usize {
    let halvings = attempt.saturating_sub(TRIALS_FROM + 1);
    TRIAL_RECORDS_MAX.checked_shr(halvings).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::{Strategy, any, proptest};

    use super::*;

    /// What the store remembers of a partition, and what became of its records.
    #[derive(Default)]
    struct Partition {
        next: i64,
        attempts: u32,
        quarantined: BTreeSet<i64>,
        crashes: usize,
        /// The record that was alone at the last death, and at how many in a row.
        alone: (i64, u32),
    }

    impl Partition {
        /// One process: claims, tries, and ends at its death, at the latest over its `kill`-th batch, or at the end of the
        /// partition.
        fn live(&mut self, high: i64, deadly: &BTreeSet<i64>, kill: usize) {
            let mut batches = 0;
            self.attempts = self.attempts.max((self.attempts + 1).min(TRIALS_FROM));
            let mut trial = Trial::of(self.attempts, self.next, high);
            while self.next < high {
                trial = trial.filter(|trial| self.next < trial.until);
                let records = trial.map_or(10_000, |trial| trial.records_max);
                let to = high.min(self.next + i64::try_from(records).unwrap());
                if let Some(trial) = trial {
                    self.attempts = trial.attempt;
                }
                match trial.map(|trial| trial.verdict) {
                    Some(Verdict::Quarantine) => {
                        assert_eq!(to, self.next + 1);
                        // The last record of a partition may have been alone in a batch that had room for more.
                        let (alone, deaths) = self.alone;
                        assert!(alone == self.next && deaths >= DEATHS_ALONE, "blamed too soon");
                        self.quarantined.insert(self.next);
                    }
                    _ if batches == kill || deadly.range(self.next..to).next().is_some() => {
                        self.crashes += 1;
                        let before = if self.alone.0 == self.next { self.alone.1 } else { 0 };
                        let is_alone = trial.is_some() && to == self.next + 1;
                        self.alone = (self.next, if is_alone { before + 1 } else { 0 });
                        return;
                    }
                    _ => {}
                }
                batches += 1;
                trial = trial.map(Trial::of_what_follows);
                (self.next, self.attempts) = (to, 0);
            }
        }
    }

    fn outlive(high: i64, deadly: &BTreeSet<i64>) -> Partition {
        let mut partition = Partition::default();
        let mut lives = 0;
        while partition.next < high {
            lives += 1;
            assert!(lives < 400, "stuck at {}", partition.next);
            partition.live(high, deadly, usize::MAX);
        }
        partition
    }

    fn records() -> impl Strategy<Value = (i64, BTreeSet<i64>)> {
        (1..30_000_i64).prop_flat_map(|high| {
            let deadly = proptest::collection::btree_set(0..high, 0..4);
            deadly.prop_map(move |deadly| (high, deadly))
        })
    }

    proptest! {
        #[test]
        fn the_deadly_are_passed_over_and_no_other((high, deadly) in records()) {
            assert_eq!(outlive(high, &deadly).quarantined, deadly);
        }
    }

    proptest! {
        /// Who is killed again and again holds other records each time, and blames none of them.
        #[test]
        fn nobody_is_passed_over_who_was_not_alone_at_three_deaths_in_a_row(
            (high, deadly) in records(),
            kills in proptest::collection::vec((1..200_i64, any::<bool>(), 0..40_usize), 1..60),
        ) {
            let mut partition = Partition::default();
            for (more, is_killed, kill) in kills {
                let high = high.min(partition.next + more);
                partition.live(high, &deadly, if is_killed { kill } else { usize::MAX });
            }
        }
    }

    #[test]
    fn a_record_alone_is_passed_over_after_three_deaths_of_it_alone() {
        let partition = outlive(1, &BTreeSet::from([0]));
        // Two before it was suspected.
        assert_eq!((partition.crashes, partition.quarantined.len()), (5, 1));
    }

    #[test]
    fn ten_thousand_records_take_some_twenty_deaths() {
        let partition = outlive(10_000, &BTreeSet::from([7_777]));
        assert!(partition.crashes <= 22, "{}", partition.crashes);
    }

    #[test]
    fn claims_without_records_blame_nobody() {
        let mut partition = Partition::default();
        for _ in 0..100 {
            partition.live(0, &BTreeSet::new(), usize::MAX);
        }
        assert_eq!(partition.attempts, TRIALS_FROM);
        partition.live(5, &BTreeSet::new(), usize::MAX);
        assert_eq!((partition.next, partition.quarantined.len()), (5, 0));
    }
}
