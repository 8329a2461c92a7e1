//! Questions that analysts write themselves, and a copy of the file for them.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement};

use super::Sqlite;
use crate::rows::refused;
use crate::{Rows, StoreError, Value};

const SNAPSHOT: &str = include_str!("../sql/sqlite/snapshot.sql");
#[cfg(feature = "postgres")]
const REST: &str = include_str!("../sql/sqlite/rest.sql");

impl Sqlite {
    /// See [`crate::Store::rows`].
    pub(crate) fn rows(&self, statement: &str, rows_max: usize) -> Result<Rows, StoreError> {
        let mut prepared = reading(&self.connection, statement)?;
        let columns = prepared.column_names().map(ToOwned::to_owned).collect();
        let mut answer = Rows { columns, ..Rows::default() };
        let width = answer.columns.len();
        let mut rows = prepared.query([]).map_err(|error| told(&error))?;
        while let Some(row) = rows.next().map_err(|error| told(&error))? {
            if answer.rows.len() == rows_max {
                answer.more = true;
                break;
            }
            let values = (0..width).map(|at| row.get_ref(at).map(value));
            answer.rows.push(values.collect::<Result<_, _>>().map_err(|error| told(&error))?);
        }
        Ok(answer)
    }

    /// See [`crate::Store::snapshot`].
    pub(crate) fn snapshot(&self, path: &Path) -> Result<(), StoreError> {
        let text = path.to_string_lossy();
        let copied = self.connection.execute(SNAPSHOT, [&*text]);
        copied.map(|_| ()).map_err(|source| StoreError::of(path, source))
    }

    /// Puts the journal into the file, so that it stands alone.
    #[cfg(feature = "postgres")]
    pub(crate) fn rest(&self) -> Result<(), StoreError> {
        self.connection.execute_batch(REST).map_err(|source| StoreError::of(&self.path, source))
    }
}

/// A statement that changes nothing.
fn reading<'c>(connection: &'c Connection, text: &str) -> Result<Statement<'c>, StoreError> {
    let prepared = connection.prepare(text).map_err(|error| told(&error))?;
    if prepared.readonly() && prepared.column_count() > 0 {
        Ok(prepared)
    } else {
        Err(refused("it does not only read; a statement here is a SELECT"))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Number(number.to_string()),
        ValueRef::Real(number) => Value::Number(number.to_string()),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => {
            let mut digits = String::with_capacity(2 * bytes.len());
            for byte in bytes {
                write!(digits, "{byte:02x}").expect("a string takes every digit");
            }
            Value::Text(digits)
        }
    }
}

fn told(error: &rusqlite::Error) -> StoreError {
    refused(error.to_string())
}
