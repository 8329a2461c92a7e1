//! The ordered dump: what two equal stores have in common, byte for byte.

use std::io::Write;

use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::Type;
use ::postgres::{Client, Row};

use super::{Fault, Parameter, Postgres, Result, text};
use crate::error::unreadable;
use crate::{StoreError, kept};

/// What is dumped, in order: the word each line starts with, and the statement that gives the rest.
const SECTIONS: [(&str, &str); 8] = [
    ("mention", include_str!("../sql/postgres/dump_mentions.sql")),
    ("hand", include_str!("../sql/postgres/dump_hand_tags.sql")),
    ("settled", include_str!("../sql/dump_settled.sql")),
    ("count", include_str!("../sql/dump_counts.sql")),
    ("author", include_str!("../sql/postgres/dump_author_days.sql")),
    ("person", include_str!("../sql/postgres/dump_people.sql")),
    ("rules", include_str!("../sql/dump_rule_sets.sql")),
    ("tag", include_str!("../sql/dump_catalog.sql")),
];
const TEXTS: &str = include_str!("../sql/postgres/dump_texts.sql");

impl Postgres {
    /// See [`crate::Store::dump`].
    pub(crate) fn dump(&self, out: &mut impl Write) -> std::result::Result<(), StoreError> {
        self.read(|client, _| write(client, out))
    }
}

/// Dumps what a transaction sees.
pub(super) fn write(client: &mut Client, out: &mut impl Write) -> Result<()> {
    for (word, sql) in SECTIONS {
        let none: [Parameter<'_>; 0] = [];
        let mut rows = client.query_typed_raw(sql, none)?;
        while let Some(row) = rows.next()? {
            let mut line = word.to_owned();
            for column in 0..row.len() {
                line.push('\t');
                line.push_str(&cell(&row, column)?);
            }
            line.push('\n');
            put(out, line.as_bytes())?;
        }
    }
    let none: [Parameter<'_>; 0] = [];
    let mut rows = client.query_typed_raw(TEXTS, none)?;
    while let Some(row) = rows.next()? {
        let (mention, tagged) = kept::read(row.get(0)).ok_or_else(|| unreadable("a kept text"))?;
        put(out, format!("text\t{mention:?}\t{tagged:?}\n").as_bytes())?;
    }
    Ok(())
}

fn put(out: &mut impl Write, bytes: &[u8]) -> Result<()> {
    out.write_all(bytes).map_err(|source| Fault::Store(StoreError::Output { source }))
}

/// A cell as both databases write it.
fn cell(row: &Row, column: usize) -> Result<String> {
    let number = match *row.columns()[column].type_() {
        Type::TEXT => {
            let text = row.get::<_, Option<&str>>(column).map(text::read);
            return Ok(
                text.map_or("-".into(), |text| format!("\"{}\"", text.as_bytes().escape_ascii()))
            );
        }
        Type::INT4 => row.get::<_, Option<i32>>(column).map(i64::from),
        Type::INT8 => row.get::<_, Option<i64>>(column),
        Type::BOOL => row.get::<_, Option<bool>>(column).map(i64::from),
        _ => return Err(unreadable("a column of the dump").into()),
    };
    Ok(number.map_or("-".into(), |number| number.to_string()))
}
