//! How long do people wait for a page, while others ask too and mentions come in beside it on the same cores?

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use corpus::{Results, Statistics};

use crate::reports::filled;

/// What its table is called, and its columns.
const NAME: &str = "serve";
const COLUMNS: [&str; 8] = [
    "address",
    "mentions stored",
    "asked",
    "failed",
    "median ms",
    "99 of 100 below ms",
    "longest ms",
    "kB sent",
];

/// What is asked, one after the other: pages as people open them on a Monday, and the API.
const ADDRESSES: [&str; 14] = [
    "/",
    "/todo",
    "/reports/tags",
    "/reports/competitors",
    "/reports/response",
    "/mentions",
    "/mentions?tag=velmora",
    "/mentions?tag=theme-07&sentiment=negative",
    "/alerts",
    "/rules",
    "/ledger",
    "/api/v1/mentions?limit=100",
    "/api/v1/reports/success",
    "/api/v1/tags",
];

/// Connections that questions are asked on.
const CONNECTIONS: usize = 32;
/// How often somebody asks.
const EVERY: Duration = Duration::from_millis(20);
/// Mentions that come in a second: half of what a core takes with texts kept.
const MENTIONS_A_SECOND: usize = 38_000;
/// How long both go on.
const LASTS: Duration = Duration::from_secs(30);
/// How often mentions are handed on.
const TICKS_A_SECOND: usize = 20;

/// How much is asked and fed.
struct Load {
    questions: usize,
    connections: usize,
    mentions_a_second: usize,
    lasts: Duration,
}

/// One answer.
struct Waited {
    address: usize,
    fine: bool,
    /// From when it was due, not from when somebody found the time to ask.
    wait: Duration,
    bytes: u64,
}

/// A process that is ended with its user.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A few questions over a small store; each must be answered.
pub(crate) fn test(mentions: u64) -> anyhow::Result<()> {
    let questions = 2 * ADDRESSES.len();
    // One after the other: on a slow machine many at once are told to come again.
    let (connections, lasts) = (1, Duration::from_secs(1));
    let load = Load { questions, connections, mentions_a_second: 200, lasts };
    let (waited, taken) = measured(mentions, &load)?;
    ensure!(waited.len() == questions, "{} of {questions} were answered", waited.len());
    let failed = waited.iter().find(|waited| !waited.fine);
    ensure!(failed.is_none(), "{} fails", ADDRESSES[failed.map_or(0, |waited| waited.address)]);
    ensure!(taken > 0.0, "nothing came in beside it");
    Ok(())
}

/// Fills a store, serves it, and asks fifty times a second while mentions come in.
pub(crate) fn run(mentions: u64, record: bool) -> anyhow::Result<()> {
    let questions = usize::try_from(LASTS.as_millis() / EVERY.as_millis())?;
    let (connections, mentions_a_second) = (CONNECTIONS, MENTIONS_A_SECOND);
    let load = Load { questions, connections, mentions_a_second, lasts: LASTS };
    let (waited, taken) = measured(mentions, &load)?;
    let command = "cargo bench --no-default-features -- serve --posts 1000000 --record";
    let mut results = Results::new(&COLUMNS, command);
    for (at, address) in ADDRESSES.iter().enumerate() {
        let mut of: Vec<&Waited> = waited.iter().filter(|waited| waited.address == at).collect();
        results.rows.push(row(address, mentions, &mut of));
    }
    results.rows.push(row("all of them", mentions, &mut waited.iter().collect::<Vec<_>>()));
    if record {
        results.write(NAME)?;
    }
    println!("{}", results.plain());
    println!("{taken:.0} mentions a second came in beside it.");
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "read to three digits")]
fn row(address: &str, mentions: u64, of: &mut [&Waited]) -> Vec<String> {
    of.sort_by_key(|waited| waited.wait);
    let failed = of.iter().filter(|waited| !waited.fine).count();
    let part = |hundredths: usize| {
        let at = (of.len() * hundredths / 100).min(of.len().saturating_sub(1));
        let wait = of.get(at).map_or(Duration::ZERO, |waited| waited.wait);
        format!("{:.1}", wait.as_secs_f64() * 1e3)
    };
    let largest = of.iter().map(|waited| waited.bytes).max().unwrap_or(0);
    vec![
        address.to_owned(),
        mentions.to_string(),
        of.len().to_string(),
        failed.to_string(),
        part(50),
        part(99),
        part(100),
        format!("{:.1}", largest as f64 / 1e3),
    ]
}

