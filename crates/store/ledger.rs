//! The ledger: what became of each record.

use std::collections::BTreeMap;

use mention::{
    Batch, Content, LedgerClass, Part, Position, Record, Reject, RejectReason, Timestamp,
};

use crate::Tally;

/// How many rejected records are kept to be looked at.
pub(crate) const REJECTS_MAX: usize = 1_000;
/// How many of one batch.
const REJECTS_A_BATCH_MAX: usize = 100;
/// How much of each.
const SAMPLE_BYTES_MAX: usize = 2_048;

/// A rejected record, kept to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectSample {
    /// Where it came from.
    pub part: Part,
    /// Where it starts there.
    pub position: Position,
    /// Its timestamp.
    pub at: Option<Timestamp>,
    /// Why it was rejected.
    pub reason: RejectReason,
    /// What is wrong with it.
    pub detail: String,
    /// Its first bytes.
    pub sample: Vec<u8>,
}

/// Records of a batch by hour and class.
#[derive(Debug, Default)]
pub(crate) struct Ledger(BTreeMap<(Option<Timestamp>, LedgerClass), u64>);

impl Ledger {
    /// Adds one record.
    pub(crate) fn add(&mut self, record_at: Option<Timestamp>, class: LedgerClass) {
        self.add_many(record_at, class, 1);
    }

    /// Adds several.
    pub(crate) fn add_many(
        &mut self,
        record_at: Option<Timestamp>,
        class: LedgerClass,
        records: u64,
    ) {
        *self.0.entry((record_at.map(Timestamp::hour), class)).or_default() += records;
    }

    /// Adds the records that are no events, and gives those of which samples are to be kept.
    pub(crate) fn take_records<'a>(&mut self, batch: &'a Batch) -> Vec<(&'a Record, &'a Reject)> {
        let mut samples = Vec::new();
        for record in &batch.records {
            match &record.content {
                Content::Event(_) => {}
                Content::Ignored => self.add(record.at, LedgerClass::Ignored),
                Content::Rejected(reject) => {
                    self.add(record.at, LedgerClass::Rejected(reject.reason));
                    if samples.len() < REJECTS_A_BATCH_MAX {
                        samples.push((record, reject));
                    }
                }
            }
        }
        samples
    }

    /// What was gathered, sorted by hour and class: hour, class and how many records.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<Timestamp>, LedgerClass, u64)> {
        self.0.iter().map(|((hour, class), records)| (*hour, *class, *records))
    }

    /// The records of all hours by class.
    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for ((_, class), records) in &self.0 {
            *tally.0.entry(*class).or_default() += records;
        }
        tally
    }
}

/// The name of its reason, for a reject; else empty.
pub(crate) fn reason_name(class: LedgerClass) -> &'static str {
    match class {
        LedgerClass::Rejected(reason) => reason.name(),
        _ => "",
    }
}

/// The class with this name and reason.
pub(crate) fn class_of(name: &str, reason: &str) -> Option<LedgerClass> {
    const PLAIN: [LedgerClass; 12] = [
        LedgerClass::Ignored,
        LedgerClass::Late,
        LedgerClass::Stale,
        LedgerClass::Duplicate,
        LedgerClass::Deleted,
        LedgerClass::Erased,
        LedgerClass::Updated,
        LedgerClass::Noise,
        LedgerClass::Sent,
        LedgerClass::Tagged,
        LedgerClass::Untagged,
        LedgerClass::Gap,
    ];
    let plain = PLAIN.into_iter().find(|class| class.name() == name);
    plain.or_else(|| reject_reason(reason).map(LedgerClass::Rejected))
}

/// The reason of this name.
pub(crate) fn reject_reason(name: &str) -> Option<RejectReason> {
    RejectReason::ALL.into_iter().find(|reason| reason.name() == name)
}

/// The bytes of a rejected record that are kept.
pub(crate) fn sample(reject: &Reject) -> &[u8] {
    &reject.sample[..reject.sample.len().min(SAMPLE_BYTES_MAX)]
}
