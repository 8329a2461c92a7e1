//! Handing a store over, and taking one in.

use std::fmt::Write as _;
use std::io::Write as _;

use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::Type;
use ::postgres::{Client, Row};
use mention::Day;

use super::server::told;
use super::sums::FIRST_SHARD;
use super::{End, Fault, Parameter, Postgres, Result, dump, query, query_one, row, text};
use crate::StoreError;
use crate::copy::{Cell, Digest, Record, Table, Take};
use crate::difference::{Amounts, add_up};
use crate::error::unreadable;
use crate::packed::{self, Entries};

const BEGIN_ALONE: &str = include_str!("../sql/postgres/begin_alone.sql");
const TOUCHED: &str = include_str!("../sql/copy_touched.sql");
const ABOUT: &str = include_str!("../sql/postgres/copy_about.sql");
const PEOPLE: &str = include_str!("../sql/postgres/copy_people.sql");
const LEDGER: &str = include_str!("../sql/postgres/copy_ledger.sql");
const SEQUENCES: &str = include_str!("../sql/postgres/copy_sequences.sql");

/// How many bytes of rows are gathered before they are sent.
const BYTES_A_TIME: usize = 4 * 1024 * 1024;

impl Postgres {
    /// Hands every row over, of one unchanging state, and says what they come to.
    pub(crate) fn hand_over(&self, take: Take<'_>) -> std::result::Result<u128, StoreError> {
        self.read(|client, _| {
            let mut digest = Digest::default();
            for table in Table::ALL {
                each(client, table, &mut |record| {
                    digest.add(table, &record);
                    Ok(take(table, record)?)
                })?;
            }
            dump::write(client, &mut digest)?;
            Ok(digest.number())
        })
    }

