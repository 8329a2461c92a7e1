//! A report as a workbook: a sheet a table, with filters, number formats, native charts and a glossary.
//!
//! Nothing is a formula: what strangers wrote is written as text. The same report gives the same bytes;
//! the workbook's time is the end of the report's period.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Chart as NativeChart, ChartType, ConditionalFormat2ColorScale, DocProperties, ExcelDateTime,
    Format, Sparkline, Url, Workbook, Worksheet, XlsxError,
};

use crate::say::word;
use crate::sign::one_line;
use crate::text::shown;
use crate::{Cell, Chart, Column, Kind, Report, Table, Wording};

mod glossary;
#[cfg(test)]
mod tests;

/// Why a workbook cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot write the workbook: {0}")]
pub struct WorkbookError(String);

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// Characters a sheet's name may have.
const NAME_MAX: usize = 31;
/// The widest a column is made, in characters.
const WIDTH_MAX: usize = 60;
/// The sheet that holds the numbers of sparklines.
const SERIES: &str = "Series";
/// What workbooks call the paper.
const A4: u8 = 9;
/// The first sheet.
const SUMMARY: &str = word("Summary");

/// Writes the report as an XLSX file.
///
/// # Errors
///
/// [`WorkbookError`] when a table is larger than a sheet can be.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(report.period.to.seconds())?;
    let properties = DocProperties::new().set_title(&report.title).set_creation_datetime(&made_at);
    book.set_properties(&properties);
    let wording = &Wording::of(report.language);
    summary(report, wording, book.add_worksheet())?;
    let tables = report.tables();
    let mut names: BTreeSet<String> =
        [SUMMARY, SERIES, glossary::NAME].map(|name| wording.word(name)).into();
    let mut series = Vec::new();
    for table in &tables {
        let name = sheet_name(&table.title, &mut names, wording);
        let chart = report.sections.iter().filter_map(|section| section.chart.as_ref());
        let chart = chart.clone().find(|chart| chart.key() == table.key);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        write_table(table, wording, sheet, &mut series)?;
        if let Some(chart) = chart {
            draw(chart, (table, &name), wording, sheet)?;
        }
    }
    if !series.is_empty() {
        write_series(&series, book.add_worksheet())?;
    }
    glossary::write(&tables, wording, book.add_worksheet())?;
    for sheet in book.worksheets_mut() {
        // On paper a sheet is as wide as a page, however long it is.
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    }
    Ok(book.save_to_buffer()?)
}

fn bold() -> Format {
    Format::new().set_bold()
}

fn summary(report: &Report, wording: &Wording, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(wording.word(SUMMARY))?;
    sheet.set_column_width(0, 34)?.set_column_width(1, 22)?.set_column_width(2, 60)?;
    sheet.write_string_with_format(0, 0, &report.title, &bold().set_font_size(16))?;
    sheet.write_string(1, 0, &report.period.label)?;
    sheet.write_string_with_format(3, 0, &report.headline, &bold())?;
    let mut row = 5;
    if let Some(reason) = &report.refused {
        sheet.write_string(4, 0, reason)?;
    }
    for figure in &report.figures {
        sheet.write_string(row, 0, &figure.label)?;
        let field = fields(&Column::new("", "", kind_of(&figure.value)), &figure.value, wording)
            .into_iter()
            .next();
        write_field(sheet, row, 1, field.unwrap_or(Field::Empty), false)?;
        let mut beside = figure.beside.clone().unwrap_or_default();
        if let Some(change) = &figure.change {
            let usual = crate::text::usual_beside(change, wording);
            let usual = if usual.is_empty() { usual } else { format!(", {usual}") };
            beside = format!(
                "{}{usual}{}{beside}",
                crate::text::moved(change, wording),
                if beside.is_empty() { "" } else { "; " }
            );
        }
        sheet.write_string(row, 2, beside)?;
        row += 1;
    }
    row += 1;
    let footer = &report.footer;
    let footer = [
        (word("Counting"), footer.policy.clone()),
        (word("Ledger"), footer.ledger.clone()),
        (word("Time zone"), footer.zone.clone()),
        (word("Rules"), footer.rules.to_string()),
        (word("Version"), footer.version.clone()),
        (word("Again with"), footer.command.clone()),
    ];
    let notes = report.notes.iter().map(|note| (word("How to read this"), note.clone()));
    let wrapped = Format::new().set_text_wrap();
    for (name, text) in notes.chain(footer) {
        sheet.write_string(row, 0, wording.word(name))?;
        sheet.merge_range(row, 1, row, 2, &text, &wrapped)?;
        let lines = u32::try_from(text.chars().count() / 78 + 1).unwrap_or(1);
        sheet.set_row_height(row, f64::from(lines) * 15.0)?;
        row += 1;
    }
    Ok(())
}

