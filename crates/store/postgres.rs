//! The PostgreSQL store: a schema in a database that several workers write at once.
//!
//! Every statement is sent unnamed within a transaction and nothing is set beyond one, so that a pooler may
//! give each transaction another connection. Who writes takes locks in one order: its part, its shard, the
//! mentions by their keys, and then rows nobody else writes.

mod alert;
mod ask;
mod commit;
mod copy;
mod cursor;
mod dump;
mod erase;
mod hand;
mod kept;
mod ledger;
mod measure;
mod numbers;
mod open;
mod question;
mod row;
mod rows;
mod rules;
mod seal;
mod server;
mod sums;
mod sweep;
mod text;
mod verify;
mod writer;

use std::cell::RefCell;
use std::fmt;

use ::postgres::types::{ToSql, Type};
use ::postgres::{Client, Row};
use mention::Position;

use crate::error::Unreadable;
use crate::names::Names;
use crate::{Access, Keep, StoreError, Tally};
use open::About;
use server::Server;

const BEGIN: &str = include_str!("sql/postgres/begin.sql");
const BEGIN_READ: &str = include_str!("sql/postgres/begin_read.sql");
const READ_ONLY: &str = include_str!("sql/postgres/read_only.sql");
const COMMIT: &str = include_str!("sql/postgres/commit.sql");
const ROLLBACK: &str = include_str!("sql/postgres/rollback.sql");

/// A store in a PostgreSQL database.
pub struct Postgres {
    server: Server,
    session: RefCell<Option<Client>>,
    access: Access,
    keep: Keep,
    names: Names,
    /// What the last batch came to, in case the connection is lost before the server says that it is stored.
    last: Option<(u64, Position, Tally)>,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("server", &self.server).finish_non_exhaustive()
    }
}

/// What can go wrong within a transaction.
#[derive(Debug)]
enum Fault {
    Database(::postgres::Error),
    Unreadable(Unreadable),
    Store(StoreError),
}

impl From<::postgres::Error> for Fault {
    fn from(error: ::postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Unreadable> for Fault {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

type Result<T> = std::result::Result<T, Fault>;

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
    client: &'a mut Client,
    names: &'a mut Names,
    keep: &'a Keep,
    about: About,
}

impl Postgres {
    /// Runs `work` in one transaction that may write. It commits when `work` says so with [`End::Keep`];
    /// else, and on any failure, nothing of it stays.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<(End, T)>,
    ) -> std::result::Result<T, StoreError> {
        self.write_after(BEGIN, work)
    }

    /// As [`Self::write`], in a transaction that begins with these statements.
    fn write_after<T>(
        &mut self,
        begin: &str,
        work: impl FnOnce(&mut Writing<'_>) -> Result<(End, T)>,
    ) -> std::result::Result<T, StoreError> {
        let Self { server, session, access, keep, names, .. } = self;
        let session = session.get_mut();
        let done = server.connected(session).and_then(|client| {
            client.batch_execute(begin)?;
            if *access == Access::Read {
                client.batch_execute(READ_ONLY)?;
            }
            let about = About::of_this_schema(client, server)?;
            let (end, value) = work(&mut Writing { client, names, keep, about })?;
            client.batch_execute(if end == End::Keep { COMMIT } else { ROLLBACK })?;
            Ok(value)
        });
        done.map_err(|fault| given_up(server, session, fault))
    }

    /// Runs `work` on one unchanging state of the store.
    fn read<T>(
        &self,
        work: impl FnOnce(&mut Client, &Names) -> Result<T>,
    ) -> std::result::Result<T, StoreError> {
        let session = &mut *self.session.borrow_mut();
        let done = self.server.connected(session).and_then(|client| {
            client.batch_execute(BEGIN_READ)?;
            About::of_this_schema(client, &self.server)?;
            let mut names = Names::default();
            numbers::refresh(&mut names, client)?;
            let value = work(client, &names)?;
            client.batch_execute(ROLLBACK)?;
            Ok(value)
        });
        done.map_err(|fault| given_up(&self.server, session, fault))
    }
}

/// Ends the transaction that `fault` cut short, with its connection where that is of no use any more.
fn given_up(server: &Server, session: &mut Option<Client>, fault: Fault) -> StoreError {
    let rolled_back = session.as_mut().is_some_and(|client| client.batch_execute(ROLLBACK).is_ok());
    if !rolled_back {
        *session = None;
    }
    server.told(fault)
}

/// A parameter and its type: stated, so that the server need not be asked before.
type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

/// The rows a statement gives.
fn query(client: &mut Client, sql: &str, parameters: &[Parameter<'_>]) -> Result<Vec<Row>> {
    Ok(client.query_typed(sql, parameters)?)
}

/// The row a statement gives, if it gives one.
fn query_opt(client: &mut Client, sql: &str, parameters: &[Parameter<'_>]) -> Result<Option<Row>> {
    Ok(client.query_typed_opt(sql, parameters)?)
}

/// The one row a statement gives.
fn query_one(client: &mut Client, sql: &str, parameters: &[Parameter<'_>]) -> Result<Row> {
    Ok(client.query_typed_one(sql, parameters)?)
}

/// Carries a statement out; how many rows it touched.
fn execute(client: &mut Client, sql: &str, parameters: &[Parameter<'_>]) -> Result<u64> {
    Ok(client.execute_typed(sql, parameters)?)
}
