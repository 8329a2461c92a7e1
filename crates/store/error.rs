//! What can go wrong between the store and its file.

use std::path::{Path, PathBuf};

use mention::{Part, Position, RuleSetId};
use rusqlite::ErrorCode;

/// What a database said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// What was erased could not be looked for in the files of the store.
    #[error("cannot look into {} for traces of what was erased; it is erased, run the same again to look", path.display())]
    Unsearched {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// There is no file, and none was to be made.
    #[error("there is no store at {}; check the path, or make one with `tagline run`", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a tagline store; choose another path, or move the file away", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote the file.
    #[error(
        "the store {} has schema {found}, written by tagline {written_by}, and this program knows schemas up to {known}; update tagline to at least {written_by}",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The last schema this program knows.
        known: i64,
        /// The program that wrote it.
        written_by: String,
    },
    /// An older program wrote the file, and it was opened only for reading.
    #[error(
        "the store {} has schema {found} and must be brought to {known} before it is read; open it once for writing, with `tagline run`",
        path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The schema needed.
        known: i64,
    },
    /// The file lies on a network file system, where SQLite's locks cannot be trusted.
    #[error(
        "the store {} lies on a network file system ({filesystem}), where counts could be lost; put it on a local disk",
        path.display()
    )]
    Network {
        /// The file.
        path: PathBuf,
        /// The kind of file system.
        filesystem: String,
    },
    /// The system does not let us.
    #[error(
        "the store {} cannot be opened; check that its folder exists and that this user may read and write it",
        path.display()
    )]
    NoAccess {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// The file or its disk cannot be written.
    #[error(
        "the store {} cannot be written; give this user the right to write the file and its folder, or open it only for reading",
        path.display()
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// Another process held the file for longer than we wait.
    #[error(
        "the store {} is locked by another process; wait until it is done, or stop it",
        path.display()
    )]
    Locked {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// The disk is full.
    #[error("the disk of the store {} is full; make room: nothing is half stored", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// The file is damaged.
    #[error("the store {} is damaged; restore it from a backup, or read the sources again into a new one", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: Cause,
    },
    /// A batch does not start where its part stands.
    #[error(
        "the batch starts at {} of part {} of {}, and the store is at {}",
        from.0, part.name, part.source, next.map_or("no position yet".to_owned(), |at| at.0.to_string())
    )]
    OutOfStep {
        /// The part.
        part: Part,
        /// Where the batch starts.
        from: Position,
        /// Where the claim stands.
        next: Option<Position>,
    },
    /// A batch was tagged by rules the store was never given.
    #[error("the store does not know rule set {rules}; it must be put before a batch tagged by it")]
    UnknownRules {
        /// The rule set.
        rules: RuleSetId,
    },
    /// A copy was to go where something is already.
    #[error("there is something in {} already; copy into a store that nothing was read into", path.display())]
    NotEmpty {
        /// Where the copy was to go.
        path: PathBuf,
    },
    /// A copy is not what it was copied from.
    #[error("what {} took in is not what it was given, and nothing of it stays; please report this", path.display())]
    Differs {
        /// Where the copy was to go.
        path: PathBuf,
    },
    /// A statement that somebody wrote is not carried out.
    #[error("this statement cannot be answered: {what}")]
    Statement {
        /// What the database says of it.
        what: String,
    },
    /// A dump could not be written where it was to go.
    #[error("the dump cannot be written")]
    Output {
        /// Why.
        source: std::io::Error,
    },
    /// An address that says nothing to us.
    #[error(
        "`{address}` is not the address of a database: {what}; write postgres://user@host:5432/database"
    )]
    Address {
        /// The address, without its password.
        address: String,
        /// What is wrong with it.
        what: String,
    },
    /// The program cannot do PostgreSQL.
    #[error(
        "this tagline was built without PostgreSQL, which the store {address} needs; build it with its default features, or keep the store in a file"
    )]
    WithoutPostgres {
        /// The address, without its password.
        address: String,
    },
    /// The server does not answer, or let the connection go. Trying again may do.
    #[error(
        "the database {} does not answer; check its address, and that it runs and takes connections",
        path.display()
    )]
    Unreachable {
        /// The address, without its password.
        path: PathBuf,
        /// What was said.
        source: Cause,
    },
    /// Others were in the way, and the database made us give in. Trying again will do.
    #[error("the database {} made others go first; try again", path.display())]
    Contended {
        /// The address, without its password.
        path: PathBuf,
        /// What was said.
        source: Cause,
    },
    /// The server knows us not.
    #[error(
        "the database {} does not let us in; check user, password and the name of the database",
        path.display()
    )]
    Refused {
        /// The address, without its password.
        path: PathBuf,
        /// What was said.
        source: Cause,
    },
    /// The user may not do this there.
    #[error(
        "this user may not do that in the database {}; as its owner, run `tagline store migrate` and grant the user tagline_writer (or tagline_reader, for reports)",
        path.display()
    )]
    Rights {
        /// The address, without its password.
        path: PathBuf,
        /// What was said.
        source: Cause,
    },
    /// The database did not do what it was asked.
    #[error("the store {} cannot be used", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: Cause,
    },
}

impl StoreError {
    pub(crate) fn unsearched(path: &Path, source: std::io::Error) -> Self {
        Self::Unsearched { path: path.to_owned(), source: Box::new(source) }
    }

    /// Whether the same may be asked again, after a while, with hope: nothing was done, or it will be found done.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::Contended { .. }
                | Self::Locked { .. }
                | Self::Full { .. }
        )
    }

    /// Tells by what SQLite said which failure of `path` it is.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let code = source.sqlite_error_code();
        let unread = matches!(source, rusqlite::Error::FromSqlConversionFailure(..));
        let source = Cause::from(source);
        match code {
            Some(ErrorCode::NotADatabase) => Self::NotAStore { path },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NoAccess { path, source }
            }
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path, source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Locked { path, source }
            }
            Some(ErrorCode::DiskFull) => Self::Full { path, source },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, source },
            None if unread => Self::Damaged { path, source },
            _ => Self::Database { path, source },
        }
    }
}

/// What a stored value is not.
#[derive(Debug, thiserror::Error)]
#[error("{what} cannot be read")]
pub(crate) struct Unreadable {
    what: &'static str,
}

/// The failure of a row that holds what the store never writes.
pub(crate) fn unreadable(what: &'static str) -> Unreadable {
    Unreadable { what }
}

impl From<Unreadable> for rusqlite::Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(unreadable))
    }
}
