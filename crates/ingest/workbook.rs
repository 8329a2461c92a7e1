//! XLSX workbooks into rows of cells.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxCellReader, XlsxError};
use jiff::civil::DateTime;
use memchr::memmem;
use zip::ZipArchive;

use crate::sheet::Cell;
use crate::source::SourceError;

/// One sheet of a workbook.
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Its rows, from the first that holds anything.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// How many empty rows stand above them.
    pub(crate) rows_above: u64,
}

/// The largest workbook that is opened, packed as it is.
pub(crate) const BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The largest it may be unpacked.
const UNPACKED_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// What the cells of a sheet may take in memory; those that are empty in front of others, and texts that many cells
/// share, can make this far more than what was unpacked.
const HELD_BYTES_MAX: usize = 2 * 1024 * 1024 * 1024;
/// What says how many texts cells share, for which room is made before they are read.
const PROMISE: &[u8] = b"uniqueCount";
/// Bytes of the shortest text that cells share: `<si></si>`.
const SHARED_BYTES_MIN: u64 = 9;
/// Bytes that are looked at together.
const CHUNK_BYTES: usize = 64 * 1024;
/// Bytes that a promise takes at most; it may begin in one chunk and end in the next.
const PROMISE_BYTES_MAX: usize = 256;

/// Reads the sheet called `wanted`, else the first with a row in it; `None` for a workbook with nothing in it.
///
/// # Errors
///
/// [`SourceError::Form`] for what is no workbook, or one without that sheet.
///
/// # Cost
///
/// The whole workbook is held in memory, unpacked.
pub(crate) fn read(
    place: &str,
    bytes: Vec<u8>,
    wanted: Option<&str>,
) -> Result<Option<Sheet>, SourceError> {
    refuse_large(place, &bytes, (BYTES_MAX, UNPACKED_BYTES_MAX))?;
    let damaged = |failed: XlsxError| damaged(place, &failed.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = workbook.sheet_names();
    if let Some(wanted) = wanted
        && !names.iter().any(|name| name == wanted)
    {
        return Err(SourceError::Form {
            place: place.to_owned(),
            what: format!("there is no sheet `{wanted}`"),
            remedy: format!("the sheets are {}", names.join(", ")),
        });
    }
    for name in names {
        if wanted.is_some_and(|wanted| wanted != name) {
            continue;
        }
        let cells = match workbook.worksheet_cells_reader(&name) {
            // A sheet that is a chart.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(damaged)?,
        };
        let held = held(cells, HELD_BYTES_MAX).map_err(damaged)?;
        let Some(held) = held else { return Err(too_much(place)) };
        if let Some(first) = held.keys().next().copied() {
            return Ok(Some(Sheet { name, rows: rows(held), rows_above: u64::from(first) }));
        }
    }
    Ok(None)
}

fn damaged(place: &str, failed: &str) -> SourceError {
    SourceError::Form {
        place: place.to_owned(),
        what: format!("the workbook cannot be read: {failed}"),
        remedy: "open it in a spreadsheet and save it again, as .xlsx or as CSV UTF-8".to_owned(),
    }
}

fn too_much(place: &str) -> SourceError {
    SourceError::Form {
        place: place.to_owned(),
        what: format!(
            "the cells of the sheet would take more than {} MB of memory",
            HELD_BYTES_MAX >> 20
        ),
        remedy:
            "clear what stands far to the right of the posts or far below, or save it as CSV UTF-8"
                .to_owned(),
    }
}

/// The rows that hold anything, by their numbers from 0; `None` when they would take more than `left` bytes.
fn held(
    mut cells: XlsxCellReader<'_, Cursor<Vec<u8>>>,
    mut left: usize,
) -> Result<Option<BTreeMap<u32, Vec<Cell>>>, XlsxError> {
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    while let Some(found) = cells.next_cell()? {
        let (row, column) = (found.get_position().0, found.get_position().1 as usize);
        let cell = cell(found.get_value());
        if matches!(cell, Cell::Empty) {
            continue;
        }
        let text = if let Cell::Text(text) = &cell { text.len() } else { 0 };
        let known = rows.get(&row).map_or(0, Vec::len);
        let room = (column + 1).saturating_sub(known) * size_of::<Cell>();
        match left.checked_sub(text.saturating_add(room)) {
            Some(less) => left = less,
            None => return Ok(None),
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
    }
    let (first, last) = (rows.keys().next(), rows.keys().next_back());
    let between = first.zip(last).map_or(0, |(first, last)| (last - first) as usize);
    let fits = between.checked_mul(size_of::<Vec<Cell>>()).is_some_and(|room| room <= left);
    Ok(Some(rows).filter(|_| fits))
}

/// All rows from the first on, without the columns on the left that no row uses.
fn rows(held: BTreeMap<u32, Vec<Cell>>) -> Vec<Vec<Cell>> {
    let used = |row: &Vec<Cell>| row.iter().position(|cell| !matches!(cell, Cell::Empty));
    let unused = held.values().filter_map(used).min().unwrap_or(0);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut next = held.keys().next().copied().unwrap_or(0);
    for (number, mut row) in held {
        rows.extend((next..number).map(|_| Vec::new()));
        row.drain(..unused);
        rows.push(row);
        next = number + 1;
    }
    rows
}

/// Refuses a workbook larger than `most`, packed and unpacked, and one that would have more room made for it.
fn refuse_large(place: &str, bytes: &[u8], most: (u64, u64)) -> Result<(), SourceError> {
    let (packed, unpacked) = (bytes.len() as u64, unpacked(bytes, most.1));
    if unpacked.promises {
        return Err(damaged(place, "it says of itself that it holds more texts than it can"));
    }
    if packed <= most.0 && unpacked.bytes <= most.1 {
        return Ok(());
    }
    Err(SourceError::Form {
        place: place.to_owned(),
        what: format!(
            "the workbook is too large: at most {} MB are read, which may unpack to {} MB",
            most.0 >> 20,
            most.1 >> 20
        ),
        remedy: "save it as CSV UTF-8, which may be of any size".to_owned(),
    })
}

/// What an archive unpacks to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Unpacked {
    bytes: u64,
    /// Whether a part says it holds more texts than it has room for.
    promises: bool,
}

/// What the files in a zip archive are, unpacked, found by unpacking them until they are more than `most`: what an archive
/// says of itself need not be true. Nothing of what is no archive.
fn unpacked(archive: &[u8], most: u64) -> Unpacked {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(archive)) else { return Unpacked::default() };
    let mut all = Unpacked::default();
    for at in 0..archive.len() {
        // What cannot be unpacked is told by who opens the workbook.
        let Ok(file) = archive.by_index(at) else { continue };
        let left = (most + 1).saturating_sub(all.bytes);
        let (bytes, promised) = part(file.take(left));
        all.bytes += bytes;
        all.promises |= promised > bytes / SHARED_BYTES_MIN;
    }
    all
}

