//! Opening: is it there, is it ours, may we, and which schema is it of.

use std::fs;
use std::path::Path;

use mention::Day;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Result, Transaction, TransactionBehavior,
};

use super::Sqlite;
use crate::names::Names;
use crate::{Access, OpenOptions, StoreError};

const SETTINGS: &str = include_str!("../sql/sqlite/settings.sql");
const SETTINGS_WRITE: &str = include_str!("../sql/sqlite/settings_write.sql");
const IS_OURS: &str = include_str!("../sql/sqlite/is_ours.sql");
const IS_EMPTY: &str = include_str!("../sql/sqlite/is_empty.sql");
const ABOUT: &str = include_str!("../sql/sqlite/about.sql");
const ABOUT_PUT: &str = include_str!("../sql/sqlite/about_put.sql");

/// What brings a store to each schema from the one before, in order; a file once released is never changed.
const MIGRATIONS: [(i64, &str); 6] = [
    (1, include_str!("../sql/sqlite/migrations/001.sql")),
    (2, include_str!("../sql/sqlite/migrations/002.sql")),
    (3, include_str!("../sql/sqlite/migrations/003.sql")),
    (4, include_str!("../sql/sqlite/migrations/004.sql")),
    (5, include_str!("../sql/sqlite/migrations/005.sql")),
    (6, include_str!("../sql/sqlite/migrations/006.sql")),
];
/// The schema this program reads and writes.
const SCHEMA: i64 = 6;

/// File systems that other machines may write to at the same time.
const NETWORK: [&str; 10] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.glusterfs",
];

/// Prepared statements kept ready: more than the store has.
const STATEMENTS_MAX: usize = 160;

/// What the file turned out to be.
#[derive(PartialEq, Eq)]
enum Found {
    Empty,
    Schema(i64),
    Foreign,
}

impl Sqlite {
    /// See [`crate::Store::open`].
    pub(crate) fn open(
        path: &Path,
        options: &OpenOptions,
    ) -> std::result::Result<Self, StoreError> {
        if options.access != Access::Create && !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        if let Some(filesystem) = network_filesystem(path) {
            return Err(StoreError::Network { path: path.to_owned(), filesystem });
        }
        let mut connection =
            connect(path, options).map_err(|source| StoreError::of(path, source))?;
        check(path, &connection, options.access)?;
        if options.access != Access::Read {
            prepare(&mut connection).map_err(|source| StoreError::of(path, source))?;
        }
        let (path, keep) = (path.to_owned(), options.keep.clone());
        Ok(Self { path, connection, keep, names: Names::default() })
    }
}

fn connect(path: &Path, options: &OpenOptions) -> Result<Connection> {
    let access = match options.access {
        Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(options.busy_wait)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.execute_batch(SETTINGS)?;
    Ok(connection)
}

/// Refuses what is not a store, and a store this program does not understand.
fn check(
    path: &Path,
    connection: &Connection,
    access: Access,
) -> std::result::Result<(), StoreError> {
    let path = path.to_owned();
    match found(connection).map_err(|source| StoreError::of(&path, source))? {
        Found::Schema(found) if found > SCHEMA => {
            let written_by = about(connection, "written_by")
                .map_err(|source| StoreError::of(&path, source))?
                .unwrap_or_default();
            Err(StoreError::Newer { path, found, known: SCHEMA, written_by })
        }
        Found::Schema(found) if found < SCHEMA && access == Access::Read => {
            Err(StoreError::Older { path, found, known: SCHEMA })
        }
        Found::Schema(_) => Ok(()),
        Found::Empty if access != Access::Read => Ok(()),
        Found::Empty | Found::Foreign => Err(StoreError::NotAStore { path }),
    }
}

fn found(connection: &Connection) -> Result<Found> {
    if connection.query_row(IS_EMPTY, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Found::Empty);
    }
    if connection.query_row(IS_OURS, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Found::Foreign);
    }
    let schema = about(connection, "schema_version")?;
    Ok(schema.map_or(Found::Foreign, Found::Schema))
}

/// Brings the file to this program's schema, and sets how it is written.
fn prepare(connection: &mut Connection) -> Result<()> {
    connection.execute_batch(SETTINGS_WRITE)?;
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    let schema = match found(&transaction)? {
        Found::Schema(schema) => schema,
        Found::Empty | Found::Foreign => 0,
    };
    for (_, migration) in MIGRATIONS.iter().filter(|(to, _)| *to > schema) {
        transaction.execute_batch(migration)?;
    }
    if schema < SCHEMA {
        put_about(&transaction, "schema_version", SCHEMA)?;
        put_about(&transaction, "written_by", env!("CARGO_PKG_VERSION"))?;
    }
    transaction.commit()
}

/// What the store says about itself.
pub(super) fn about<T: rusqlite::types::FromSql>(
    connection: &Connection,
    name: &str,
) -> Result<Option<T>> {
    connection.prepare_cached(ABOUT)?.query_row([name], |row| row.get(0)).optional()
}

/// Sets what the store says about itself.
pub(super) fn put_about(
    connection: &Connection,
    name: &str,
    value: impl rusqlite::ToSql,
) -> Result<()> {
    connection.prepare_cached(ABOUT_PUT)?.execute((name, value)).map(|_| ())
}

/// The first day whose ids and counts are kept; `None` while all are.
pub(super) fn horizon(connection: &Connection) -> Result<Option<Day>> {
    Ok(about(connection, "horizon")?.map(Day))
}

/// The first and last day on which mentions were counted without keeping their ids.
pub(super) fn blind_span(connection: &Connection) -> Result<Option<(Day, Day)>> {
    let first: Option<i64> = about(connection, "blind_from")?;
    Ok(first.zip(about(connection, "blind_to")?).map(|(first, last)| (Day(first), Day(last))))
}

/// Notes that mentions of these days were counted without keeping their ids.
pub(super) fn widen_blind_span(connection: &Connection, first: Day, last: Day) -> Result<()> {
    let (known_first, known_last) = blind_span(connection)?.unwrap_or((first, last));
    put_about(connection, "blind_from", first.min(known_first).0)?;
    put_about(connection, "blind_to", last.max(known_last).0)
}

/// The kind of network file system `path` lies on; `None` for a local one, and where the system does not say.
fn network_filesystem(path: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    let kind = filesystem(&mounts, &folder)?;
    NETWORK.contains(&kind).then(|| kind.to_owned())
}

/// The kind of file system `folder` lies on, by a table of mounts: that of the longest mount point above it.
fn filesystem<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        let (_, point, kind) = (fields.next()?, fields.next()?, fields.next()?);
        folder.starts_with(point.replace("\\040", " ")).then_some((point.len(), kind))
    });
    // The last of equal mount points hides the others.
    mounts.max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_above_decides() {
        let mounts = "\
/dev/sda1 / ext4 rw 0 0
server:/x /mnt/share nfs4 rw 0 0
/dev/sdb1 /mnt/share/local xfs rw 0 0
//pc/y /mnt/with\\040blank cifs rw 0 0
";
        let kind = |folder| filesystem(mounts, Path::new(folder));
        assert_eq!(kind("/home/me"), Some("ext4"));
        assert_eq!(kind("/mnt/share/tagline"), Some("nfs4"));
        assert_eq!(kind("/mnt/shared"), Some("ext4"));
        assert_eq!(kind("/mnt/share/local/a"), Some("xfs"));
        assert_eq!(kind("/mnt/with blank"), Some("cifs"));
    }
}
