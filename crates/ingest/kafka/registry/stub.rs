//! A registry's documented API over HTTP, for tests: answers as they are put in, and nobody there when it is told to be away.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// A registry that is there until it is dropped.
pub(crate) struct Stub {
    /// `http://127.0.0.1:PORT`.
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    /// By path: status and body.
    answers: BTreeMap<String, (u16, String)>,
    /// Paths that were asked for, with what stood in `Authorization`.
    asked: Vec<(String, Option<String>)>,
    /// It closes each connection without a word.
    away: bool,
    ended: bool,
}

impl Stub {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let thread = thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if shared.lock().unwrap().ended {
                    return;
                }
                // Whoever asks may be gone before the answer.
                let _ = answer(connection, &shared);
            }
        });
        Self { address, state, thread: Some(thread) }
    }

    /// Registers a schema by its number, with what else is said beside it.
    pub(crate) fn schema(&self, number: u32, schema: &str, more: &str) {
        self.says(&format!("/schemas/ids/{number}"), 200, &body(schema, more));
    }

    /// What is answered at `path`.
    pub(crate) fn says(&self, path: &str, status: u16, body: &str) {
        let answer = (status, body.to_owned());
        self.state.lock().unwrap().answers.insert(path.to_owned(), answer);
    }

    /// From now on nobody answers, or somebody does again.
    pub(crate) fn away(&self, away: bool) {
        self.state.lock().unwrap().away = away;
    }

    /// What was asked for, also while it was away.
    pub(crate) fn asked(&self) -> Vec<(String, Option<String>)> {
        self.state.lock().unwrap().asked.clone()
    }
}

/// An answer with a schema.
pub(crate) fn body(schema: &str, more: &str) -> String {
    let escaped = schema.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
    format!("{{\"schema\":\"{escaped}\"{more}}}")
}

fn answer(mut connection: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(connection.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut authorization = None;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("authorization")
        {
            authorization = Some(value.to_owned());
        }
    }
    let (status, body) = {
        let mut state = state.lock().unwrap();
        state.asked.push((path.clone(), authorization));
        if state.away {
            return Ok(());
        }
        let absent = || (404, "{\"error_code\":40403,\"message\":\"Schema not found\"}".to_owned());
        state.answers.get(&path).cloned().unwrap_or_else(absent)
    };
    write!(
        connection,
        "HTTP/1.1 {status} Said\r\nContent-Type: application/vnd.schemaregistry.v1+json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.state.lock().unwrap().ended = true;
        // One more connection lets it look.
        let woken = TcpStream::connect(self.address.trim_start_matches("http://"));
        if woken.is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}
