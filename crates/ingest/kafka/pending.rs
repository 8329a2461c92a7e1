//! A record between being taken in and being handed on.

use mention::{Content, Record, RejectReason, Timestamp};
use rdkafka::message::{BorrowedMessage, Message, OwnedMessage};

use super::position::position;
use super::{plant, tombstone};
use crate::wire::{self, DecodeOptions, Problem};

/// Whether records that cannot be understood are kept as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Kept,
    Dropped,
}

/// A record that was taken in.
pub(super) enum Pending {
    /// It was read at once.
    Read(Record),
    /// It was read at once and cannot be understood: it is kept as it came, for whoever gets dead letters.
    Rejected(Record, Box<OwnedMessage>),
    /// It is read when it is handed on: reading it may end the process, and that must be written down before.
    Unread(Box<OwnedMessage>),
}

impl Pending {
    pub(super) fn of(
        message: &BorrowedMessage<'_>,
        tried: bool,
        letters: Letters,
        options: &DecodeOptions,
    ) -> Self {
        if tried {
            return Self::Unread(Box::new(message.detach()));
        }
        let record = record(message, options);
        match (&record.content, letters) {
            (Content::Rejected(_), Letters::Kept) => {
                Self::Rejected(record, Box::new(message.detach()))
            }
            _ => Self::Read(record),
        }
    }

    /// The record, and as it came if it cannot be understood and that is known.
    pub(super) fn read(self, options: &DecodeOptions) -> (Record, Option<OwnedMessage>) {
        match self {
            Self::Read(record) => (record, None),
            Self::Rejected(record, message) => (record, Some(*message)),
            Self::Unread(message) => {
                let record = record(&*message, options);
                let rejected = matches!(record.content, Content::Rejected(_));
                (record, rejected.then_some(*message))
            }
        }
    }

    /// The record as one that is not to be read, and as it came.
    pub(super) fn quarantine(self) -> (Record, Option<OwnedMessage>) {
        match self {
            Self::Read(record) => (record, None),
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

fn record(message: &impl Message, options: &DecodeOptions) -> Record {
    plant::die_of(message.payload().unwrap_or_default());
    let at = at(message);
    let content: Content = match message.payload() {
        Some(payload) => wire::decode(payload, at, options),
        None => tombstone::decode(message.key().unwrap_or_default(), at, options),
    };
    Record { at, position: position(message.offset()), content }
}

fn at(message: &impl Message) -> Option<Timestamp> {
    message.timestamp().to_millis().map(Timestamp)
}
