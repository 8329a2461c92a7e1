//! What a store promises, tried through its public face.

mod alerting;
#[cfg(feature = "postgres")]
#[path = "../../../tests/postgres/cluster.rs"]
mod cluster;
mod copying;
mod erasing;
mod fence;
mod history;
mod measures;
mod opening;
mod oracle;
mod property;
mod rows;
mod schema;
mod sealing;
mod stories;
mod views;
#[cfg(feature = "postgres")]
mod workers;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use mention::{Catalog, RuleSetId};
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::Value;

#[cfg(feature = "postgres")]
use cluster::Cluster;

use crate::{Keep, KeepMode, OpenOptions, Store};

/// The rule set of most tests.
const RULES: RuleSetId = RuleSetId(7);

/// A database that stories are told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Database {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
}

#[cfg(feature = "postgres")]
fn databases() -> Vec<Database> {
    let postgres = Cluster::shared().map(|_| Database::Postgres);
    [Database::Sqlite].into_iter().chain(postgres).collect()
}

#[cfg(not(feature = "postgres"))]
fn databases() -> Vec<Database> {
    vec![Database::Sqlite]
}

/// Tells a story on each database there is.
fn on_each(story: impl Fn(Database)) {
    for database in databases() {
        eprintln!("on {database:?}");
        story(database);
    }
}

/// Where the store of a test lies, gone when dropped.
enum Place {
    Folder(PathBuf),
    #[cfg(feature = "postgres")]
    Server(&'static Cluster, String),
}

impl Place {
    #[cfg(feature = "postgres")]
    fn new(database: Database) -> Self {
        match database {
            Database::Sqlite => Self::in_folder(),
            Database::Postgres => {
                let cluster = Cluster::shared().unwrap();
                Self::Server(cluster, cluster.database())
            }
        }
    }

    #[cfg(not(feature = "postgres"))]
    fn new(_: Database) -> Self {
        Self::in_folder()
    }

    fn in_folder() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("tagline-store-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self::Folder(path)
    }

    fn path(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join("tagline.db"),
            #[cfg(feature = "postgres")]
            Self::Server(cluster, name) => cluster.address(name).into(),
        }
    }

    /// Statements that make every write to `table` fail.
    fn trap(&self, table: &str) -> String {
        let on = |event: &str| format!("CREATE TRIGGER {event}_{table} BEFORE {event} ON {table}");
        match self {
            Self::Folder(_) => ["INSERT", "UPDATE"]
                .map(|event| format!("{} BEGIN SELECT RAISE(ABORT, 'trap'); END;", on(event)))
                .concat(),
            #[cfg(feature = "postgres")]
            Self::Server(..) => {
                let function = "CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql \
                     AS 'BEGIN RAISE EXCEPTION ''trap''; END';";
                let traps = ["INSERT", "UPDATE"]
                    .map(|event| format!("{} FOR EACH ROW EXECUTE FUNCTION trap();", on(event)));
                format!("{function}{}", traps.concat())
            }
        }
    }

    /// Statements that take the traps away.
    fn without_trap(&self, table: &str) -> String {
        match self {
            Self::Folder(_) => {
                format!("DROP TRIGGER INSERT_{table}; DROP TRIGGER UPDATE_{table}")
            }
            #[cfg(feature = "postgres")]
            Self::Server(..) => format!(
                "DROP TRIGGER INSERT_{table} ON {table}; DROP TRIGGER UPDATE_{table} ON {table}; DROP FUNCTION trap"
            ),
        }
    }

    /// Statements by which mentions are stored with one engagement more than was given.
    fn forger(&self) -> String {
        match self {
            Self::Folder(_) => "CREATE TRIGGER forger AFTER INSERT ON mentions BEGIN \
                 UPDATE mentions SET engagements = engagements + 1; END"
                .to_owned(),
            #[cfg(feature = "postgres")]
            Self::Server(..) => "CREATE FUNCTION forger() RETURNS trigger LANGUAGE plpgsql \
                 AS 'BEGIN NEW.engagements := NEW.engagements + 1; RETURN NEW; END'; \
                 CREATE TRIGGER forger BEFORE INSERT ON mentions FOR EACH ROW EXECUTE FUNCTION forger()"
                .to_owned(),
        }
    }

    /// The columns of a view, in their order, parted by blanks.
    fn columns(&self, view: &str) -> String {
        let names = match self {
            Self::Folder(_) => format!("SELECT name FROM pragma_table_info('{view}') ORDER BY cid"),
            #[cfg(feature = "postgres")]
            Self::Server(..) => format!(
                "SELECT column_name FROM information_schema.columns \
                 WHERE table_name = '{view}' ORDER BY ordinal_position"
            ),
        };
        self.sql(&names).trim_end().replace('\n', " ")
    }

    /// Carries statements out behind the store's back: a line a row, cells parted by blanks, `-` for none.
    fn sql(&self, statements: &str) -> String {
        match self {
            Self::Folder(_) => sqlite(&self.path(), statements),
            #[cfg(feature = "postgres")]
            Self::Server(cluster, name) => cluster.sql(name, statements),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => {
                let _ = fs::remove_dir_all(folder);
            }
            #[cfg(feature = "postgres")]
            Self::Server(cluster, name) => cluster.drop_database(name),
        }
    }
}

fn sqlite(path: &Path, statements: &str) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut text = String::new();
    let mut batch = rusqlite::Batch::new(&connection, statements);
    while let Some(mut statement) = batch.next().unwrap() {
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = (0..columns).map(|at| cell(row.get(at).unwrap())).collect();
            text.push_str(&cells.join(" "));
            text.push('\n');
        }
    }
    text
}

fn cell(value: Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(_) => panic!("no view shows {value:?}"),
    }
}

/// Opens a store that knows [`RULES`].
fn open(path: &Path, keep: Keep) -> Store {
    let mut store = Store::open(path, &OpenOptions { keep, ..OpenOptions::default() }).unwrap();
    store.put_rules(RULES, "rules", &Catalog { rules: RULES, entries: vec![] }).unwrap();
    store
}

fn keeping(mode: KeepMode) -> Keep {
    Keep { mode, ..Keep::default() }
}

fn dump(store: &Store) -> String {
    let mut bytes = Vec::new();
    store.dump(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}
