//! Records from Kafka: counts stay exact because the position lives in the store, not in the group.
//!
//! The group only says which partitions are ours. Where each goes on is claimed from the store, and a commit
//! that finds another claim is refused there; Kafka's own offsets follow, for tools that show lag.
//!
//! Two threads: the loop's, which owns the store (`source.rs`), and the reader's, which owns librdkafka (`reader.rs`).
//! Between them is one queue (`desk.rs`). A change of the assignment is carried out within librdkafka's callback
//! (`context.rs`, `member.rs`), which asks the loop through that queue. What goes out, dead letters and mentions with their
//! tags, does so before a batch is stored, on the loop's thread (`delivery.rs`). Start reading at `member.rs`.

mod assignment;
mod comeback;
mod config;
mod context;
mod delivery;
mod desk;
mod failure;
mod framing;
mod look;
mod member;
mod native;
mod pending;
mod plant;
mod position;
mod producer;
mod reader;
#[cfg(feature = "registry")]
mod registry;
#[cfg(not(feature = "registry"))]
#[path = "kafka/no_registry.rs"]
mod registry;
mod source;
#[cfg(test)]
mod tests;
mod tombstone;
mod trial;

pub use config::{KafkaConfig, Protocol, RegistryConfig, RetentionGap, StartFrom};
pub use look::{Look, TopicSeen, look};
pub use position::ends;
pub use source::KafkaSource;
