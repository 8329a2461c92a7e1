//! What this member of the group holds and may hand on: all that can go wrong with partitions, without a broker.
//!
//! A partition is *held* from its claim until it is released; what was read of it and not yet handed on is
//! *pending*. Records of a partition that is not held, or that lie before what was read of it, are dropped
//! without a trace: whoever holds the partition reads them. Nothing here decides whether a batch counts;
//! that does the store, which refuses a batch whose claim is not the last one.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::plant;
use super::trial::Trial;
use crate::BatchLimits;

/// A partition of a topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Partition {
    pub(super) topic: Arc<str>,
    pub(super) number: i32,
}

/// Full batches that may be pending over all partitions; beyond that the fullest one is handed on as it is.
const PENDING_BATCHES_MAX: usize = 4;

/// The partitions held, with what is pending of each.
#[derive(Debug)]
pub(super) struct Assignment<R> {
    held: BTreeMap<Partition, Held<R>>,
    pending_bytes: usize,
}

#[derive(Debug)]
struct Held<R> {
    /// Where the next batch begins.
    from: i64,
    /// The first offset that was not read yet.
    next: i64,
    pending: Vec<R>,
    bytes: usize,
    /// When the first pending record came.
    since: Option<Instant>,
    /// Whether it is about to be given up: nothing more is read of it.
    leaving: bool,
    /// How to read it while something in it may end the process.
    trial: Option<Trial>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is not ours to read, or was read before.
    Dropped,
    /// It is pending.
    Pending,
    /// It is pending, and a batch is full.
    Full,
}

/// What is handed on of one partition: its records and the stretch they cover.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Handed<R> {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) records: Vec<R>,
    /// What is to be minded, where they are tried.
    pub(super) trial: Option<Trial>,
}

impl<R> Assignment<R> {
    pub(super) fn new() -> Self {
        Self { held: BTreeMap::new(), pending_bytes: 0 }
    }

    pub(super) fn holds(&self, partition: &Partition) -> bool {
        self.held.contains_key(partition)
    }

    /// Holds `partition` from `next` on, where its claim says; what was pending of it is thrown away.
    pub(super) fn hold(&mut self, partition: Partition, next: i64, trial: Option<Trial>) {
        self.release(&partition);
        let (pending, since, leaving) = (vec![], None, false);
        let held = Held { from: next, next, pending, bytes: 0, since, leaving, trial };
        self.held.insert(partition, held);
    }

    /// The first offset of `partition` that was not read yet.
    pub(super) fn next(&self, partition: &Partition) -> Option<i64> {
        self.held.get(partition).map(|held| held.next)
    }

    /// Whether records of `partition` are to be handed on unread, because reading one may end the process.
    pub(super) fn is_tried(&self, partition: &Partition) -> bool {
        self.held.get(partition).is_some_and(|held| held.trial.is_some())
    }

    /// Whether nothing of `partition` waits to be handed on.
    pub(super) fn is_empty(&self, partition: &Partition) -> bool {
        self.held.get(partition).is_none_or(|held| held.pending.is_empty())
    }

    /// Takes in a record of `bytes` bytes. Offsets may leave holes, left by compaction and transactions.
    pub(super) fn take_in(
        &mut self,
        partition: &Partition,
        offset: i64,
        bytes: usize,
        read: impl FnOnce() -> R,
        (limits, now): (&BatchLimits, Instant),
    ) -> Taken {
        let Some(held) = self.held.get_mut(partition) else { return Taken::Dropped };
        if held.leaving || (offset < held.next && !plant::seeks()) {
            return Taken::Dropped;
        }
        held.pending.push(read());
        held.next = held.next.max(offset + 1);
        held.bytes += bytes;
        held.since.get_or_insert(now);
        self.pending_bytes += bytes;
        if held.is_full(limits) || self.is_over(limits) { Taken::Full } else { Taken::Pending }
    }

    /// The partition whose batch should be handed on now: one that is leaving, is full, or has waited.
    pub(super) fn ripe(&self, limits: &BatchLimits, now: Instant) -> Option<&Partition> {
        let pending = || self.held.iter().filter(|(_, held)| !held.pending.is_empty());
        let ripe = pending().find(|(_, held)| {
            held.leaving || held.is_full(limits) || held.patience(limits, now).is_zero()
        });
        ripe.or_else(|| {
            self.is_over(limits).then(|| pending().max_by_key(|(_, held)| held.bytes)).flatten()
        })
        .map(|(partition, _)| partition)
    }

    /// How long until a batch is ripe by waiting; `None` when nothing is pending.
    pub(super) fn patience(&self, limits: &BatchLimits, now: Instant) -> Option<Duration> {
        self.held
            .values()
            .filter(|held| !held.pending.is_empty())
            .map(|held| held.patience(limits, now))
            .min()
    }

    /// Hands on what is pending of `partition`; the next batch begins where this one ends.
    pub(super) fn hand_on(&mut self, partition: &Partition) -> Option<Handed<R>> {
        let held = self.held.get_mut(partition)?;
        self.pending_bytes -= mem::take(&mut held.bytes);
        held.since = None;
        let to = held.next - plant::shortfall();
        let from = mem::replace(&mut held.from, to);
        let trial = held.trial;
        held.trial = trial.filter(|trial| held.next < trial.until).map(Trial::of_what_follows);
        Some(Handed { from, to, records: mem::take(&mut held.pending), trial })
    }

    /// Throws away what is pending of everything: a fault that tests plant.
    pub(super) fn flush(&mut self) {
        for held in self.held.values_mut() {
            held.pending.clear();
            self.pending_bytes -= mem::take(&mut held.bytes);
        }
    }

    /// Reads no more of `partition`, which is about to be given up.
    pub(super) fn leave(&mut self, partition: &Partition) {
        if let Some(held) = self.held.get_mut(partition) {
            held.leaving = true;
        }
    }

    /// Gives `partition` up, with what is pending of it.
    pub(super) fn release(&mut self, partition: &Partition) {
        if let Some(held) = self.held.remove(partition) {
            self.pending_bytes -= held.bytes;
        }
    }

    fn is_over(&self, limits: &BatchLimits) -> bool {
        self.pending_bytes >= limits.bytes_max.saturating_mul(PENDING_BATCHES_MAX)
    }
}

impl<R> Held<R> {
    fn is_full(&self, limits: &BatchLimits) -> bool {
        let records_max = self
            .trial
            .map_or(limits.records_max, |trial| trial.records_max.min(limits.records_max));
        self.pending.len() >= records_max || self.bytes >= limits.bytes_max
    }

    fn patience(&self, limits: &BatchLimits, now: Instant) -> Duration {
        let waited =
            self.since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        limits.wait.saturating_sub(waited)
    }
}
