//! The SQLite store: one file, opened, claimed and written.

mod alert;
mod ask;
mod commit;
mod copy;
mod cursor;
mod dump;
mod erase;
mod hand;
mod ledger;
mod measure;
mod mentions;
mod numbers;
mod open;
mod people;
mod question;
mod row;
mod rows;
mod rules;
mod seal;
mod sweep;
mod verify;
mod writer;

use std::path::PathBuf;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::names::Names;
use crate::{Keep, StoreError};

/// A store in one SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    connection: Connection,
    keep: Keep,
    names: Names,
}

impl Sqlite {
    /// Runs `work` in one transaction that may write. It commits when `work` says so with [`End::Keep`];
    /// else, and on any failure, nothing of it stays.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Writing<'_>) -> rusqlite::Result<(End, T)>,
    ) -> Result<T, StoreError> {
        let path = &self.path;
        let done = write(&mut self.connection, &mut self.names, &self.keep, work);
        if !matches!(done, Ok((End::Keep, _))) {
            self.names = Names::default();
        }
        done.map(|(_, value)| value).map_err(|source| StoreError::of(path, source))
    }

    /// Runs `work` on one unchanging state of the store.
    fn read<T>(
        &self,
        work: impl FnOnce(&Connection, &Names) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.read_and(work).map_err(|source| StoreError::of(&self.path, source))
    }

    /// As [`Self::read`], for work that can fail in other ways too.
    fn read_and<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Connection, &Names) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.unchecked_transaction()?;
        let mut names = Names::default();
        numbers::refresh(&mut names, &transaction)?;
        work(&transaction, &names)
    }
}

/// Whether what a transaction wrote stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It does.
    Keep,
    /// It does not.
    Discard,
}

/// A transaction that may write, and what writing needs.
struct Writing<'a> {
    connection: &'a Connection,
    names: &'a mut Names,
    keep: &'a Keep,
}

fn write<T>(
    connection: &mut Connection,
    names: &mut Names,
    keep: &Keep,
    work: impl FnOnce(&mut Writing<'_>) -> rusqlite::Result<(End, T)>,
) -> rusqlite::Result<(End, T)> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    numbers::refresh(names, &transaction)?;
    let (end, value) = work(&mut Writing { connection: &transaction, names, keep })?;
    match end {
        End::Keep => transaction.commit()?,
        End::Discard => transaction.rollback()?,
    }
    Ok((end, value))
}
