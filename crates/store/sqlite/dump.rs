//! The ordered dump: what two equal stores have in common, byte for byte.

use std::io::{self, Write};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::Sqlite;
use crate::error::{Unreadable, unreadable};
use crate::{StoreError, kept};

/// What is dumped, in order: the word each line starts with, and the statement that gives the rest.
const SECTIONS: [(&str, &str); 8] = [
    ("mention", include_str!("../sql/sqlite/dump_mentions.sql")),
    ("hand", include_str!("../sql/sqlite/dump_hand_tags.sql")),
    ("settled", include_str!("../sql/dump_settled.sql")),
    ("count", include_str!("../sql/dump_counts.sql")),
    ("author", include_str!("../sql/sqlite/dump_author_days.sql")),
    ("person", include_str!("../sql/sqlite/dump_people.sql")),
    ("rules", include_str!("../sql/dump_rule_sets.sql")),
    ("tag", include_str!("../sql/dump_catalog.sql")),
];
const TEXTS: &str = include_str!("../sql/sqlite/dump_texts.sql");

/// What a dump or a copy can fail by.
pub(super) enum Fault {
    Database(rusqlite::Error),
    Output(io::Error),
    Store(StoreError),
}

impl Fault {
    /// What it is to whoever asked for the store at `path`.
    pub(super) fn told(self, path: &Path) -> StoreError {
        match self {
            Self::Database(source) => StoreError::of(path, source),
            Self::Output(source) => StoreError::Output { source },
            Self::Store(error) => error,
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Unreadable> for Fault {
    fn from(unreadable: Unreadable) -> Self {
        Self::Database(unreadable.into())
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Sqlite {
    /// See [`crate::Store::dump`].
    pub(crate) fn dump(&self, out: &mut impl Write) -> Result<(), StoreError> {
        let dumped = self.read_and(|connection, _| write(connection, out));
        dumped.map_err(|fault| fault.told(&self.path))
    }
}

/// Dumps what a transaction sees.
pub(super) fn write(connection: &Connection, out: &mut impl Write) -> Result<(), Fault> {
    for (word, sql) in SECTIONS {
        section(connection, word, sql, out)?;
    }
    texts(connection, out)
}

/// One line a row: the word, then each column after a tab.
fn section(
    connection: &Connection,
    word: &str,
    sql: &str,
    out: &mut impl Write,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        out.write_all(word.as_bytes())?;
        for column in 0..columns {
            out.write_all(b"\t")?;
            match row.get_ref(column)? {
                ValueRef::Null => out.write_all(b"-")?,
                ValueRef::Integer(number) => write!(out, "{number}")?,
                ValueRef::Real(number) => write!(out, "{number}")?,
                ValueRef::Text(text) | ValueRef::Blob(text) => {
                    write!(out, "\"{}\"", text.escape_ascii())?;
                }
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The kept texts, every field of them.
fn texts(connection: &Connection, out: &mut impl Write) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(TEXTS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (mention, tagged) =
            kept::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)
                .ok_or_else(|| unreadable("a kept text"))?;
        writeln!(out, "text\t{mention:?}\t{tagged:?}")?;
    }
    Ok(())
}