/// What was waited for, and how many mentions a second came in meanwhile.
fn measured(mentions: u64, load: &Load) -> anyhow::Result<(Vec<Waited>, f64)> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    filled::fill(&folder.join("tagline.db"), mentions)?;
    std::fs::write(folder.join("bench.rules.toml"), rules())?;
    let count = load.mentions_a_second * usize::try_from(load.lasts.as_secs())?;
    let fed = folder.join("fed.jsonl");
    let statistics = Statistics::kept();
    let posts = corpus::posts_without_end(&statistics, 5).take(count);
    let mut file = BufWriter::new(File::create(&fed)?);
    corpus::write_posts(posts, 9, &mut file)?;
    file.flush()?;
    let (server, host) = serve(folder)?;
    // Each is made once before: what is measured is a server that has been running.
    let mut first = Asker::new(&host);
    for address in ADDRESSES {
        let (answered, _) = first.ask(address)?;
        ensure!(answered, "{address} is not answered");
    }
    let (run, stdin) = ingest(folder)?;
    let per_tick = load.mentions_a_second / TICKS_A_SECOND;
    let feeder = thread::spawn(move || feed(&fed, stdin, per_tick));
    let waited = ask(&host, load);
    let taken = feeder.join().expect("the feeder does not panic")?;
    drop((run, server));
    Ok((waited, taken))
}

/// As many themes as elsewhere, those of the store among them, and who speaks for the brand.
fn rules() -> String {
    let own = "[[brand]]\nid = \"velmora\"\nrole = \"own\"\nquery = 'velmora'\naccounts = [\"velmora\", \"velmora_help\"]\n";
    let rival = |id: u64| {
        format!("[[brand]]\nid = \"rival-{id}\"\nrole = \"competitor\"\nquery = 'rival{id}'\n")
    };
    // The others, with two digits, are among those of `themes`.
    let theme = |id: u64| {
        let answer = id == 3;
        format!("[[theme]]\nid = \"theme-0{id}\"\nanswer = {answer}\nquery = 'velmora{id}'\n")
    };
    let ours: String = (0..2).map(rival).chain((0..10).map(theme)).collect();
    [&crate::themes(crate::RULES, 2), own, &ours].concat()
}

fn tagline(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tagline"));
    command.current_dir(folder).env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.args(["--store", "tagline.db", "--rules", "bench.rules.toml"]);
    command
}

/// A server of the store, and where it is.
fn serve(folder: &Path) -> anyhow::Result<(Ended, String)> {
    let mut command = tagline(folder);
    command.args(["serve", "--no-open", "--listen", "127.0.0.1:0"]).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let mut lines = BufReader::new(child.stderr.take().context("it was asked for")?).lines();
    let child = Ended(child);
    for line in &mut lines {
        let line = line?;
        if let Some((_, behind)) = line.split_once("http://") {
            let host = behind.split(['/', ' ']).next().unwrap_or_default().to_owned();
            // What it says later is read as well, so that it never waits for a reader.
            thread::spawn(move || lines.for_each(drop));
            return Ok((child, host));
        }
    }
    bail!("the server does not say where it is")
}

