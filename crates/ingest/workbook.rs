//! XLSX workbooks into rows of cells.

use std::io::{self, Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use jiff::civil::DateTime;
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
/// The largest it may be unpacked: all of it is held in memory.
const UNPACKED_BYTES_MAX: u64 = 1024 * 1024 * 1024;

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
    let damaged = |failed: calamine::XlsxError| SourceError::Form {
        place: place.to_owned(),
        what: format!("the workbook cannot be read: {failed}"),
        remedy: "open it in a spreadsheet and save it again, as .xlsx or as CSV UTF-8".to_owned(),
    };
    refuse_large(place, &bytes, (BYTES_MAX, UNPACKED_BYTES_MAX))?;
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
        let range = workbook.worksheet_range(&name).map_err(damaged)?;
        if !range.is_empty() {
            return Ok(Some(sheet(name, &range)));
        }
    }
    Ok(None)
}

/// Refuses a workbook larger than `most`, packed and unpacked.
fn refuse_large(place: &str, bytes: &[u8], most: (u64, u64)) -> Result<(), SourceError> {
    let (packed, unpacked) = (bytes.len() as u64, unpacked_bytes(bytes, most.1));
    if packed <= most.0 && unpacked <= most.1 {
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

/// How many bytes the files in a zip archive are, unpacked, counted by unpacking them until they are more than `most`: what
/// an archive says of itself need not be true. 0 of what is no archive.
fn unpacked_bytes(archive: &[u8], most: u64) -> u64 {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(archive)) else { return 0 };
    let mut unpacked = 0;
    for at in 0..archive.len() {
        // What cannot be unpacked is told by who opens the workbook.
        let Ok(file) = archive.by_index(at) else { continue };
        let left = (most + 1).saturating_sub(unpacked);
        unpacked += io::copy(&mut file.take(left), &mut io::sink()).unwrap_or(0);
    }
    unpacked
}

fn sheet(name: String, range: &Range<Data>) -> Sheet {
    let rows_above = range.start().map_or(0, |(row, _)| u64::from(row));
    Sheet {
        name,
        rows: range.rows().map(|row| row.iter().map(cell).collect()).collect(),
        rows_above,
    }
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty | Data::Error(_) => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a workbook holds numbers as floats")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTimeIso(text) => {
            text.parse().map_or_else(|_| Cell::Text(text.clone()), Cell::Clock)
        }
        Data::DateTime(clock) => {
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
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn a_workbook_that_would_fill_the_memory_is_refused_unopened() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for row in 0..20_000 {
            sheet.write_string(row, 0, "the same").unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let unpacked = unpacked_bytes(&bytes, UNPACKED_BYTES_MAX);
        assert!(unpacked > 3 * bytes.len() as u64, "{unpacked} of {}", bytes.len());
        assert!(refuse_large("a.xlsx", &bytes, (BYTES_MAX, unpacked)).is_ok());
        let refused = refuse_large("a.xlsx", &bytes, (BYTES_MAX, unpacked - 1)).unwrap_err();
        assert!(refused.to_string().contains("save it as CSV"), "{refused}");
        assert!(refuse_large("a.xlsx", &bytes, (1, unpacked)).is_err());
        assert_eq!(unpacked_bytes(b"no archive", 9), 0);
    }
}
