//! Tables into mentions: which column holds what, guessed from its header and shown to whoever reads it.
//!
//! A row without an id gets one: the number in its permalink where that names a post of X, else a hash of
//! the permalink, else of platform, author, time and text. Rows equal in all of these are one mention.

mod date;
mod export;
mod guess;
mod header;
mod row;
#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub(crate) use guess::{Planned, Table, plan};

use self::header::{Meaning, meanings};
use crate::encoding::Encoding;
use crate::wire::{Preset, Slot};

/// How tables are read, where that is not to be guessed.
#[derive(Clone, Debug, Default)]
pub struct SheetOptions {
    /// Fields of the native format and the columns that hold them: `text` = `Message`.
    pub columns: Vec<(String, String)>,
    /// The order of day and month.
    pub date_order: Option<DateOrder>,
    /// The sheet of a workbook; the first with a row in it when absent.
    pub sheet: Option<String>,
}

/// The order in which a date names day, month and year, where it does not name the month by word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2026.
    DayMonthYear,
    /// 12/31/2026.
    MonthDayYear,
}

impl DateOrder {
    /// The name `--date-order` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::DayMonthYear, Self::MonthDayYear].into_iter().find(|order| order.name() == name)
    }
}

/// What the columns of a table are taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnGuess {
    /// The export it is, where it is one of those known.
    pub export: Option<Preset>,
    /// The file, and the sheet of a workbook.
    pub place: String,
    /// What it was written in.
    pub encoding: Encoding,
    /// What parts the cells; absent for a workbook.
    pub delimiter: Option<char>,
    /// The row the headers stand in, counted from 1.
    pub header_row: u64,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The order of day and month, where dates depend on it.
    pub date_order: Option<DateOrder>,
    /// The zone of times that state none.
    pub zone: String,
    /// How that zone is known.
    pub zone_why: Why,
    /// Where ids come from.
    pub ids: Ids,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub header: String,
    /// The field of the native format it fills; a column without one becomes a custom field of its header's name.
    pub field: Option<&'static str>,
    /// How that is known.
    pub why: Why,
    /// The first value in it, cut.
    pub sample: String,
}

/// How something about a table is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was told.
    Told,
    /// By a header.
    Header,
    /// By the export it is of.
    Export,
    /// By what the cells hold.
    Cells,
    /// Nothing says otherwise.
    Assumed,
}

/// Where the ids of a table's rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// A column.
    Column,
    /// The permalink.
    Permalink,
    /// A hash of platform, author, time and text.
    Hash,
}

/// The fields that `name` may mean: the place in the list of names, the field, and how sure that is, 0 the surest.
pub(crate) fn meant_by(name: &str) -> Vec<(usize, Slot, usize)> {
    let field = |(order, meaning, rank)| match meaning {
        Meaning::Slot(slot) => Some((order, slot, rank)),
        Meaning::Hour => None,
    };
    meanings(name).into_iter().filter_map(field).collect()
}

/// A cell as its table holds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A date made by a spreadsheet: what the clock showed, without a zone.
    Clock(DateTime),
    Flag(bool),
}

impl Cell {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Clock(_) | Self::Flag(_) => false,
        }
    }

    /// The cell as people see it.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Clock(clock) => clock.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

/// How each row of one table becomes a mention.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What each column fills, from left to right.
    targets: Vec<Target>,
    order: Option<DateOrder>,
    zone: TimeZone,
    /// The export it is, and the platform of all its rows.
    export: Option<(Preset, Option<&'static str>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Slot(Slot),
    /// A field in the rows of one network.
    Of(&'static str, Slot),
    /// The hour, where day and hour stand in columns of their own.
    Hour,
    Custom(String),
}
