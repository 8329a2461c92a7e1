//! The built binary with its store on a server: the same commands, the same answers; two workers; a server that dies.

mod between;
pub(crate) mod cluster;

use std::fmt::Write;
use std::path::Path;
use std::process::{Child, Stdio};

use cluster::Cluster;
use store::Store;

use crate::command::Place;

/// Posts of a month, some of them edits of others.
fn posts(count: usize) -> String {
    let mut lines = String::new();
    for number in 0..count {
        let word = ["late", "love", "acme", "rivalco late", "acme love"][number * 7 % 5];
        let id = if number % 9 == 8 { number - 4 } else { number };
        writeln!(
            lines,
            "{{\"id\":\"{id}\",\"platform\":\"twitter\",\"author\":\"u{}\",\"text\":\"{word} {number}\",\
             \"created_at\":\"2026-05-{:02}T12:{:02}:00Z\"}}",
            number % 97,
            1 + number % 28,
            number % 60
        )
        .unwrap();
    }
    lines
}

/// A folder with rules and posts, and an empty database.
struct Scene {
    place: Place,
    cluster: &'static Cluster,
    database: String,
}

impl Scene {
    /// `None` where there is no PostgreSQL.
    fn new(count: usize) -> Option<Self> {
        let cluster = Cluster::shared()?;
        let place = Place::new();
        place.call(["init", "."]).ends(0);
        place.write("posts.jsonl", posts(count));
        Some(Self { place, cluster, database: cluster.database() })
    }

    fn address(&self) -> String {
        self.cluster.address(&self.database)
    }

    fn dump(&self) -> String {
        dump(&self.address())
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.cluster.drop_database(&self.database);
    }
}

fn dump(address: &str) -> String {
    let mut dump = Vec::new();
    Store::open(Path::new(address), &<_>::default()).unwrap().dump(&mut dump).unwrap();
    String::from_utf8(dump).unwrap()
}

#[test]
fn every_command_answers_as_it_does_with_a_file() {
    let Some(scene) = Scene::new(2_000) else { return };
    let Scene { place, .. } = &scene;
    let (server, file) = (scene.address(), "tagline.db".to_owned());
    place
        .call(["state", "show", "--store", &server])
        .ends(2)
        .says(&["there is no store at postgres://"]);
    for store in [&server, &file] {
        place
            .call(["run", "--input", "posts.jsonl", "--store", store])
            .ends(0)
            .says(&["2000 records"]);
    }
    assert!(scene.dump() == place.dump(&file));
    let questions: [&[&str]; 5] = [
        &["report", "tags", "--period", "2026-05", "--format", "json"],
        &["report", "competitors", "--period", "2026-05", "--format", "csv"],
        &["report", "ledger", "--format", "tsv"],
        &["state", "show"],
        &["verify"],
    ];
    for question in questions {
        let ask = |store: &String| {
            let answer = place.call(question.iter().copied().chain(["--store", store])).ends(0).out;
            answer.replace(store, "STORE")
        };
        assert_eq!(ask(&server), ask(&file), "{question:?}");
    }
    let reset = ["state", "reset", "posts.jsonl", "--to", "earliest", "--yes", "--store", &server];
    place.call(reset).ends(0);
    let again = place.call(["run", "--input", "posts.jsonl", "--store", &server]).ends(0);
    again.says(&["2000 records", "duplicate"]);
    assert!(scene.dump() == place.dump(&file), "twice the same counts once");
    scene.cluster.sql(&scene.database, "DELETE FROM counts");
    place.call(["verify", "--store", &server]).ends(1);
}

#[test]
fn what_a_server_refuses_is_told_without_passwords() {
    let Some(scene) = Scene::new(1) else { return };
    let Scene { place, .. } = &scene;
    let secret = scene.address().replace("tagline@", "nobody:hunter2@");
    let answer = place.call(["verify", "--store", &secret]).ends(2);
    let answer = answer.says(&["does not let us in", "nobody:***@"]);
    assert!(!answer.err.contains("hunter2"), "{answer:?}");
    let shown = place.call(["config", "show", "--store", &secret]).ends(0).out;
    assert!(shown.contains("nobody:***@") && !shown.contains("hunter2"), "{shown}");
    let nowhere = "postgres://me@127.0.0.1:1/x";
    place.call(["verify", "--store", nowhere]).ends(3).says(&["does not answer"]);
    place.call(["verify", "--store", "postgres://me@db/x?color=red"]).ends(2).says(&["color"]);
    // This server cannot encrypt, and that is asked for.
    let certified = format!("{}?sslmode=verify-full", scene.address());
    place.call(["verify", "--store", &certified]).ends(3);
}

