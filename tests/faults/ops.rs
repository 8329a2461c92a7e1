//! A partition that has records and stands still is told, and forgotten once it moves.

use super::scene::{PATIENCE, Scene, records, terminate};
use crate::ops::{address, ask, ask_until, lines_of};

#[test]
fn a_partition_that_stands_still_makes_the_run_not_ready() {
    const RECORDS: u64 = 400_000;
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let store = "tagline.db";
    let mut command = scene.command(store, "group");
    command
        .env("TAGLINE_OPS__LISTEN", "127.0.0.1:0")
        .env("TAGLINE_OPS__STALL_SECONDS", "2")
        .env("TAGLINE_KAFKA__PROPERTIES__STATISTICS__INTERVAL__MS", "100");
    let mut run = command.spawn().unwrap();
    let lines = lines_of(&mut run);
    let pages = address(&lines);
    let behind = |page: &str| {
        let lags = page.lines().filter(|line| line.starts_with("tagline_partition_lag_records{"));
        lags.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok()).max()
    };
    ask_until(&pages, "/metrics", |_, page| behind(page).is_some_and(|behind| behind > 0));
    let other = rusqlite::Connection::open(scene.place.path(store)).unwrap();
    other.busy_timeout(PATIENCE).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(scene.seen(store) < RECORDS, "it was held up in the middle");
    let said =
        ask_until(&pages, "/readyz", |status, said| status == 503 && said.contains("stands still"));
    assert!(said.contains(&scene.topic) && said.contains("has records"), "{said}");
    let page = ask(&pages, "/metrics").1;
    assert!(page.contains("tagline_ready 0\n"), "{page}");
    other.execute_batch("ROLLBACK").unwrap();
    ask_until(&pages, "/readyz", |status, _| status == 200);
    scene.wait(&mut run, store, RECORDS - 1);
    ask_until(&pages, "/metrics", |_, page| behind(page) == Some(0));
    terminate(&mut run);
}
