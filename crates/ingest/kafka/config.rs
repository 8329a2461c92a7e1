//! What can be set about reading from Kafka, and how it becomes librdkafka's properties.

use std::collections::BTreeMap;
use std::fmt;
use std::process;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mention::Timestamp;
use rdkafka::ClientConfig;

use crate::SourceError;

/// What to read and as whom. Secrets in `properties` are already in plain text; `Debug` masks them all.
#[derive(Clone, PartialEq, Eq)]
pub struct KafkaConfig {
    /// Brokers to ask first: `host:port,host:port`.
    pub brokers: String,
    /// The topics to read; at least one.
    pub topics: Vec<String>,
    /// The consumer group; those who share it share the partitions.
    pub group: String,
    /// Where a topic that was never read begins. Partitions added to it later begin at their first record.
    pub start_from: StartFrom,
    /// What to do when records were deleted before they were read.
    pub on_retention_gap: RetentionGap,
    /// How the group divides the partitions.
    pub protocol: Protocol,
    /// Where records go that cannot be read, as they came; nowhere when absent.
    pub dead_letters: Option<String>,
    /// Where every event goes with its tags; nowhere when absent.
    pub output: Option<String>,
    /// Who knows by which schemas records were written; nobody is asked when absent.
    pub registry: Option<RegistryConfig>,
    /// Further properties of librdkafka, by name; they win over our defaults, but see [`KafkaConfig::REFUSED`].
    pub properties: BTreeMap<String, String>,
}

/// A schema registry, as Confluent's API describes it.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistryConfig {
    /// Where it answers, as `https://registry:8081`; of several the first that does is asked.
    pub urls: Vec<String>,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
}

impl fmt::Debug for RegistryConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistryConfig").field("urls", &self.urls).finish_non_exhaustive()
    }
}

/// Where a topic that was never read begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StartFrom {
    /// At the oldest record there is.
    #[default]
    Earliest,
    /// Behind the newest record there is.
    Latest,
    /// At the first record of this time or a later one; behind the newest record if there is none.
    At(Timestamp),
}

/// What to do when records were deleted before they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetentionGap {
    /// Stop and say so, before any count changes.
    #[default]
    Fail,
    /// Write the gap down and go on behind it.
    Skip,
}

/// How the group divides the partitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// Partitions that stay where they are are read on during a rebalance.
    #[default]
    CooperativeSticky,
    /// All partitions are given up and dealt anew; for groups that already do so.
    Range,
    /// The brokers divide them (KIP-848); experimental.
    Consumer,
}

impl KafkaConfig {
    /// Reading `topics` as `group`, everything else as it is when nothing is said about it.
    #[must_use]
    pub fn new(brokers: &str, topics: &[&str], group: &str) -> Self {
        Self {
            brokers: brokers.to_owned(),
            topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
            group: group.to_owned(),
            start_from: StartFrom::default(),
            on_retention_gap: RetentionGap::default(),
            protocol: Protocol::default(),
            dead_letters: None,
            output: None,
            registry: None,
            properties: BTreeMap::new(),
        }
    }

    /// Properties that cannot be set because exact counts rest on them, or because a setting of ours says the
    /// same; each with what to do instead.
    pub const REFUSED: [(&str, &str); 9] = [
        (
            "auto.offset.reset",
            "set start_from; a position that is gone must be seen, not passed over",
        ),
        ("bootstrap.servers", "set brokers"),
        ("enable.auto.commit", "leave it out; the position lives in the store"),
        ("enable.auto.offset.store", "leave it out; the position lives in the store"),
        ("enable.partition.eof", "leave it out; a topic has no end"),
        ("group.id", "set group"),
        ("group.protocol", "set protocol"),
        ("metadata.broker.list", "set brokers"),
        ("partition.assignment.strategy", "set protocol"),
    ];

    /// What to hand to librdkafka for who reads.
    pub(super) fn client(&self) -> Result<ClientConfig, SourceError> {
        self.check()?;
        let mut client = ClientConfig::new();
        for (name, value) in DEFAULTS {
            client.set(name, value);
        }
        match self.protocol {
            Protocol::CooperativeSticky => {
                client.set("partition.assignment.strategy", "cooperative-sticky");
                client.set("session.timeout.ms", "45000");
            }
            Protocol::Range => {
                client.set("partition.assignment.strategy", "range");
                client.set("session.timeout.ms", "45000");
            }
            Protocol::Consumer => {
                client.set("group.protocol", "consumer");
            }
        }
        client.set("client.id", client_id());
        for (name, value) in &self.properties {
            client.set(name, value);
        }
        client.set("bootstrap.servers", &self.brokers).set("group.id", &self.group);
        Ok(client)
    }

    /// What to hand to librdkafka for who writes, where a record may take `wait`: of the properties those that say how
    /// brokers are reached and trusted.
    pub(super) fn producer(&self, wait: Duration) -> Result<ClientConfig, SourceError> {
        self.check()?;
        let mut client = ClientConfig::new();
        client
            .set("client.id", format!("{}-out", client_id()))
            .set("enable.idempotence", "true")
            .set("compression.type", "lz4")
            .set("message.timeout.ms", wait.as_millis().to_string());
        let reached = |name: &str| REACHED.iter().any(|prefix| name.starts_with(prefix));
        for (name, value) in self.properties.iter().filter(|(name, _)| reached(name)) {
            client.set(name, value);
        }
        client.set("bootstrap.servers", &self.brokers);
        Ok(client)
    }

