//! Records from Kafka: counts stay exact because the position lives in the store, not in the group.
//!
//! The group only says which partitions are ours. Where each goes on is claimed from the store, and a commit
//! that finds another claim is refused there; Kafka's own offsets follow, for tools that show lag.

mod assignment;
mod config;
mod context;
mod failure;
mod position;
mod source;
#[cfg(test)]
mod tests;
mod tombstone;

pub use config::{KafkaConfig, Protocol, RetentionGap, StartFrom};
pub use position::ends;
pub use source::KafkaSource;
