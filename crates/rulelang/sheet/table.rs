//! The bytes of a sheet into rows of cells, each known by its column, whatever program wrote it.

use std::sync::Arc;

use super::cell::view;
use super::origin::Origin;
use super::{COLUMNS, Column, delimited, workbook};
use crate::field::closest;
use crate::file::or_list;
use crate::{Code, Diagnostic, Finding, SourceFile};

/// What stands above the column that says what a row was exported from.
pub(super) const ORIGIN: &str = "exported_from";

/// Rows above the headers, at most.
const ROWS_ABOVE_MAX: usize = 20;

/// A cell as the sheet holds it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw {
    /// A text; line breaks of one kind, no blanks around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day a spreadsheet made, as year, month, day.
    Day(String),
    /// What a spreadsheet shows for a formula it cannot reckon.
    Broken(String),
    /// The result of a formula.
    Result(String),
}

impl Default for Raw {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Raw {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(view(text))
    }

    /// The cell as people see it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Day(text) | Self::Broken(text) | Self::Result(text) => {
                text.clone()
            }
            Self::Number(number) => number.to_string(),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// What counts the rows of a workbook.
pub(super) const WORKBOOK_ROW: &str = "row";

/// A table as it was read, before its columns are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What people call it: the file, and the sheet of a workbook.
    pub(super) name: String,
    /// What counts its rows: `row` of a workbook, `line` of a text.
    pub(super) counted: &'static str,
    /// Rows that hold anything, with their number.
    pub(super) rows: Vec<(u32, Vec<Raw>)>,
    /// Whether letters outside the alphabets of western Europe cannot be in it.
    pub(super) narrow: bool,
    /// What stands between its cells.
    pub(super) separator: Option<u8>,
}

/// Why the bytes are no sheet of rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A workbook of the form before 2007.
    #[error("this is a workbook of Excel 97-2003; save it as .xlsx or as CSV UTF-8")]
    OldWorkbook,
    /// A workbook that cannot be opened.
    #[error(
        "the workbook cannot be read: {0}; open it in a spreadsheet and save it again as .xlsx"
    )]
    Damaged(String),
    /// More than is read.
    #[error("the workbook holds more than {0}, which no sheet of rules needs; it is not read")]
    TooLarge(String),
    /// A text in which a quote opens and never closes.
    #[error(
        "the quote in line {0} opens and never closes, or one before it does, so it is not clear where a cell ends; export the sheet again, or save it as .xlsx"
    )]
    OpenQuote(u32),
    /// A text in an encoding that is not known.
    #[error(
        "the file is not in UTF-8, and in Windows-1252 it would hold `{0}`, so it is in another encoding; save it as .xlsx or as CSV UTF-8, and import that"
    )]
    Encoding(String),
    /// No row looks like the headers.
    #[error(
        "no row has the headers `kind` and `id`; start from a sheet that `tagline rules export` wrote"
    )]
    NoHeaders,
}

/// A row of a sheet whose columns are known.
#[derive(Clone, Debug)]
pub(super) struct SheetRow {
    pub(super) number: u32,
    pub(super) cells: [Raw; COLUMNS],
    pub(super) origin: Option<Origin>,
}

/// A sheet of rules as it was read.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What is wrong with its headers, so that no row is taken, or with rows that have not the cells they should.
    pub findings: Vec<Finding>,
    /// Columns that mean nothing here, by their headers.
    pub ignored: Vec<String>,
    pub(super) rows: Vec<SheetRow>,
    /// The columns it has.
    pub(super) columns: Vec<Column>,
    /// Which of the sheet's columns each is, from the left.
    numbers: Vec<(Column, usize)>,
    pub(super) narrow: bool,
    /// Whether the headers are so wrong that no row can be taken.
    pub(super) headless: bool,
    name: String,
    counted: &'static str,
}

/// Reads a sheet: a workbook, or a text with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252.
///
/// # Errors
///
/// [`Unreadable`] when the bytes are no sheet with headers.
///
/// # Cost
///
/// Linear in the bytes, a workbook's unpacked; of those 64 MiB at most are held.
pub fn read(name: &str, bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let headed = tables(name, bytes)?.into_iter().find_map(|table| {
        let above = table.rows.iter().take(ROWS_ABOVE_MAX);
        let at = above.into_iter().position(|(_, row)| is_head(row))?;
        Some((table, at))
    });
    let (table, at) = headed.ok_or(Unreadable::NoHeaders)?;
    Ok(Sheet::new(table, at))
}

fn tables(name: &str, bytes: &[u8]) -> Result<Vec<Table>, Unreadable> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => workbook::read(name, bytes),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Unreadable::OldWorkbook),
        _ => delimited::read(name, bytes).map(|table| vec![table]),
    }
}

