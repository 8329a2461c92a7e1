//! Batches in, the same batches with their tags out.
//!
//! Owns what a hit of the matcher means for a mention: who its author is to us, which brands it is
//! about (by its words, by being addressed, by where it stands), which themes go with which brand,
//! which campaigns count it, and whether an exclusion calls it noise. Runs the examples that authors
//! write beside their rules. Must not know where batches come from or go.
//!
//! Start reading at [`Tagger::tag_mention`].

mod account;
mod brand;
mod example;
mod finding;
mod given;
mod tag;
mod why;

pub use example::{ExampleFailure, Found};
pub use tag::{Refused, Scratch, Tagger, Trial};

#[cfg(test)]
mod tests;
