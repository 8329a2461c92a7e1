//! Workers known by one fixed name (`group.instance.id`): one that was fenced off comes back by itself, and only where
//! another keeps using the name does it end.

use std::process::{Child, Command};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use super::row::Row;
use super::scene::{Scene, hear, records, terminate};
use super::storm::is_long;
use crate::ops::lines_of;

const RECORDS: u64 = 4_000;

/// A worker by the name of `twin`, and what it says.
fn twin(scene: &Scene) -> (Child, Receiver<String>) {
    let mut command: Command = scene.command("tagline.db", "group");
    command
        .env("TAGLINE_KAFKA__PROPERTIES__GROUP__INSTANCE__ID", "twin")
        .env("TAGLINE_KAFKA__PROPERTIES__SESSION__TIMEOUT__MS", "3000")
        .env("TAGLINE_KAFKA__PROPERTIES__HEARTBEAT__INTERVAL__MS", "300");
    let mut run = command.spawn().unwrap();
    let lines = lines_of(&mut run);
    (run, lines)
}

/// All was counted once, by whoever it was.
fn ends_well(scene: &Scene) {
    assert_eq!(scene.seen("tagline.db"), 2 * RECORDS);
    scene.finish("calm.db", "calm", 2 * RECORDS);
    assert!(scene.place.dump("tagline.db") == scene.place.dump("calm.db"));
}

#[test]
fn a_worker_whose_name_was_taken_for_a_while_comes_back_by_itself() {
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let (mut first, said) = twin(&scene);
    hear(&said, "partitions assigned");
    let (mut second, _) = twin(&scene);
    hear(&said, "fenced off: another member");
    second.kill().unwrap();
    second.wait().unwrap();
    scene.broker.produce(&scene.topic, records(RECORDS));
    scene.wait(&mut first, "tagline.db", 2 * RECORDS - 1);
    terminate(&mut first);
    ends_well(&scene);
}

#[test]
fn of_two_workers_that_keep_using_one_name_one_ends_and_says_why() {
    if !is_long() {
        eprintln!("skipped: they need two minutes, which is for the long run, tests/run --faults");
        return;
    }
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let mut row = Row::begin("two live workers with one group.instance.id");
    let mut twins = [twin(&scene), twin(&scene)];
    let began = Instant::now();
    let ended = loop {
        let ended = twins.iter_mut().position(|(run, _)| run.try_wait().unwrap().is_some());
        if let Some(ended) = ended {
            break ended;
        }
        assert!(began.elapsed() < Duration::from_mins(5), "both go on for ever");
        thread::sleep(Duration::from_millis(50));
    };
    let (run, said) = &mut twins[ended];
    assert_eq!(run.wait().unwrap().code(), Some(3));
    let said: Vec<String> = said.iter().collect();
    row.injected = said.iter().filter(|line| line.contains("fenced off: another member")).count();
    let why = "another member of the group uses the same group.instance.id";
    assert!(said.iter().any(|line| line.contains(why)), "{said:#?}");
    scene.broker.produce(&scene.topic, records(RECORDS));
    let (other, _) = &mut twins[1 - ended];
    scene.wait(other, "tagline.db", 2 * RECORDS - 1);
    terminate(other);
    ends_well(&scene);
    (row.rounds, row.records) = (1, 2 * RECORDS);
    row.end("0", "0");
}
