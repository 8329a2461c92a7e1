//! Several workers of one database, a server that dies, connections that break: nothing lost, nothing twice.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use mention::{Event, Part, Position, Tagged};

use super::cluster::Cluster;
use super::history::{Step, outcome, simple_post};
use super::{Database, Place, dump, keeping, open};
use crate::{Claim, Commit, KeepMode, Store, Tally};

const WORKERS: usize = 4;
const BATCHES: u64 = 12;

type Posts = Vec<(Event, Option<Tagged>)>;

fn part(name: usize) -> Part {
    Part { source: "kafka:c/t".into(), name: name.to_string().into() }
}

/// The posts of a batch: every worker has the same ones, each in another version with other tags, and some of its own.
/// Versions grow with the batches, so that each batch changes what is stored, and not only the first that has a post.
fn posts(worker: usize, batch: u64) -> Posts {
    let tags = [["a/b"], ["c"], ["a"], ["d/e"]];
    let version = i64::try_from(batch).unwrap() * 4 + i64::try_from(worker).unwrap() + 1;
    let shared = (0..25).map(|number| (format!("{}", number + batch % 3 * 10), version));
    let own = (0..5).map(|number| (format!("{worker}-{batch}-{number}"), 1));
    shared
        .chain(own)
        .map(|(id, version)| match simple_post(&id, version, 0, &tags[worker % tags.len()]) {
            Step::Event(event, tagged) => (event, tagged),
            Step::Hand(..) => unreachable!("a post is an event"),
        })
        .collect()
}

/// Commits until it is done or fenced; counts how often it had to be tried again.
fn commit(store: &mut Store, claim: &mut Claim, posts: &Posts, tries: &AtomicU32) -> Tally {
    let outcome = outcome(&claim.part, claim.next.unwrap(), posts);
    match persist(tries, || store.commit(claim, &outcome)) {
        Commit::Done(tally) => tally,
        Commit::Fenced => panic!("nobody else claims the part"),
    }
}

/// Asks again as long as there is hope.
fn persist<T>(tries: &AtomicU32, mut ask: impl FnMut() -> Result<T, crate::StoreError>) -> T {
    loop {
        match ask() {
            Ok(value) => return value,
            Err(error) => assert!(error.is_passing(), "{error:?}"),
        }
        assert!(tries.fetch_add(1, Ordering::Relaxed) < 10_000_000, "no end to it");
        thread::yield_now();
    }
}

/// One worker's part of the work, done.
fn work(path: &Path, worker: usize, tries: &AtomicU32) -> u64 {
    let mut store = persist(tries, || Store::open(path, &<_>::default()));
    let mut claim = persist(tries, || store.claim(&part(worker)));
    persist(tries, || store.start(&mut claim, Position(0)));
    let batches = (0..BATCHES)
        .map(|batch| commit(&mut store, &mut claim, &posts(worker, batch), tries).consumed());
    batches.sum()
}

/// What the same work comes to when it is done quietly, one worker after the other, in a file.
fn quiet() -> String {
    let place = Place::in_folder();
    let store = open(&place.path(), keeping(KeepMode::All));
    for worker in 0..WORKERS {
        work(&place.path(), worker, &AtomicU32::new(0));
    }
    dump(&store)
}

#[test]
fn workers_that_have_the_same_mentions_at_once_count_each_once() {
    let Some(_) = Cluster::shared() else { return };
    let place = Place::new(Database::Postgres);
    let store = open(&place.path(), keeping(KeepMode::All));
    let tries = AtomicU32::new(0);
    thread::scope(|scope| {
        for worker in 0..WORKERS {
            let (path, tries) = (place.path(), &tries);
            scope.spawn(move || work(&path, worker, tries));
        }
    });
    assert_eq!(dump(&store), quiet());
    assert_eq!(store.verify().unwrap().differences, []);
    assert!(place.sql("SELECT count(DISTINCT shard) > 1 FROM counts").starts_with('t'), "at once");
    let read: u64 = store.ledger().unwrap().iter().map(|row| row.records).sum();
    assert_eq!(read, WORKERS as u64 * BATCHES * 30);
}

#[test]
fn without_the_lock_they_would_not() {
    let Some(_) = Cluster::shared() else { return };
    let story =
        "store::tests::workers::workers_that_have_the_same_mentions_at_once_count_each_once";
    let run = |planted: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", story]).env("TAGLINE_PLANT", planted).output().unwrap()
    };
    assert!(run("nothing").status.success(), "it is told alone, too");
    let planted = run("no-lock");
    let said = String::from_utf8_lossy(&planted.stdout);
    assert!(said.contains("assertion `left == right` failed"), "{planted:?}");
}

