//! What form an input has: JSON lines, one JSON document, rows of cells, or a workbook.

use crate::encoding::Encoding;
use crate::source::SourceError;
use crate::wire::{Preset, cut_short};

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One JSON object a line.
    Lines,
    /// One JSON value of many lines, as an API gives a page of posts.
    Document,
    /// Cells parted by this byte.
    Rows(u8),
    /// An XLSX workbook.
    Workbook,
    /// No byte at all.
    Empty,
}

/// How a workbook begins: it is a ZIP archive.
pub(crate) const WORKBOOK: &[u8] = b"PK\x03\x04";

/// Tells the form by the first bytes, and by the name where they leave a choice. A document needs a preset that knows
/// what is in it.
///
/// # Errors
///
/// [`SourceError::Form`] for what is recognized and cannot be read.
pub(crate) fn of(
    place: &str,
    head: &[u8],
    encoding: Encoding,
    preset: Preset,
) -> Result<Form, SourceError> {
    let refuse = |what: &str, remedy: &str| {
        Err(SourceError::Form {
            place: place.to_owned(),
            what: what.to_owned(),
            remedy: remedy.to_owned(),
        })
    };
    if head.starts_with(WORKBOOK) {
        return Ok(Form::Workbook);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return refuse("this is a workbook of Excel 97-2003", "save it as .xlsx or as CSV UTF-8");
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let name = place.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let named = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match text.first() {
        None => Ok(Form::Empty),
        Some(b'{' | b'[') if preset.reads_documents() => {
            Ok(if spread(text) || is_long_list(text) { Form::Document } else { Form::Lines })
        }
        Some(b'{') if spread(text) => refuse(
            "this is one JSON object spread over many lines",
            "write one object a line: jq -c . FILE > FILE.jsonl; or say with --preset whose API it is from",
        ),
        Some(b'{') => Ok(Form::Lines),
        Some(b'[') if !named(&[".csv", ".tsv"]) => refuse(
            "this is a JSON list, not one object a line",
            "turn it: jq -c '.[]' FILE > FILE.jsonl; or say with --preset whose API it is from",
        ),
        Some(_) if named(&[".jsonl", ".ndjson", ".json"]) => Ok(Form::Lines),
        Some(_) => rows(place, head, encoding),
    }
}

/// Whether the first line is the beginning of an object that goes on in the next.
fn spread(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.len() < text.len() && cut_short(line)
}

/// Whether the text is a list whose first line does not end in what was looked at.
fn is_long_list(text: &[u8]) -> bool {
    text.starts_with(b"[") && memchr::memchr(b'\n', text).is_none()
}

fn rows(place: &str, head: &[u8], encoding: Encoding) -> Result<Form, SourceError> {
    if let Err(wrong) = std::str::from_utf8(head)
        && wrong.error_len().is_some()
        && encoding == Encoding::Utf8
    {
        let at = wrong.valid_up_to();
        let line = memchr::memchr_iter(b'\n', &head[..at]).count() + 1;
        return Err(SourceError::Form {
            place: format!("{place}, line {line}"),
            what: format!("the table is not UTF-8: it holds the byte 0x{:02x}", head[at]),
            remedy: "save it as \"CSV UTF-8\", or say --encoding windows-1252 if it was written by Excel in western Europe or America".to_owned(),
        });
    }
    Ok(Form::Rows(delimiter(head)))
}

/// The byte that parts the most cells of the first lines into equally many; a comma when none does.
fn delimiter(head: &[u8]) -> u8 {
    const LINES: usize = 20;
    let lines: Vec<&[u8]> = head.split(|byte| *byte == b'\n').take(LINES).collect();
    let score = |delimiter: u8| {
        let counts = lines.iter().map(|line| cells(line, delimiter)).filter(|count| *count > 0);
        let counts: Vec<usize> = counts.collect();
        let first = counts.first().copied().unwrap_or(0);
        (counts.iter().filter(|count| **count == first).count(), first)
    };
    let header = |delimiter: u8| cells(lines.first().copied().unwrap_or_default(), delimiter);
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|&byte| (header(byte) > 0, score(byte)))
        .unwrap_or(b',')
}

/// How often `delimiter` stands outside of quotes.
fn cells(line: &[u8], delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for &byte in line {
        match byte {
            b'"' => quoted = !quoted,
            byte if byte == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    count
}
