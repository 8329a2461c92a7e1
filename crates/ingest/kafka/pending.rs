//! A record between being taken in and being handed on.

use mention::{Content, Record, Reject, RejectReason, Timestamp};
use rdkafka::message::{BorrowedMessage, Headers, Message, OwnedMessage};

use super::framing::{self, SchemaId};
use super::position::position;
use super::registry::Registry;
use super::{plant, tombstone};
use crate::now;
use crate::wire::{self, DecodeOptions, Problem};

/// Whether records that cannot be understood are kept as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Kept,
    Dropped,
}

/// Whether the header that follows a record from program to program is kept, for what goes out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Traces {
    Kept,
    Dropped,
}

/// The name of that header.
///
/// # Source
///
/// W3C, *Trace Context*.
pub(super) const TRACE: &str = "traceparent";

/// What is kept of records beside what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Along {
    pub(super) letters: Letters,
    pub(super) traces: Traces,
}

/// Whether records may be framed by a schema registry, which the loop asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frames {
    Opened,
    Unknown,
}

/// How records are read, with the clock of this machine.
#[derive(Clone)]
pub(super) struct Reading {
    pub(super) options: DecodeOptions,
    /// By how much a time may be ahead of the clock, in milliseconds.
    ahead_ms: i64,
}

impl Reading {
    pub(super) fn new(options: DecodeOptions) -> Self {
        Self { ahead_ms: options.latest_at.0.saturating_sub(now().0), options }
    }

    /// What was the future when reading began may be over.
    pub(super) fn follow_the_clock(&mut self) {
        self.options.latest_at = Timestamp(now().0.saturating_add(self.ahead_ms));
    }
}

/// A record that was taken in.
pub(super) enum Pending {
    /// It was read at once.
    Read(Record, Option<Vec<u8>>),
    /// It was read at once and cannot be understood: it is kept as it came, for whoever gets dead letters.
    Rejected(Record, Box<OwnedMessage>),
    /// It is read when the loop has it: reading it may end the process, and that must be written down before; or the
    /// schema it was written by may have to be asked for.
    Unread(Box<OwnedMessage>),
}

impl Pending {
    pub(super) fn of(
        message: &BorrowedMessage<'_>,
        later: bool,
        along: Along,
        options: &DecodeOptions,
    ) -> Self {
        if later {
            return Self::Unread(Box::new(message.detach()));
        }
        let record = record(message, options, None);
        if along.letters == Letters::Kept && matches!(record.content, Content::Rejected(_)) {
            return Self::Rejected(record, Box::new(message.detach()));
        }
        let kept = along.traces == Traces::Kept;
        Self::Read(record, kept.then(|| trace(message)).flatten())
    }

    /// The schema that must be known to read it.
    pub(super) fn schema(&self) -> Option<SchemaId> {
        match self {
            Self::Read(..) | Self::Rejected(..) => None,
            Self::Unread(message) => framing::schema(&**message),
        }
    }

    /// What traces it, where that is kept.
    pub(super) fn trace(&mut self) -> Option<Vec<u8>> {
        match self {
            Self::Read(_, trace) => trace.take(),
            Self::Rejected(..) => None,
            Self::Unread(message) => trace(&**message),
        }
    }

    /// The record, and as it came if it cannot be understood and that is known.
    pub(super) fn read(
        self,
        options: &DecodeOptions,
        registry: Option<&Registry>,
    ) -> (Record, Option<OwnedMessage>) {
        match self {
            Self::Read(record, _) => (record, None),
            Self::Rejected(record, message) => (record, Some(*message)),
            Self::Unread(message) => {
                let record = record(&*message, options, registry);
                let rejected = matches!(record.content, Content::Rejected(_));
                (record, rejected.then_some(*message))
            }
        }
    }

    /// The record as one that is not to be read, and as it came.
    pub(super) fn quarantine(self) -> (Record, Option<OwnedMessage>) {
        match self {
            Self::Read(record, _) => (record, None),
            Self::Rejected(record, message) => (record, Some(*message)),
            Self::Unread(message) => {
                let detail = "each process that read this record ended over it; \
                              look at it, and report what ended them: tagline should survive any record";
                let problem = Problem::new(RejectReason::Quarantined, detail);
                let content = wire::reject(problem, message.payload().unwrap_or_default());
                let (at, position) = (at(&*message), position(message.offset()));
                (Record { at, position, content }, Some(*message))
            }
        }
    }
}

fn record(message: &impl Message, options: &DecodeOptions, registry: Option<&Registry>) -> Record {
    plant::die_of(message.payload().unwrap_or_default());
    let content = registry
        .map_or_else(|| bare(message, options), |registry| opened(message, options, registry));
    Record { at: at(message), position: position(message.offset()), content }
}

/// What a record says that is as it is.
fn bare(message: &impl Message, options: &DecodeOptions) -> Content {
    let at = at(message);
    let content = match message.payload() {
        Some(payload) => wire::decode(payload, at, options),
        None => tombstone::decode(message.key().unwrap_or_default(), at, options),
    };
    match (content, framing::schema(message)) {
        (Content::Rejected(reject), Some(schema)) => {
            let detail = format!(
                "it is framed by a schema registry (schema {schema}), and none is set: set kafka.registry; {}",
                reject.detail
            );
            Content::Rejected(Reject { detail, ..reject })
        }
        (content, _) => content,
    }
}

/// What a record says, once what a registry has framed of it is opened.
fn opened(message: &impl Message, options: &DecodeOptions, registry: &Registry) -> Content {
    let (at, bytes_max) = (at(message), options.limits.record_bytes_max);
    let bytes = message.payload().or_else(|| message.key()).unwrap_or_default();
    let json = |framed| registry.json(framed, bytes_max);
    if message.payload().is_some() {
        return match framing::value(message).map(json) {
            None => wire::decode(bytes, at, options),
            Some(Ok(text)) => wire::decode(text.as_bytes(), at, options),
            Some(Err(problem)) => wire::reject(problem, bytes),
        };
    }
    match framing::key(message).map(json) {
        None => tombstone::decode(bytes, at, options),
        // A key that is only a text is that text.
        Some(Ok(text)) => tombstone::decode(wire::bare(&text).as_bytes(), at, options),
        Some(Err(problem)) => wire::reject(problem, bytes),
    }
}

fn trace(message: &impl Message) -> Option<Vec<u8>> {
    let mut headers = message.headers()?.iter();
    headers.find(|header| header.key == TRACE)?.value.map(<[u8]>::to_vec)
}

fn at(message: &impl Message) -> Option<Timestamp> {
    message.timestamp().to_millis().map(Timestamp)
}
