//! Records out of one opened part, as many as a batch takes.

use std::io::{self, Cursor};
use std::time::Instant;

use mention::{Content, Position, Record};

use crate::feed::Feed;
use crate::sheet::{Cell, Plan};
use crate::source::BatchLimits;
use crate::split::{Ending, Found, Rule, Split, Splitter};
use crate::wire::{DecodeOptions, cut_short, decode_each, not_utf8, too_large};

/// A part being read.
pub(crate) enum Body {
    /// One JSON object a line.
    Lines(Splitter),
    /// Rows of a CSV file.
    Rows {
        splitter: Splitter,
        delimiter: u8,
        plan: Plan,
        /// Rows to come before the first record: headers, and what stands above them.
        headers: usize,
    },
    /// What one JSON document holds.
    Document {
        contents: std::vec::IntoIter<Content>,
        /// The number of the next, from 0.
        next: u64,
    },
    /// Rows of a workbook.
    Workbook {
        rows: std::vec::IntoIter<Vec<Cell>>,
        /// The next row's number, from 0.
        next: u64,
        plan: Plan,
    },
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

/// What one stretch of bytes turned out to be.
enum Said {
    Records,
    Header,
    Cut(&'static str),
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
        match self {
            Self::Lines(splitter) => read(splitter, limits, until, |splitter, found, each| {
                line(splitter, found, options, each)
            }),
            Self::Rows { splitter, delimiter, plan, headers } => {
                read(splitter, limits, until, |splitter, found, each| {
                    if *headers > 0 {
                        *headers -= 1;
                        return Said::Header;
                    }
                    row(splitter, found, *delimiter, (plan, options), each)
                })
            }
            Self::Document { contents, next } => document(contents, next, limits),
            Self::Workbook { rows, next, plan } => workbook(rows, next, plan, options, limits),
        }
    }
}

fn read(
    splitter: &mut Splitter,
    limits: &BatchLimits,
    until: Instant,
    mut said: impl FnMut(&Splitter, &Found, &mut dyn FnMut(Content)) -> Said,
) -> Read {
    let from = splitter.offset();
    let mut records = Vec::new();
    let stop = loop {
        let full = records.len() >= limits.records_max
            || splitter.offset() - from >= limits.bytes_max as u64;
        if full {
            break Stop::Full;
        }
        let found = match splitter.next(Some(until)) {
            Ok(Split::Record(found)) => found,
            Ok(Split::Waiting) => break Stop::Waiting,
            Ok(Split::End) => break Stop::End,
            Err(failed) => break Stop::Failed(failed),
        };
        let position = Position(found.start);
        let mut each = |content| records.push(Record { at: None, position, content });
        match said(splitter, &found, &mut each) {
            Said::Records | Said::Header => {}
            Said::Cut(what) => return Read { records, to: position, stop: Stop::Cut(what) },
        }
    };
    Read { records, to: Position(splitter.offset()), stop }
}

/// What a line says. A last line without a line break that is the beginning of a record is cut off.
fn line(
    splitter: &Splitter,
    found: &Found,
    options: &DecodeOptions,
    each: &mut dyn FnMut(Content),
) -> Said {
    let bytes = splitter.bytes(found);
    let begun = found.ending == Ending::Cut && !bytes.trim_ascii().is_empty() && cut_short(bytes);
    if found.ending == Ending::TooLong {
        each(too_large(found.end - found.start, bytes, options));
    } else if begun {
        return Said::Cut(
            "the last line ends in the middle of a record; let whatever writes the file finish it, or delete that line",
        );
    } else {
        decode_each(bytes, None, options, each);
    }
    Said::Records
}

/// What a row says. A last row without a line break is whole: most exports end so.
fn row(
    splitter: &Splitter,
    found: &Found,
    delimiter: u8,
    (plan, options): (&Plan, &DecodeOptions),
    each: &mut dyn FnMut(Content),
) -> Said {
    let bytes = splitter.bytes(found);
    match found.ending {
        Ending::TooLong => each(too_large(found.end - found.start, bytes, options)),
        Ending::CutInQuotes => {
            return Said::Cut(
                "a quote is opened here that is not closed; close it, or export the file again, whole",
            );
        }
        Ending::Whole | Ending::Cut => each(match cells(bytes, delimiter) {
            Some(cells) => plan.read(&cells, options),
            None => not_utf8(bytes),
        }),
    }
    Said::Records
}

/// The cells of one row; `None` when it is not UTF-8.
pub(crate) fn cells(row: &[u8], delimiter: u8) -> Option<Vec<Cell>> {
    let text = std::str::from_utf8(row).ok()?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(row.len().max(1))
        .from_reader(Cursor::new(text.trim_start_matches('\u{feff}')));
    let mut record = csv::StringRecord::new();
    // Reading from memory cannot fail, and the text is UTF-8: what is left is that there is no cell.
    reader.read_record(&mut record).unwrap_or(false);
    let cell = |text: &str| match text {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    Some(record.iter().map(cell).collect())
}

/// As many of a document's records as a batch takes; they were all read when it was opened.
fn document(
    contents: &mut std::vec::IntoIter<Content>,
    next: &mut u64,
    limits: &BatchLimits,
) -> Read {
    let mut records = Vec::new();
    for content in contents.by_ref().take(limits.records_max) {
        records.push(Record { at: None, position: Position(*next), content });
        *next += 1;
    }
    let stop = if contents.len() == 0 { Stop::End } else { Stop::Full };
    Read { records, to: Position(*next), stop }
}

fn workbook(
    rows: &mut std::vec::IntoIter<Vec<Cell>>,
    next: &mut u64,
    plan: &Plan,
    options: &DecodeOptions,
    limits: &BatchLimits,
) -> Read {
    let mut records = Vec::new();
    while records.len() < limits.records_max {
        let Some(row) = rows.next() else {
            return Read { records, to: Position(*next), stop: Stop::End };
        };
        let content = plan.read(&row, options);
        records.push(Record { at: None, position: Position(*next), content });
        *next += 1;
    }
    Read { records, to: Position(*next), stop: Stop::Full }
}