#[test]
fn who_owns_the_store_grants_others_to_write_and_to_read() {
    let Some(scene) = Scene::new(50) else { return };
    let Scene { place, cluster, database } = &scene;
    place.call(["store", "migrate", "--store", &scene.address()]).ends(0).says(&["tagline_writer"]);
    for (role, name) in [("tagline_writer", "writer"), ("tagline_reader", "reader")] {
        let user = format!("{name}_{database}");
        cluster.sql(database, &format!("CREATE USER {user}; GRANT {role} TO {user}"));
    }
    let of = |name: &str| scene.address().replace("tagline@", &format!("{name}_{database}@"));
    let run = |store: &str| place.call(["run", "--input", "posts.jsonl", "--store", store]);
    run(&of("reader")).ends(2).says(&["may not do that", "tagline_writer"]);
    run(&of("writer")).ends(0);
    place.call(["report", "tags", "--period", "2026-05", "--store", &of("reader")]).ends(0);
    place.call(["verify", "--store", &of("reader")]).ends(0);
    for name in ["writer", "reader"] {
        cluster.sql(database, &format!("DROP USER {name}_{database}"));
    }
}

#[test]
fn a_file_moves_to_a_server_and_is_read_on_there() {
    let Some(scene) = Scene::new(500) else { return };
    let Scene { place, .. } = &scene;
    place.call(["run", "--input", "posts.jsonl"]).ends(0);
    let copy = ["store", "copy", "--to", &scene.address()];
    place.call(copy).ends(0).says(&["both hold the same"]);
    assert!(scene.dump() == place.dump("tagline.db"));
    place.call(copy).ends(2).says(&["there is something in postgres://"]);
    let more =
        posts(500) + "{\"id\":\"new\",\"text\":\"acme\",\"created_at\":\"2026-05-04T12:30:00Z\"}\n";
    place.write("posts.jsonl", more);
    let on = place.call(["run", "--input", "posts.jsonl", "--store", &scene.address()]).ends(0);
    on.says(&["1 records", "an earlier run has read"]);
    place.call(["verify", "--store", &scene.address()]).ends(0);
}

/// Starts reading a file.
fn start(place: &Place, input: &str, store: &str) -> Child {
    let mut command = place.command(["run", "-v", "--input", input, "--store", store]);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn two_workers_with_the_same_posts_and_a_server_that_dies_under_them() {
    const POSTS: usize = 120_000;
    const CRASHES: usize = 3;
    let Some(_) = Cluster::shared() else { return };
    // What is committed must be on the disk: no quick settings here.
    let cluster = Cluster::start("").unwrap();
    let database = cluster.database();
    let address = cluster.address(&database);
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("one.jsonl", posts(POSTS));
    place.write("other.jsonl", posts(POSTS));
    place.call(["run", "--input", "one.jsonl", "--store", "calm.db"]).ends(0);
    place.call(["store", "migrate", "--store", &address]).ends(0);
    let mut workers = ["one.jsonl", "other.jsonl"].map(|input| start(&place, input, &address));
    let read = || -> u64 {
        let sql = "SELECT coalesce(sum(records), 0) FROM ledger";
        cluster.sql(&database, sql).trim().parse().unwrap()
    };
    let mut struck_at = Vec::new();
    while struck_at.len() < CRASHES
        && workers.iter_mut().all(|run| run.try_wait().unwrap().is_none())
    {
        let before = read();
        while read() == before && workers[0].try_wait().unwrap().is_none() {}
        cluster.crash();
        struck_at.push(read());
    }
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("does not answer"), "it was struck: {said}");
    }
    assert!(struck_at.iter().any(|at| (1..2 * POSTS as u64).contains(at)), "{struck_at:?}");
    assert_eq!(read(), 2 * POSTS as u64, "every record once in the ledger");
    assert!(dump(&address) == place.dump("calm.db"), "struck at {struck_at:?}");
    place.call(["verify", "--store", &address]).ends(0);
}