/// A name for a sheet that no other has: signs that are not allowed in one are left out.
fn sheet_name(title: &str, names: &mut BTreeSet<String>, wording: &Wording) -> String {
    let allowed = |c: &char| !c.is_control() && !"[]:*?/\\'".contains(*c);
    let plain: String = title.chars().filter(allowed).take(NAME_MAX).collect();
    let plain =
        if plain.trim().is_empty() { wording.word(word("Table")) } else { plain.trim().to_owned() };
    let mut name = plain.clone();
    let mut number = 2;
    // Excel takes names for equal that differ in case only.
    while names.iter().any(|taken| taken.to_lowercase() == name.to_lowercase()) {
        let suffix = format!(" {number}");
        name = plain.chars().take(NAME_MAX - suffix.len()).collect::<String>() + &suffix;
        number += 1;
    }
    names.insert(name.clone());
    name
}

/// What one cell of a sheet holds.
enum Field {
    Empty,
    Text(String),
    /// A number with its format.
    Number(f64, &'static str),
    Link(String, String),
}

const WHOLE: &str = "#,##0";
const MEAN: &str = "#,##0.0";
const PERCENT: &str = "0.0%";
const SIGNED: &str = "+0.0%;-0.0%;0%";
const TIMES: &str = "0.00";
const HOURS: &str = "[h]:mm";

/// The fields of a cell, as many as its column has headings.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn fields(column: &Column, cell: &Cell, wording: &Wording) -> Vec<Field> {
    let empty = |count: usize| (0..count).map(|_| Field::Empty).collect();
    if column.unmeasured.is_some() {
        return empty(headings(column, wording).len());
    }
    match cell {
        Cell::Text(text) => vec![Field::Text(text.clone())],
        Cell::Tag { label, name } => vec![Field::Text(label.clone()), Field::Text(name.clone())],
        Cell::Count(count) => vec![Field::Number(*count as f64, WHOLE)],
        Cell::Mean(mean) => vec![Field::Number(*mean, MEAN)],
        Cell::Share { part, whole } => {
            vec![Field::Number(crate::number::quotient(*part, *whole), PERCENT)]
        }
        Cell::Part(part) | Cell::Ratio(part) => vec![Field::Number(*part, PERCENT)],
        Cell::Lift(lift) => vec![Field::Number(*lift, SIGNED)],
        Cell::Interval { low, high } => [low, high].map(|end| Field::Number(*end, PERCENT)).into(),
        Cell::Effect { ratio, low, high } => {
            [ratio, low, high].map(|number| Field::Number(*number, TIMES)).into()
        }
        Cell::Duration(seconds) => vec![Field::Number(*seconds as f64 / 86_400.0, HOURS)],
        Cell::Link { text, address } => vec![Field::Link(text.clone(), address.clone())],
        Cell::Change(change) => {
            let number = |value: Option<f64>, format| {
                value.map_or(Field::Empty, |value| Field::Number(value, format))
            };
            vec![
                number(change.ratio(), SIGNED),
                Field::Number(change.before, MEAN),
                number(change.usual.map(|usual| usual.low), MEAN),
                number(change.usual.map(|usual| usual.high), MEAN),
            ]
        }
        Cell::Series(_) | Cell::Absent(_) => empty(headings(column, wording).len()),
    }
}

/// The kind of column a number among the first would stand in.
const fn kind_of(cell: &Cell) -> Kind {
    match cell {
        Cell::Duration(_) => Kind::Duration,
        Cell::Count(_) => Kind::Count,
        _ => Kind::Text,
    }
}

/// The headings of a column, more than one where its cells hold more than one number.
fn headings(column: &Column, wording: &Wording) -> Vec<String> {
    let label = if column.label.is_empty() { column.key } else { &column.label };
    let of = |suffixes: &[&str]| {
        suffixes.iter().map(|suffix| format!("{label}{}", wording.word(suffix))).collect()
    };
    match column.kind {
        Kind::Tag => of(&["", word(" (name)")]),
        Kind::Interval => of(&[word(", from"), word(", to")]),
        Kind::Effect => of(&["", word(", from"), word(", to")]),
        Kind::Change => of(&["", word(": before"), word(": usual from"), word(": usual to")]),
        Kind::Duration => of(&[word(" (h:mm)")]),
        _ => of(&[""]),
    }
}