/// A table with whatever columns, as people see its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// What people call it: the file, and the sheet of a workbook.
    pub name: String,
    /// What counts its rows: `row` of a workbook, `line` of a text.
    pub counted: &'static str,
    /// Rows that hold anything, with their number.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Reads the first table that holds anything, in the forms [`read`] knows; its columns may be any.
///
/// # Errors
///
/// [`Unreadable`] when the bytes are no table.
///
/// # Cost
///
/// That of [`read`].
pub fn cells(name: &str, bytes: &[u8]) -> Result<Cells, Unreadable> {
    let filled = |table: Table| {
        let shown = |(number, row): (u32, Vec<Raw>)| {
            let text = |raw: &Raw| match raw {
                Raw::Broken(formula) if formula.starts_with('=') => String::new(),
                raw => raw.shown(),
            };
            let cells: Vec<String> = row.iter().map(text).collect();
            cells.iter().any(|cell| !cell.is_empty()).then_some((number, cells))
        };
        let rows: Vec<_> = table.rows.into_iter().filter_map(shown).collect();
        (!rows.is_empty()).then_some(Cells { name: table.name, counted: table.counted, rows })
    };
    Ok(tables(name, bytes)?.into_iter().find_map(filled).unwrap_or_default())
}

/// A header as columns are compared by it.
pub(super) fn header(raw: &Raw) -> String {
    let words = raw.shown().trim_matches(['\u{feff}', '*', ':']).trim().to_lowercase();
    words.replace([' ', '-'], "_")
}

fn is_head(row: &[Raw]) -> bool {
    let has = |column: Column| row.iter().any(|cell| header(cell) == column.name());
    has(Column::Id) && has(Column::Kind)
}

impl Sheet {
    fn new(table: Table, at: usize) -> Self {
        let Table { name, counted, mut rows, narrow, separator } = table;
        let rest = rows.split_off(at + 1);
        let (number, head) = rows.pop().unwrap_or_default();
        let heads: Vec<String> = head.iter().map(header).collect();
        let mut sheet = Self {
            findings: Vec::new(),
            ignored: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            numbers: Vec::new(),
            narrow,
            headless: false,
            name,
            counted,
        };
        let columns = sheet.columns(&heads, number);
        sheet.headless = sheet.findings.iter().any(Finding::is_error);
        if sheet.headless {
            return sheet;
        }
        for (number, row) in rest {
            if let Some(found) = separator.and_then(|separator| mixed(&row, heads.len(), separator))
            {
                let text = row.iter().map(Raw::shown).collect::<Vec<_>>().join(" ");
                sheet.findings.push(sheet.finding(number, None, &text, found));
                continue;
            }
            if row.iter().all(Raw::is_empty) {
                continue;
            }
            let mut cells: [Raw; COLUMNS] = Default::default();
            let mut origin = None;
            for (cell, target) in row.into_iter().zip(&columns) {
                match target {
                    Target::Column(column) => cells[*column as usize] = cell,
                    Target::Origin => origin = Origin::parse(&cell.shown()),
                    Target::Nothing => {}
                }
            }
            sheet.rows.push(SheetRow { number, cells, origin });
        }
        sheet
    }

    /// What each column holds.
    fn columns(&mut self, heads: &[String], number: u32) -> Vec<Target> {
        let mut targets = Vec::new();
        for (at, head) in heads.iter().enumerate() {
            if !head.is_empty() && heads[..at].contains(head) {
                let message =
                    format!("two columns are called `{head}`, so it is not clear which one counts");
                let found = Diagnostic::error(Code::SameHeader, 0..head.len(), message).help(
                    "take one of them out, or give it another name; until then no row is taken",
                );
                self.findings.push(finding_at(&self.cell(number, at), head, found));
            }
            let column = Column::ALL.into_iter().find(|column| column.name() == head);
            targets.push(match column {
                Some(column) => Target::Column(column),
                None if head == ORIGIN => Target::Origin,
                None => Target::Nothing,
            });
            if matches!(targets.last(), Some(Target::Nothing)) && !head.is_empty() {
                self.strange(head, number, at);
            }
        }
        let columns = targets.iter().enumerate().filter_map(|(number, target)| match target {
            Target::Column(column) => Some((*column, number)),
            _ => None,
        });
        self.numbers = columns.collect();
        self.columns = self.numbers.iter().map(|(column, _)| *column).collect();
        if targets.iter().any(|target| matches!(target, Target::Origin)) {
            self.renamed(heads, number);
        }
        targets
    }

    /// Reports the column of a name nobody knows where one that was exported, and holds what rules say, is missing.
    fn renamed(&mut self, heads: &[String], number: u32) {
        use Column::{All, Any, None as Never, Query, ShouldMatch, ShouldNotMatch};
        let said = [Any, All, Never, Query, ShouldMatch, ShouldNotMatch];
        let missing: Vec<&str> = said
            .into_iter()
            .filter(|column| !self.columns.contains(column))
            .map(Column::name)
            .collect();
        let (Some(first), [lost, ..]) = (self.ignored.first(), missing.as_slice()) else { return };
        let at = heads.iter().position(|head| head == first).unwrap_or_default();
        let message = format!("no column is called `{first}`, and the column `{lost}` is missing");
        let found = Diagnostic::error(Code::UnknownKey, 0..first.len(), message).help(format!(
            "if it is that column, call it `{lost}` again; else take it out. Until then no row is taken"
        ));
        let found = finding_at(&self.cell(number, at), first, found);
        self.findings.push(found);
    }

