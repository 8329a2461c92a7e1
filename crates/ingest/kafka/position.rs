//! Where reading of a partition goes on: what the store says, compared with what the brokers still have.

use std::sync::Arc;
use std::time::Duration;

use mention::{Part, Position};
use rdkafka::Offset;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode};
use rdkafka::metadata::MetadataPartition;
use rdkafka::topic_partition_list::TopicPartitionListElem;

use super::assignment::Partition;
use super::config::{KafkaConfig, RetentionGap, StartFrom};
use super::context::Context;
use super::failure;
use super::source::{add, offset, position};
use crate::{Cursors, Hold, SourceError};

/// How long brokers may take to say what they have; then it is asked again.
const ANSWER_WAIT: Duration = Duration::from_secs(5);

/// What decides where a partition goes on.
pub(super) struct Positions {
    brokers: String,
    topics: Vec<String>,
    cluster: String,
    start_from: StartFrom,
    on_retention_gap: RetentionGap,
}

impl Positions {
    pub(super) fn new(cluster: String, config: &KafkaConfig) -> Self {
        Self {
            brokers: config.brokers.clone(),
            topics: config.topics.clone(),
            cluster,
            start_from: config.start_from,
            on_retention_gap: config.on_retention_gap,
        }
    }

    /// Asks the group for partitions of the topics.
    pub(super) fn subscribe(&self, consumer: &BaseConsumer<Context>) -> Result<(), SourceError> {
        let topics: Vec<&str> = self.topics.iter().map(String::as_str).collect();
        consumer.subscribe(&topics).map_err(|wrong| failure::unusable(&wrong))
    }

    /// Where messages about no partition say they come from.
    pub(super) fn place(&self) -> String {
        format!("kafka at {}", self.brokers)
    }

    /// The name of `partition` in the store. The cluster is part of it: offsets of another cluster mean nothing.
    pub(super) fn part(&self, partition: &Partition) -> Part {
        Part { source: self.source(&partition.topic), name: partition.number.to_string().into() }
    }

    /// The way back from [`Self::part`].
    pub(super) fn partition(part: &Part) -> Option<Partition> {
        let (_, topic) = part.source.strip_prefix("kafka:")?.split_once('/')?;
        Some(Partition { topic: topic.into(), number: part.name.parse().ok()? })
    }

    fn source(&self, topic: &str) -> Arc<str> {
        format!("kafka:{}/{topic}", self.cluster).into()
    }

    /// Claims `partition` and says the first offset to read; `None` when brokers or store are not ready to say.
    pub(super) fn claim(
        &self,
        consumer: &BaseConsumer<Context>,
        partition: &Partition,
        cursors: &mut dyn Cursors,
    ) -> Result<Option<i64>, SourceError> {
        // Brokers first: a claim fences off whoever reads now, so it comes when nothing else can fail.
        let Some((low, high)) =
            asked(consumer.fetch_watermarks(&partition.topic, partition.number, ANSWER_WAIT))
        else {
            return Ok(None);
        };
        if !self.start_topic(consumer, &partition.topic, cursors)? {
            return Ok(None);
        }
        let part = self.part(partition);
        let next = match cursors.claim(&part)? {
            Some(next) => offset(next),
            // The topic was started before, so this partition is new: all of it is to be read.
            None if cursors.start(&part, position(low))? == Hold::Lost => return Ok(None),
            None => low,
        };
        if next > high {
            return Err(ahead(partition, next, high));
        }
        if next >= low {
            return Ok(Some(next));
        }
        match self.on_retention_gap {
            RetentionGap::Fail => Err(gap(partition, next, low)),
            RetentionGap::Skip if cursors.skip(&part, position(low))? == Hold::Lost => Ok(None),
            RetentionGap::Skip => {
                tracing::warn!(
                    topic = &*partition.topic,
                    partition = partition.number,
                    next,
                    low,
                    "records were deleted before they were read; the gap is written down"
                );
                Ok(Some(low))
            }
        }
    }

