//! A program built without Kafka reads files only.

use ingest::Source;
use ingest::wire::DecodeOptions;
use mention::{Part, Position};

use crate::config::Config;
use crate::exit::Mistake;
use crate::sources::connect::Seen;

/// Says that there is no Kafka in this program.
///
/// # Errors
///
/// Always.
pub(crate) fn ends(_: &Part, _: &Config) -> anyhow::Result<(Position, Position)> {
    let message =
        "only the brokers know: this program was built without Kafka; give --to an offset";
    Err(Mistake(message.to_owned()).into())
}

/// Says that there is no Kafka in this program.
///
/// # Errors
///
/// Always.
pub(crate) fn open(_: DecodeOptions, _: &Config) -> anyhow::Result<Box<dyn Source>> {
    let message = "nothing to read: give --input FILE; this program was built without Kafka (cargo build --release builds it with)";
    Err(Mistake(message.to_owned()).into())
}

/// Says that there is no Kafka in this program.
///
/// # Errors
///
/// Always.
pub(crate) fn look(_: &DecodeOptions, _: &Config, _: usize) -> anyhow::Result<Seen> {
    let message = "this program was built without Kafka (cargo build --release builds it with)";
    Err(Mistake(message.to_owned()).into())
}
