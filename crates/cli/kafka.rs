//! Kafka as the source of a run, from the configuration.

use ingest::Source;
use ingest::kafka::{KafkaConfig, KafkaSource, Protocol, RetentionGap, StartFrom};
use ingest::wire::DecodeOptions;
use mention::{Part, Position, Timestamp};

use crate::config::Config;
use crate::exit::Mistake;

/// Connects to the configured brokers.
///
/// # Errors
///
/// When no broker or topic is configured, or they do not answer.
pub(crate) fn open(decode: DecodeOptions, config: &Config) -> anyhow::Result<Box<dyn Source>> {
    Ok(Box::new(KafkaSource::connect(&settings(config)?, decode)?))
}

/// The first offset of a part that the configured brokers have, and the one behind their last.
///
/// # Errors
///
/// When no broker is configured, they do not answer, or the part is of another cluster.
pub(crate) fn ends(part: &Part, config: &Config) -> anyhow::Result<(Position, Position)> {
    Ok(ingest::kafka::ends(&settings(config)?, part)?)
}

fn settings(config: &Config) -> anyhow::Result<KafkaConfig> {
    let (Some(brokers), Some(topics)) =
        (config.text("kafka.brokers")?, config.text("kafka.topic")?)
    else {
        let message = "nothing to read: give --input FILE, or set kafka.brokers and kafka.topic in tagline.toml";
        return Err(Mistake(message.to_owned()).into());
    };
    let topics: Vec<&str> = topics.split(',').map(str::trim).collect();
    let group = config.text("kafka.group")?.unwrap_or_default();
    Ok(KafkaConfig {
        start_from: start_from(&config.text("kafka.start_from")?.unwrap_or_default())?,
        on_retention_gap: match config.text("kafka.on_gap")?.as_deref() {
            Some("skip") => RetentionGap::Skip,
            _ => RetentionGap::Fail,
        },
        protocol: match config.text("kafka.protocol")?.as_deref() {
            Some("range") => Protocol::Range,
            Some("consumer") => Protocol::Consumer,
            _ => Protocol::CooperativeSticky,
        },
        dead_letters: config.text("kafka.dead_letters")?,
        output: config.text("kafka.output")?,
        properties: config.properties()?,
        ..KafkaConfig::new(&brokers, &topics, &group)
    })
}

fn start_from(text: &str) -> Result<StartFrom, Mistake> {
    match text {
        "earliest" => Ok(StartFrom::Earliest),
        "latest" => Ok(StartFrom::Latest),
        time => time.parse::<jiff::Timestamp>().map(|at| StartFrom::At(Timestamp(at.as_millisecond()))).map_err(|_| {
            Mistake(format!("kafka.start_from is \"{time}\"; it takes earliest, latest or a time as 2026-05-04T12:30:00Z"))
        }),
    }
}
