//! What may stand between a worker and its database: a pooler that hands connections out by the transaction, and TLS.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use store::{OpenOptions, Store};

use super::cluster::{Cluster, unprivileged};
use super::{Scene, dump, posts};
use crate::command::Place;

const PATIENCE: Duration = Duration::from_mins(1);

/// A pooler in front of a database, gone with its folder.
struct Pooler {
    process: Child,
    port: u16,
}

impl Pooler {
    /// `None` where there is none.
    fn start(place: &Place, port_of_server: &str, database: &str) -> Option<Self> {
        let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].map(PathBuf::from);
        let Some(program) = program.into_iter().find(|path| path.exists()) else {
            missing("pgbouncer");
            return None;
        };
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        // Fewer connections than are asked for: each transaction gets whichever is free.
        let settings = format!(
            "[databases]\n{database} = host=127.0.0.1 port={port_of_server} user=tagline\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = any\npool_mode = transaction\ndefault_pool_size = 2\n"
        );
        let path = place.write("pooler/pgbouncer.ini", settings);
        readable(path.parent().unwrap());
        readable(place.path("").as_path());
        let mut command = unprivileged(program);
        command
            .arg("-q")
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let pooler = Self { process: command.spawn().unwrap(), port };
        let until = Instant::now() + PATIENCE;
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the pooler does not listen");
            std::thread::yield_now();
        }
        Some(pooler)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says that a program is not there; fails where tests with PostgreSQL must not be skipped.
#[track_caller]
fn missing(program: &str) {
    let required = std::env::var("TAGLINE_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|name| name == "postgres"), "{program} is missing");
    eprintln!("skipped: no {program}; on Debian its package is {program}");
}

/// Lets everybody look into a folder: servers run as nobody.
fn readable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn workers_behind_a_pooler_of_transactions_count_as_they_do_without() {
    const POSTS: usize = 20_000;
    let Some(scene) = Scene::new(POSTS) else { return };
    let Scene { place, database, .. } = &scene;
    let address = scene.address();
    let port = address.rsplit_once(':').unwrap().1.split_once('/').unwrap().0.to_owned();
    let Some(pooler) = Pooler::start(place, &port, database) else { return };
    let behind = address.replace(&format!(":{port}/"), &format!(":{}/", pooler.port));
    assert_ne!(behind, address);
    // Who changes the schema holds a lock over statements of one transaction: that works too.
    place.call(["store", "migrate", "--store", &behind]).ends(0);
    place.write("other.jsonl", posts(POSTS));
    let start = |input: &str| super::start(place, input, &behind);
    for worker in [start("posts.jsonl"), start("other.jsonl"), start("posts.jsonl")] {
        let output = worker.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        // Two of them read one file: the one that is fenced off says so and ends.
        assert!(output.status.success() || said.contains("another process"), "{said}");
    }
    for input in ["posts.jsonl", "other.jsonl"] {
        place.call(["run", "--input", input, "--store", &behind]).ends(0);
    }
    place.call(["run", "--input", "posts.jsonl", "--store", "calm.db"]).ends(0);
    assert!(dump(&behind) == place.dump("calm.db"));
    place.call(["verify", "--store", &behind]).ends(0);
}

/// A certificate for this machine, signed by an authority of its own; gives the folder of `ca.pem`, `server.pem` and
/// `server.key`, or `None` where nobody can make one.
fn certificate(place: &Place) -> Option<PathBuf> {
    let folder = place.path("tls");
    std::fs::create_dir_all(&folder).unwrap();
    let openssl = |args: &str| {
        let mut command = Command::new("openssl");
        command.args(args.split(' ')).current_dir(&folder).stdin(Stdio::null());
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    std::fs::write(folder.join("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n").unwrap();
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    let made = openssl(&format!(
        "req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=authority -days 2"
    )) && openssl(&format!(
        "req {key} -keyout server.key -out server.csr -subj /CN=server"
    )) && openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem",
    );
    if !made {
        missing("openssl");
    }
    made.then_some(folder)
}

#[test]
fn a_server_with_a_certificate_is_talked_to_in_secret_and_one_without_a_good_one_is_not() {
    let Some(_) = Cluster::shared() else { return };
    let place = Place::new();
    let Some(tls) = certificate(&place) else { return };
    readable(&place.path(""));
    let owned =
        Command::new("chown").args(["65534:65534", "server.key"]).current_dir(&tls).status();
    let private = Command::new("chmod").args(["600", "server.key"]).current_dir(&tls).status();
    assert!(private.unwrap().success());
    // Who is not root runs the server as themselves, and owns the key.
    drop(owned);
    let file = |name: &str| tls.join(name).display().to_string();
    let settings = format!(
        "-c ssl=on -c ssl_cert_file={} -c ssl_key_file={}",
        file("server.pem"),
        file("server.key")
    );
    let cluster = Cluster::start(&settings).unwrap();
    let database = cluster.database();
    let address = |options: &str| format!("{}?{options}", cluster.address(&database));
    let secret = address(&format!("sslmode=verify-full&sslrootcert={}", file("ca.pem")));
    place.call(["store", "migrate", "--store", &secret]).ends(0);
    let opened = Store::open(Path::new(&secret), &OpenOptions::default()).unwrap();
    let encrypted = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'tagline'";
    opened.positions().unwrap();
    assert_eq!(cluster.sql(&database, encrypted).trim(), "t");
    drop(opened);
    // Nobody vouches for it, or not for that name; and where nothing is asked, anything goes.
    let stranger = address("sslmode=verify-full");
    let misnamed = secret.replace("@127.0.0.1", "@db.example") + "&hostaddr=127.0.0.1";
    for untrusted in [stranger, misnamed] {
        place.call(["verify", "--store", &untrusted]).ends(3).says(&["certificate"]);
    }
    for mode in ["prefer", "disable"] {
        place.call(["verify", "--store", &address(&format!("sslmode={mode}"))]).ends(0);
    }
}
