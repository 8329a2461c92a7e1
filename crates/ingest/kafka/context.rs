//! What librdkafka calls back into: changes of the assignment are noted here and carried out by the source.
//!
//! librdkafka waits with a rebalance until it is told to assign or unassign, not until the callback returns. So the
//! callback only notes the change; the source then asks the store, or hands on what is pending, and answers.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, RebalanceProtocol};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{ClientContext, TopicPartitionList};

use super::assignment::Partition;

/// A change of what is ours, not yet carried out.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) what: What,
    pub(super) partitions: Vec<Partition>,
    pub(super) reach: Reach,
}

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The partitions become ours.
    Assign,
    /// They are to be given up.
    Revoke,
    /// They are another's already.
    Lose,
}

/// What the list of a change stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Only what it names changes.
    These,
    /// It names all that was or will be ours.
    All,
}

/// Notes what librdkafka says until the source asks.
#[derive(Debug, Default)]
pub(super) struct Context {
    changes: Mutex<Vec<Change>>,
    /// The last reason librdkafka gave for a failure; its error codes are less telling.
    reason: Mutex<Option<String>>,
    /// Nobody will carry out changes any more.
    closing: AtomicBool,
}

impl Context {
    pub(super) fn take_changes(&self) -> Vec<Change> {
        mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn reason(&self) -> Option<String> {
        self.reason.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on every change is answered at once by giving everything up.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    fn note_reason(&self, reason: &str) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason.to_owned());
    }
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error => {
                self.note_reason(message);
                tracing::warn!(facility, reason = message, "kafka client reports an error");
            }
            _ => tracing::debug!(facility, detail = message, "kafka client"),
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.note_reason(reason);
        tracing::debug!(%error, reason, "kafka client error");
    }
}

impl ConsumerContext for Context {
    fn rebalance(
        &self,
        consumer: &BaseConsumer<Self>,
        event: RDKafkaRespErr,
        list: &mut TopicPartitionList,
    ) {
        let reach = match consumer.rebalance_protocol() {
            RebalanceProtocol::Cooperative => Reach::These,
            RebalanceProtocol::Eager | RebalanceProtocol::None => Reach::All,
        };
        if self.closing.load(Ordering::Acquire) {
            give_up(consumer, reach, list);
            return;
        }
        let what = match event {
            RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS => What::Assign,
            _ if consumer.assignment_lost() => What::Lose,
            _ => What::Revoke,
        };
        let partitions = list
            .elements()
            .iter()
            .map(|element| Partition { topic: element.topic().into(), number: element.partition() })
            .collect();
        let change = Change { what, partitions, reach };
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).push(change);
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!(%error, "kafka's own offsets could not follow");
        }
    }
}

/// Answers a revocation. Failing means that librdkafka has given the partitions up by itself.
pub(super) fn give_up<C: ConsumerContext>(
    consumer: &BaseConsumer<C>,
    reach: Reach,
    list: &TopicPartitionList,
) {
    let answered = match reach {
        Reach::These => consumer.incremental_unassign(list),
        Reach::All => consumer.unassign(),
    };
    if let Err(error) = answered {
        tracing::debug!(%error, "partitions were given up before");
    }
}