    /// A column of another name: left alone, or a name that was misspelled.
    fn strange(&mut self, head: &str, number: u32, at: usize) {
        let names = Column::ALL.map(Column::name);
        let parts = head.split([',', ';', '\t']).filter(|part| names.contains(part)).count();
        if parts > 1 {
            let message = "the headers are parted by two different signs";
            let found = Diagnostic::error(Code::MixedSeparators, 0..head.len(), message);
            let found = found.help(
                "part them all by the same sign, and the rows too; until then no row is taken",
            );
            self.findings.push(finding_at(&self.cell(number, at), head, found));
        } else if let Some(near) = closest(head, names.into_iter()).filter(|near| near.len() > 3) {
            let found = Diagnostic::error(
                Code::UnknownKey,
                0..head.len(),
                format!("no column is called `{head}`"),
            );
            let found = found.help(format!(
                "did you mean `{near}`? A column of notes needs a name that is less alike. Until then no row is taken"
            ));
            self.findings.push(finding_at(&self.cell(number, at), head, found));
        } else {
            self.ignored.push(head.to_owned());
        }
    }

    /// A finding on a cell: `text` is what the cell shows.
    pub(super) fn finding(
        &self,
        row: u32,
        column: Option<Column>,
        text: &str,
        diagnostic: Diagnostic,
    ) -> Finding {
        finding_at(&self.place(row, column), text, diagnostic)
    }

    /// A cell, or a row, in words.
    pub(super) fn place(&self, row: u32, column: Option<Column>) -> String {
        let Some(column) = column else {
            return format!("{}, {} {row}", self.name, self.counted);
        };
        let number = self.numbers.iter().find(|(known, _)| *known == column);
        match number.filter(|_| self.counted == WORKBOOK_ROW) {
            Some((_, number)) => format!("{} ({})", self.cell(row, *number), column.name()),
            None => format!("{}, {} {row}, column {}", self.name, self.counted, column.name()),
        }
    }

    /// The cell of this row in the sheet's column `number`, as spreadsheets call it; of a text, the row.
    fn cell(&self, row: u32, number: usize) -> String {
        if self.counted == WORKBOOK_ROW {
            format!("{}, cell {}{row}", self.name, letters(number))
        } else {
            format!("{}, {} {row}", self.name, self.counted)
        }
    }
}

/// A finding on a cell that people know as `place`; `text` is what it shows.
fn finding_at(place: &str, text: &str, diagnostic: Diagnostic) -> Finding {
    let source = SourceFile { name: place.to_owned(), text: text.to_owned() };
    let place = source.within(place, diagnostic.span.start);
    Finding { source: Arc::new(source), diagnostic: diagnostic.at(place) }
}

/// What spreadsheets call a column: A to Z, then AA.
fn letters(number: usize) -> String {
    let (before, last) = (number / 26, number % 26);
    let last =
        char::from(b'A' + u8::try_from(last).expect("the rest of a division by 26 is below 26"));
    if before == 0 { last.to_string() } else { format!("{}{last}", letters(before - 1)) }
}

/// What a column fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Column(Column),
    Origin,
    Nothing,
}

/// What is wrong with a row that has more or far fewer cells than there are headers.
fn mixed(row: &[Raw], heads: usize, separator: u8) -> Option<Diagnostic> {
    let filled = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let one = row.first().map(Raw::shown).filter(|_| filled == 1 && heads > 2);
    let other = one.and_then(|cell| {
        let count = |byte: u8| cell.bytes().filter(|other| *other == byte).count();
        delimited::SEPARATORS.into_iter().find(|byte| *byte != separator && count(*byte) >= 2)
    });
    let (message, help) = match other {
        Some(other) => (
            format!(
                "the headers are parted by {}, this row by {}",
                delimited::named(separator),
                delimited::named(other)
            ),
            "part all rows by the same sign".to_owned(),
        ),
        None if filled > heads => (
            format!("the row has {filled} cells under {heads} headers"),
            format!("put quotes around a cell that holds {}", delimited::named(separator)),
        ),
        None => return None,
    };
    let length = row.first().map_or(0, |cell| cell.shown().len());
    Some(Diagnostic::error(Code::MixedSeparators, 0..length, message).help(help))
}

/// The names of the kinds, for a sentence.
pub(super) fn kinds() -> String {
    or_list(&super::Kind::ALL.map(|kind| format!("`{}`", kind.name())))
}