/// How many bytes a part has, and how many texts it says it holds.
fn part(mut part: impl Read) -> (u64, u64) {
    let finder = memmem::Finder::new(PROMISE);
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut bytes, mut promised, mut kept) = (0, 0, 0);
    while let Ok(read @ 1..) = part.read(&mut chunk[kept..]) {
        bytes += read as u64;
        let known = &chunk[..kept + read];
        let said = finder.find_iter(known).map(|at| number(&known[at + PROMISE.len()..]));
        promised = said.fold(promised, u64::max);
        // The end is looked at again with what follows.
        let end = known.len();
        let again = end.saturating_sub(PROMISE_BYTES_MAX);
        chunk.copy_within(again..end, 0);
        kept = end - again;
    }
    (bytes, promised)
}

/// The number in `="12"` at the beginning of `text`, as large as can be when it is too large; 0 for none.
fn number(text: &[u8]) -> u64 {
    let space = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'');
    let digits =
        text.iter().skip_while(|byte| space(byte)).take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

fn cell(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty | DataRef::Error(_) => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a workbook holds numbers as floats")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTimeIso(text) => {
            text.parse().map_or_else(|_| Cell::Text(text.clone()), Cell::Clock)
        }
        DataRef::DateTime(clock) => {
            let (year, month, day, hour, minute, second, millisecond) = clock.to_ymd_hms_milli();
            civil(year, [month, day, hour, minute, second], millisecond)
                .map_or(Cell::Number(clock.as_f64()), Cell::Clock)
        }
    }
}

fn civil(year: u16, parts: [u8; 5], millisecond: u16) -> Option<DateTime> {
    const NANOSECONDS: i32 = 1_000_000;
    let small = |at: usize| i8::try_from(parts[at]).ok();
    DateTime::new(
        i16::try_from(year).ok()?,
        small(0)?,
        small(1)?,
        small(2)?,
        small(3)?,
        small(4)?,
        i32::from(millisecond) * NANOSECONDS,
    )
    .ok()
}

#[cfg(test)]
mod tests;
