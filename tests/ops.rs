//! A run that is watched: probes, metrics, and log lines that machines read.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::command::Place;

const PATIENCE: Duration = Duration::from_mins(2);

/// What a page answers: status and body.
pub(crate) fn ask(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// The body of what somebody with a token is answered.
pub(crate) fn fetch(url: &str, path: &str, token: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    let head = format!("Host: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close");
    write!(stream, "GET {path} HTTP/1.1\r\n{head}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    body.to_owned()
}

/// Asks until the answer is as it should be.
#[track_caller]
pub(crate) fn ask_until(address: &str, path: &str, wanted: impl Fn(u16, &str) -> bool) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        let (status, body) = ask(address, path);
        if wanted(status, &body) {
            return body;
        }
        assert!(Instant::now() < until, "{path} says {status}: {body}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The lines a run says on standard error.
pub(crate) fn lines_of(run: &mut Child) -> Receiver<String> {
    let (send, lines) = channel();
    let errors = BufReader::new(run.stderr.take().unwrap());
    std::thread::spawn(move || {
        errors.lines().map_while(Result::ok).for_each(|line| drop(send.send(line)));
    });
    lines
}

/// Where the pages are, as a run says among its first lines.
#[track_caller]
pub(crate) fn address(lines: &Receiver<String>) -> String {
    loop {
        let line = lines.recv_timeout(PATIENCE).expect("it says where its pages are");
        if let Some((_, behind)) = line.split_once("probes: http://") {
            return behind.split_once("/metrics").unwrap().0.to_owned();
        }
    }
}

/// A run that reads posts until their end, watched.
pub(crate) struct Run {
    child: Child,
    posts: ChildStdin,
    lines: Receiver<String>,
    pub(crate) address: String,
}

/// Starts a run whose posts come one by one.
pub(crate) fn watched(place: &Place, args: &[&str], more: &[(&str, &str)]) -> Run {
    let mut run = place.command(args);
    run.env("TAGLINE_OPS__LISTEN", "127.0.0.1:0").envs(more.iter().copied());
    let mut child = run.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let posts = child.stdin.take().unwrap();
    let lines = lines_of(&mut child);
    let address = address(&lines);
    Run { child, posts, lines, address }
}

impl Run {
    pub(crate) fn post(&mut self, id: u32) {
        let line = format!(
            "{{\"id\":\"{id}\",\"platform\":\"twitter\",\"text\":\"acme is late\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n"
        );
        self.posts.write_all(line.as_bytes()).unwrap();
    }

    /// Ends its input, and gives back what it said since its start.
    pub(crate) fn end(mut self) -> Vec<String> {
        drop(self.posts);
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        self.lines.iter().collect()
    }
}

#[test]
fn what_a_run_does_is_told_and_a_store_that_holds_it_up_too() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let mut run = watched(
        &place,
        &["run", "--input", "-", "--log-format", "json"],
        &[("TAGLINE_OPS__STALL_SECONDS", "2")],
    );
    let address = run.address.clone();
    run.post(1);
    run.posts.write_all(b"no JSON\n").unwrap();
    let page = ask_until(&address, "/metrics", |_, page| page.contains("class=\"rejected\"} 1\n"));
    assert!(page.contains("tagline_rejects_total{reason=\"invalid-json\"} 1\n"), "{page}");
    assert!(page.contains("tagline_rules_refused 0\n"), "{page}");
    let (_, rules) = page.split_once("tagline_rules_info{hash=\"").unwrap();
    let hash = rules.split('"').next().unwrap();
    ask_until(&address, "/version", |_, page| page.contains(hash));
    ask_until(&address, "/readyz", |status, _| status == 200);
    assert_eq!(ask(&address, "/livez").0, 200);

    // Another writer holds the store for longer than is bearable.
    let other = rusqlite::Connection::open(place.path("tagline.db")).unwrap();
    other.busy_timeout(PATIENCE).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    run.post(2);
    let said = ask_until(&address, "/readyz", |status, _| status == 503);
    assert!(said.contains("no sign of life"), "{said}");
    assert_eq!(ask(&address, "/livez").0, 200, "it is not to be killed for that");
    other.execute_batch("ROLLBACK").unwrap();
    ask_until(&address, "/readyz", |status, _| status == 200);

    place.write("rules/broken.rules.toml", "[[brand]]\nid = \"?\"\n");
    ask_until(&address, "/metrics", |_, page| page.contains("tagline_rules_refused 1\n"));
    let lines = run.end();
    assert!(lines.iter().any(|line| line.contains("the running ones stay")), "{lines:#?}");
    for line in lines {
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(line["fields"]["message"].is_string() && line["level"].is_string(), "{line}");
    }
}

#[test]
fn pages_are_open_to_others_only_with_a_token_and_not_told_unasked_of_a_file() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("posts.jsonl", "");
    let run = |listen: &str| {
        let mut command = place.command(["run", "--input", "posts.jsonl"]);
        let output = command.env("TAGLINE_OPS__LISTEN", listen).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run("0.0.0.0:0");
    assert!(code == Some(2) && said.contains("set ops.token"), "{said}");
    let (code, said) = run("nowhere");
    assert!(code == Some(2) && said.contains("ops.listen"), "{said}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let (code, said) = run(&taken.local_addr().unwrap().to_string());
    assert!(code == Some(3) && said.contains("set ops.listen"), "{said}");
    let (code, said) = run("");
    assert!(code == Some(0) && !said.contains("probes"), "{said}");
    let said = place.call(["run", "--input", "posts.jsonl"]).ends(0).err;
    assert!(!said.contains("probes"), "{said}");
    let shown =
        place.command(["config", "show"]).env("TAGLINE_OPS__TOKEN", "hunter2").output().unwrap();
    assert!(!String::from_utf8(shown.stdout).unwrap().contains("hunter2"));
}

#[test]
fn every_metric_is_in_the_readme() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for (name, _) in server::METRICS {
        assert!(readme.contains(&format!("`{name}")), "README.md says nothing of {name}");
    }
}
