//! Records in: from a file, a folder, standard input or Kafka, through the tagger, into the store.
//!
//! Owns how bytes become events, where they come from ([`Source`] and those who are one), the loop
//! that carries batches from there to a commit ([`run`]), and what a feed can answer. Must not know
//! HTTP pages or rule files: it is handed compiled rules and tags with whatever it was handed last.
//!
//! Start reading at [`Source`], then [`run`].

mod body;
mod clock;
pub mod coverage;
mod encoding;
mod feed;
mod file;
mod form;
mod input;
#[cfg(feature = "kafka")]
pub mod kafka;
mod lines;
mod patience;
mod plan;
mod reject_limit;
mod run;
mod sheet;
mod source;
mod split;
pub mod wire;
mod workbook;

pub use clock::now;
pub use encoding::Encoding;
pub use file::{FileOptions, Files, Input};
pub use lines::{Line, Lines};
pub use patience::{Patience, is_passing};
pub use plan::SAMPLE_MAX;
pub use reject_limit::RejectLimit;
pub use run::{BatchTime, Doing, Progress, RejectSample, RunError, RunOptions, Summary, run};
pub use sheet::{Column, ColumnGuess, DateOrder, Ids, SheetOptions, Why};
pub use source::{
    BatchLimits, Cursors, Extent, Fenced, Fresh, Hold, Next, Notice, PartExtent, Source,
    SourceError, Standing, Stop,
};