    /// Takes in what `giver` hands over, in one transaction that stays only if both hold the same.
    pub(crate) fn take_over(
        &mut self,
        giver: &mut dyn FnMut(Take<'_>) -> std::result::Result<u128, StoreError>,
    ) -> std::result::Result<(), StoreError> {
        let path = self.server.shown.clone();
        let taken = self.write_after(BEGIN_ALONE, |writing| {
            let client = &mut *writing.client;
            if query_one(client, TOUCHED, &[])?.get::<_, i64>(0) > 0 {
                return Err(Fault::Store(StoreError::NotEmpty { path: path.clone() }));
            }
            let mut pile = Pile::default();
            let expected = giver(&mut |table, record| {
                pile.push(client, table, record).map_err(|fault| told(&path, fault))
            })?;
            pile.send(client)?;
            query(client, SEQUENCES, &[])?;
            if holds(client)? != expected {
                return Err(Fault::Store(StoreError::Differs { path: path.clone() }));
            }
            Ok((End::Keep, ()))
        });
        self.names = crate::names::Names::default();
        taken
    }
}

/// What a transaction sees, as one number.
fn holds(client: &mut Client) -> Result<u128> {
    let mut digest = Digest::default();
    for table in Table::ALL.into_iter().filter(|table| table.is_beside_the_dump()) {
        each(client, table, &mut |record| {
            digest.add(table, &record);
            Ok(())
        })?;
    }
    dump::write(client, &mut digest)?;
    Ok(digest.number())
}

/// Gives each row of a table; of sums, those of all shards as one.
fn each(
    client: &mut Client,
    table: Table,
    give: &mut dyn FnMut(Record) -> Result<()>,
) -> Result<()> {
    let sql = table.select().unwrap_or(match table {
        Table::About => ABOUT,
        Table::People => PEOPLE,
        _ => LEDGER,
    });
    let mut sums = Sums::of(table);
    let none: [Parameter<'_>; 0] = [];
    let mut rows = client.query_typed_raw(sql, none)?;
    while let Some(row) = rows.next()? {
        match &mut sums {
            Some(sums) => {
                if let Some(record) = sums.take(row.get(0), row.get(1))? {
                    give(record)?;
                }
            }
            None => give(record(&row)?)?,
        }
    }
    match sums.and_then(Sums::ended) {
        Some(record) => give(record),
        None => Ok(()),
    }
}

pub(super) fn record(row: &Row) -> Result<Record> {
    (0..row.len()).map(|at| cell(row, at)).collect()
}

fn cell(row: &Row, at: usize) -> Result<Cell> {
    let number = |number: Option<i64>| number.map_or(Cell::Nothing, Cell::Number);
    Ok(match *row.columns()[at].type_() {
        Type::INT4 => number(row.get::<_, Option<i32>>(at).map(i64::from)),
        Type::INT8 => number(row.get(at)),
        Type::BOOL => number(row.get::<_, Option<bool>>(at).map(i64::from)),
        Type::TEXT => row
            .get::<_, Option<&str>>(at)
            .map_or(Cell::Nothing, |found| Cell::Text(text::read(found).into_owned())),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(at).map_or(Cell::Nothing, Cell::Bytes),
        _ => return Err(unreadable("a column of the store").into()),
    })
}

/// Rows of one key, added up while they come.
enum Sums {
    Counts(Option<(i64, Entries<Amounts>)>),
    People(Option<(i64, Entries<i64>)>),
}

impl Sums {
    /// `None` for a table without sums.
    fn of(table: Table) -> Option<Self> {
        match table {
            Table::Counts => Some(Self::Counts(None)),
            Table::AuthorDays => Some(Self::People(None)),
            _ => None,
        }
    }

    /// Takes in a shard's row, and gives what is complete before it.
    fn take(&mut self, key: i64, packed: &str) -> Result<Option<Record>> {
        Ok(match self {
            Self::Counts(sum) => {
                let entries = packed::read_counts(packed);
                let entries = entries.ok_or_else(|| unreadable("a row of counts"))?;
                joined(sum, key, entries).and_then(summed(packed::write_counts))
            }
            Self::People(sum) => {
                let entries = packed::read_people(packed);
                let entries = entries.ok_or_else(|| unreadable("an author's day"))?;
                joined(sum, key, entries).and_then(summed(packed::write_people))
            }
        })
    }

    /// What is complete now that no more rows come.
    fn ended(self) -> Option<Record> {
        match self {
            Self::Counts(sum) => sum.and_then(summed(packed::write_counts)),
            Self::People(sum) => sum.and_then(summed(packed::write_people)),
        }
    }
}

/// Adds entries to those of the same key; entries of another key push those out.
fn joined<V>(
    sum: &mut Option<(i64, Entries<V>)>,
    key: i64,
    entries: Entries<V>,
) -> Option<(i64, Entries<V>)> {
    match sum {
        Some((same, all)) if *same == key => {
            all.extend(entries);
            None
        }
        _ => sum.replace((key, entries)),
    }
}

/// Writes the row of a key, if anything is left in it.
fn summed<V: std::ops::AddAssign + Copy + Default + PartialEq>(
    write: fn(&[(u32, V)]) -> String,
) -> impl Fn((i64, Entries<V>)) -> Option<Record> {
    move |(key, mut entries)| {
        add_up(&mut entries);
        let record = || vec![Cell::Number(key), Cell::Text(write(&entries))];
        (!entries.is_empty()).then(record)
    }
}

/// The statement that takes a table in.
const fn into(table: Table) -> &'static str {
    match table {
        Table::About => include_str!("../sql/postgres/copy_into_about.sql"),
        Table::Platforms => include_str!("../sql/postgres/copy_into_platforms.sql"),
        Table::Tags => include_str!("../sql/postgres/copy_into_tags.sql"),
        Table::Dimensions => include_str!("../sql/postgres/copy_into_dimensions.sql"),
        Table::Parts => include_str!("../sql/postgres/copy_into_parts.sql"),
        Table::RuleSets => include_str!("../sql/postgres/copy_into_rule_sets.sql"),
        Table::Catalog => include_str!("../sql/postgres/copy_into_catalog.sql"),
        Table::Cursors => include_str!("../sql/postgres/copy_into_cursors.sql"),
        Table::RulesActive => include_str!("../sql/postgres/copy_into_rules_active.sql"),
        Table::HandTags => include_str!("../sql/postgres/copy_into_hand_tags.sql"),
        Table::People => include_str!("../sql/postgres/copy_into_people.sql"),
        Table::Mentions => include_str!("../sql/postgres/copy_into_mentions.sql"),
        Table::Texts => include_str!("../sql/postgres/copy_into_texts.sql"),
        Table::AuthorDays => include_str!("../sql/postgres/copy_into_author_days.sql"),
        Table::Counts => include_str!("../sql/postgres/copy_into_counts.sql"),
        Table::Ledger => include_str!("../sql/postgres/copy_into_ledger.sql"),
        Table::Rejects => include_str!("../sql/postgres/copy_into_rejects.sql"),
        Table::Resets => include_str!("../sql/postgres/copy_into_resets.sql"),
        Table::Measures => include_str!("../sql/postgres/copy_into_measures.sql"),
        Table::Annotations => include_str!("../sql/postgres/copy_into_annotations.sql"),
        Table::Suppressions => include_str!("../sql/postgres/copy_into_suppressions.sql"),
        Table::Alerts => include_str!("../sql/postgres/copy_into_alerts.sql"),
        Table::Judged => include_str!("../sql/postgres/copy_into_judged.sql"),
        Table::Deliveries => include_str!("../sql/postgres/copy_into_deliveries.sql"),
        Table::Settled => include_str!("../sql/postgres/copy_into_settled.sql"),
        Table::Seals => include_str!("../sql/postgres/copy_into_seals.sql"),
    }
}

/// Rows on their way to the server, those of one table at a time.
#[derive(Default)]
struct Pile {
    table: Option<Table>,
    rows: String,
    /// The first day whose ids are kept.
    horizon: Option<Day>,
}

impl Pile {
    fn push(&mut self, client: &mut Client, table: Table, mut record: Record) -> Result<()> {
        if self.table != Some(table) || self.rows.len() > BYTES_A_TIME {
            self.send(client)?;
            self.table = Some(table);
        }
        self.horizon = self.horizon.or(horizon(table, &record));
        match table {
            Table::Mentions | Table::Texts => record[0] = key_of(&record),
            Table::Counts | Table::AuthorDays => {
                record.insert(1, Cell::Number(FIRST_SHARD.into()));
            }
            Table::Ledger if record[1] == Cell::Nothing => record[1] = Cell::Number(i64::MIN),
            // The first day of days that are kept follows from them.
            Table::People if !self.is_before_horizon(&record[2]) => record[2] = Cell::Nothing,
            _ => {}
        }
        for (at, cell) in record.iter().enumerate() {
            if at > 0 {
                self.rows.push('\t');
            }
            write_cell(&mut self.rows, cell);
        }
        self.rows.push('\n');
        Ok(())
    }

