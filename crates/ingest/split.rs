//! A stream of bytes into records: lines, or rows of a sheet whose cells may hold line breaks.
//!
//! A record longer than the limit is passed over without being held, so that one bad line costs one
//! reject and no memory. What was read before a failure is delivered before the failure is.

#[cfg(test)]
mod tests;

use std::io;
use std::ops::Range;
use std::time::Instant;

use crate::feed::{Fed, Feed};

/// Cuts a feed into records.
pub(crate) struct Splitter {
    feed: Feed,
    rule: Rule,
    record_bytes_max: usize,
    buffer: Vec<u8>,
    /// Where in the buffer the next record starts.
    start: usize,
    /// How far into it no end was found.
    scanned: usize,
    state: Cell,
    /// Bytes of the next record that were passed over, of which the buffer holds no more than a sample.
    passed_over: u64,
    /// Where in the stream the next record starts.
    offset: u64,
    ended: Option<io::Result<()>>,
}

/// Where a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// At a line break.
    Line,
    /// At a line break outside of quotes; cells are parted by this byte.
    Row(u8),
}

/// Where the scan stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: the end of the cell, or half of a doubled quote.
    Quote,
}

/// What the splitter found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// A record, its line break left out.
    Record(Found),
    /// Nothing within the time given.
    Waiting,
    /// The end of the stream.
    End,
}

/// A record's place in the stream and in the splitter's buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its first byte in the stream.
    pub(crate) start: u64,
    /// One past its line break.
    pub(crate) end: u64,
    /// What [`Splitter::bytes`] takes; of a record that is too long only its beginning.
    pub(crate) range: Range<usize>,
    /// How it ends.
    pub(crate) ending: Ending,
}

/// How a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a line break.
    Whole,
    /// With the stream, which may be whole.
    Cut,
    /// With the stream or the limit, inside quotes.
    CutInQuotes,
    /// After the limit; its bytes were passed over.
    TooLong,
}

/// Bytes kept of a record that is too long.
const SAMPLE_BYTES: usize = 1024;

impl Splitter {
    /// Splits `feed`, whose first byte is byte `offset` of the stream.
    pub(crate) fn new(feed: Feed, rule: Rule, offset: u64, record_bytes_max: usize) -> Self {
        Self {
            feed,
            rule,
            record_bytes_max,
            buffer: Vec::new(),
            start: 0,
            scanned: 0,
            state: Cell::Start,
            passed_over: 0,
            offset,
            ended: None,
        }
    }

    /// The next record; waits until `until` where the feed is a pipe.
    ///
    /// # Errors
    ///
    /// What the feed fails with, after all whole records before it.
    pub(crate) fn next(&mut self, until: Option<Instant>) -> io::Result<Split> {
        loop {
            if let Some(end) = self.find_end() {
                return Ok(Split::Record(self.cut(end, 1, Ending::Whole)));
            }
            if self.scanned > self.record_bytes_max {
                if self.state == Cell::Quoted {
                    return Ok(Split::Record(self.cut(self.buffer.len(), 0, Ending::CutInQuotes)));
                }
                self.pass_over();
            }
            match self.ended.take() {
                Some(Ok(())) => return Ok(self.last()),
                Some(Err(failed)) => return Err(failed),
                None => {}
            }
            self.make_room();
            match self.feed.feed(&mut self.buffer, until) {
                Ok(Fed::Bytes) => {}
                Ok(Fed::Waiting) => return Ok(Split::Waiting),
                Ok(Fed::End) => self.ended = Some(Ok(())),
                Err(failed) => self.ended = Some(Err(failed)),
            }
        }
    }

    /// The bytes of a record, until the next is asked for.
    pub(crate) fn bytes(&self, found: &Found) -> &[u8] {
        &self.buffer[found.range.clone()]
    }

    /// Where the next record starts.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Looks for the line break that ends the record, from where the last look stopped.
    fn find_end(&mut self) -> Option<usize> {
        let fresh = self.start + self.scanned;
        let end = match self.rule {
            Rule::Line => memchr::memchr(b'\n', &self.buffer[fresh..]),
            Rule::Row(delimiter) => row_end(&self.buffer[fresh..], delimiter, &mut self.state),
        };
        if end.is_none() {
            self.scanned = self.buffer.len() - self.start;
        }
        end.map(|end| fresh + end)
    }

    /// Takes the bytes up to `end` as a record; the line break after it has `breaks` bytes.
    fn cut(&mut self, end: usize, breaks: usize, ending: Ending) -> Found {
        let mut range = self.start..end;
        if self.buffer[range.clone()].ends_with(b"\r") {
            range.end -= 1;
        }
        let bytes = (end + breaks - self.start) as u64 + self.passed_over;
        let ending = if self.passed_over > 0 || range.len() > self.record_bytes_max {
            range.end = range.end.min(self.start + SAMPLE_BYTES);
            Ending::TooLong
        } else {
            ending
        };
        let found = Found { start: self.offset, end: self.offset + bytes, range, ending };
        self.start = end + breaks;
        self.scanned = 0;
        self.state = Cell::Start;
        self.passed_over = 0;
        self.offset = found.end;
        found
    }

    /// What stands after the last line break.
    fn last(&mut self) -> Split {
        self.ended = Some(Ok(()));
        if self.start == self.buffer.len() && self.passed_over == 0 {
            return Split::End;
        }
        let ending = if self.state == Cell::Quoted { Ending::CutInQuotes } else { Ending::Cut };
        Split::Record(self.cut(self.buffer.len(), 0, ending))
    }

    /// Drops all of an overlong record but its beginning.
    fn pass_over(&mut self) {
        let kept = self.start + SAMPLE_BYTES.min(self.record_bytes_max);
        self.passed_over += (self.buffer.len() - kept) as u64;
        self.buffer.truncate(kept);
        self.scanned = kept - self.start;
    }

    fn make_room(&mut self) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
    }
}

/// The first line break outside of quotes; `state` is carried from one stretch of bytes to the next.
fn row_end(bytes: &[u8], delimiter: u8, state: &mut Cell) -> Option<usize> {
    for (at, &byte) in bytes.iter().enumerate() {
        *state = match (*state, byte) {
            (Cell::Quoted, b'"') => Cell::Quote,
            (Cell::Quoted, _) | (Cell::Start | Cell::Quote, b'"') => Cell::Quoted,
            (_, b'\n') => return Some(at),
            (_, byte) if byte == delimiter => Cell::Start,
            _ => Cell::Plain,
        };
    }
    None
}