/// A run that reads what is fed to it.
fn ingest(folder: &Path) -> anyhow::Result<(Ended, ChildStdin)> {
    let mut command = tagline(folder);
    command.args(["run", "--input", "-"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.stderr(Stdio::null()).spawn()?;
    let stdin = child.stdin.take().context("it was asked for")?;
    Ok((Ended(child), stdin))
}

/// Hands on so many mentions a tick; gives how many a second were taken, which are fewer where the run cannot keep up.
fn feed(file: &Path, mut to: ChildStdin, per_tick: usize) -> anyhow::Result<f64> {
    let mut lines = BufReader::new(File::open(file)?).lines();
    let (begun_at, mut fed) = (Instant::now(), 0_u32);
    for tick in 1.. {
        let mut bytes = Vec::new();
        for line in lines.by_ref().take(per_tick.max(1)) {
            // Not the mentions that are stored already, once more.
            bytes.extend_from_slice(line?.replacen("\"id\":\"", "\"id\":\"fed-", 1).as_bytes());
            bytes.push(b'\n');
            fed += 1;
        }
        if bytes.is_empty() {
            break;
        }
        to.write_all(&bytes)?;
        let due = Duration::from_secs(1) * tick / u32::try_from(TICKS_A_SECOND)?;
        thread::sleep(due.saturating_sub(begun_at.elapsed()));
    }
    Ok(f64::from(fed) / begun_at.elapsed().as_secs_f64())
}

/// Asks at fixed times, whether earlier answers have come or not.
fn ask(host: &str, load: &Load) -> Vec<Waited> {
    let (send, due) = channel::<(usize, Instant)>();
    let due = Arc::new(Mutex::new(due));
    let (told, answers) = channel();
    let askers: Vec<_> = (0..load.connections)
        .map(|_| {
            let (due, told, asker) = (Arc::clone(&due), told.clone(), Asker::new(host));
            thread::spawn(move || answer(&due, &told, asker))
        })
        .collect();
    drop(told);
    let begun_at = Instant::now();
    for number in 0..load.questions {
        let at = begun_at + EVERY * u32::try_from(number).unwrap_or(u32::MAX);
        thread::sleep(at.saturating_duration_since(Instant::now()));
        if send.send((number % ADDRESSES.len(), at)).is_err() {
            break;
        }
    }
    drop(send);
    let waited = answers.into_iter().collect();
    for asker in askers {
        asker.join().expect("nobody who asks panics");
    }
    waited
}

/// Asks what is due until nothing more is.
fn answer(due: &Mutex<Receiver<(usize, Instant)>>, told: &Sender<Waited>, mut asker: Asker) {
    loop {
        let next = due.lock().expect("nobody who asks panics").recv();
        let Ok((address, at)) = next else { return };
        let (fine, bytes) = asker.ask(ADDRESSES[address]).unwrap_or((false, 0));
        let wait = at.elapsed();
        if told.send(Waited { address, fine, wait, bytes }).is_err() {
            return;
        }
    }
}

/// A connection that stays open, as a browser's does.
struct Asker {
    host: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Asker {
    fn new(host: &str) -> Self {
        Self { host: host.to_owned(), stream: None }
    }

    /// Whether it is answered well, and with how many bytes.
    fn ask(&mut self, address: &str) -> anyhow::Result<(bool, u64)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(&self.host)?),
        };
        let host = &self.host;
        write!(
            stream.get_mut(),
            "GET {address} HTTP/1.1\r\nhost: {host}\r\naccept-encoding: gzip\r\n\r\n"
        )?;
        let (mut fine, mut length, mut line) = (false, 0, String::new());
        loop {
            line.clear();
            ensure!(stream.read_line(&mut line)? > 0, "the connection has ended");
            let lower = line.trim_end().to_ascii_lowercase();
            if let Some(bytes) = lower.strip_prefix("content-length: ") {
                length = bytes.parse()?;
            }
            fine |= lower == "http/1.1 200 ok";
            if lower.is_empty() {
                break;
            }
        }
        std::io::copy(&mut stream.by_ref().take(length), &mut std::io::sink())?;
        self.stream = Some(stream);
        Ok((fine, length))
    }
}
