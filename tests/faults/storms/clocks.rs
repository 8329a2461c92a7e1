//! Workers whose own clocks are hours off: nothing that counts may hang on them.

use mention::{LedgerClass, RejectReason};
use store::Store;

use super::migrated;
use crate::faults::scene::{Scene, reader};
use crate::faults::storm::{Storm, rounds};
use crate::kafka::broker::Feed;
use crate::postgres::cluster::Cluster;

/// By how many hours a worker's clock is wrong, each time one is started the next of them.
const CLOCKS: [i64; 5] = [-9, 9, 0, -14, 14];
/// Records that arrive in each round.
const RECORDS: usize = 200;

/// Posts of this very moment, and of hours before and after it: in the day that it is by one clock and not by another.
fn posts(round: usize) -> String {
    let now = jiff::Timestamp::now();
    let post = |number: usize| {
        let hours = jiff::SignedDuration::from_hours([0, -8, 8, -16][number % 4]);
        let (id, at) = (round * RECORDS + number, now + hours);
        format!(
            "{id}\t{{\"id\":\"{id}\",\"platform\":\"twitter\",\"author\":\"u{}\",\"text\":\"acme {id}\",\"created_at\":\"{at}\"}}\n",
            id % 31
        )
    };
    (0..RECORDS).map(post).collect()
}

#[test]
fn workers_whose_clocks_are_hours_off_lose_nothing_and_file_every_day_rightly() {
    let Some(cluster) = Cluster::shared() else { return };
    let Some(scene) = Scene::new(String::new()) else { return };
    let address = migrated(&scene, cluster);
    let name = "clocks 9 and 14 hours off, 3 workers killed, PostgreSQL";
    let mut storm = Storm::with_clocks(name, scene, &address, &CLOCKS);
    let rounds = rounds(3, 60);
    let mut feed = Feed::start(&storm.scene.broker, &storm.scene.topic);
    storm.row.rounds = rounds;
    for round in 0..rounds {
        feed.write(&posts(round));
        let victim = storm.any_that_holds();
        storm.wait_below(400);
        storm.kill(victim);
        storm.row.injected += 1;
        storm.start(victim);
    }
    feed.finish();
    storm.wait_for((rounds * RECORDS) as u64);
    let said = storm.all_said();
    for hours in [-9, 9, -14] {
        let planted = format!("\"planted: a clock that is wrong\",\"hours\":{hours}}}");
        assert!(said.contains(&planted), "no clock was {hours} hours off: {said}");
    }
    storm.ends_as_if_nothing_had_happened((rounds * RECORDS) as u64);
}

#[test]
fn a_clock_that_is_days_behind_makes_posts_of_today_the_future() {
    let Some(scene) = Scene::new(posts(0)) else { return };
    let mut command = scene.command("late.db", "late");
    command.env("TAGLINE_PLANT", "clock:-60").env("TAGLINE_KAFKA__REJECT_PERCENT", "100");
    scene.finish_by(command, "late.db", RECORDS as u64);
    let store = Store::open(&scene.place.path("late.db"), &reader()).unwrap();
    let future = LedgerClass::Rejected(RejectReason::FutureTime);
    let ledger = store.ledger().unwrap();
    let rejected: u64 =
        ledger.iter().filter(|row| row.class == future).map(|row| row.records).sum();
    assert_eq!(
        rejected, RECORDS as u64,
        "what is planted is the clock by which records are judged"
    );
}
