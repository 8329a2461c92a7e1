//! Which column is what: told, by its header, or by its cells; and the refusals where that cannot be known.

use jiff::tz::{Offset, TimeZone};

use super::export::{self, Export};
use super::header::{Meaning, meanings, plain};
use super::{Cell, Column, ColumnGuess, DateOrder, Ids, Plan, SheetOptions, Target, Why, date};
use crate::encoding::Encoding;
use crate::source::SourceError;
use crate::wire::{DecodeOptions, Needs, Slot};

/// The beginning of a table.
pub(crate) struct Table<'a> {
    pub(crate) place: String,
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: Option<char>,
    /// Its first rows, whatever stands in them.
    pub(crate) rows: &'a [Vec<Cell>],
}

/// A table's plan, what is to be shown of it, and how many rows come before the first record.
pub(crate) struct Planned {
    pub(crate) plan: Plan,
    pub(crate) guess: ColumnGuess,
    pub(crate) rows_before: usize,
}

/// Finds out what the columns of `table` hold.
///
/// # Errors
///
/// [`SourceError::Form`] when no column holds the text, or none the time where one is needed, when dates can be read
/// in two ways, or when what was told fits no column.
pub(crate) fn plan(
    table: &Table<'_>,
    told: &SheetOptions,
    options: &DecodeOptions,
) -> Result<Planned, SourceError> {
    let header_at = header_row(table.rows);
    let headers: Vec<String> =
        table.rows.get(header_at).into_iter().flatten().map(Cell::show).collect();
    let cells = table.rows.get(header_at + 1..).unwrap_or_default();
    let export = export::of(options.preset, &headers);
    let meant = vec![None; headers.len()];
    let mut guess = Guess { table, headers: &headers, cells, meant, export };
    guess.as_told(told)?;
    guess.by_export();
    guess.by_headers();
    guess.by_cells();
    let date_order = guess.check(told, options)?;
    let (zone, name, zone_why) = guess.zone(options);
    let targets = guess.targets();
    let shown = ColumnGuess {
        export: export.map(|export| export.preset),
        place: table.place.clone(),
        encoding: table.encoding,
        delimiter: table.delimiter,
        header_row: header_at as u64 + 1,
        columns: guess.columns(),
        date_order,
        zone: name,
        zone_why,
        ids: guess.ids(),
    };
    let export = export.map(|export| (export.preset, export.platform));
    let plan = Plan { targets, order: date_order, zone, export };
    Ok(Planned { plan, guess: shown, rows_before: header_at + 1 })
}

/// The row with the most known headers, for tools that put a preamble above it; else the first that is not empty.
fn header_row(rows: &[Vec<Cell>]) -> usize {
    const ROWS_LOOKED_AT: usize = 20;
    let known =
        |row: &Vec<Cell>| row.iter().filter(|cell| !meanings(&cell.show()).is_empty()).count();
    let best = rows.iter().take(ROWS_LOOKED_AT).enumerate().rev().max_by_key(|(_, row)| known(row));
    match best {
        Some((at, row)) if known(row) >= 2 => at,
        _ => rows.iter().position(|row| row.iter().any(|cell| !cell.is_empty())).unwrap_or(0),
    }
}

struct Guess<'a> {
    table: &'a Table<'a>,
    headers: &'a [String],
    cells: &'a [Vec<Cell>],
    meant: Vec<Option<(Meaning, Why)>>,
    export: Option<&'static Export>,
}

