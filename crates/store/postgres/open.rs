//! Opening: is it there, may we, and which schema is it of; and bringing it to ours.

use std::cell::RefCell;
use std::path::Path;

use ::postgres::Client;
use ::postgres::types::Type;
use mention::Day;

use super::server::Server;
use super::{
    BEGIN_READ, COMMIT, Fault, Postgres, ROLLBACK, Result, execute, given_up, query, query_one,
};
use crate::error::unreadable;
use crate::names::Names;
use crate::{Access, OpenOptions, StoreError};

const BEGIN_ALONE: &str = include_str!("../sql/postgres/begin_alone.sql");
const EXISTS: &str = include_str!("../sql/postgres/exists.sql");
const SCHEMA_CREATE: &str = include_str!("../sql/postgres/schema_create.sql");
const ABOUT: &str = include_str!("../sql/postgres/about.sql");
const ABOUT_PUT: &str = include_str!("../sql/postgres/about_put.sql");
const ROLES: &str = include_str!("../sql/postgres/roles.sql");

/// What brings a store to each schema from the one before, in order; a file once released is never changed.
const MIGRATIONS: [(i64, &str); 5] = [
    (1, include_str!("../sql/postgres/migrations/001.sql")),
    (2, include_str!("../sql/postgres/migrations/002.sql")),
    (3, include_str!("../sql/postgres/migrations/003.sql")),
    (4, include_str!("../sql/postgres/migrations/004.sql")),
    (5, include_str!("../sql/postgres/migrations/005.sql")),
];
/// The schema this program reads and writes.
const SCHEMA: i64 = 5;

/// What the database turned out to hold.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Foreign,
    Schema(i64),
}

/// What the store says about itself.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    schema: i64,
    written_by: String,
    /// The first day whose ids and counts are kept; `None` while all are.
    pub horizon: Option<Day>,
    /// The first and last day on which mentions were counted without keeping their ids.
    pub blind: Option<(Day, Day)>,
    /// Under what the hashes of what was erased are made; `None` while nothing was.
    pub erase_key: Option<i64>,
}

impl About {
    fn read(client: &mut Client) -> Result<Self> {
        let mut about = Self::default();
        let (mut first, mut last) = (None, None);
        for row in query(client, ABOUT, &[])? {
            let (name, value): (&str, &str) = (row.get(0), row.get(1));
            let number = || value.parse().map_err(|_| unreadable("what the store says of itself"));
            match name {
                "schema_version" => about.schema = number()?,
                "written_by" => value.clone_into(&mut about.written_by),
                "horizon" => about.horizon = Some(Day(number()?)),
                "erase_key" => about.erase_key = Some(number()?),
                "blind_from" => first = Some(Day(number()?)),
                "blind_to" => last = Some(Day(number()?)),
                _ => {}
            }
        }
        about.blind = first.zip(last);
        Ok(about)
    }

    /// What a store says of itself that is of this program's schema; refused when it is of another.
    pub(super) fn of_this_schema(client: &mut Client, server: &Server) -> Result<Self> {
        let about = Self::read(client)?;
        let (path, known) = (server.shown.clone(), SCHEMA);
        let Self { schema: found, .. } = about;
        if found > SCHEMA {
            let written_by = about.written_by;
            return Err(Fault::Store(StoreError::Newer { path, found, known, written_by }));
        }
        if found < SCHEMA {
            return Err(Fault::Store(StoreError::Older { path, found, known }));
        }
        Ok(about)
    }
}

impl Postgres {
    /// See [`crate::Store::open`].
    pub(crate) fn open(
        path: &Path,
        options: &OpenOptions,
    ) -> std::result::Result<Self, StoreError> {
        let server = Server::parse(path, options.password.as_ref())?;
        let mut session = None;
        match prepare(&server, &mut session, options.access) {
            Ok(()) => Ok(Self {
                server,
                session: RefCell::new(session),
                access: options.access,
                keep: options.keep.clone(),
                names: Names::default(),
                last: None,
            }),
            Err(fault) => Err(given_up(&server, &mut session, fault)),
        }
    }

    /// See [`crate::Store::migrate`].
    pub(crate) fn migrate(
        path: &Path,
        options: &OpenOptions,
    ) -> std::result::Result<(), StoreError> {
        let server = Server::parse(path, options.password.as_ref())?;
        let mut session = None;
        let migrated = server.connected(&mut session).and_then(|client| migrate(client, &server));
        migrated.map_err(|fault| given_up(&server, &mut session, fault))
    }
}

/// Refuses what is not a store, and brings an older one to this program's schema where it may be written.
fn prepare(server: &Server, session: &mut Option<Client>, access: Access) -> Result<()> {
    let client = server.connected(session)?;
    client.batch_execute(BEGIN_READ)?;
    let found = found(client)?;
    let checked = match found {
        Found::Schema(schema) if schema < SCHEMA && access != Access::Read => Ok(()),
        Found::Schema(_) => About::of_this_schema(client, server).map(|_| ()),
        Found::Nothing if access == Access::Create => Ok(()),
        Found::Nothing => Err(Fault::Store(StoreError::Missing { path: server.shown.clone() })),
        Found::Foreign => Err(Fault::Store(StoreError::NotAStore { path: server.shown.clone() })),
    };
    client.batch_execute(ROLLBACK)?;
    checked?;
    if found == Found::Schema(SCHEMA) { Ok(()) } else { migrate(client, server) }
}

fn found(client: &mut Client) -> Result<Found> {
    let row = query_one(client, EXISTS, &[])?;
    match (row.get(0), row.get(1)) {
        (true, _) => Ok(Found::Schema(About::read(client)?.schema)),
        (false, true) => Ok(Found::Foreign),
        (false, false) => Ok(Found::Nothing),
    }
}

/// Brings the store to this program's schema, alone, and gives the roles their rights.
fn migrate(client: &mut Client, server: &Server) -> Result<()> {
    client.batch_execute(BEGIN_ALONE)?;
    let schema = match found(client)? {
        Found::Schema(schema) if schema > SCHEMA => {
            About::of_this_schema(client, server)?;
            schema
        }
        Found::Schema(schema) => schema,
        Found::Nothing => {
            client.batch_execute(SCHEMA_CREATE)?;
            0
        }
        Found::Foreign => {
            return Err(Fault::Store(StoreError::NotAStore { path: server.shown.clone() }));
        }
    };
    for (_, migration) in MIGRATIONS.iter().filter(|(to, _)| *to > schema) {
        client.batch_execute(migration)?;
    }
    if schema < SCHEMA {
        put_about(client, "schema_version", &SCHEMA.to_string())?;
        put_about(client, "written_by", env!("CARGO_PKG_VERSION"))?;
    }
    client.batch_execute(ROLES)?;
    Ok(client.batch_execute(COMMIT)?)
}

/// Sets what the store says about itself.
pub(super) fn put_about(client: &mut Client, name: &str, value: &str) -> Result<()> {
    execute(client, ABOUT_PUT, &[(&name, Type::TEXT), (&value, Type::TEXT)]).map(|_| ())
}
