//! Records in: from a file, a folder, standard input or Kafka, through the tagger, into the store.
//!
//! Owns how bytes become events, where they come from ([`Source`] and those who are one), the loop
//! that carries batches from there to a commit ([`run`]), and what a feed can answer. Must not know
//! HTTP pages or rule files: it is handed compiled rules and tags with whatever it was handed last.
//!
//! Start reading at [`Source`], then [`run`].

#[cfg(feature = "kafka")]
pub mod kafka;
pub mod run;
mod source;
pub mod wire;

pub use run::{Progress, RejectSample, RunError, RunOptions, Summary};
pub use source::{BatchLimits, Cursors, Extent, Fenced, Hold, Next, Source, SourceError};
