//! `tagline sql`: a question to the store in its own language, which changes nothing.

use std::io::{self, Read as _};

use clap::Args;
use store::Access;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::rows::{RowFormat, Rows};
use crate::{output, stores};

/// Bytes of a statement that comes on standard input.
const STATEMENT_BYTES_MAX: u64 = 1 << 20;

/// What to ask.
#[derive(Debug, Args)]
pub(crate) struct Sql {
    /// A statement that reads: README.md says which views there are. - takes it from standard input
    statement: String,
    /// How rows are written
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    format: RowFormat,
    /// Rows at most
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000)]
    limit: usize,
}

/// Asks, and writes the rows.
pub(crate) fn run(command: &Sql, config: &Config) -> anyhow::Result<Exit> {
    let statement = statement(command)?;
    let store = stores::open(config, Access::Read)?;
    let answer = store.rows(&statement, command.limit).map_err(|error| match error {
        store::StoreError::Statement { .. } => Mistake(error.to_string()).into(),
        other => anyhow::Error::new(other),
    })?;
    let mut rows = Rows::begin(command.format, answer.columns, output::answer())?;
    for row in &answer.rows {
        rows.row(row)?;
    }
    rows.end()?;
    if answer.more {
        let limit = command.limit;
        output::warn(format_args!("there are more than {limit} rows; --limit takes more of them"));
    }
    Ok(Exit::Fine)
}

fn statement(command: &Sql) -> anyhow::Result<String> {
    if command.statement != "-" {
        return Ok(command.statement.clone());
    }
    let mut text = String::new();
    io::stdin()
        .take(STATEMENT_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|error| Mistake(format!("cannot read standard input: {error}")))?;
    Ok(text)
}
