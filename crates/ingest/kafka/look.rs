//! A look at what a run would read: brokers, topics, the right to read as the group, and the newest records.
//!
//! No group is joined, nothing is committed and nothing claimed: partitions are assigned by hand, and positions of the
//! group and of the store stay as they are.

use std::thread;
use std::time::{Duration, Instant};

use mention::Record;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message;
use rdkafka::metadata::MetadataPartition;
use rdkafka::{Offset, TopicPartitionList};

use super::config::KafkaConfig;
use super::context::Context;
use super::failure;
use super::framing;
use super::pending::{Along, Letters, Pending, Traces};
use super::reader::{check_topic, reason};
use super::registry::Registry;
use crate::SourceError;
use crate::wire::DecodeOptions;

/// How long brokers may take to answer.
const ANSWER_WAIT: Duration = Duration::from_secs(10);
/// How long to wait for a record; holes in a log look as if more were to come.
const RECORD_WAIT: Duration = Duration::from_secs(5);

/// How long to wait before asking again.
const RETRY_WAIT: Duration = Duration::from_millis(200);

/// What was seen.
#[derive(Debug)]
pub struct Look {
    /// The name the cluster gives itself.
    pub cluster: String,
    /// The topics to read, as they are configured.
    pub topics: Vec<TopicSeen>,
    /// The newest records, as a run would take them in; of each partition in order.
    pub records: Vec<Record>,
}

/// A topic that is there to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicSeen {
    /// Its name.
    pub name: String,
    /// How many partitions it has.
    pub partitions: usize,
    /// How many records they hold, or somewhat fewer: what was compacted away counts.
    pub records: u64,
}

/// The newest records of a partition, still to be read.
struct Tail {
    topic: String,
    partition: i32,
    from: i64,
    high: i64,
}

/// Looks at the topics of `config` and reads at most `records_max` of their newest records, or one a partition.
///
/// # Errors
///
/// [`SourceError::Away`] when the brokers do not answer, [`SourceError::Kafka`] when a property is refused, a topic is not
/// there, or this user may not read it or not as this group.
pub fn look(
    config: &KafkaConfig,
    decode: &DecodeOptions,
    records_max: usize,
) -> Result<Look, SourceError> {
    let mut registry = config.registry.as_ref().map(Registry::new).transpose()?;
    registry.as_ref().map_or(Ok(()), Registry::check)?;
    let consumer: BaseConsumer<Context> = config
        .client()?
        .create_with_context(Context::default())
        .map_err(|wrong| failure::unusable(&wrong))?;
    for topic in config.topics.iter().chain(&config.dead_letters).chain(&config.output) {
        check_topic(&consumer, &config.brokers, topic, ANSWER_WAIT)?;
    }
    let failed = |wrong: &KafkaError| {
        let code = wrong.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::AllBrokersDown);
        failure::error(&config.brokers, code, reason(&consumer))
    };
    let cluster = consumer.client().fetch_cluster_id(ANSWER_WAIT).ok_or_else(|| {
        failure::error(&config.brokers, RDKafkaErrorCode::AllBrokersDown, reason(&consumer))
    })?;
    let (mut topics, mut tails) = (Vec::new(), Vec::new());
    for topic in &config.topics {
        let found = tails_of(&consumer, topic).map_err(|wrong| failed(&wrong))?;
        let records = found.iter().map(|tail| tail.high.abs_diff(tail.from)).sum();
        topics.push(TopicSeen { name: topic.clone(), partitions: found.len(), records });
        tails.extend(found);
    }
    may_read_as_group(&consumer, &tails).map_err(|wrong| failed(&wrong))?;
    let share = i64::try_from((records_max / tails.len().max(1)).max(1)).unwrap_or(i64::MAX);
    for tail in &mut tails {
        tail.from = tail.from.max(tail.high.saturating_sub(share));
    }
    tails.retain(|tail| tail.from < tail.high);
    let pending =
        newest(&consumer, tails, decode, registry.is_some()).map_err(|wrong| failed(&wrong))?;
    let mut records = Vec::with_capacity(pending.len());
    for pending in pending {
        if let (Some(schema), Some(registry)) = (pending.schema(), &mut registry)
            && !registry.knows(schema)
        {
            registry.learn(schema)?;
        }
        records.push(pending.read(decode, registry.as_ref()).0);
    }
    Ok(Look { cluster, topics, records })
}

/// The partitions of a topic, each from its first record.
fn tails_of(consumer: &BaseConsumer<Context>, topic: &str) -> Result<Vec<Tail>, KafkaError> {
    let metadata = consumer.fetch_metadata(Some(topic), ANSWER_WAIT)?;
    let found = metadata.topics().iter().filter(|found| found.name() == topic);
    let numbers = found.flat_map(|found| found.partitions().iter().map(MetadataPartition::id));
    let tails = numbers.map(|partition| {
        let (from, high) = consumer.fetch_watermarks(topic, partition, ANSWER_WAIT)?;
        Ok(Tail { topic: topic.to_owned(), partition, from, high })
    });
    tails.collect()
}

/// Asks for the group's offsets, which only those may who may read as it. Brokers that are asked by a group for the first
/// time need a moment until they know who of them minds it.
fn may_read_as_group(consumer: &BaseConsumer<Context>, tails: &[Tail]) -> Result<(), KafkaError> {
    let until = Instant::now() + ANSWER_WAIT;
    loop {
        let mut list = TopicPartitionList::with_capacity(tails.len());
        for tail in tails {
            list.add_partition(&tail.topic, tail.partition);
        }
        let asked = consumer.committed_offsets(list, ANSWER_WAIT).map(drop);
        let passes =
            |wrong: &KafkaError| wrong.rdkafka_error_code().is_some_and(failure::is_passing);
        if !asked.as_ref().is_err_and(passes) || Instant::now() >= until {
            return asked;
        }
        thread::sleep(RETRY_WAIT);
    }
}

/// Reads what is left of the tails, or what comes of it in time.
fn newest(
    consumer: &BaseConsumer<Context>,
    mut tails: Vec<Tail>,
    decode: &DecodeOptions,
    opens: bool,
) -> Result<Vec<Pending>, KafkaError> {
    let mut list = TopicPartitionList::with_capacity(tails.len());
    for tail in &tails {
        list.add_partition_offset(&tail.topic, tail.partition, Offset::Offset(tail.from))?;
    }
    consumer.assign(&list)?;
    drop(list);
    let along = Along { letters: Letters::Dropped, traces: Traces::Dropped };
    let (mut records, mut until) = (Vec::new(), Instant::now() + ANSWER_WAIT);
    while !tails.is_empty() && Instant::now() < until {
        let Some(polled) = consumer.poll(until.saturating_duration_since(Instant::now())) else {
            break;
        };
        let message = polled?;
        let of =
            |tail: &Tail| tail.topic == message.topic() && tail.partition == message.partition();
        let Some(tail) = tails.iter().find(|tail| of(tail)) else { continue };
        if message.offset() < tail.high {
            let later = opens && framing::schema(&message).is_some();
            records.push(Pending::of(&message, later, along, decode));
        }
        let is_last = message.offset() + 1 >= tail.high;
        tails.retain(|tail| !(is_last && of(tail)));
        until = Instant::now() + RECORD_WAIT;
    }
    consumer.unassign()?;
    Ok(records)
}
