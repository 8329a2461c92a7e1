//! What a run counts about itself, in the form that Prometheus reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicU64;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mention::LedgerClass;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::health::PartSeen;

/// What was done so far, and where everything stands.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Committed records by class, since the start.
    pub records: &'a BTreeMap<LedgerClass, u64>,
    /// Committed batches, since the start.
    pub batches: u64,
    /// Batches thrown away because their part was claimed by another, since the start.
    pub fenced: u64,
    /// What it does now.
    pub doing: Doing,
    /// The parts that are ours.
    pub parts: &'a [PartSeen],
}

/// What the run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It waits for records.
    Waiting,
    /// It has a batch in hand.
    Batch,
    /// It has just stored one, and goes on to wait.
    Stored {
        /// How long it took to be tagged.
        tag: Duration,
        /// How long it took to be sent on, where it is, and stored.
        commit: Duration,
    },
}

/// Every metric with what it means, in the order of `/metrics`; counters are told with `_total` behind their name.
pub const METRICS: &[(&str, &str)] = &[
    ("tagline_records", "Records committed, by class of the ledger"),
    ("tagline_rejects", "Records that could not be read, by reason"),
    ("tagline_batches", "Batches committed"),
    (
        "tagline_batches_fenced",
        "Batches thrown away because another process had claimed their part",
    ),
    ("tagline_batch_tag_seconds", "Time to tag a batch"),
    ("tagline_batch_commit_seconds", "Time to send a batch on, where it is, and to store it"),
    (
        "tagline_last_record_processed_timestamp_seconds",
        "When a record was last committed, in Unix time",
    ),
    (
        "tagline_partition_lag_records",
        "Records that are there and not committed, of parts this process reads",
    ),
    ("tagline_partition_position", "What is read next, of parts this process reads"),
    ("tagline_partition_stalled_seconds", "How long a part with records stands still"),
    ("tagline_rules_info", "The rule set in use, by its hash"),
    ("tagline_rules_refused", "1 while the rule files cannot be used and older rules stay in use"),
    ("tagline_ready", "1 while the process does its work, as /readyz says"),
    ("tagline_build_info", "The program's version"),
];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Class {
    class: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EncodeLabelSet)]
struct Part {
    source: String,
    part: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Rules {
    hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: String,
}

type Seconds = Gauge<f64, AtomicU64>;

/// The metrics of a run.
pub(crate) struct Metrics {
    registry: Registry,
    records: Family<Class, Counter>,
    rejects: Family<Reason, Counter>,
    batches: Counter,
    fenced: Counter,
    tag: Histogram,
    commit: Histogram,
    processed_at: Seconds,
    lag: Family<Part, Gauge>,
    position: Family<Part, Gauge>,
    stalled: Family<Part, Seconds>,
    rules: Family<Rules, Gauge>,
    rules_refused: Gauge,
    ready: Gauge,
    /// The parts that are told of.
    parts: BTreeSet<Part>,
}

/// Registers a metric under the next name of [`METRICS`].
macro_rules! register {
    ($registry:expr, $names:expr, $metric:expr) => {{
        let metric = $metric;
        let (name, help) = $names.next().expect("METRICS names every metric");
        $registry.register(*name, *help, metric.clone());
        metric
    }};
}

impl Metrics {
    /// With everything at zero.
    pub(crate) fn new(version: &str) -> Self {
        let mut registry = Registry::default();
        let mut names = METRICS.iter();
        let metrics = Self {
            records: register!(registry, names, Family::default()),
            rejects: register!(registry, names, Family::default()),
            batches: register!(registry, names, Counter::default()),
            fenced: register!(registry, names, Counter::default()),
            tag: register!(registry, names, Histogram::new(BOUNDS)),
            commit: register!(registry, names, Histogram::new(BOUNDS)),
            processed_at: register!(registry, names, Seconds::default()),
            lag: register!(registry, names, Family::default()),
            position: register!(registry, names, Family::default()),
            stalled: register!(registry, names, Family::default()),
            rules: register!(registry, names, Family::default()),
            rules_refused: register!(registry, names, Gauge::default()),
            ready: register!(registry, names, Gauge::default()),
            parts: BTreeSet::new(),
            registry: Registry::default(),
        };
        let build: Family<Build, Gauge> = register!(registry, names, Family::default());
        build.get_or_create(&Build { version: version.to_owned() }).set(1);
        Self { registry, ..metrics }
    }

    /// Takes over what was done.
    pub(crate) fn see(&mut self, seen: &Seen<'_>) {
        for (class, records) in seen.records {
            let class = match class {
                LedgerClass::Rejected(reason) => {
                    let reason = Reason { reason: reason.name() };
                    raise(&self.rejects.get_or_create(&reason), *records);
                    continue;
                }
                class => Class { class: class.name() },
            };
            raise(&self.records.get_or_create(&class), *records);
        }
        let rejected =
            seen.records.iter().filter(|(class, _)| matches!(class, LedgerClass::Rejected(_)));
        let rejected: u64 = rejected.map(|(_, records)| records).sum();
        raise(&self.records.get_or_create(&Class { class: "rejected" }), rejected);
        raise(&self.batches, seen.batches);
        raise(&self.fenced, seen.fenced);
        if let Doing::Stored { tag, commit } = seen.doing {
            self.tag.observe(tag.as_secs_f64());
            self.commit.observe(commit.as_secs_f64());
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            self.processed_at.set(now.as_secs_f64());
        }
        self.see_parts(seen.parts);
    }

