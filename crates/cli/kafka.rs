//! Kafka as the source of a run, from the configuration.

use ingest::Source;

use crate::config::Config;
use crate::exit::Mistake;

/// What is said where nothing is to be read.
const NOTHING: &str = "nothing to read: give --input FILE, or set kafka.brokers and kafka.topic";

/// Opens the configured topics.
///
/// # Errors
///
/// When none is configured, or this program was built without Kafka.
pub(crate) fn open(config: &Config) -> anyhow::Result<Box<dyn Source>> {
    let _ = config;
    Err(Mistake(NOTHING.to_owned()).into())
}
