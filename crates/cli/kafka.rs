//! Kafka as the source of a run, from the configuration.

use ingest::Source;
use ingest::kafka::{
    KafkaConfig, KafkaSource, Look, Protocol, RegistryConfig, RetentionGap, StartFrom, TopicSeen,
};
use ingest::wire::DecodeOptions;
use mention::{Part, Position, Timestamp};

use crate::config::Config;
use crate::exit::Mistake;
use crate::sources::connect::Seen;

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

/// Looks at the configured brokers, topics and group, and reads at most `records_max` of the newest records.
///
/// # Errors
///
/// When no broker or topic is configured, they do not answer, or something is not there or not allowed.
pub(crate) fn look(
    decode: &DecodeOptions,
    config: &Config,
    records_max: usize,
) -> anyhow::Result<Seen> {
    let settings = settings(config)?;
    let Look { cluster, topics, records } = ingest::kafka::look(&settings, decode, records_max)?;
    let mut lines = vec![("brokers", format!("{}, cluster {cluster}", settings.brokers))];
    lines.extend(topics.into_iter().map(|TopicSeen { name, partitions, records }| {
        ("topic", format!("{name}: {partitions} partitions, {records} records"))
    }));
    if let Some(registry) = &settings.registry {
        lines.push(("registry", registry.urls.join(",")));
    }
    lines.push(("group", format!("{}: this user may read as it", settings.group)));
    let outward = [("dead letters", &settings.dead_letters), ("output", &settings.output)];
    let outward = outward.into_iter().filter_map(|(part, topic)| {
        Some((
            part,
            format!(
                "{} is there; whether it may be written shows the first record",
                topic.as_ref()?
            ),
        ))
    });
    lines.extend(outward);
    Ok(Seen { lines, records })
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
        registry: registry(config)?,
        properties: config.properties()?,
        ..KafkaConfig::new(&brokers, &topics, &group)
    })
}

fn registry(config: &Config) -> anyhow::Result<Option<RegistryConfig>> {
    let Some(urls) = config.text("kafka.registry")? else { return Ok(None) };
    let urls = urls.split(',').map(|url| url.trim().to_owned()).collect();
    let password = config.text("kafka.registry_password")?.unwrap_or_default();
    let login = config.text("kafka.registry_user")?.map(|user| (user, password));
    Ok(Some(RegistryConfig { urls, login }))
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