fn write_table(
    table: &Table,
    wording: &Wording,
    sheet: &mut Worksheet,
    series: &mut Vec<Vec<f64>>,
) -> Result<(), XlsxError> {
    let mut titles: Vec<String> = table.grouped_by.iter().map(|by| wording.word(by)).collect();
    titles.extend(table.columns.iter().flat_map(|column| headings(column, wording)));
    let mut widths: Vec<usize> = titles.iter().map(|title| title.chars().count() + 3).collect();
    let head = bold().set_border_bottom(rust_xlsxwriter::FormatBorder::Thin).set_text_wrap();
    for (at, title) in titles.iter().enumerate() {
        sheet.write_string_with_format(0, column_number(at), title, &head)?;
    }
    let mut row_number = 0;
    for row in &table.rows {
        row_number += 1;
        let mut at = 0;
        if table.grouped_by.is_some() {
            let group = row.group.clone().unwrap_or_default();
            write_field(sheet, row_number, 0, Field::Text(group), row.total)?;
            at = 1;
        }
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if let Cell::Series(values) = cell {
                series.push(values.clone());
                let last = column_number(values.len().saturating_sub(1));
                let place = u32::try_from(series.len() - 1).unwrap_or(u32::MAX);
                let line = Sparkline::new().set_range((SERIES, place, 0, place, last));
                sheet.add_sparkline(row_number, column_number(at), &line)?;
            }
            for field in fields(column, cell, wording) {
                if let Some(width) = widths.get_mut(at) {
                    *width = (*width).max(length(&field, cell, wording)).min(WIDTH_MAX);
                }
                write_field(sheet, row_number, column_number(at), field, row.total)?;
                at += 1;
            }
        }
    }
    for (at, width) in widths.iter().enumerate() {
        sheet.set_column_width(column_number(at), f64::from(column_number(*width)))?;
    }
    let fixed = if table.grouped_by.is_some() { 2 } else { 1 };
    sheet.set_freeze_panes(1, fixed)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, row_number, column_number(titles.len().saturating_sub(1)))?;
    Ok(())
}

fn length(field: &Field, cell: &Cell, wording: &Wording) -> usize {
    match field {
        Field::Empty => 0,
        Field::Text(text) | Field::Link(text, _) => text.chars().count() + 2,
        Field::Number(..) => shown(cell, wording).chars().count().min(12) + 2,
    }
}

fn column_number(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn write_field(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    field: Field,
    total: bool,
) -> Result<(), XlsxError> {
    let format = if total { bold() } else { Format::new() };
    match field {
        Field::Empty => {}
        Field::Text(text) => {
            sheet.write_string_with_format(row, column, one_line(&text), &format)?;
        }
        Field::Number(number, shape) => {
            sheet.write_number_with_format(row, column, number, &format.set_num_format(shape))?;
        }
        Field::Link(text, address) => {
            let text = one_line(&text);
            // An address that Excel does not take is still a text.
            if sheet.write_url(row, column, Url::new(&address).set_text(&text)).is_err() {
                sheet.write_string(row, column, text)?;
            }
        }
    }
    Ok(())
}

fn write_series(series: &[Vec<f64>], sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(SERIES)?;
    for (row, values) in (0..).zip(series) {
        for (column, value) in values.iter().enumerate() {
            sheet.write_number(row, column_number(column), *value)?;
        }
    }
    sheet.set_hidden(true);
    Ok(())
}

/// Draws a chart of the workbook's own beside its numbers.
fn draw(
    chart: &Chart,
    (table, name): (&Table, &str),
    wording: &Wording,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let (kind, names, values, rows) = match chart {
        Chart::Line(_) => (ChartType::Line, 0, 1, last),
        Chart::Shares(shares) => {
            (ChartType::Bar, 1, 3, u32::try_from(shares.parts.len()).unwrap_or(u32::MAX))
        }
        Chart::Heat(_) => {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color("FFFFFF")
                .set_maximum_color("0C6B5C");
            sheet.add_conditional_format(1, 1, last, 7, &scale)?;
            return Ok(());
        }
        Chart::Multiples(_) => return Ok(()),
    };
    if rows == 0 {
        return Ok(());
    }
    let mut drawn = NativeChart::new(kind);
    drawn
        .add_series()
        .set_name(&table.title)
        .set_categories((name, 1, names, rows, names))
        .set_values((name, 1, values, rows, values));
    drawn.title().set_name(chart.title());
    drawn.legend().set_hidden();
    drawn.set_width(760).set_height(320);
    let width = |column| headings(column, wording).len();
    let right = table.columns.iter().map(width).sum::<usize>() + 1;
    sheet.insert_chart(1, column_number(right), &drawn)?;
    Ok(())
}
