//! Where reading of a partition goes on: what the store says, compared with what the brokers still have.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mention::{Part, Position};
use rdkafka::Offset;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode};
use rdkafka::metadata::MetadataPartition;
use rdkafka::topic_partition_list::TopicPartitionListElem;
use store::Topic;

use super::assignment::Partition;
use super::config::{KafkaConfig, RetentionGap, StartFrom};
use super::context::Context;
use super::failure;
use super::native;
use crate::{Cursors, Hold, SourceError, Standing};

/// How long brokers may take to say what they have; then it is asked again.
const ANSWER_WAIT: Duration = Duration::from_secs(5);
/// How long a topic's id is believed, and how long it is not asked for again when brokers do not say it.
const ID_FRESH: Duration = Duration::from_secs(2);
const ID_RETRY: Duration = Duration::from_mins(1);
/// The leader epoch of records whose broker does not say it, and of no record.
const UNKNOWN_EPOCH: i32 = -1;

/// Where a claimed partition begins.
pub(super) struct Start {
    /// The first offset to read.
    pub(super) next: i64,
    /// The first offset there is.
    pub(super) low: i64,
    /// The offset behind the last there is.
    pub(super) high: i64,
    /// See [`store::Claim::attempts`].
    pub(super) attempts: u32,
    /// What the position means: as noted, else as the brokers say now.
    pub(super) topic: Topic,
}

/// What decides where a partition goes on.
pub(super) struct Positions {
    brokers: String,
    topics: Vec<Arc<str>>,
    cluster: String,
    start_from: StartFrom,
    on_retention_gap: RetentionGap,
    /// Ids of topics, with when they were asked for.
    ids: BTreeMap<Arc<str>, (Instant, Option<String>)>,
}

impl Positions {
    pub(super) fn new(cluster: String, config: &KafkaConfig) -> Self {
        Self {
            brokers: config.brokers.clone(),
            topics: config.topics.iter().map(|topic| topic.as_str().into()).collect(),
            cluster,
            start_from: config.start_from,
            on_retention_gap: config.on_retention_gap,
            ids: BTreeMap::new(),
        }
    }

    /// Asks the group for partitions of the topics.
    pub(super) fn subscribe(&self, consumer: &BaseConsumer<Context>) -> Result<(), SourceError> {
        let topics: Vec<&str> = self.topics.iter().map(|topic| &**topic).collect();
        consumer.subscribe(&topics).map_err(|wrong| failure::unusable(&wrong))
    }

    /// The topic of this name, if it is one of ours.
    pub(super) fn topic(&self, name: &str) -> Option<Arc<str>> {
        self.topics.iter().find(|topic| &***topic == name).cloned()
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

    /// Claims `partition` and says where to begin; `None` when brokers or store are not ready to say.
    pub(super) fn claim(
        &mut self,
        consumer: &BaseConsumer<Context>,
        partition: &Partition,
        cursors: &mut dyn Cursors,
    ) -> Result<Option<Start>, SourceError> {
        // Brokers first: a claim fences off whoever reads now, so it comes when nothing else can fail.
        let Some((low, high)) =
            asked(consumer.fetch_watermarks(&partition.topic, partition.number, ANSWER_WAIT))
        else {
            return Ok(None);
        };
        let id = self.topic_id(consumer, &partition.topic);
        if !self.start_topic(consumer, &partition.topic, cursors)? {
            return Ok(None);
        }
        let part = self.part(partition);
        let Standing { next, attempts, topic } = cursors.claim(&part)?;
        let topic = same_topic(partition, topic, id)?;
        let next = match next {
            Some(next) => offset(next),
            // The topic was started before, so this partition is new: all of it is to be read.
            None if cursors.start(&part, position(low))? == Hold::Lost => return Ok(None),
            None => low,
        };
        if next > high {
            return Err(failure::ahead(partition, next, high));
        }
        if next >= low {
            return Ok(Some(Start { next, low, high, attempts, topic }));
        }
        match self.on_retention_gap {
            RetentionGap::Fail => Err(failure::gap(partition, next, low)),
            RetentionGap::Skip if cursors.skip(&part, position(low))? == Hold::Lost => Ok(None),
            RetentionGap::Skip => {
                // A commit of nothing but a gap: who skips has not died of a record.
                let attempts = 0;
                tracing::warn!(
                    topic = &*partition.topic,
                    partition = partition.number,
                    next,
                    low,
                    "records were deleted before they were read; the gap is written down"
                );
                Ok(Some(Start { next: low, low, high, attempts, topic }))
            }
        }
    }

    /// The topic's own id, if the brokers say it; the same for all partitions that are assigned at once.
    fn topic_id(&mut self, consumer: &BaseConsumer<Context>, topic: &Arc<str>) -> Option<String> {
        if let Some((at, id)) = self.ids.get(topic)
            && at.elapsed() < if id.is_some() { ID_FRESH } else { ID_RETRY }
        {
            return id.clone();
        }
        let metadata = asked(consumer.fetch_metadata(Some(topic), ANSWER_WAIT))?;
        let broker = metadata.orig_broker_id();
        let id = native::topic_id(consumer.client(), topic, broker, ANSWER_WAIT);
        if id.is_none() {
            tracing::debug!(
                topic = &**topic,
                "the brokers do not say the topic's id: not compared"
            );
        }
        self.ids.insert(Arc::clone(topic), (Instant::now(), id.clone()));
        id
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
            if cursors.claim(&part)?.next.is_none() {
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
                list.add_partition_offset(&partition.topic, partition.number, Offset::Offset(at.0))
                    .map_err(|wrong| failure::unusable(&wrong))?;
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

/// What a position means, once it is sure that the topic is the one it was taken in; brokers that do not say an id are
/// believed.
fn same_topic(
    partition: &Partition,
    noted: Option<Topic>,
    id: Option<String>,
) -> Result<Topic, SourceError> {
    let Some(noted) = noted else {
        return Ok(Topic { id: id.unwrap_or_default(), leader_epoch: UNKNOWN_EPOCH });
    };
    match id {
        Some(id) if noted.id.is_empty() => Ok(Topic { id, ..noted }),
        Some(id) if id != noted.id => Err(failure::made_anew(partition, &noted.id, &id)),
        _ => Ok(noted),
    }
}

/// Offsets that were read or stored are never negative.
pub(super) fn position(offset: i64) -> Position {
    Position(u64::try_from(offset).unwrap_or(0))
}

/// Positions of a topic began as offsets, so they fit.
pub(super) fn offset(position: Position) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}
