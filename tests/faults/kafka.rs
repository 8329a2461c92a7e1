//! `kill -9` and SIGTERM while a topic is read: the store ends as if nothing had happened.

use std::thread;
use std::time::Duration;

use super::scene::{Dice, Scene, records, terminate};

const KILLS: usize = 20;

#[test]
fn twenty_kills_in_one_topic_leave_no_trace() {
    const RECORDS: u64 = 400_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    scene.finish("calm.db", "calm", RECORDS);

    let mut dice = Dice(7);
    let mut killed_at = Vec::with_capacity(KILLS);
    let mut seen = 0;
    for kill in 0..KILLS {
        let mut run = scene.run("storm.db", &format!("storm-{kill}"));
        // A commit of this very process comes first, then a moment of the dice's choosing.
        scene.wait(&mut run, "storm.db", seen);
        thread::sleep(Duration::from_millis(dice.roll(60)));
        assert!(run.try_wait().unwrap().is_none(), "it ran when it was killed");
        run.kill().unwrap();
        assert_eq!(run.wait().unwrap().code(), None, "it died of the kill");
        seen = scene.seen("storm.db");
        killed_at.push(seen);
    }
    assert!(killed_at.iter().all(|&at| (1..RECORDS).contains(&at)), "{killed_at:?} of {RECORDS}");
    scene.finish("storm.db", "storm-end", RECORDS);
    assert!(scene.place.dump("storm.db") == scene.place.dump("calm.db"), "killed at {killed_at:?}");
    scene.place.call(["verify", "--store", "storm.db"]).ends(0);
}

#[test]
fn sigterm_in_the_middle_of_a_topic_loses_nothing() {
    const RECORDS: u64 = 400_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let mut run = scene.run("tagline.db", "first");
    scene.wait(&mut run, "tagline.db", 0);
    terminate(&mut run);
    assert!((1..RECORDS).contains(&scene.seen("tagline.db")), "it was told in the middle");
    scene.finish("tagline.db", "second", RECORDS);
    scene.finish("calm.db", "calm", RECORDS);
    assert!(scene.place.dump("tagline.db") == scene.place.dump("calm.db"));
}
