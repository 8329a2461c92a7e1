//! Questions that analysts write themselves.

use ::postgres::types::Type;
use ::postgres::{Client, SimpleQueryMessage, SimpleQueryRow};

use super::{Fault, Postgres, Result};
use crate::rows::refused;
use crate::{Rows, StoreError, Value};

impl Postgres {
    /// See [`crate::Store::rows`].
    pub(crate) fn rows(
        &self,
        statement: &str,
        rows_max: usize,
    ) -> std::result::Result<Rows, StoreError> {
        self.read(|client, _| answered(client, statement, rows_max))
    }
}

/// The rows of a statement, in a transaction that only reads.
fn answered(client: &mut Client, statement: &str, rows_max: usize) -> Result<Rows> {
    // Prepared it must be one statement, so that none behind it can end the transaction first.
    let prepared = client.prepare(statement).map_err(told)?;
    let columns = prepared.columns();
    if columns.is_empty() {
        return Err(refused("it does not only read; a statement here is a SELECT").into());
    }
    let numeric: Vec<bool> = columns.iter().map(|column| is_number(column.type_())).collect();
    let mut answer = Rows {
        columns: columns.iter().map(|column| column.name().to_owned()).collect(),
        ..Rows::default()
    };
    for message in client.simple_query(statement).map_err(told)? {
        let SimpleQueryMessage::Row(row) = message else { continue };
        if answer.rows.len() == rows_max {
            answer.more = true;
            break;
        }
        let values = numeric.iter().enumerate();
        answer.rows.push(values.map(|(at, numeric)| value(&row, at, *numeric)).collect());
    }
    Ok(answer)
}

/// What the server says of a statement is for who wrote it; a connection that broke is not.
fn told(error: ::postgres::Error) -> Fault {
    match error.as_db_error().map(ToString::to_string) {
        Some(what) => refused(what).into(),
        None => error.into(),
    }
}

fn is_number(kind: &Type) -> bool {
    [Type::INT2, Type::INT4, Type::INT8, Type::FLOAT4, Type::FLOAT8, Type::NUMERIC].contains(kind)
}

fn value(row: &SimpleQueryRow, at: usize, numeric: bool) -> Value {
    match row.get(at) {
        None => Value::Null,
        Some(text) if numeric => Value::Number(text.to_owned()),
        Some(text) => Value::Text(text.to_owned()),
    }
}
