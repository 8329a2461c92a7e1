//! What tests need of a real Kafka: a broker, and clients that share no code with ours.

pub(crate) mod broker;