impl Guess<'_> {
    fn column_of(&self, meaning: Meaning) -> Option<usize> {
        self.meant.iter().position(|meant| matches!(meant, Some((known, _)) if *known == meaning))
    }

    fn has(&self, slot: Slot) -> bool {
        self.column_of(Meaning::Slot(slot)).is_some()
    }

    fn values(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter_map(move |row| row.get(column)).filter(|cell| !cell.is_empty())
    }

    fn refuse<T>(&self, what: String, remedy: String) -> Result<T, SourceError> {
        Err(SourceError::Form { place: self.table.place.clone(), what, remedy })
    }

    fn names(&self) -> String {
        let named = self.headers.iter().filter(|header| !header.is_empty());
        named.map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", ")
    }

    fn as_told(&mut self, told: &SheetOptions) -> Result<(), SourceError> {
        for (field, column) in &told.columns {
            let Some(slot) = Slot::named(field) else {
                let fields: Vec<_> = Slot::ALL.iter().map(|slot| slot.name()).collect();
                return self.refuse(
                    format!("there is no field `{field}` to map a column to"),
                    format!("the fields are {}", fields.join(", ")),
                );
            };
            let same = |header: &String| header == column || plain(header) == plain(column);
            let Some(at) = self.headers.iter().position(same) else {
                return self.refuse(
                    format!("there is no column `{column}`"),
                    format!("the columns are {}", self.names()),
                );
            };
            self.meant[at] = Some((Meaning::Slot(slot), Why::Told));
        }
        Ok(())
    }

    /// As the export says; several columns may hold one field.
    fn by_export(&mut self) {
        let Some(export) = self.export else { return };
        for (column, header) in self.headers.iter().enumerate() {
            if let (None, Some((Some(slot), _))) = (self.meant[column], export.column(header)) {
                self.meant[column] = Some((Meaning::Slot(slot), Why::Export));
            }
        }
    }

    /// The surest name first; a meaning has one column, a column one meaning.
    fn by_headers(&mut self) {
        let mut candidates: Vec<(usize, usize, usize, Meaning)> = Vec::new();
        for (column, header) in self.headers.iter().enumerate() {
            for (order, meaning, rank) in meanings(header) {
                candidates.push((order, rank, column, meaning));
            }
        }
        candidates.sort_by_key(|&(order, rank, column, _)| (order, rank, column));
        for (_, _, column, meaning) in candidates {
            let otherwise =
                self.export.is_some_and(|export| export.column(&self.headers[column]).is_some());
            let day_known = meaning != Meaning::Hour || self.has(Slot::PublishedAt);
            if self.meant[column].is_none()
                && self.column_of(meaning).is_none()
                && day_known
                && !otherwise
            {
                self.meant[column] = Some((meaning, Why::Header));
            }
        }
    }

    /// The text is the column with the longest values, the time one whose values all are dates.
    fn by_cells(&mut self) {
        let free = |guess: &Self, column: &usize| guess.meant[*column].is_none();
        if !self.has(Slot::PublishedAt) {
            let dates = |column: &usize| {
                let mut values = self.values(*column).peekable();
                values.peek().is_some() && values.all(is_date)
            };
            let found = (0..self.headers.len()).filter(|column| free(self, column)).find(dates);
            if let Some(column) = found {
                self.meant[column] = Some((Meaning::Slot(Slot::PublishedAt), Why::Cells));
            }
        }
        if !self.has(Slot::Text) && !self.has(Slot::Title) {
            const WORDY_FROM: usize = 20;
            let length = |column: usize| {
                let lengths: Vec<usize> = self.values(column).map(wordy).collect();
                lengths.iter().sum::<usize>() / lengths.len().max(1)
            };
            let found = (0..self.headers.len())
                .filter(|column| free(self, column))
                .map(|column| (length(column), column))
                .filter(|(length, _)| *length >= WORDY_FROM)
                .max();
            if let Some((_, column)) = found {
                self.meant[column] = Some((Meaning::Slot(Slot::Text), Why::Cells));
            }
        }
    }

    /// Whether a run can go ahead with this, and the order of day and month its dates have.
    fn check(
        &self,
        told: &SheetOptions,
        options: &DecodeOptions,
    ) -> Result<Option<DateOrder>, SourceError> {
        if !self.has(Slot::Text) && !self.has(Slot::Title) && !self.has(Slot::Rating) {
            return self.refuse(
                "no column looks like the words of a post".to_owned(),
                format!("say which it is: --map text=COLUMN; the columns are {}", self.names()),
            );
        }
        let Some(column) = self.column_of(Meaning::Slot(Slot::PublishedAt)) else {
            if options.needs == Needs::Text {
                return Ok(told.date_order);
            }
            return self.refuse(
                "no column looks like the time of publication".to_owned(),
                format!(
                    "say which it is: --map created_at=COLUMN; the columns are {}",
                    self.names()
                ),
            );
        };
        self.date_order(column, told.date_order)
    }

    fn date_order(
        &self,
        column: usize,
        told: Option<DateOrder>,
    ) -> Result<Option<DateOrder>, SourceError> {
        let header = &self.headers[column];
        if let Some(first) = self.values(column).next().map(Cell::show)
            && !self.values(column).any(is_date)
        {
            return self.refuse(
                format!("the column `{header}` is taken for the time of publication, but \"{first}\" is none"),
                format!("say which it is: --map created_at=COLUMN; the columns are {}", self.names()),
            );
        }
        if told.is_some() {
            return Ok(told);
        }
        let texts: Vec<String> = self.values(column).map(Cell::show).collect();
        let shows = |order| texts.iter().find(|text| date::shown_order(text) == Some(order));
        let open = texts
            .iter()
            .find(|text| matches!(date::read(text), Some(date::Written::Either { .. })));
        match (shows(DateOrder::DayMonthYear), shows(DateOrder::MonthDayYear), open) {
            (Some(one), Some(other), _) => self.refuse(
                format!("the column `{header}` has the day first in \"{one}\" and the month first in \"{other}\""),
                "write all dates in one way, best as 2026-12-31 14:05".to_owned(),
            ),
            (Some(_), None, _) => Ok(Some(DateOrder::DayMonthYear)),
            (None, Some(_), _) => Ok(Some(DateOrder::MonthDayYear)),
            (None, None, Some(open)) => self.refuse(
                format!("the column `{header}` says \"{open}\", where either number may be the day"),
                "say --date-order dmy if the day comes first, --date-order mdy if the month does".to_owned(),
            ),
            (None, None, None) => Ok(None),
        }
    }

    /// The zone of times that state none: told, named in the header, else UTC.
    fn zone(&self, options: &DecodeOptions) -> (TimeZone, String, Why) {
        if let Some(zone) = &options.zone {
            let name = zone.iana_name().map_or_else(|| "as told".to_owned(), str::to_owned);
            return (zone.clone(), name, Why::Told);
        }
        let column = self.column_of(Meaning::Slot(Slot::PublishedAt));
        match column.and_then(|column| zone_in(&self.headers[column])) {
            Some(offset) => {
                let name =
                    if offset == Offset::UTC { "UTC".to_owned() } else { format!("UTC{offset}") };
                (TimeZone::fixed(offset), name, Why::Header)
            }
            None => (TimeZone::UTC, "UTC".to_owned(), Why::Assumed),
        }
    }

    fn ids(&self) -> Ids {
        if self.has(Slot::Id) {
            Ids::Column
        } else if self.has(Slot::Permalink) {
            Ids::Permalink
        } else {
            Ids::Hash
        }
    }

    fn targets(&self) -> Vec<Target> {
        let network = |header: &str| self.export.and_then(|export| export.column(header));
        let target = |(meant, header): (&Option<(Meaning, Why)>, &String)| match meant {
            Some((Meaning::Slot(slot), Why::Export)) => match network(header) {
                Some((_, name)) if !name.is_empty() => Target::Of(name, *slot),
                _ => Target::Slot(*slot),
            },
            Some((Meaning::Slot(slot), _)) => Target::Slot(*slot),
            Some((Meaning::Hour, _)) => Target::Hour,
            None => Target::Custom(header.clone()),
        };
        self.meant.iter().zip(self.headers).map(target).collect()
    }

    fn columns(&self) -> Vec<Column> {
        const SAMPLE_CHARACTERS: usize = 40;
        let column = |(at, header): (usize, &String)| Column {
            header: header.clone(),
            field: self.meant[at].map(|(meaning, _)| match meaning {
                Meaning::Slot(slot) => slot.name(),
                Meaning::Hour => "created_at (hour)",
            }),
            why: self.meant[at].map_or(Why::Assumed, |(_, why)| why),
            sample: self.values(at).next().map_or_else(String::new, |cell| {
                cell.show().chars().take(SAMPLE_CHARACTERS).collect()
            }),
        };
        self.headers.iter().enumerate().map(column).collect()
    }
}

