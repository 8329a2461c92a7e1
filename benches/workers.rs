//! What do two and four workers take from one topic into one PostgreSQL, beside one worker in the same run?

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use corpus::Results;
use store::{Access, OpenOptions, Store};

use self::broker::Broker;
use self::cluster::Cluster;

#[path = "../tests/kafka/broker.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the tests' own, of which less is asked here")]
mod broker;
#[path = "../tests/postgres/cluster.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the tests' own, of which less is asked here")]
mod cluster;

/// What its table is called, and its columns.
const NAME: &str = "workers";
const COLUMNS: [&str; 5] = ["workers", "posts", "s by the clock", "a second", "beside one"];
/// How many workers, in the order they are asked.
const WORKERS: [usize; 3] = [1, 2, 4];
/// As many as there are workers at most.
const PARTITIONS: u32 = 4;
/// How often to look how far they are, and for how long without an end.
const LOOK_WAIT: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_mins(30);

/// Reads one topic by one, two and four workers, each time into an empty database, and holds that all three are the same.
pub(crate) fn run(posts: u64, record: bool) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    crate::corpus(folder.path(), posts)?;
    let mut broker = Broker::start().context("no Kafka: tests/run fetches it")?;
    let cluster = Cluster::start("").context("no PostgreSQL")?;
    let topic = broker.topic("mentions", PARTITIONS);
    let lines = std::fs::read_to_string(folder.path().join("posts.jsonl"))?;
    let keyed = lines.lines().enumerate().map(|(number, line)| format!("{number}\t{line}\n"));
    broker.produce(&topic, keyed.collect());
    let command = "cargo bench --features kafka,postgres -- workers --record";
    let mut results = Results::new(&COLUMNS, command);
    let (mut first, mut one) = (None, 0.0);
    for workers in WORKERS {
        let address = cluster.address(&cluster.database());
        let group = format!("workers-{workers}");
        let reading = Reading { folder: folder.path(), broker: &broker.address, topic: &topic };
        let (took, rate) = reading.by(workers, &group, &address, posts)?;
        let mut dump = Vec::new();
        open(&address)?.dump(&mut dump)?;
        ensure!(*first.get_or_insert_with(|| dump.clone()) == dump, "{workers} count otherwise");
        if workers == 1 {
            one = rate;
        }
        results.rows.push(vec![
            workers.to_string(),
            posts.to_string(),
            format!("{:.1}", took.as_secs_f64()),
            format!("{rate:.0}"),
            format!("{:.2}", rate / one),
        ]);
    }
    if record {
        results.write(NAME)?;
    }
    println!("{}", results.plain());
    Ok(())
}

/// A topic and the rules by which it is read.
struct Reading<'a> {
    folder: &'a Path,
    broker: &'a str,
    topic: &'a str,
}

impl Reading<'_> {
    /// Reads all of it: how long that took, and how many posts a second after the first batch was stored, when they have
    /// begun to work.
    #[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
    fn by(
        &self,
        workers: usize,
        group: &str,
        store: &str,
        posts: u64,
    ) -> anyhow::Result<(Duration, f64)> {
        let migrated = self.command(&["store", "migrate", "--store", store]).status()?;
        ensure!(migrated.success(), "the database cannot be made ready");
        let began = Instant::now();
        let mut running = Vec::new();
        for _ in 0..workers {
            let mut run = self.command(&["run", "--rules", crate::RULE_FILE, "--store", store]);
            run.env("TAGLINE_KAFKA__GROUP", group);
            running.push(Worker(run.spawn()?));
        }
        let seen = || -> anyhow::Result<u64> {
            Ok(open(store)?.ledger()?.iter().map(|row| row.records).sum())
        };
        let mut worked = None;
        loop {
            let now = seen()?;
            ensure!(now <= posts, "{now} of {posts} are counted");
            ensure!(began.elapsed() < PATIENCE, "they stand at {now} of {posts}");
            if now > 0 {
                worked.get_or_insert((Instant::now(), now));
            }
            if now == posts {
                break;
            }
            thread::sleep(LOOK_WAIT);
        }
        let (since, before) = worked.context("nothing was counted")?;
        let rate = (posts - before) as f64 / since.elapsed().as_secs_f64();
        Ok((began.elapsed(), rate))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tagline"));
        command.args(args).current_dir(self.folder).env("HOME", self.folder);
        command
            .env("TAGLINE_KAFKA__BROKERS", self.broker)
            .env("TAGLINE_KAFKA__TOPIC", self.topic)
            .env("TAGLINE_OPS__LISTEN", "")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

/// A worker, gone with it: its position is in the store.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself, which the count has shown.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn open(address: &str) -> anyhow::Result<Store> {
    let options = OpenOptions { access: Access::Read, ..OpenOptions::default() };
    Ok(Store::open(Path::new(address), &options)?)
}
