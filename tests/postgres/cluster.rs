//! A real PostgreSQL of our own, started for the tests of one binary and gone with it.
//!
//! Debian's package has it. It runs as a user without rights, because `initdb` refuses root. Measured on two
//! cores: ready 1.5 s after its start.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Starts a cluster, says where, and ends it when nobody holds its standard input any more: also when the
/// tests were killed.
const KEEPER: &str = r#"
trap '' INT TERM
folder=$(mktemp -d "${TMPDIR:-/tmp}/tagline-postgres-XXXXXX") || exit 1
"$1/initdb" -D "$folder/data" -U tagline -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 &&
"$1/pg_ctl" start -w -s -D "$folder/data" -l "$folder/log" \
    -o "-p $2 -k '$folder' -c listen_addresses=127.0.0.1 -c max_connections=200 $3" </dev/null || cat "$folder/log" >&2
echo "$folder"
cat >/dev/null
"$1/pg_ctl" stop -s -m immediate -D "$folder/data" >/dev/null 2>&1
rm -rf "$folder"
"#;

/// Whose rights it runs with where the tests are root's: nobody's.
const NOBODY: [&str; 3] = ["--reuid=65534", "--regid=65534", "--clear-groups"];

/// What makes it quick, and forgetful should the machine fail.
const QUICK: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

/// The cluster that the tests of a binary share; `None` where there is no PostgreSQL.
static SHARED: LazyLock<Option<Cluster>> = LazyLock::new(|| Cluster::start(QUICK));

/// A server, its data and its end.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    settings: String,
    /// Ends the cluster when its standard input is closed.
    keeper: Child,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Whether it ended well or not: the cluster is of no use any more.
        let _ = self.keeper.wait();
    }
}

impl Cluster {
    /// The cluster that the tests of this binary share.
    ///
    /// `None` without PostgreSQL, unless `TAGLINE_REQUIRE` names `postgres`: then the test fails.
    pub(crate) fn shared() -> Option<&'static Self> {
        SHARED.as_ref()
    }

    /// Starts a cluster with these settings, or says why not.
    pub(crate) fn start(settings: &str) -> Option<Self> {
        let Some(programs) = programs() else {
            let required = env::var("TAGLINE_REQUIRE").unwrap_or_default();
            assert!(
                !required.split(',').any(|name| name == "postgres"),
                "TAGLINE_REQUIRE asks for postgres, and initdb is nowhere to be found"
            );
            eprintln!("skipped: no PostgreSQL; on Debian its package is postgresql");
            return None;
        };
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut keeper = unprivileged("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([programs.as_os_str(), port.to_string().as_ref(), settings.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut folder = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut folder).unwrap();
        let folder = PathBuf::from(folder.trim_end());
        Some(Self { programs, folder, port, settings: settings.to_owned(), keeper })
    }

    /// Makes an empty database with a name of its own.
    pub(crate) fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
        name
    }

    /// Drops a database, whoever is connected to it.
    pub(crate) fn drop_database(&self, name: &str) {
        self.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"));
    }

    /// The address of a database.
    pub(crate) fn address(&self, database: &str) -> String {
        format!("postgres://tagline@127.0.0.1:{}/{database}", self.port)
    }

    /// What statements give: a line a row, cells parted by blanks, `-` for none.
    #[track_caller]
    pub(crate) fn sql(&self, database: &str, statements: &str) -> String {
        let output = Command::new(self.programs.join("psql"))
            .args(["-X", "-q", "-A", "-t", "-F", " ", "-P", "null=-", "-v", "ON_ERROR_STOP=1"])
            .args(["-c", statements, &self.address(database)])
            .env("PGOPTIONS", "-c search_path=tagline -c client_min_messages=warning")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{statements}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Stops the server at once, as a crash would, and starts it again.
    pub(crate) fn crash(&self) {
        self.stop();
        self.start_again();
    }

    /// Stops the server at once, as a crash would.
    pub(crate) fn stop(&self) {
        self.control(&["stop", "-m", "immediate", "-w"]);
    }

    /// Starts a server that was stopped.
    pub(crate) fn start_again(&self) {
        let Self { folder, port, settings, .. } = self;
        let options = format!(
            "-p {port} -k '{}' -c listen_addresses=127.0.0.1 -c max_connections=200 {settings}",
            folder.display()
        );
        self.control(&["start", "-w", "-o", &options]);
    }

    fn control(&self, args: &[&str]) {
        let done = unprivileged(self.programs.join("pg_ctl"))
            .args(args)
            .arg("-s")
            .arg("-l")
            .arg(self.folder.join("log"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success(), "pg_ctl {args:?}: {done}");
    }
}

/// Where the server's programs are: on the path, or where Debian has them, the newest version's.
fn programs() -> Option<PathBuf> {
    let on_path = env::split_paths(&env::var_os("PATH")?).find(|folder| is_complete(folder));
    on_path.or_else(|| {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
        folders.filter(|folder| is_complete(folder)).max()
    })
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres", "psql"].iter().all(|program| folder.join(program).exists())
}

/// A command without the rights of root.
pub(super) fn unprivileged(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let mut command = if root {
        let mut command = Command::new("setpriv");
        command.args(NOBODY).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}
