//! Lines and rows are cut where the standard library and `csv` cut them.

use std::io::Read;

use proptest::prelude::*;

use super::*;

/// Hands out a few bytes at a time.
struct Dripping {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl Read for Dripping {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = self.bytes.len().min(self.at + self.step.min(buffer.len()));
        let given = &self.bytes[self.at..end];
        buffer[..given.len()].copy_from_slice(given);
        self.at = end;
        Ok(given.len())
    }
}

/// Start, end, bytes and ending of every record.
fn split(bytes: &[u8], step: usize, rule: Rule, max: usize) -> Vec<(u64, u64, Vec<u8>, Ending)> {
    let feed = Feed::Direct(Box::new(Dripping { bytes: bytes.to_vec(), at: 0, step }));
    let mut splitter = Splitter::new(feed, rule, 0, max);
    let mut out = Vec::new();
    while let Split::Record(found) = splitter.next(None).unwrap() {
        out.push((found.start, found.end, splitter.bytes(&found).to_vec(), found.ending));
    }
    out
}

/// Lines as the standard library cuts them.
fn expected(bytes: &[u8], max: usize) -> Vec<(u64, u64, Vec<u8>, Ending)> {
    let mut at = 0;
    let line = |line: &[u8]| {
        let start = at;
        at += line.len() as u64;
        let whole = line.ends_with(b"\n");
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        let ending = match whole {
            _ if bare.len() > max => Ending::TooLong,
            true => Ending::Whole,
            false => Ending::Cut,
        };
        (start, at, bare.to_vec(), ending)
    };
    bytes.split_inclusive(|byte| *byte == b'\n').map(line).collect()
}

proptest! {
    #[test]
    fn lines_are_those_of_the_standard_library_however_the_bytes_drip(
        text in "[ab\r\n]{0,200}",
        step in 1..50_usize,
        max in 1..30_usize,
    ) {
        let found = split(text.as_bytes(), step, Rule::Line, max);
        let wanted = expected(text.as_bytes(), max);
        prop_assert_eq!(found.len(), wanted.len());
        for (found, wanted) in found.iter().zip(&wanted) {
            prop_assert_eq!((found.0, found.1), (wanted.0, wanted.1));
            // At the very limit the carriage return before the break may count or not.
            if found.3 != wanted.3 {
                prop_assert_eq!(wanted.2.len(), max);
            } else if found.3 == Ending::TooLong {
                prop_assert!(wanted.2.starts_with(&found.2[..max.min(found.2.len())]));
            } else {
                prop_assert_eq!(&found.2, &wanted.2);
            }
        }
    }

    #[test]
    fn rows_are_those_of_the_csv_crate(
        cells in prop::collection::vec(prop::collection::vec("[a\"\n,;]{0,4}", 2..4), 1..12),
        step in 1..40_usize,
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let rows = split(&bytes, step, Rule::Row(b','), 10_000);
        prop_assert_eq!(rows.len(), cells.len());
        for (row, cells) in rows.iter().zip(&cells) {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).from_reader(&row.2[..]);
            let read: Vec<_> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(&read[0], &csv::StringRecord::from(cells.clone()));
        }
    }
}

#[test]
fn a_quote_that_is_not_closed_ends_with_the_stream_or_the_limit() {
    let ending = |bytes: &[u8], max| split(bytes, 7, Rule::Row(b','), max).pop().unwrap().3;
    assert_eq!(ending(b"a,\"b\nc,d\n", 100), Ending::CutInQuotes);
    assert_eq!(ending(b"a,\"b\"\"\nc,d\n", 100), Ending::CutInQuotes);
    assert_eq!(ending(b"a,\"b\"\nc,d\n", 100), Ending::Whole);
    let long = [&b"a,\""[..], &b"x\n".repeat(100)[..]].concat();
    let first = split(&long, 7, Rule::Row(b','), 50).remove(0).3;
    assert!(matches!(first, Ending::CutInQuotes | Ending::TooLong), "{first:?}");
}