    fn is_before_horizon(&self, day: &Cell) -> bool {
        matches!((day, self.horizon), (Cell::Number(day), Some(horizon)) if *day < horizon.0)
    }

    fn send(&mut self, client: &mut Client) -> Result<()> {
        if let Some(table) = self.table.filter(|_| !self.rows.is_empty()) {
            let mut copy = client.copy_in(into(table))?;
            // What it fails by, the server says when it is finished.
            let _ = copy.write_all(self.rows.as_bytes());
            copy.finish()?;
            self.rows.clear();
        }
        Ok(())
    }
}

/// The day a row of [`Table::About`] names as the first whose ids are kept.
fn horizon(table: Table, record: &Record) -> Option<Day> {
    match (table, &record[..]) {
        (Table::About, [Cell::Text(name), Cell::Number(day)]) if name == "horizon" => {
            Some(Day(*day))
        }
        _ => None,
    }
}

/// The key of a mention's rows, by the platform and the id it is handed over with.
fn key_of(record: &Record) -> Cell {
    match (&record[0], &record[2]) {
        (Cell::Text(platform), Cell::Text(id)) => Cell::Number(row::key(platform, id)),
        _ => Cell::Nothing,
    }
}

/// Writes a cell as `COPY` reads it.
fn write_cell(rows: &mut String, cell: &Cell) {
    match cell {
        Cell::Nothing => rows.push_str("\\N"),
        Cell::Number(number) => rows.push_str(&number.to_string()),
        Cell::Text(found) => {
            for letter in text::stored(found).chars() {
                match letter {
                    '\\' => rows.push_str("\\\\"),
                    '\t' => rows.push_str("\\t"),
                    '\n' => rows.push_str("\\n"),
                    '\r' => rows.push_str("\\r"),
                    other => rows.push(other),
                }
            }
        }
        Cell::Bytes(bytes) => {
            rows.push_str("\\\\x");
            for byte in bytes {
                write!(rows, "{byte:02x}").expect("a text takes everything");
            }
        }
    }
}
