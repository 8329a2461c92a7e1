//! XLSX workbooks into rows of cells.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jiff::civil::DateTime;

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
