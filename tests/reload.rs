//! Rules that are edited while a run goes on.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::command::Place;

const PATIENCE: Duration = Duration::from_mins(1);

fn line(id: u32, text: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"platform\":\"twitter\",\"text\":\"{text}\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n"
    )
}

/// Waits for a line of standard error that holds `words`.
#[track_caller]
fn hear(lines: &Receiver<String>, words: &str) {
    let until = Instant::now() + PATIENCE;
    let mut heard = Vec::new();
    while let Ok(line) = lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
        if line.contains(words) {
            return;
        }
        heard.push(line);
    }
    panic!("{words:?} was never said: {heard:#?}");
}

/// Waits until the store holds so many mentions.
#[track_caller]
fn counted(store: &Path, mentions: i64) {
    let until = Instant::now() + PATIENCE;
    let count = || {
        let database = rusqlite::Connection::open(store)?;
        database.query_row("SELECT count(*) FROM mentions", [], |row| row.get::<_, i64>(0))
    };
    while count().unwrap_or(0) < mentions {
        assert!(Instant::now() < until, "{mentions} mentions were never counted");
        std::thread::yield_now();
    }
}

#[test]
fn a_good_edit_takes_effect_and_a_bad_one_is_told() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let mut run = place.command(["run", "--input", "-"]);
    let mut run = run.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut posts = run.stdin.take().unwrap();
    let (send, lines) = channel();
    let errors = BufReader::new(run.stderr.take().unwrap());
    let reader = std::thread::spawn(move || {
        errors.lines().map_while(Result::ok).for_each(|line| drop(send.send(line)));
    });

    posts.write_all(line(1, "acme at a good price").as_bytes()).unwrap();
    counted(&place.path("tagline.db"), 1);
    place.write(
        "rules/price.rules.toml",
        "format = 1\n[[theme]]\nid = \"price\"\nquery = '(price'\n",
    );
    hear(&lines, "the running ones stay");
    place.write(
        "rules/price.rules.toml",
        "format = 1\n[[theme]]\nid = \"price\"\nper = \"brand\"\nquery = 'price'\n",
    );
    hear(&lines, "rules changed");
    posts.write_all(line(2, "acme at a fair price").as_bytes()).unwrap();
    counted(&place.path("tagline.db"), 2);
    Command::new("kill").args(["-HUP", &run.id().to_string()]).status().unwrap();
    hear(&lines, "unchanged");

    drop(posts);
    assert_eq!(run.wait().unwrap().code(), Some(0));
    reader.join().unwrap();
    let report = place.call(["report", "tags", "--format", "csv"]).ends(0).out;
    let row = report.lines().find(|line| line.contains("acme/price")).unwrap();
    assert!(row.contains(",1,"), "one of two mentions came under the new rule: {row}");
    place.call(["verify"]).ends(0);
}
