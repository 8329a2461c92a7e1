//! A record between being taken in and being handed on.

use mention::{Content, Record, RejectReason, Timestamp};
use rdkafka::message::{BorrowedMessage, Message, OwnedMessage};

use super::position::position;
use super::tombstone;
use crate::wire::{self, DecodeOptions, Problem};

/// A record that was taken in.
pub(super) enum Pending {
    /// It was read at once.
    Read(Record),
    /// It is read when it is handed on: reading it may end the process, and that must be written down before.
    Unread(Box<OwnedMessage>),
}

impl Pending {
    pub(super) fn of(message: &BorrowedMessage<'_>, tried: bool, options: &DecodeOptions) -> Self {
        if tried {
            Self::Unread(Box::new(message.detach()))
        } else {
            Self::Read(record(message, options))
        }
    }

    pub(super) fn read(self, options: &DecodeOptions) -> Record {
        match self {
            Self::Read(record) => record,
            Self::Unread(message) => record(&*message, options),
        }
    }

    /// The record as one that is not to be read.
    pub(super) fn quarantine(self) -> Record {
        match self {
            Self::Read(record) => record,
            Self::Unread(message) => {
                let detail = "each process that read this record ended over it; \
                              look at it, and report what ended them: tagline should survive any record";
                let problem = Problem::new(RejectReason::Quarantined, detail);
                let content = wire::reject(problem, message.payload().unwrap_or_default());
                Record { at: at(&*message), position: position(message.offset()), content }
            }
        }
    }
}

fn record(message: &impl Message, options: &DecodeOptions) -> Record {
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
