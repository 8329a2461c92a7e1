//! Records out of one opened part, as many as a batch takes.

use std::io;
use std::time::Instant;

use mention::{Content, Position, Record, RejectReason};

use crate::feed::Feed;
use crate::source::BatchLimits;
use crate::split::{Ending, Found, Rule, Split, Splitter};
use crate::wire::{DecodeOptions, cut_short, decode, too_large};

/// A part being read.
pub(crate) enum Body {
    /// One JSON object a line.
    Lines(Splitter),
}

/// What one look at a part gave.
pub(crate) struct Read {
    pub(crate) records: Vec<Record>,
    /// Past the last record.
    pub(crate) to: Position,
    pub(crate) stop: Stop,
}

/// Why reading stopped.
pub(crate) enum Stop {
    /// The batch is full.
    Full,
    /// The time is over.
    Waiting,
    /// There is no more.
    End,
    /// What stands from `to` on is cut off, and what to do about it.
    Cut(&'static str),
    /// Reading failed.
    Failed(io::Error),
}

impl Body {
    /// Lines of `feed`, whose first byte is at `from`.
    pub(crate) fn lines(feed: Feed, from: Position, record_bytes_max: usize) -> Self {
        Self::Lines(Splitter::new(feed, Rule::Line, from.0, record_bytes_max))
    }

    /// Reads until a limit is reached, or until `until` where the part is a pipe.
    pub(crate) fn read(
        &mut self,
        options: &DecodeOptions,
        limits: &BatchLimits,
        until: Instant,
    ) -> Read {
        let Self::Lines(splitter) = self;
        let from = splitter.offset();
        let mut records = Vec::new();
        let stop = loop {
            let full = records.len() >= limits.records_max
                || splitter.offset() - from >= limits.bytes_max as u64;
            if full {
                break Stop::Full;
            }
            match splitter.next(Some(until)) {
                Ok(Split::Record(found)) => match line(splitter, &found, options) {
                    Some(content) => {
                        records.push(Record { at: None, position: Position(found.start), content });
                    }
                    None => return Read { records, to: Position(found.start), stop: CUT_LINE },
                },
                Ok(Split::Waiting) => break Stop::Waiting,
                Ok(Split::End) => break Stop::End,
                Err(failed) => break Stop::Failed(failed),
            }
        };
        Read { records, to: Position(splitter.offset()), stop }
    }
}

const CUT_LINE: Stop = Stop::Cut(
    "the last line ends in the middle of a record; let whatever writes the file finish it, or delete that line",
);

/// What a line says; `None` for one that the end of the input cut off.
fn line(splitter: &Splitter, found: &Found, options: &DecodeOptions) -> Option<Content> {
    let bytes = splitter.bytes(found);
    if found.ending == Ending::TooLong {
        return Some(too_large(found.end - found.start, bytes, options));
    }
    let content = decode(bytes, None, options);
    let unread = matches!(&content, Content::Rejected(reject)
        if matches!(reject.reason, RejectReason::InvalidJson | RejectReason::InvalidUtf8));
    (found.ending == Ending::Whole || !unread || !cut_short(bytes)).then_some(content)
}
