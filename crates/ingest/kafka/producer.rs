//! Records out: sent, and waited for until the brokers have them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::OwnedHeaders;
use rdkafka::producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext};

use super::config::KafkaConfig;
use super::failure;
use crate::SourceError;

/// How long the brokers may take to take a record; as long as a run bears with a database that is away.
const DELIVERY_WAIT: Duration = Duration::from_mins(2);
/// How long to wait before trying again when the queue is full.
const QUEUE_WAIT: Duration = Duration::from_millis(50);

/// A record to be written.
pub(super) struct Sent<'a> {
    pub(super) topic: &'a str,
    pub(super) key: Option<&'a [u8]>,
    pub(super) value: Option<&'a [u8]>,
    pub(super) headers: OwnedHeaders,
    /// Its timestamp; the present when absent.
    pub(super) at_ms: Option<i64>,
}

/// Who writes. Each record once, as far as one process can see to it: the brokers know doubles of one producer.
pub(super) struct Deliverer {
    producer: BaseProducer<Reports>,
    brokers: String,
}

/// What the brokers said to what was sent.
#[derive(Default)]
struct Reports {
    refused: Mutex<Option<KafkaError>>,
    delivered: AtomicU64,
}

impl ClientContext for Reports {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, message: &str) {
        tracing::debug!(facility, detail = message, "kafka producer");
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        match result {
            Ok(_) => drop(self.delivered.fetch_add(1, Ordering::Relaxed)),
            Err((error, _)) => {
                let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
                refused.get_or_insert(error.clone());
            }
        }
    }
}

impl Deliverer {
    pub(super) fn connect(config: &KafkaConfig) -> Result<Self, SourceError> {
        let producer = config
            .producer(DELIVERY_WAIT)?
            .create_with_context(Reports::default())
            .map_err(|wrong| failure::unusable(&wrong))?;
        Ok(Self { producer, brokers: config.brokers.clone() })
    }

    /// Sends a record, waiting while the queue is full.
    pub(super) fn send(&self, sent: &Sent<'_>) -> Result<(), SourceError> {
        let until = Instant::now() + DELIVERY_WAIT;
        let mut record = BaseRecord::<[u8], [u8], ()>::to(sent.topic).headers(sent.headers.clone());
        (record.key, record.payload, record.timestamp) = (sent.key, sent.value, sent.at_ms);
        loop {
            let (error, back) = match self.producer.send(record) {
                Ok(()) => return Ok(()),
                Err(refused) => refused,
            };
            let full = error.rdkafka_error_code() == Some(RDKafkaErrorCode::QueueFull);
            if !full || Instant::now() >= until {
                return Err(self.failed(sent.topic, &error));
            }
            record = back;
            self.producer.poll(QUEUE_WAIT);
        }
    }

    /// Waits until the brokers have everything that was sent.
    pub(super) fn settle(&self, topic: &str) -> Result<(), SourceError> {
        let flushed = self.producer.flush(DELIVERY_WAIT + QUEUE_WAIT);
        let refused = &self.producer.context().refused;
        let refused = refused.lock().unwrap_or_else(PoisonError::into_inner).take();
        match refused.map_or(flushed, Err) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failed(topic, &error)),
        }
    }

    fn failed(&self, topic: &str, error: &KafkaError) -> SourceError {
        let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail);
        failure::undelivered(&format!("topic {topic} at {}", self.brokers), code)
    }
}
