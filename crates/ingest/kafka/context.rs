//! What librdkafka calls back into.
//!
//! A change of the assignment is carried out inside the callback, which runs on the reader's thread, within its poll:
//! what becomes ours is claimed from the store, its offset written into the list that librdkafka starts from, and what
//! is to be given up is handed on and committed first, for a bounded time. librdkafka waits for the answer, and reads
//! nothing meanwhile.

use std::sync::{Mutex, PoisonError};

use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{ClientContext, Statistics, TopicPartitionList};

use super::member::{Member, give_up};

/// A consumer's memory.
#[derive(Default)]
pub(super) struct Context {
    /// Absent before the group is joined. Only the reader's thread takes it, and never while it polls.
    member: Mutex<Option<Member>>,
    /// The last reason librdkafka gave for a failure; its error codes are less telling.
    reason: Mutex<Option<String>>,
}

impl Context {
    pub(super) fn set(&self, member: Member) {
        *self.member.lock().unwrap_or_else(PoisonError::into_inner) = Some(member);
    }

    /// Does something with the member; `None` before it was set.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Member) -> T) -> Option<T> {
        self.member.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(act)
    }

    /// The member, for another client to go on with.
    pub(super) fn take(&self) -> Option<Member> {
        self.member.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn reason(&self) -> Option<String> {
        self.reason.lock().unwrap_or_else(PoisonError::into_inner).clone()
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

    fn stats(&self, statistics: Statistics) {
        self.with(|member| member.note_ends(&statistics));
    }
}

impl ConsumerContext for Context {
    fn rebalance(
        &self,
        consumer: &BaseConsumer<Self>,
        event: RDKafkaRespErr,
        list: &mut TopicPartitionList,
    ) {
        let answered = self.with(|member| match event {
            RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS => member.assign(consumer, list),
            _ if consumer.assignment_lost() => member.lose(consumer, list),
            _ => member.revoke(consumer, list),
        });
        if answered.is_none() {
            give_up(consumer, list);
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!(%error, "kafka's own offsets could not follow");
        }
    }
}
