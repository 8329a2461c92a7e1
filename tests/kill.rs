//! `kill -9` in the middle of reading a file, again and again: the store ends as if nothing had happened.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::command::Place;

const KILLS: usize = 20;
const POSTS: usize = 600_000;

fn posts() -> String {
    let mut seed = 1_u64;
    let line = |number: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word =
            ["late", "love", "acme", "rivalco late", "acme love 😍"][(seed >> 33) as usize % 5];
        // Every ninth id comes again, as an edit.
        let id = if number % 9 == 8 { number - 4 } else { number };
        let minute = number / 4 % 1_440;
        format!(
            "{{\"id\":\"{id}\",\"platform\":\"twitter\",\"author\":\"u{}\",\"text\":\"{word} {number}\",\
             \"created_at\":\"2026-05-{:02}T{:02}:{:02}:00Z\"}}\n",
            number % 997,
            1 + number % 28,
            minute / 60,
            minute % 60
        )
    };
    (0..POSTS).map(line).collect()
}

/// How far the store says that the file was read.
fn position(store: &Path) -> u64 {
    let Ok(database) = rusqlite::Connection::open(store) else { return 0 };
    database
        .query_row("SELECT coalesce(max(next), 0) FROM cursors", [], |row| row.get(0))
        .unwrap_or(0)
}

#[test]
fn twenty_kills_in_one_file_leave_no_trace() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("posts.jsonl", posts());
    place.call(["run", "--input", "posts.jsonl", "--store", "calm.db"]).ends(0);

    let size = fs::metadata(place.path("posts.jsonl")).unwrap().len();
    let mut killed_at = Vec::new();
    while killed_at.len() < KILLS {
        let before = position(&place.path("tagline.db"));
        let mut run =
            place.command(["run", "--input", "posts.jsonl"]).stderr(Stdio::null()).spawn().unwrap();
        let patience = Instant::now() + Duration::from_mins(1);
        // The first commit after the start is awaited, then a moment of the kill's own choosing.
        while position(&place.path("tagline.db")) == before && Instant::now() < patience {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(7 * killed_at.len() as u64 % 40));
        run.kill().unwrap();
        assert!(
            !run.wait().unwrap().success(),
            "the kill came too late: the file was read to its end"
        );
        killed_at.push(position(&place.path("tagline.db")));
    }
    assert!(killed_at.iter().all(|at| (1..size).contains(at)), "{killed_at:?} of {size}");
    place.call(["run", "--input", "posts.jsonl"]).ends(0);
    assert!(place.dump("tagline.db") == place.dump("calm.db"), "killed at {killed_at:?}");
    place.call(["verify"]).ends(0);
}
