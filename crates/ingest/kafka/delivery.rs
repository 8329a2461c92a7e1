//! What goes out before a batch is stored: dead letters, and mentions with their tags.
//!
//! Both are waited for, and only then does the position pass them: what fails, or ends in between, is sent again. So each
//! is there at least once, and `tagline.src` tells doubles.

use mention::{Content, Event, Outcome, Part, Position, Record, Reject, Tagged, What};
use rdkafka::Message;
use rdkafka::message::{Header, OwnedHeaders, OwnedMessage};

use super::assignment::Partition;
use super::config::KafkaConfig;
use super::desk::Aside;
use super::pending::TRACE;
use super::position::Positions;
use super::producer::{Deliverer, Sent};
use crate::SourceError;
use crate::wire;

/// Where things go, and who brings them there.
pub(super) struct Delivery {
    deliverer: Deliverer,
    dead_letters: Option<String>,
    output: Option<String>,
}

impl Delivery {
    /// `None` when nothing is to go out.
    pub(super) fn connect(config: &KafkaConfig) -> Result<Option<Self>, SourceError> {
        if config.dead_letters.is_none() && config.output.is_none() {
            return Ok(None);
        }
        Ok(Some(Self {
            deliverer: Deliverer::connect(config)?,
            dead_letters: config.dead_letters.clone(),
            output: config.output.clone(),
        }))
    }

    /// Brings out what `outcome` holds, and what was kept `aside` of its records.
    pub(super) fn deliver(&self, outcome: &Outcome, aside: &Aside) -> Result<(), SourceError> {
        if let Some(topic) = &self.dead_letters {
            let letters = aside.rejected.iter().zip(outcome.batch.rejects());
            for (message, reject) in letters {
                self.deliverer.send(&dead_letter(topic, message, reject))?;
            }
            self.deliverer.settle(topic)?;
        }
        if let Some(topic) = &self.output {
            self.send_tagged(topic, outcome, &aside.traces)?;
            self.deliverer.settle(topic)?;
        }
        Ok(())
    }

    /// `traces` are in the order of the records.
    fn send_tagged(
        &self,
        topic: &str,
        outcome: &Outcome,
        traces: &[(Position, Vec<u8>)],
    ) -> Result<(), SourceError> {
        let rules = outcome.rules.to_string();
        let mut tagged = outcome.tagged.iter();
        for record in &outcome.batch.records {
            let Content::Event(event) = &record.content else { continue };
            let key = format!("{}/{}", event.platform, event.id);
            let value = value(event, &mut tagged);
            let mut headers = OwnedHeaders::new()
                .insert(text("tagline.rules", &rules))
                .insert(text("tagline.src", &place(&outcome.batch.part, record.position)));
            if let Ok(at) = traces.binary_search_by_key(&record.position, |(at, _)| *at) {
                headers = headers.insert(Header { key: TRACE, value: Some(&traces[at].1) });
            }
            self.deliverer.send(&Sent {
                topic,
                key: Some(key.as_bytes()),
                value: value.as_deref(),
                headers,
                at_ms: at_ms(record),
            })?;
        }
        Ok(())
    }
}

/// What is written of an event: a deletion has no value.
fn value<'a>(event: &Event, tagged: &mut impl Iterator<Item = &'a Tagged>) -> Option<Vec<u8>> {
    match &event.what {
        What::Posted { mention, .. } => {
            let tagged = tagged.next().expect("an outcome has one Tagged for each mention");
            Some(wire::write_tagged(event, mention, tagged))
        }
        What::Deleted => None,
    }
}

fn at_ms(record: &Record) -> Option<i64> {
    record.at.map(|at| at.0)
}

/// `topic/partition/offset`: the same whenever a record is read again.
fn place(part: &Part, position: Position) -> String {
    match Positions::partition(part) {
        Some(Partition { topic, number }) => format!("{topic}/{number}/{}", position.0),
        None => format!("{}/{}/{}", part.source, part.name, position.0),
    }
}

/// The record as it came, with what is wrong with it in the headers that Kafka Connect uses, and in ours.
fn dead_letter<'a>(topic: &'a str, message: &'a OwnedMessage, reject: &Reject) -> Sent<'a> {
    let headers = message.headers().map_or_else(OwnedHeaders::new, Clone::clone);
    let (partition, offset) = (message.partition().to_string(), message.offset().to_string());
    let source = format!("{}/{partition}/{offset}", message.topic());
    let headers = headers
        .insert(text("__connect.errors.topic", message.topic()))
        .insert(text("__connect.errors.partition", &partition))
        .insert(text("__connect.errors.offset", &offset))
        .insert(text("__connect.errors.connector.name", "tagline"))
        .insert(text("__connect.errors.stage", "VALUE_CONVERTER"))
        .insert(text("__connect.errors.exception.message", &reject.detail))
        .insert(text("tagline.reject.reason", reject.reason.name()))
        .insert(text("tagline.src", &source));
    Sent {
        topic,
        key: message.key(),
        value: message.payload(),
        headers,
        at_ms: message.timestamp().to_millis(),
    }
}

fn text<'a>(key: &'a str, value: &'a str) -> Header<'a, &'a str> {
    Header { key, value: Some(value) }
}
