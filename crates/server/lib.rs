//! What a running process tells over HTTP.
//!
//! Owns the pages for machines that watch a run ([`Ops`]: `/metrics`, `/livez`, `/readyz`, `/version`). Must not know
//! Kafka or where records come from: it is told what was done and where each part stands.
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::time::Instant;
//!
//! use server::{About, Doing, Ops, Seen};
//!
//! let ops = Ops::new(About { version: "1.0.0".into(), ..About::default() });
//! let (records, doing) = (BTreeMap::new(), Doing::Waiting);
//! ops.see(&Seen { records: &records, batches: 0, fenced: 0, doing, parts: &[] }, Instant::now());
//! assert!(ops.metrics().contains("tagline_batches_total 0"));
//! ```
//!
//! Start reading at [`Ops`], then `health.rs`: when a run is called ready.

mod health;
mod json;
mod metrics;
mod ops;

pub use health::PartSeen;
pub use metrics::{Doing, METRICS, Seen};
pub use ops::{About, Ops, Running, start};
