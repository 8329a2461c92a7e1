//! The sheet as a workbook for Excel: written so that Excel guesses nothing, read so that nothing it guessed is taken as meant.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime as Clock, Reader, Xlsx, XlsxCellFormula, XlsxError};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, IgnoreError, Workbook, Worksheet, XlsxError as WriteError,
};

use super::cell::{guard, unguard};
use super::origin::{self, Origin};
use super::table::{ORIGIN, Raw, Table, Unreadable, WORKBOOK_ROW};
use super::unpacked::{self, UNPACKED_BYTES_MAX};
use super::{Column, Kind, Row};
use crate::language::codes;

/// The sheet that has the rows.
const ROWS_NAME: &str = "Rules";

/// The sheet that says how to use the other.
const README_NAME: &str = "Read me";

/// The hidden sheet with what can be chosen from.
const CHOICES_NAME: &str = "Choices";

/// Characters of one cell in Excel, at most; those outside the first plane count twice.
const CELL_MAX: usize = 32_767;

/// Rows that get the lists to choose from, those that are empty yet among them.
const CHOICE_ROWS: u32 = 5_000;

/// Rows that are read, at most.
const ROWS_MAX: u32 = 200_000;

/// Columns that are read, at most.
const COLUMNS_MAX: u32 = 256;

/// Things to choose from in one list.
const CHOICES_MAX: u32 = 200;

/// The number of the format in which Excel leaves a cell alone.
const TEXT_FORMAT: u8 = 49;

/// A text that does not fit into a cell of Excel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{column}` of `{id}` has {characters} characters, and a cell of Excel holds {CELL_MAX}; export it as CSV, and do not open that in Excel"
)]
pub struct CellTooLong {
    /// The rule.
    pub id: String,
    /// The column.
    pub column: &'static str,
    /// How long the text is.
    pub characters: usize,
}

/// Rows as a workbook.
pub(super) fn write(rows: &[Row]) -> Result<Vec<u8>, CellTooLong> {
    for row in rows {
        for column in Column::ALL {
            let characters = guard(&row[column]).encode_utf16().count();
            if characters > CELL_MAX {
                let (id, column) = (row[Column::Id].to_owned(), column.name());
                return Err(CellTooLong { id, column, characters });
            }
        }
    }
    Ok(workbook(rows).expect("every cell fits, every name is allowed, and memory takes every byte"))
}

fn workbook(rows: &[Row]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    // Without a time of its own the file would carry that of writing, and two exports of one state would differ.
    let written = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&DocProperties::new().set_title("Rules").set_creation_datetime(&written));
    rows_sheet(workbook.add_worksheet(), rows)?;
    readme_sheet(workbook.add_worksheet())?;
    choices_sheet(workbook.add_worksheet(), rows)?;
    workbook.save_to_buffer()
}

fn text_format() -> Format {
    Format::new().set_num_format_index(TEXT_FORMAT).set_align(FormatAlign::Top).set_text_wrap()
}

fn head_format() -> Format {
    text_format()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x1F_4E_79))
        .set_border_bottom(FormatBorder::Thin)
}

/// How wide a column is, in characters.
const fn width(column: Column) -> f64 {
    match column {
        Column::Kind => 11.0,
        Column::Id => 24.0,
        Column::Label | Column::Owner => 18.0,
        Column::Any | Column::All | Column::None => 26.0,
        Column::Query => 56.0,
        Column::Lang => 7.0,
        Column::BrandOrRole => 15.0,
        Column::Starts | Column::Ends => 12.0,
        Column::ShouldMatch | Column::ShouldNotMatch => 42.0,
    }
}

/// The number of a column, from the left.
fn place(column: Column) -> u16 {
    column as u16
}

/// The number of the column that says what a row was exported from.
const ORIGIN_PLACE: u16 = 14;

