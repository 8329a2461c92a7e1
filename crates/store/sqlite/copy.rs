//! Handing a store over, and taking one in.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Result, ToSql, params_from_iter};
use xxhash_rust::xxh3::xxh3_64;

use super::{End, Sqlite, dump};
use crate::StoreError;
use crate::copy::{Cell, Digest, Record, Table, Take};

const TOUCHED: &str = include_str!("../sql/copy_touched.sql");
const ABOUT: &str = include_str!("../sql/sqlite/copy_about.sql");
const PEOPLE: &str = include_str!("../sql/sqlite/copy_people.sql");
const LEDGER: &str = include_str!("../sql/sqlite/copy_ledger.sql");
const PERSON_INSERT: &str = include_str!("../sql/sqlite/person_insert.sql");
const TEXT_OF: &str = include_str!("../sql/sqlite/copy_into_text.sql");

impl Sqlite {
    /// Hands every row over, of one unchanging state, and says what they come to.
    pub(crate) fn hand_over(&self, take: Take<'_>) -> std::result::Result<u128, StoreError> {
        self.read_and(|connection, _| {
            let mut digest = Digest::default();
            for table in Table::ALL {
                each(connection, table, &mut |record| {
                    digest.add(table, &record);
                    take(table, record)
                })?;
            }
            dump::write(connection, &mut digest)?;
            Ok(digest.number())
        })
        .map_err(|fault: dump::Fault| fault.told(&self.path))
    }

    /// Takes in what `giver` hands over, in one transaction that stays only if both hold the same.
    pub(crate) fn take_over(
        &mut self,
        giver: &mut dyn FnMut(Take<'_>) -> std::result::Result<u128, StoreError>,
    ) -> std::result::Result<(), StoreError> {
        let path = self.path.clone();
        self.write(|writing| {
            let connection = writing.connection;
            if connection.query_row(TOUCHED, [], |row| row.get::<_, i64>(0))? > 0 {
                return Ok((End::Discard, Err(StoreError::NotEmpty { path: path.clone() })));
            }
            let mut texts = 0;
            let expected = giver(&mut |table, record| {
                insert(connection, table, record, &mut texts)
                    .map_err(|source| StoreError::of(&path, source))
            });
            let expected = match expected {
                Ok(expected) => expected,
                Err(error) => return Ok((End::Discard, Err(error))),
            };
            match holds(connection) {
                Ok(found) if found == expected => Ok((End::Keep, Ok(()))),
                Ok(_) => Ok((End::Discard, Err(StoreError::Differs { path: path.clone() }))),
                Err(fault) => Ok((End::Discard, Err(fault.told(&path)))),
            }
        })?
    }
}

/// What a transaction sees, as one number.
fn holds(connection: &Connection) -> std::result::Result<u128, dump::Fault> {
    let mut digest = Digest::default();
    for table in Table::ALL.into_iter().filter(|table| table.is_beside_the_dump()) {
        each(connection, table, &mut |record| {
            digest.add(table, &record);
            Ok(())
        })?;
    }
    dump::write(connection, &mut digest)?;
    Ok(digest.number())
}

/// Gives each row of a table.
fn each(
    connection: &Connection,
    table: Table,
    give: &mut dyn FnMut(Record) -> std::result::Result<(), StoreError>,
) -> std::result::Result<(), dump::Fault> {
    let sql = table.select().unwrap_or(match table {
        Table::About => ABOUT,
        Table::People => PEOPLE,
        _ => LEDGER,
    });
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let record: Result<Record> = (0..columns).map(|at| Ok(cell(row.get_ref(at)?))).collect();
        give(record?)?;
    }
    Ok(())
}

pub(super) fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Integer(number) => Cell::Number(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        // The store writes no fractions.
        ValueRef::Null | ValueRef::Real(_) => Cell::Nothing,
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Nothing => ToSqlOutput::Owned(Value::Null),
            Self::Number(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// The statement that writes a row, as it is handed over or nearly so.
fn insertion(table: Table) -> &'static str {
    match table {
        Table::About => include_str!("../sql/sqlite/about_put.sql"),
        Table::Platforms => include_str!("../sql/sqlite/platform_insert.sql"),
        Table::Tags => include_str!("../sql/sqlite/tag_insert.sql"),
        Table::Dimensions => include_str!("../sql/sqlite/dimensions_insert.sql"),
        Table::Parts => include_str!("../sql/sqlite/copy_into_parts.sql"),
        Table::RuleSets => include_str!("../sql/sqlite/copy_into_rule_sets.sql"),
        Table::Catalog => include_str!("../sql/sqlite/catalog_insert.sql"),
        Table::Cursors => include_str!("../sql/sqlite/copy_into_cursors.sql"),
        Table::RulesActive => include_str!("../sql/rules_active_put.sql"),
        Table::HandTags => include_str!("../sql/hand_tag_put.sql"),
        Table::People => PERSON_INSERT,
        Table::Mentions => include_str!("../sql/sqlite/mention_insert.sql"),
        Table::Texts => include_str!("../sql/sqlite/text_put.sql"),
        Table::AuthorDays => include_str!("../sql/sqlite/author_day_insert.sql"),
        Table::Counts => include_str!("../sql/sqlite/count_insert.sql"),
        Table::Ledger => include_str!("../sql/sqlite/ledger_add.sql"),
        Table::Rejects => include_str!("../sql/sqlite/reject_insert.sql"),
        Table::Resets => include_str!("../sql/reset_insert.sql"),
        Table::Measures => include_str!("../sql/measure_put.sql"),
        Table::Annotations => include_str!("../sql/annotation_put.sql"),
        Table::Suppressions => include_str!("../sql/suppression_put.sql"),
        Table::Alerts => include_str!("../sql/alert_put.sql"),
        Table::Judged => include_str!("../sql/judged_put.sql"),
        Table::Deliveries => include_str!("../sql/delivery_put.sql"),
        Table::Settled => include_str!("../sql/settled_put.sql"),
        Table::Seals => include_str!("../sql/seal_put.sql"),
    }
}

/// Writes a row; `texts` is how many texts were written before.
fn insert(
    connection: &Connection,
    table: Table,
    mut record: Record,
    texts: &mut i64,
) -> Result<()> {
    match table {
        Table::People => return insert_person(connection, record),
        // The number of its text comes with the text.
        Table::Mentions => {
            record.remove(0);
            record.push(Cell::Nothing);
        }
        Table::Texts => {
            *texts += 1;
            record[0] = Cell::Number(*texts);
            let of = [&record[0], &record[1], &record[2]];
            connection.prepare_cached(TEXT_OF)?.execute(params_from_iter(of))?;
        }
        Table::Ledger if record[1] == Cell::Nothing => record[1] = Cell::Text(String::new()),
        _ => {}
    }
    connection.prepare_cached(insertion(table))?.execute(params_from_iter(&record))?;
    Ok(())
}

/// Where a hash is taken, the next free number stands in for it.
fn insert_person(connection: &Connection, mut record: Record) -> Result<()> {
    let Cell::Text(key) = &record[1] else { return Ok(()) };
    let mut place = xxh3_64(key.as_bytes()).cast_signed();
    record.insert(0, Cell::Number(place));
    let mut insert = connection.prepare_cached(PERSON_INSERT)?;
    while insert.execute(params_from_iter(&record))? == 0 {
        place = place.wrapping_add(1);
        record[0] = Cell::Number(place);
    }
    Ok(())
}