fn is_date(cell: &Cell) -> bool {
    match cell {
        Cell::Clock(_) => true,
        Cell::Text(text) => date::read(text).is_some(),
        Cell::Empty | Cell::Number(_) | Cell::Flag(_) => false,
    }
}

/// The length of a value with more than one word; 0 for others.
fn wordy(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) if text.trim().contains(' ') && !is_date(cell) => text.chars().count(),
        _ => 0,
    }
}

/// The offset a header names: `Created (UTC)`, `Date (GMT+2)`, `Zeit UTC+05:30`.
fn zone_in(header: &str) -> Option<Offset> {
    const SECONDS_AN_HOUR: i32 = 3_600;
    const SECONDS_A_MINUTE: i32 = 60;
    let upper = header.to_uppercase();
    let at = upper.find("UTC").or_else(|| upper.find("GMT"))?;
    let rest = upper[at + 3..].trim_start();
    let sign = match rest.chars().next() {
        Some('+') => 1,
        Some('-' | '−') => -1,
        _ => return Some(Offset::UTC),
    };
    let mut numbers = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::parse::<i32>);
    let hours = numbers.next()?.ok()?;
    let minutes = numbers.next().and_then(Result::ok).unwrap_or(0);
    let seconds =
        hours.checked_mul(SECONDS_AN_HOUR)?.checked_add(minutes.checked_mul(SECONDS_A_MINUTE)?)?;
    Offset::from_seconds(sign * seconds).ok()
}