fn rows_sheet(sheet: &mut Worksheet, rows: &[Row]) -> Result<(), WriteError> {
    let (text, head) = (text_format(), head_format());
    let hash = text_format().set_font_color(Color::RGB(0x99_99_99));
    sheet.set_name(ROWS_NAME)?.set_freeze_panes(1, 2)?;
    for column in Column::ALL {
        sheet.set_column_format(place(column), &text)?;
        sheet.set_column_width(place(column), width(column))?;
        sheet.write_string_with_format(0, place(column), column.name(), &head)?;
    }
    sheet.set_column_format(ORIGIN_PLACE, &hash)?.set_column_hidden(ORIGIN_PLACE)?;
    sheet.write_string_with_format(0, ORIGIN_PLACE, ORIGIN, &head)?;
    let set = origin::set(rows.iter());
    for (number, row) in (1..).zip(rows) {
        for column in Column::ALL.into_iter().filter(|column| !row[*column].is_empty()) {
            sheet.write_string_with_format(number, place(column), guard(&row[column]), &text)?;
        }
        sheet.write_string_with_format(number, ORIGIN_PLACE, Origin::word(set, row), &hash)?;
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    sheet.autofilter(0, 0, last, ORIGIN_PLACE)?;
    sheet.ignore_error_range(
        1,
        0,
        last.max(CHOICE_ROWS),
        ORIGIN_PLACE,
        IgnoreError::NumberStoredAsText,
    )?;
    for (column, list) in CHOICES {
        sheet.add_data_validation(
            1,
            place(*column),
            CHOICE_ROWS,
            place(*column),
            &choice(*column, list)?,
        )?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Columns with a list to choose from, and the column of the hidden sheet that has it.
const CHOICES: &[(Column, &str)] =
    &[(Column::Kind, "A"), (Column::Lang, "B"), (Column::BrandOrRole, "C")];

fn choice(column: Column, list: &str) -> Result<DataValidation, WriteError> {
    let range = format!("={CHOICES_NAME}!${list}$1:${list}${CHOICES_MAX}");
    let strict = column == Column::Kind;
    let style =
        if strict { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
    let (title, message) = match column {
        Column::Kind => ("kind", "brand, theme, campaign or exclude"),
        Column::Lang => ("lang", "Empty, or a two-letter code such as sv"),
        _ => (
            "brand_or_role",
            "A brand: own, competitor or partner. A campaign: the id of its brand",
        ),
    };
    DataValidation::new()
        .allow_list_formula(Formula::new(range))
        .ignore_blank(true)
        .set_error_style(style)
        .set_error_title(title)?
        .set_error_message(message)?
        .set_input_title(title)?
        .set_input_message(message)
}

/// What the lists hold: kinds, languages, roles with the brands there are.
fn choices_sheet(sheet: &mut Worksheet, rows: &[Row]) -> Result<(), WriteError> {
    sheet.set_name(CHOICES_NAME)?.set_hidden(true);
    let text = text_format();
    let is_brand = |row: &&Row| &row[Column::Kind] == Kind::Brand.name();
    let brands = rows.iter().filter(is_brand).map(|row| &row[Column::Id]);
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let languages: Vec<&str> = codes().collect();
    let roles: Vec<&str> = ["own", "competitor", "partner"].into_iter().chain(brands).collect();
    for (column, list) in (0..).zip([kinds, languages, roles]) {
        for (row, choice) in (0..CHOICES_MAX).zip(list) {
            sheet.write_string_with_format(row, column, choice, &text)?;
        }
    }
    Ok(())
}

/// How to use the sheet, before its columns.
const README: &[&str] = &[
    "Change the cells of the sheet Rules, add rows below, save, and hand the file to: tagline rules import FILE. It first shows what would change and writes nothing.",
    "Every column is explained below. A row is one rule; a rule for several languages has one row a language, with the same kind and id.",
    "A rule has either keywords (any, all, none) or a query.",
    "All cells are texts, so that Excel changes nothing on its own. Rows you paste from elsewhere: paste values only, or a keyword such as 3-4 becomes a date.",
    "A cell that would begin with = + - or @ begins with an apostrophe: '@acme. Leave it there, or leave it out; both are understood.",
    "A row you take out takes nothing out of the rules, unless whoever imports the sheet says --delete.",
    "Columns of your own, for notes, are ignored. The hidden last column says what each row was exported from, so that your changes and those others made meanwhile are told apart. Leave it as it is.",
];

fn readme_sheet(sheet: &mut Worksheet) -> Result<(), WriteError> {
    let (text, head) = (text_format(), head_format());
    let bold = text_format().set_bold();
    let title = Format::new().set_bold().set_font_size(16);
    sheet.set_name(README_NAME)?.set_column_width(0, 20)?.set_column_width(1, 100)?;
    sheet.write_string_with_format(0, 0, "How to use this workbook", &title)?;
    for (row, (number, line)) in (2..).zip((1..).zip(README)) {
        sheet.write_string_with_format(
            row,
            0,
            format!("{number}."),
            &bold.clone().set_align(FormatAlign::Right),
        )?;
        sheet.write_string_with_format(row, 1, *line, &text)?;
    }
    let heads = 3 + u32::try_from(README.len()).unwrap_or(u32::MAX);
    sheet.write_string_with_format(heads, 0, "Column", &head)?;
    sheet.write_string_with_format(heads, 1, "What goes into it", &head)?;
    for (row, column) in (heads + 1..).zip(Column::ALL) {
        sheet.write_string_with_format(row, 0, column.name(), &bold)?;
        sheet.write_string_with_format(row, 1, column.means(), &text)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Reads every sheet of a workbook.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Table>, Unreadable> {
    unpacked::check(bytes)?;
    let damaged = |error: XlsxError| Unreadable::Damaged(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = UNPACKED_BYTES_MAX;
    let mut tables = Vec::new();
    for sheet in workbook.sheet_names() {
        let mut reader = match workbook.worksheet_cells_reader(&sheet) {
            // A sheet that is a chart.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            reader => reader.map_err(damaged)?,
        };
        let mut rows: BTreeMap<u32, Vec<Raw>> = BTreeMap::new();
        while let Some(cell) = reader.next_cell_with_formula().map_err(damaged)? {
            let (row, column) = cell.pos;
            let Some(raw) = raw(&cell).filter(|_| column < COLUMNS_MAX) else { continue };
            let cells = rows.entry(row + 1).or_default();
            let columns = cells.len().max(column as usize + 1);
            let bytes = raw.shown().len() + (columns - cells.len()) * size_of::<Raw>();
            left = left
                .checked_sub(u64::try_from(bytes).unwrap_or(u64::MAX))
                .ok_or_else(|| Unreadable::TooLarge(format!("{} MiB", UNPACKED_BYTES_MAX >> 20)))?;
            if row >= ROWS_MAX {
                return Err(Unreadable::TooLarge(format!("{ROWS_MAX} rows")));
            }
            cells.resize(columns, Raw::default());
            cells[column as usize] = raw;
        }
        let (name, rows) = (format!("{name}, sheet {sheet}"), rows.into_iter().collect());
        tables.push(Table { name, counted: WORKBOOK_ROW, rows, narrow: false, separator: None });
    }
    Ok(tables)
}

/// A cell with anything in it.
fn raw(cell: &XlsxCellFormula<'_>) -> Option<Raw> {
    let text = |text: &str| Raw::text(unguard(text.trim()));
    let raw = match &cell.value {
        DataRef::Empty if cell.formula.is_some() => {
            Raw::Broken(format!("={}", cell.formula.as_deref().unwrap_or_default()))
        }
        DataRef::Empty => return None,
        DataRef::String(said) => text(said),
        DataRef::SharedString(said) => text(said),
        #[expect(clippy::cast_precision_loss, reason = "a workbook holds numbers as floats")]
        DataRef::Int(number) => Raw::Number(*number as f64),
        DataRef::Float(number) => Raw::Number(*number),
        DataRef::Bool(flag) => Raw::Text(if *flag { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(clock) => day(clock).map_or(Raw::Number(clock.as_f64()), Raw::Day),
        DataRef::DateTimeIso(said) | DataRef::DurationIso(said) => {
            Raw::Day(said.chars().take_while(|c| *c != 'T').collect())
        }
        DataRef::Error(error) => Raw::Broken(error.to_string()),
    };
    Some(match (raw, &cell.formula) {
        (Raw::Text(said), Some(_)) => Raw::Result(said),
        (raw, _) => raw,
    })
}

fn day(clock: &Clock) -> Option<String> {
    let (year, month, day, ..) = clock.to_ymd_hms_milli();
    (year >= 1900 && month >= 1).then(|| format!("{year:04}-{month:02}-{day:02}"))
}
