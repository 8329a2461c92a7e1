//! The sheet as text: CSV with whatever separator and encoding a spreadsheet chose.

use std::collections::BTreeSet;

use super::cell::{guard, unguard};
use super::origin::{self, Origin};
use super::table::{ORIGIN, Raw, Table, Unreadable, header};
use super::{Column, Row};

/// The signs that part cells.
pub(super) const SEPARATORS: [u8; 3] = *b",;\t";

/// What a separator is called.
pub(super) const fn named(separator: u8) -> &'static str {
    match separator {
        b',' => "commas",
        b';' => "semicolons",
        _ => "tabs",
    }
}

/// Rows as UTF-8 with the mark by which Excel knows it.
pub(super) fn write(rows: &[Row]) -> Vec<u8> {
    let set = origin::set(rows.iter());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let heads = Column::ALL.iter().map(|column| column.name()).chain([ORIGIN]);
    let heads: Vec<String> = heads.map(str::to_owned).collect();
    let lines = rows.iter().map(|row| {
        let cells = Column::ALL.into_iter().map(|column| guard(&row[column]));
        cells.chain([Origin::word(set, row)]).collect()
    });
    for line in std::iter::once(heads).chain(lines) {
        writer.write_record(&line).expect("memory takes every line and all lines are equally long");
    }
    writer.into_inner().expect("memory takes every line")
}

/// Reads a text, whatever parts its cells.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Table, Unreadable> {
    let (text, narrow) = decoded(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if let Some(word) = unlikely(text).filter(|_| narrow) {
        return Err(Unreadable::Encoding(word.to_owned()));
    }
    let mut quotes = text.match_indices('"');
    if let Some((open, _)) = quotes.next_back().filter(|_| quotes.count() % 2 == 0) {
        return Err(Unreadable::OpenQuote(line_of(text, open)));
    }
    let (separator, body, skipped) = separated(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let (mut line, mut counted) = (1 + skipped, 0);
    let rows = reader.records().filter_map(Result::ok).map(|record| {
        // The reader's own count is off after line breaks of two characters, and after empty lines.
        let byte = record.position().map_or(0, csv::Position::byte);
        let from = usize::try_from(byte).map_or(body.len(), |byte| byte.min(body.len()));
        let rest = &body.as_bytes()[from..];
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_breaks(&body.as_bytes()[counted..from + blank]);
        counted = from + blank;
        let cells = record.iter().map(|cell| Raw::text(unguard(cell.trim()))).collect();
        (line, cells)
    });
    let (rows, name) = (rows.collect(), name.to_owned());
    Ok(Table { name, counted: "line", rows, narrow, separator: Some(separator) })
}

/// The sign that parts the cells, the text after a line that names it, and how many lines that is.
fn separated(text: &str) -> (u8, &str, u32) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(sign) = first.trim_matches('"').strip_prefix("sep=")
        && let [sign] = sign.as_bytes()
        && SEPARATORS.contains(sign)
    {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        return (*sign, rest, 1);
    }
    let known = |separator: u8| {
        let lines = text.lines().take(20);
        let heads = lines.map(|line| {
            let cells = line
                .split(char::from(separator))
                .map(|cell| header(&Raw::text(cell.trim_matches('"'))));
            cells.filter(|head| Column::ALL.iter().any(|column| column.name() == head)).count()
        });
        heads.max().unwrap_or(0)
    };
    let often = |separator: u8| first.matches(char::from(separator)).count();
    let best =
        SEPARATORS.into_iter().rev().max_by_key(|separator| (known(*separator), often(*separator)));
    (best.unwrap_or(b','), text, 0)
}

/// The text of bytes, and whether they are in an encoding that holds few letters.
fn decoded(bytes: &[u8]) -> (String, bool) {
    let units = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        (String::from_utf16_lossy(&units), false)
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => units(u16::from_le_bytes),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => units(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (bytes.iter().copied().map(windows_1252).collect(), true),
        },
    }
}

/// How many line breaks there are.
fn line_breaks(bytes: &[u8]) -> u32 {
    let mut breaks = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let lone = *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        breaks += u32::from(*byte == b'\n' || lone);
    }
    breaks
}

/// The line of byte `at`, from 1.
fn line_of(text: &str, at: usize) -> u32 {
    1 + line_breaks(&text.as_bytes()[..at])
}

/// A word by which a text was not in Windows-1252, though it was read as that.
fn unlikely(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || ",;\"".contains(c)).find(|word| is_unlikely(word))
}

/// Whether no language that Windows-1252 is for writes such a word.
fn is_unlikely(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let beside = letters.windows(2).any(|pair| match *pair {
        [before, 'Ÿ' | 'Œ' | 'Ž'] => before.is_lowercase(),
        [before, '¿'] => before.is_alphabetic(),
        [sign, after] => "¤¦¨¯±²³´¶¸¹¼½¾ƒ†‡ˆ‰˜".contains(sign) && after.is_alphabetic(),
        _ => false,
    });
    let within = letters.windows(3).any(|three| match *three {
        [before, sign, after] => {
            "‚„“”".contains(sign) && before.is_alphabetic() && after.is_alphabetic()
        }
        _ => false,
    });
    let ends_it = |c: &char| c.is_ascii() || "\u{a0}…–—’”»".contains(*c);
    let foreign = letters.split(ends_it).any(|run| {
        let distinct: BTreeSet<&char> = run.iter().collect();
        run.len() >= 4 && distinct.len() >= 3
    });
    beside || within || foreign || letters.iter().any(|c| ('\u{80}'..='\u{9f}').contains(c))
}

/// # Source
///
/// The WHATWG Encoding Standard, index windows-1252.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// What is left of a text in Windows-1252: a question mark for each letter it does not have.
pub(super) fn narrowed(text: &str) -> String {
    let mut narrow = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' => narrow.push(character),
            _ if HIGH.contains(&character) => narrow.push(character),
            _ => narrow.extend(std::iter::repeat_n('?', character.len_utf16())),
        }
    }
    narrow
}
