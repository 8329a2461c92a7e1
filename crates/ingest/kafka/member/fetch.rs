//! What librdkafka is to read for us: taken up, given up, and mended after a batch was refused.

use std::time::Instant;

use rdkafka::consumer::{BaseConsumer, Consumer, RebalanceProtocol};
use rdkafka::error::KafkaResult;
use rdkafka::{Offset, TopicPartitionList};

use super::{Member, RETRY_WAIT};
use crate::kafka::assignment::Partition;
use crate::kafka::context::Context;
use crate::kafka::failure;

impl Member {
    /// The fault that [`plant::seeks`] plants.
    pub(super) fn begin_anywhere(
        &mut self,
        consumer: &BaseConsumer<Context>,
        given: &[Partition],
    ) -> KafkaResult<()> {
        let mut list = TopicPartitionList::with_capacity(given.len());
        for partition in given {
            list.add_partition(&partition.topic, partition.number);
        }
        self.seek_at = Some(Instant::now() + RETRY_WAIT);
        take_up(consumer, &list)
    }

    /// The other half of that fault.
    pub(super) fn seek(&mut self, consumer: &BaseConsumer<Context>) {
        if self.seek_at.is_none_or(|at| Instant::now() < at) {
            return;
        }
        self.seek_at = None;
        for (partition, log) in &self.logs {
            let (topic, next) = (&partition.topic, Offset::Offset(log.committed));
            let sought = consumer.seek(topic, partition.number, next, RETRY_WAIT);
            tracing::warn!(topic = &**topic, partition = partition.number, ?sought, "planted");
        }
    }

    /// Claims what is assigned but not held, and has it read again.
    pub(super) fn mend(&mut self, consumer: &BaseConsumer<Context>) {
        if Instant::now() < self.retry_at || consumer.assignment_lost() {
            return;
        }
        let lost: Vec<Partition> =
            self.assigned.iter().filter(|p| !self.assignment.holds(p)).cloned().collect();
        for partition in lost {
            let mut mended = Ok(());
            if self.fetched.remove(&partition) {
                mended = self.unfetch(consumer, &partition);
            }
            self.claim(consumer, &partition);
            if mended.is_ok() && self.assignment.holds(&partition) {
                mended = self.fetch(consumer, &partition);
                self.fetched.insert(partition);
            }
            if let Err(wrong) = mended {
                self.fail(failure::unusable(&wrong));
            }
        }
    }

    /// Has librdkafka read `partition` no more.
    pub(super) fn unfetch(
        &self,
        consumer: &BaseConsumer<Context>,
        partition: &Partition,
    ) -> KafkaResult<()> {
        if matches!(consumer.rebalance_protocol(), RebalanceProtocol::Cooperative) {
            let mut list = TopicPartitionList::with_capacity(1);
            list.add_partition(&partition.topic, partition.number);
            return consumer.incremental_unassign(&list);
        }
        consumer.assign(&self.list(self.fetched.iter().filter(|p| self.assignment.holds(p)))?)
    }

    /// Has librdkafka read `partition`, which is held, beside the others.
    pub(super) fn fetch(
        &self,
        consumer: &BaseConsumer<Context>,
        partition: &Partition,
    ) -> KafkaResult<()> {
        if matches!(consumer.rebalance_protocol(), RebalanceProtocol::Cooperative) {
            return consumer.incremental_assign(&self.list([partition])?);
        }
        let others = self.fetched.iter().filter(|p| self.assignment.holds(p));
        consumer.assign(&self.list(others.chain([partition]))?)
    }

    /// Partitions that are held, each with the offset to fetch first.
    pub(super) fn list<'a>(
        &self,
        held: impl IntoIterator<Item = &'a Partition>,
    ) -> KafkaResult<TopicPartitionList> {
        let mut list = TopicPartitionList::new();
        for partition in held {
            let from = Offset::Offset(self.first(partition));
            list.add_partition_offset(&partition.topic, partition.number, from)?;
        }
        Ok(list)
    }

    /// The offset to fetch first of a partition that is held: the witness before the position, where there is one.
    pub(super) fn first(&self, partition: &Partition) -> i64 {
        let witness = self.logs.get(partition).and_then(|log| log.witness);
        witness.map_or_else(
            || self.assignment.next(partition).unwrap_or_default(),
            |(offset, _)| offset,
        )
    }
}

/// Answers an assignment.
pub(super) fn take_up(
    consumer: &BaseConsumer<Context>,
    list: &TopicPartitionList,
) -> KafkaResult<()> {
    match consumer.rebalance_protocol() {
        RebalanceProtocol::Cooperative => consumer.incremental_assign(list),
        RebalanceProtocol::Eager | RebalanceProtocol::None => consumer.assign(list),
    }
}

/// Answers a revocation. Failing means that librdkafka has given the partitions up by itself.
pub(in crate::kafka) fn give_up(consumer: &BaseConsumer<Context>, list: &TopicPartitionList) {
    let answered = match consumer.rebalance_protocol() {
        RebalanceProtocol::Cooperative => consumer.incremental_unassign(list),
        RebalanceProtocol::Eager | RebalanceProtocol::None => consumer.unassign(),
    };
    if let Err(error) = answered {
        tracing::debug!(%error, "partitions were given up before");
    }
}

pub(super) fn partitions(list: &TopicPartitionList) -> Vec<Partition> {
    let elements = list.elements();
    let named = elements
        .iter()
        .map(|element| Partition { topic: element.topic().into(), number: element.partition() });
    named.collect()
}