/// What is done to a connection whose client says `COMMIT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// The server never hears it.
    Before,
    /// The server does it, and the client never hears that.
    After,
}

/// Stands between client and server, and breaks every connection at its third commit.
fn breaking(cut: Cut, server: String, cuts: Arc<AtomicU32>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let here = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for client in listener.incoming() {
            let server = TcpStream::connect(&server).unwrap();
            let cuts = Arc::clone(&cuts);
            thread::spawn(move || relay(cut, &client.unwrap(), &server, &cuts));
        }
    });
    here
}

/// Passes on what both say, question by question, until the commit that is cut.
fn relay(cut: Cut, client: &TcpStream, server: &TcpStream, cuts: &AtomicU32) {
    let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let mute = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let muted = Arc::clone(&mute);
    let answers = thread::spawn(move || {
        pass_on(&back.0, &back.1, |_| !muted.load(Ordering::Acquire));
        let _ = back.1.shutdown(Shutdown::Both);
    });
    let mut commits = 0;
    pass_on(client, server, |said| {
        // The statement that ends a transaction; statements end with a zero, this one with its line.
        commits += u32::from(said.windows(8).any(|word| word == b"COMMIT\n\0"));
        if commits < 3 {
            return true;
        }
        mute.store(true, Ordering::Release);
        cuts.fetch_add(1, Ordering::Relaxed);
        if cut == Cut::After {
            (&*server).write_all(said).unwrap();
        }
        false
    });
    if cut == Cut::After {
        // The server has done it once it ends the connection by itself.
        let _ = server.shutdown(Shutdown::Write);
    } else {
        let _ = server.shutdown(Shutdown::Both);
    }
    let _ = answers.join();
}

/// Passes bytes on while `goes` says so.
fn pass_on(mut from: &TcpStream, mut to: &TcpStream, mut goes: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 16_384];
    while let Ok(length) = from.read(&mut bytes) {
        if length == 0 || !goes(&bytes[..length]) || to.write_all(&bytes[..length]).is_err() {
            return;
        }
    }
}

#[test]
fn a_connection_cut_at_its_commit_loses_nothing_and_counts_nothing_twice() {
    let Some(cluster) = Cluster::shared() else { return };
    let expected = quiet();
    for cut in [Cut::Before, Cut::After] {
        let database = cluster.database();
        let store = open(Path::new(&cluster.address(&database)), keeping(KeepMode::All));
        let cuts = Arc::new(AtomicU32::new(0));
        let address = cluster.address(&database);
        let host = address.split(['@', '/']).nth(3).unwrap();
        let broken = breaking(cut, host.to_owned(), Arc::clone(&cuts));
        let broken = address.replace(host, &broken);
        let tries = AtomicU32::new(0);
        let read: u64 = (0..WORKERS).map(|worker| work(Path::new(&broken), worker, &tries)).sum();
        let (cuts, tries) = (cuts.load(Ordering::Relaxed), tries.load(Ordering::Relaxed));
        assert!(cuts >= 10 && tries >= cuts, "{cut:?}: {cuts} cuts, {tries} tries");
        assert_eq!(read, WORKERS as u64 * BATCHES * 30, "{cut:?}: every batch is told of");
        assert_eq!(dump(&store), expected, "{cut:?}");
        assert_eq!(store.verify().unwrap().differences, [], "{cut:?}");
        drop(store);
        cluster.drop_database(&database);
    }
}

#[test]
fn a_server_that_dies_and_comes_back_loses_nothing() {
    const CRASHES: u32 = 8;
    // What is committed must be on the disk: no quick settings here.
    let Some(cluster) = Cluster::start("") else { return };
    let database = cluster.database();
    let path = cluster.address(&database);
    let store = open(Path::new(&path), keeping(KeepMode::All));
    let tries = AtomicU32::new(0);
    let done = AtomicU32::new(0);
    let crashes = thread::scope(|scope| {
        let workers = (0..WORKERS).map(|worker| {
            let (path, tries, done) = (Path::new(&path), &tries, &done);
            scope.spawn(move || {
                work(path, worker, tries);
                done.fetch_add(1, Ordering::Relaxed);
            })
        });
        let workers: Vec<_> = workers.collect();
        let mut crashes = 0;
        while crashes < CRASHES && (done.load(Ordering::Relaxed) as usize) < WORKERS {
            cluster.crash();
            crashes += 1;
        }
        for worker in workers {
            worker.join().unwrap();
        }
        crashes
    });
    assert!(crashes > 0 && tries.load(Ordering::Relaxed) >= crashes, "it struck in the middle");
    drop(store);
    let store = open(Path::new(&path), keeping(KeepMode::All));
    assert_eq!(dump(&store), quiet(), "after {crashes} crashes");
    assert_eq!(store.verify().unwrap().differences, []);
}
