//! Rule sets and what they call their tags.

use mention::{Catalog, Entry, RuleSetId};
use rusqlite::{Connection, OptionalExtension, Result, Row};

use super::{End, Sqlite};
use crate::StoreError;
use crate::catalog::{EntryColumns, RuleSetText, aliases, kind_names, rule_set_id};

const PUT: &str = include_str!("../sql/sqlite/rule_set_put.sql");
const CLEAR: &str = include_str!("../sql/catalog_clear.sql");
const INSERT: &str = include_str!("../sql/sqlite/catalog_insert.sql");
const NEWEST: &str = include_str!("../sql/catalog_newest.sql");
const ENTRIES: &str = include_str!("../sql/catalog_entries.sql");
const TEXTS: &str = include_str!("../sql/rule_set_texts.sql");

impl Sqlite {
    /// See [`crate::Store::put_rules`].
    pub(crate) fn put_rules(
        &mut self,
        id: RuleSetId,
        canonical: &str,
        catalog: &Catalog,
    ) -> std::result::Result<(), StoreError> {
        self.write(|writing| {
            let connection = writing.connection;
            let number: i64 = connection
                .prepare_cached(PUT)?
                .query_row((id.to_string(), canonical), |row| row.get(0))?;
            connection.prepare_cached(CLEAR)?.execute([number])?;
            let mut insert = connection.prepare_cached(INSERT)?;
            for entry in &catalog.entries {
                let (kind, role) = kind_names(entry.kind);
                insert.execute((
                    number,
                    entry.name.as_str(),
                    &entry.label,
                    kind,
                    role,
                    &entry.owner,
                    aliases(entry),
                ))?;
            }
            Ok((End::Keep, ()))
        })
    }

    /// See [`crate::Store::catalog`].
    pub(crate) fn catalog(&self) -> std::result::Result<Option<Catalog>, StoreError> {
        self.read(|connection, _| newest(connection))
    }

    /// See [`crate::Store::rule_sets`].
    pub(crate) fn rule_sets(&self) -> std::result::Result<Vec<RuleSetText>, StoreError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(TEXTS)?
                .query_map([], |row| Ok(RuleSetText { id: id(row, 0)?, canonical: row.get(1)? }))?
                .collect()
        })
    }
}

fn newest(connection: &Connection) -> Result<Option<Catalog>> {
    let newest = connection
        .prepare_cached(NEWEST)?
        .query_row([], |row| Ok((row.get(0)?, id(row, 1)?)))
        .optional()?;
    newest
        .map(|(number, rules)| Ok(Catalog { rules, entries: entries(connection, number)? }))
        .transpose()
}

/// What the rule set with this number calls its tags.
fn entries(connection: &Connection, number: i64) -> Result<Vec<Entry>> {
    connection.prepare_cached(ENTRIES)?.query_map([number], entry)?.collect()
}

fn id(row: &Row<'_>, column: usize) -> Result<RuleSetId> {
    Ok(rule_set_id(row.get_ref(column)?.as_str()?)?)
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let columns = EntryColumns {
        tag: row.get_ref(0)?.as_str()?,
        label: row.get_ref(1)?.as_str()?,
        kind: row.get_ref(2)?.as_str()?,
        role: row.get_ref(3)?.as_str_or_null()?,
        owner: row.get_ref(4)?.as_str_or_null()?,
        aliases: row.get_ref(5)?.as_str()?,
    };
    Ok(columns.entry()?)
}