    /// Tells of the parts that are ours, and of no others any more.
    fn see_parts(&mut self, parts: &[PartSeen]) {
        let mut ours = BTreeSet::new();
        for seen in parts {
            let part = Part { source: seen.source.to_string(), part: seen.part.to_string() };
            self.position.get_or_create(&part).set(signed(seen.next));
            match seen.behind {
                Some(behind) => drop(self.lag.get_or_create(&part).set(signed(behind))),
                None => drop(self.lag.remove(&part)),
            }
            ours.insert(part);
        }
        for gone in self.parts.difference(&ours) {
            self.lag.remove(gone);
            self.position.remove(gone);
            self.stalled.remove(gone);
        }
        self.parts = ours;
    }

    /// Takes over how long a part stands still.
    pub(crate) fn see_stall(&self, source: &str, part: &str, still: Duration) {
        let part = Part { source: source.to_owned(), part: part.to_owned() };
        self.stalled.get_or_create(&part).set(still.as_secs_f64());
    }

    /// Names the rule set in use.
    pub(crate) fn see_rules(&self, hash: &str) {
        self.rules.clear();
        self.rules.get_or_create(&Rules { hash: hash.to_owned() }).set(1);
    }

    /// Says whether the rule files cannot be used.
    pub(crate) fn see_refused(&self, refused: bool) {
        self.rules_refused.set(i64::from(refused));
    }

    /// Says whether the process does its work.
    pub(crate) fn see_ready(&self, ready: bool) {
        self.ready.set(i64::from(ready));
    }

    /// All of it as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        text::encode(&mut text, &self.registry).expect("a String takes whatever is written to it");
        text
    }
}

/// Upper ends of what a batch takes, in seconds: from a batch of a few records to one that waits for another writer.
const BOUNDS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// Brings a counter that only one run writes up to `total`.
fn raise(counter: &Counter, total: u64) {
    counter.inc_by(total.saturating_sub(counter.get()));
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use mention::RejectReason;

    use super::*;

    #[test]
    fn every_metric_is_told_under_its_name_with_what_it_means() {
        let mut metrics = Metrics::new("1.2.3");
        let records = BTreeMap::from([
            (LedgerClass::Tagged, 7),
            (LedgerClass::Rejected(RejectReason::InvalidJson), 2),
            (LedgerClass::Rejected(RejectReason::MissingId), 1),
        ]);
        let part = |part: &str| PartSeen {
            source: "kafka:c/t".into(),
            part: part.into(),
            next: 90,
            behind: Some(10),
        };
        let (tag, commit) = (Duration::from_millis(3), Duration::from_millis(40));
        let doing = Doing::Stored { tag, commit };
        let seen = Seen { records: &records, batches: 2, fenced: 1, doing, parts: &[part("0")] };
        metrics.see(&seen);
        metrics.see_stall("kafka:c/t", "0", Duration::from_secs(4));
        metrics.see_rules("00ff");
        metrics.see_rules("00fe");
        let text = metrics.text();
        for (name, help) in METRICS {
            assert!(
                text.contains(&format!("# HELP {name} {help}.\n")),
                "{name} is missing: {text}"
            );
        }
        for line in [
            "tagline_records_total{class=\"tagged\"} 7",
            "tagline_records_total{class=\"rejected\"} 3",
            "tagline_rejects_total{reason=\"invalid-json\"} 2",
            "tagline_batches_total 2",
            "tagline_batches_fenced_total 1",
            "tagline_batch_commit_seconds_bucket{le=\"0.05\"} 1",
            "tagline_partition_lag_records{source=\"kafka:c/t\",part=\"0\"} 10",
            "tagline_partition_position{source=\"kafka:c/t\",part=\"0\"} 90",
            "tagline_partition_stalled_seconds{source=\"kafka:c/t\",part=\"0\"} 4.0",
            "tagline_rules_info{hash=\"00fe\"} 1",
            "tagline_build_info{version=\"1.2.3\"} 1",
        ] {
            assert!(text.contains(&format!("{line}\n")), "{line} is missing: {text}");
        }
        assert!(!text.contains("00ff"), "one rule set at a time");
        metrics.see(&Seen { parts: &[part("1")], doing: Doing::Waiting, ..seen });
        let text = metrics.text();
        assert!(text.contains("part=\"1\"") && !text.contains("part=\"0\""), "{text}");
        assert!(text.contains("tagline_records_total{class=\"tagged\"} 7\n"), "counted once");
    }
}
