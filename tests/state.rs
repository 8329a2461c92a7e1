//! `tagline state`: positions are shown, and moved only when it is confirmed.

use crate::command::Place;

fn posts() -> String {
    let line = |number: u32| {
        format!(
            "{{\"id\":\"{number}\",\"text\":\"acme {number}\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n"
        )
    };
    (0..5).map(line).collect()
}

#[test]
fn a_position_is_moved_when_it_is_confirmed_and_that_is_written_down() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("posts.jsonl", posts());
    place.call(["run", "--input", "posts.jsonl"]).ends(0);
    let shown = place.call(["state", "show"]).ends(0).out;
    let rows: Vec<&str> = shown.lines().collect();
    assert_eq!(rows.len(), 2, "{shown}");
    assert_eq!(rows[0], "part\tnext\tclaims\tattempts\ttopic id\tleader epoch");
    assert!(rows[1].starts_with("file/") && rows[1].contains("posts.jsonl"), "{shown}");

    let reset = ["state", "reset", "posts.jsonl", "--to", "earliest"];
    place.call(reset).ends(0).says(&["nothing was changed; add --yes", "counts once, by its id"]);
    assert_eq!(place.call(["state", "show"]).out, shown);
    place.call(reset.iter().chain(&["--yes"])).ends(0).says(&["written down"]);
    let after = place.call(["state", "show"]).ends(0).out;
    assert!(after.contains("\nreset\tat\twas\tbecame\nfile/"), "{after}");
    place.call(["run", "--input", "posts.jsonl"]).ends(0).says(&["5 duplicate"]);
    place.call(["verify"]).ends(0);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.call(["state", "show"]).ends(2).says(&["there is no store"]);
    place.write("posts.jsonl", posts());
    place.call(["run", "--input", "posts.jsonl"]).ends(0);
    let reset = |part, to| place.call(["state", "reset", part, "--to", to, "--yes"]).ends(2);
    reset("nowhere", "earliest").says(&["no part is called nowhere", "tagline state show"]);
    reset("posts.jsonl", "7").says(&["is a file", "--to earliest"]);
    reset("posts.jsonl", "soon").says(&["earliest, latest or an offset"]);
}
