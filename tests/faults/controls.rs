//! The negative controls: with the guard removed, positions sought after an assignment, a position one too low, or what
//! is in hand thrown away when a partition is taken back, counts must go wrong.
//!
//! The same scene is played with and without the fault. What it shows without is worth something only because it shows
//! the opposite with. The counts alone are kept, so that nothing mends what is counted twice.

use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use store::{CursorRow, Store};

use super::row::Row;
use super::scene::{PATIENCE, Scene, reader, records, send, terminate};

const RECORDS: u64 = 60_000;
/// Several batches of each partition, so that one of them is in hand whenever a process is frozen.
const MANY: u64 = 240_000;

/// A run that keeps nothing but counts, and that the group gives up soon when it is silent.
fn command(scene: &Scene, store: &str, group: &str, planted: &str) -> Command {
    let mut command = scene.command(store, group);
    command
        .env("TAGLINE_KEEP__MODE", "none")
        .env("TAGLINE_KAFKA__PROPERTIES__SESSION__TIMEOUT__MS", "2000")
        .env("TAGLINE_KAFKA__PROPERTIES__HEARTBEAT__INTERVAL__MS", "300")
        .env("TAGLINE_PLANT", planted);
    command
}

/// Stops a process at a moment at which it does not hold the store.
fn freeze(scene: &Scene, store: &str, run: &Child) {
    let database = rusqlite::Connection::open(scene.place.path(store)).unwrap();
    database.busy_timeout(Duration::ZERO).unwrap();
    for _ in 0..1_000 {
        send("STOP", run);
        thread::sleep(Duration::from_millis(5));
        if database.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
            return;
        }
        send("CONT", run);
        thread::sleep(Duration::from_millis(7));
    }
    panic!("it never lets go of the store");
}

/// One process is frozen with a batch in hand, another takes over and reads on to the end, the first wakes and commits.
fn zombie(scene: &Scene, store: &str, planted: &str) -> (u64, String) {
    let mut first = command(scene, store, store, planted).spawn().unwrap();
    scene.wait(&mut first, store, 0);
    freeze(scene, store, &first);
    assert!(scene.seen(store) < MANY, "it was frozen too late");
    let mut second = command(scene, store, store, planted).spawn().unwrap();
    scene.wait(&mut second, store, MANY - 1);
    send("CONT", &first);
    // It wakes with a batch in hand, and has nothing else to do.
    thread::sleep(Duration::from_secs(5));
    let said = terminate(&mut first);
    terminate(&mut second);
    (scene.seen(store), said)
}

#[test]
fn a_zombie_counts_nothing_unless_the_guard_is_removed() {
    let Some(scene) = Scene::new(records(MANY)) else { return };
    let mut row = Row::begin("control: a zombie, and the guard removed");
    let (seen, said) = zombie(&scene, "guarded.db", "");
    assert!(said.contains("batch fenced off"), "no batch was refused: {said}");
    assert_eq!(seen, MANY);
    let (seen, said) = zombie(&scene, "unguarded.db", "no-guard");
    assert!(seen > MANY, "the control counts {seen} of {MANY}: {said}");
    (row.injected, row.records) = (1, MANY);
    row.end("0", &format!("{}, as it must", seen - MANY));
}

/// A group comes back whose own offsets are far behind the store's, for another has read on in the meantime.
fn late_group(scene: &Scene, store: &str, planted: &str, total: u64) -> u64 {
    let mut run = command(scene, store, "late", planted).spawn().unwrap();
    scene.wait(&mut run, store, total - 1);
    let begin = Instant::now();
    while planted == "seek" && scene.seen(store) == total && begin.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(50));
    }
    terminate(&mut run);
    scene.seen(store)
}

#[test]
fn positions_are_exact_unless_they_are_sought_after_the_assignment() {
    const MORE: u64 = 2_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let mut row = Row::begin("control: positions sought after the assignment");
    let store = "tagline.db";
    scene.finish_by(command(&scene, store, "late", ""), store, RECORDS);
    scene.broker.produce(&scene.topic, records(RECORDS));
    scene.finish_by(command(&scene, store, "quick", ""), store, 2 * RECORDS);
    scene.broker.produce(&scene.topic, records(MORE));
    std::fs::copy(scene.place.path(store), scene.place.path("planted.db")).unwrap();
    let total = 2 * RECORDS + MORE;
    // First the fault: the group's offsets must still be behind.
    let seen = late_group(&scene, "planted.db", "seek", total);
    assert!(seen > total, "the control counts {seen} of {total}");
    assert_eq!(late_group(&scene, store, "", total), total);
    (row.injected, row.records) = (1, total);
    row.end("0", &format!("{}, as it must", seen - total));
}

#[test]
fn a_restart_counts_nothing_again_unless_positions_are_one_too_low() {
    const MORE: u64 = 2_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let mut row = Row::begin("control: positions one too low");
    let read = |store: &str, planted: &str, total: u64| {
        let group = format!("{store}-{total}");
        let mut run = command(&scene, store, &group, planted).spawn().unwrap();
        scene.wait(&mut run, store, total - 1);
        terminate(&mut run);
        scene.seen(store)
    };
    for (store, planted) in [("short.db", "short"), ("exact.db", "")] {
        assert_eq!(read(store, planted, RECORDS), RECORDS);
    }
    scene.broker.produce(&scene.topic, records(MORE));
    let total = RECORDS + MORE;
    let seen = read("short.db", "short", total);
    assert!(seen > total, "the control counts {seen} of {total}");
    assert_eq!(read("exact.db", "", total), total);
    (row.injected, row.records) = (1, total);
    row.end("0", &format!("{}, as it must", seen - total));
}

/// How far the store says that reading has come, all partitions together.
fn come(scene: &Scene, store: &str) -> u64 {
    let Ok(store) = Store::open(&scene.place.path(store), &reader()) else { return 0 };
    let next = |row: CursorRow| row.next.map(|next| next.0);
    store.positions().unwrap().into_iter().filter_map(next).sum()
}

/// A second process joins in mid-stream and takes half of the partitions over.
fn joined(scene: &Scene, store: &str, planted: &str) -> u64 {
    let mut first = command(scene, store, store, planted).spawn().unwrap();
    scene.wait(&mut first, store, 0);
    let mut second = command(scene, store, store, planted).spawn().unwrap();
    let begin = Instant::now();
    while come(scene, store) < MANY {
        assert!(begin.elapsed() < PATIENCE, "stands at {} of {MANY}", come(scene, store));
        thread::sleep(Duration::from_millis(50));
    }
    let said = terminate(&mut first);
    assert!(said.contains("partitions given up"), "nothing was taken back: {said}");
    terminate(&mut second);
    scene.seen(store)
}

#[test]
fn nothing_in_hand_is_lost_when_partitions_go_unless_it_is_thrown_away() {
    let Some(scene) = Scene::new(records(MANY)) else { return };
    let mut row = Row::begin("control: what is in hand thrown away at a revocation");
    let seen = joined(&scene, "flushed.db", "flush");
    assert!(seen < MANY, "the control counts all {seen}");
    assert_eq!(joined(&scene, "kept.db", ""), MANY);
    (row.injected, row.records) = (1, MANY);
    row.end(&format!("{}, as it must", MANY - seen), "0");
}
