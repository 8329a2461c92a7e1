//! Rules that are edited while a run goes on.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::command::Place;

const PATIENCE: Duration = Duration::from_mins(1);

fn line(id: u32, text: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"platform\":\"twitter\",\"text\":\"{text}\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n"
    )
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

/// A run that reads posts until their end.
struct Run {
    child: Child,
    posts: ChildStdin,
    lines: Receiver<String>,
    reader: JoinHandle<()>,
}

impl Run {
    fn start(place: &Place) -> Self {
        let mut run = place.command(["run", "--input", "-"]);
        let mut child = run.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let posts = child.stdin.take().unwrap();
        let (send, lines) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let reader = std::thread::spawn(move || {
            errors.lines().map_while(Result::ok).for_each(|line| drop(send.send(line)));
        });
        Self { child, posts, lines, reader }
    }

    /// Hands it a post and waits until it is counted; it is the one of this number.
    #[track_caller]
    fn post(&mut self, place: &Place, id: u32, text: &str) {
        self.posts.write_all(line(id, text).as_bytes()).unwrap();
        counted(&place.path("tagline.db"), id.into());
    }

    /// Waits for a line of standard error that holds `words`.
    #[track_caller]
    fn hear(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        let mut heard = Vec::new();
        while let Ok(line) =
            self.lines.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            if line.contains(words) {
                return;
            }
            heard.push(line);
        }
        panic!("{words:?} was never said: {heard:#?}");
    }

    fn end(mut self) {
        drop(self.posts);
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        self.reader.join().unwrap();
    }
}

#[test]
fn a_good_edit_takes_effect_and_a_bad_one_is_told() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let mut run = Run::start(&place);
    run.post(&place, 1, "acme at a good price");
    place.write(
        "rules/price.rules.toml",
        "format = 1\n[[theme]]\nid = \"price\"\nquery = '(price'\n",
    );
    run.hear("the running ones stay");
    place.write(
        "rules/price.rules.toml",
        "format = 1\n[[theme]]\nid = \"price\"\nper = \"brand\"\nquery = 'price'\n",
    );
    run.hear("rules changed");
    run.post(&place, 2, "acme at a fair price");
    Command::new("kill").args(["-HUP", &run.child.id().to_string()]).status().unwrap();
    run.hear("unchanged");

    run.end();
    let report = place.call(["report", "tags", "--format", "csv"]).ends(0).out;
    let row = report.lines().find(|line| line.contains("acme/price")).unwrap();
    assert!(row.contains(",1,"), "one of two mentions came under the new rule: {row}");
    place.call(["verify"]).ends(0);
}

#[test]
fn an_edit_of_an_included_file_outside_the_folder_takes_effect() {
    let place = Place::new();
    let theme = |word: &str| format!("[[theme]]\nid = \"price\"\nquery = '{word}'\n");
    place.write("common/price.rules.toml", theme("price"));
    place.write("rules/a.rules.toml", "includes = [\"../common/*.rules.toml\"]\n");
    let mut run = Run::start(&place);
    run.post(&place, 1, "a good price");
    place.write("common/price.rules.toml", theme("cost"));
    run.hear("rules changed");
    // A file that is included from now on, in a folder that is not there yet.
    place.write("rules/a.rules.toml", "includes = [\"../other/new.rules.toml\"]\n");
    run.hear("the running ones stay");
    place.write("other/new.rules.toml", theme("fee"));
    run.hear("rules changed");
    place.write("other/new.rules.toml", theme("fare"));
    run.hear("rules changed");
    run.post(&place, 2, "a fair fare");
    run.end();
    let report = place.call(["report", "tags", "--format", "csv"]).ends(0).out;
    assert!(report.lines().any(|line| line.contains("price") && line.contains(",2,")), "{report}");
}

/// A theme, and as much of it as stands there while it is being written.
const WHOLE: &str = "[[theme]]\nid = \"price\"\nlabel = \"Price\"\nquery = \"cost OR fee\"\n";

#[test]
fn rules_that_are_being_written_when_a_run_begins_are_waited_for() {
    let place = Place::new();
    place.write("rules/a.rules.toml", &WHOLE[..WHOLE.len() / 2]);
    let mut run = place.command(["run"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(run.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.contains("were written moments ago")), "it waits");
    place.write("rules/a.rules.toml", WHOLE);
    let said: Vec<String> = said.collect();
    // With rules it can use it goes on, and finds that it was told of nothing to read.
    assert_eq!(run.wait().unwrap().code(), Some(2));
    let said = said.join("\n");
    assert!(said.contains("nothing to read") && !said.contains("have errors"), "{said}");
}

#[test]
fn rules_that_have_been_wrong_for_a_while_end_a_run_at_once() {
    let place = Place::new();
    let file = place.write("rules/a.rules.toml", &WHOLE[..WHOLE.len() / 2]);
    let hour_ago = std::time::SystemTime::now() - Duration::from_hours(1);
    for path in [&*file, &*place.path("rules")] {
        std::fs::File::open(path).unwrap().set_modified(hour_ago).unwrap();
    }
    let ended = place.call(["run"]).ends(2).says(&["the rules have errors"]);
    assert!(!ended.err.contains("moments ago"), "{}", ended.err);
    // Written long ago or not: a file is read by somebody who sits there.
    place.write("rules/a.rules.toml", &WHOLE[..WHOLE.len() / 2]);
    let ended = place.call(["run", "--input", "-"]).ends(2);
    assert!(!ended.err.contains("moments ago"), "{}", ended.err);
}