    /// Decides where every partition of a topic begins, once; says whether that is decided now.
    ///
    /// Partition 0 comes last: if it has a position, all have that the topic had at the time.
    fn start_topic(
        &self,
        consumer: &BaseConsumer<Context>,
        topic: &str,
        cursors: &mut dyn Cursors,
    ) -> Result<bool, SourceError> {
        let started = cursors.positions(&self.source(topic), "0")?;
        if started.iter().any(|(name, _)| name == "0") {
            return Ok(true);
        }
        let Some(metadata) = asked(consumer.fetch_metadata(Some(topic), ANSWER_WAIT)) else {
            return Ok(false);
        };
        let mut numbers: Vec<i32> = metadata
            .topics()
            .iter()
            .filter(|found| found.name() == topic)
            .flat_map(|found| found.partitions().iter().map(MetadataPartition::id))
            .collect();
        numbers.sort_unstable_by_key(|&number| std::cmp::Reverse(number));
        let mut decided = Vec::with_capacity(numbers.len());
        for number in numbers {
            let partition = Partition { topic: topic.into(), number };
            let Some(first) = self.first(consumer, &partition)? else { return Ok(false) };
            decided.push((partition, first));
        }
        for (partition, first) in decided {
            let part = self.part(&partition);
            if cursors.claim(&part)?.is_none() {
                // Whoever claimed it in between decides the same.
                cursors.start(&part, position(first))?;
            }
        }
        Ok(true)
    }

    /// The first offset to read of a partition that was never read.
    fn first(
        &self,
        consumer: &BaseConsumer<Context>,
        partition: &Partition,
    ) -> Result<Option<i64>, SourceError> {
        let Some((low, high)) =
            asked(consumer.fetch_watermarks(&partition.topic, partition.number, ANSWER_WAIT))
        else {
            return Ok(None);
        };
        Ok(match self.start_from {
            StartFrom::Earliest => Some(low),
            StartFrom::Latest => Some(high),
            StartFrom::At(at) => {
                let mut list = TopicPartitionList::with_capacity(1);
                add(&mut list, partition, at.0)?;
                asked(consumer.offsets_for_times(list, ANSWER_WAIT)).map(|found| {
                    match found.elements().first().map(TopicPartitionListElem::offset) {
                        Some(Offset::Offset(first)) => first,
                        _ => high,
                    }
                })
            }
        })
    }
}

/// The first offset of `part` that the brokers of `config` have, and the one behind their last.
///
/// # Errors
///
/// [`SourceError::Kafka`] when the brokers do not answer, are of another cluster, or do not know the partition.
pub fn ends(config: &KafkaConfig, part: &Part) -> Result<(Position, Position), SourceError> {
    let place = format!("{}/{}", part.source, part.name);
    let consumer: BaseConsumer<Context> = config
        .client()?
        .create_with_context(Context::default())
        .map_err(|wrong| failure::unusable(&wrong))?;
    let failed = |code| failure::error(&place, code, None);
    let cluster = consumer
        .client()
        .fetch_cluster_id(ANSWER_WAIT)
        .ok_or_else(|| failed(RDKafkaErrorCode::AllBrokersDown))?;
    let partition = Positions::partition(part);
    let Some(partition) =
        partition.filter(|_| part.source.starts_with(&format!("kafka:{cluster}/")))
    else {
        return Err(SourceError::Kafka {
            place,
            what: format!("the configured brokers are of cluster {cluster}, and this is not"),
            remedy: "set kafka.brokers to those it was read from".to_owned(),
        });
    };
    let (low, high) =
        consumer.fetch_watermarks(&partition.topic, partition.number, ANSWER_WAIT).map_err(
            |wrong| failed(wrong.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::AllBrokersDown)),
        )?;
    Ok((position(low), position(high)))
}

/// The answer, or nothing and a line in the log: what brokers cannot say now they can say later.
fn asked<T>(answer: KafkaResult<T>) -> Option<T> {
    answer
        .inspect_err(
            |error| tracing::warn!(%error, "the brokers do not say what they have; asking again"),
        )
        .ok()
}

fn ahead(partition: &Partition, next: i64, high: i64) -> SourceError {
    SourceError::Kafka {
        place: format!("{}/{}", partition.topic, partition.number),
        what: format!(
            "the store has read up to offset {next}, the topic ends at {high}: it was deleted and made anew, or lost its end"
        ),
        remedy:
            "nothing was counted; check brokers and topic; if it is meant to be read as it is now: \
             tagline state reset TOPIC --to earliest"
                .to_owned(),
    }
}

fn gap(partition: &Partition, next: i64, low: i64) -> SourceError {
    SourceError::Kafka {
        place: format!("{}/{}", partition.topic, partition.number),
        what: format!(
            "offsets {next} to {} were deleted by retention before they were read",
            low - 1
        ),
        remedy:
            "set on_gap = \"skip\" under [kafka] to write every such gap down and go on behind it, \
             or pass over this one: tagline state reset TOPIC --to earliest"
                .to_owned(),
    }
}