    /// How long what is pending may take to be committed when partitions are given up: a third at most of the time after
    /// which the group gives up on a member.
    pub(super) fn drain_wait(&self) -> Duration {
        let set = self.properties.get("max.poll.interval.ms").and_then(|ms| ms.parse().ok());
        DRAIN_WAIT_MAX.min(set.map_or(POLL_INTERVAL_MAX, Duration::from_millis) / 3)
    }

    /// Refuses what cannot be set.
    fn check(&self) -> Result<(), SourceError> {
        let outward = [("kafka.dead_letters", &self.dead_letters), ("kafka.output", &self.output)];
        for (key, topic) in outward {
            if topic.as_ref().is_some_and(|topic| self.topics.contains(topic)) {
                return Err(SourceError::Kafka {
                    place: key.to_owned(),
                    what: "this topic is read from".to_owned(),
                    remedy: "write to another one".to_owned(),
                });
            }
        }
        if let Some((name, remedy)) =
            Self::REFUSED.iter().find(|(name, _)| self.properties.contains_key(*name))
        {
            return Err(SourceError::Kafka {
                place: format!("kafka.properties.{name}"),
                what: "this property cannot be set here".to_owned(),
                remedy: (*remedy).to_owned(),
            });
        }
        Ok(())
    }
}

/// How long to wait for that at most.
const DRAIN_WAIT_MAX: Duration = Duration::from_secs(30);
/// What `max.poll.interval.ms` is unless somebody sets it.
const POLL_INTERVAL_MAX: Duration = Duration::from_mins(5);

/// How the names of properties begin that say how brokers are reached and trusted.
const REACHED: [&str; 7] =
    ["security.", "ssl.", "sasl.", "socket.", "broker.", "enable.ssl", "enable.sasl"];

/// What differs from librdkafka's own defaults, or must not change with them.
const DEFAULTS: [(&str, &str); 11] = [
    ("enable.auto.commit", "false"),
    ("enable.auto.offset.store", "false"),
    ("auto.offset.reset", "error"),
    ("enable.partition.eof", "false"),
    ("isolation.level", "read_committed"),
    ("check.crcs", "true"),
    ("max.poll.interval.ms", "300000"),
    ("fetch.queue.backoff.ms", "100"),
    ("queued.max.messages.kbytes", "32768"),
    ("topic.metadata.refresh.interval.ms", "30000"),
    ("statistics.interval.ms", "5000"),
];

/// A name no other member of the group has: brokers' logs and quotas tell members apart by it.
fn client_id() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("tagline-{}-{:x}", process::id(), since.as_micros())
}

impl fmt::Debug for KafkaConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked: Vec<_> = self.properties.keys().map(|name| format!("{name}=***")).collect();
        f.debug_struct("KafkaConfig")
            .field("brokers", &self.brokers)
            .field("topics", &self.topics)
            .field("group", &self.group)
            .field("start_from", &self.start_from)
            .field("on_retention_gap", &self.on_retention_gap)
            .field("protocol", &self.protocol)
            .field("dead_letters", &self.dead_letters)
            .field("output", &self.output)
            .field("registry", &self.registry)
            .field("properties", &masked)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_that_counts_rest_on_are_refused() {
        for (name, _) in KafkaConfig::REFUSED {
            let mut config = KafkaConfig::new("127.0.0.1:1", &["mentions"], "g");
            config.properties.insert(name.to_owned(), "x".to_owned());
            let refused = config.client().unwrap_err().to_string();
            assert!(refused.starts_with(&format!("kafka.properties.{name}: ")), "{refused}");
        }
    }

    #[test]
    fn other_properties_win_over_defaults() {
        let mut config = KafkaConfig::new("127.0.0.1:1", &["mentions"], "g");
        config.properties.insert("session.timeout.ms".to_owned(), "6000".to_owned());
        let client = config.client().unwrap();
        assert_eq!(client.get("session.timeout.ms"), Some("6000"));
        assert_eq!(client.get("auto.offset.reset"), Some("error"));
        assert_eq!(client.get("isolation.level"), Some("read_committed"));
    }

    #[test]
    fn partitions_are_given_up_in_a_third_of_the_time_there_is() {
        let mut config = KafkaConfig::new("127.0.0.1:1", &["mentions"], "g");
        assert_eq!(config.drain_wait(), Duration::from_secs(30));
        config.properties.insert("max.poll.interval.ms".to_owned(), "6000".to_owned());
        assert_eq!(config.drain_wait(), Duration::from_secs(2));
    }

    #[test]
    fn secrets_are_not_printed() {
        let mut config = KafkaConfig::new("127.0.0.1:1", &["mentions"], "g");
        config.properties.insert("sasl.password".to_owned(), "hunter2".to_owned());
        let printed = format!("{config:?}");
        assert!(printed.contains("sasl.password=***") && !printed.contains("hunter2"), "{printed}");
    }
}
