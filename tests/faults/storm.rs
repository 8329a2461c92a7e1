//! Workers on one topic, and what is done to them round after round; in the end the store must be that of a calm run.
//!
//! How many rounds: a few, unless `TAGLINE_FAULT_ROUNDS` says how many; `tests/run --faults` does. The same
//! `TAGLINE_FAULT_SEED` chooses the same victims. What was done and what was lost is written, a line a storm, into the
//! folder that `TAGLINE_FAULT_RESULTS` names.

use std::env;
use std::fmt::Write;
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use store::Store;

use super::scene::{Dice, PATIENCE, Scene, reader, send};

/// How many rounds a storm has: `short`, or in the long run so many in a hundred of what is asked for.
pub(super) fn rounds(short: usize, percent: usize) -> usize {
    let asked =
        env::var("TAGLINE_FAULT_ROUNDS").ok().map(|rounds| rounds.parse::<usize>().unwrap());
    asked.map_or(short, |asked| (asked * percent / 100).max(1))
}

/// Whether this is the long run.
pub(super) fn is_long() -> bool {
    env::var_os("TAGLINE_FAULT_ROUNDS").is_some()
}

fn seed() -> u64 {
    env::var("TAGLINE_FAULT_SEED").map_or(7, |seed| seed.parse().unwrap())
}

/// Writes down what a storm or a control came to; `verdict` is the last cell.
pub(super) fn note(name: &str, injected: usize, records: u64, verdict: &str, began: Instant) {
    let Some(folder) = env::var_os("TAGLINE_FAULT_RESULTS") else { return };
    let file = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let (seconds, seed) = (began.elapsed().as_secs(), seed());
    let line = format!("| {name} | {injected} | {records} | {verdict} | {seconds} | {seed} |\n");
    fs::create_dir_all(&folder).unwrap();
    fs::write(Path::new(&folder).join(file), line).unwrap();
}

/// The number of SIGTERM.
const TERMINATE: i32 = 15;

/// Workers of one group that read one topic into one store.
pub(super) struct Storm {
    pub(super) scene: Scene,
    pub(super) dice: Dice,
    /// What was done to them so far.
    pub(super) injected: usize,
    store: String,
    group: String,
    settings: Vec<(&'static str, String)>,
    /// Whether a worker that comes back is known by its name, so that the group need not wait for the one that died.
    named: bool,
    workers: Vec<Option<Child>>,
    /// Workers that were told to end.
    leaving: Vec<Child>,
    began: Instant,
}

impl Storm {
    /// With `workers` of them, started.
    pub(super) fn new(scene: Scene, store: &str, workers: usize) -> Self {
        let mut all = Self {
            scene,
            dice: Dice(seed()),
            injected: 0,
            store: store.to_owned(),
            group: "storm".to_owned(),
            settings: Vec::new(),
            named: true,
            workers: Vec::new(),
            leaving: Vec::new(),
            began: Instant::now(),
        };
        all.workers.resize_with(workers, || None);
        (0..workers).for_each(|worker| all.start(worker));
        all
    }

    /// From now on workers are members of another group, which divides by `protocol` and knows nobody by name.
    pub(super) fn change_group(&mut self, protocol: &'static str) {
        (0..self.workers.len()).for_each(|worker| self.leave(worker));
        self.reap(PATIENCE);
        self.group = format!("storm-{protocol}");
        self.settings = vec![("TAGLINE_KAFKA__PROTOCOL", protocol.to_owned())];
        self.named = false;
    }

    pub(super) fn count(&self) -> usize {
        self.workers.len()
    }

    pub(super) fn runs(&self, worker: usize) -> bool {
        self.workers[worker].is_some()
    }

    /// A worker of the dice's choosing.
    pub(super) fn any(&mut self) -> usize {
        usize::try_from(self.dice.roll(self.workers.len() as u64)).unwrap()
    }

    /// Waits for less than so many milliseconds, as the dice say.
    pub(super) fn wait_below(&mut self, most_ms: u64) {
        thread::sleep(Duration::from_millis(self.dice.roll(most_ms)));
    }

    pub(super) fn start(&mut self, worker: usize) {
        let log = File::options().create(true).append(true).open(self.log(worker)).unwrap();
        let mut command = self.scene.command(&self.store, &self.group);
        if self.settings.iter().all(|(_, protocol)| protocol != "consumer") {
            // The brokers' own protocol has these on the brokers' side.
            command.env("TAGLINE_KAFKA__PROPERTIES__SESSION__TIMEOUT__MS", "3000");
            command.env("TAGLINE_KAFKA__PROPERTIES__HEARTBEAT__INTERVAL__MS", "300");
        }
        if self.named {
            command.env("TAGLINE_KAFKA__PROPERTIES__GROUP__INSTANCE__ID", worker.to_string());
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value))).stderr(log);
        self.workers[worker] = Some(command.spawn().unwrap());
    }

    /// `kill -9`, of one that runs.
    pub(super) fn kill(&mut self, worker: usize) {
        let mut run = self.workers[worker].take().unwrap();
        if let Some(status) = run.try_wait().unwrap() {
            panic!("worker {worker} ended by itself with {status}: {}", self.said(worker));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        self.injected += 1;
    }

    /// SIGTERM; it may take its time.
    pub(super) fn leave(&mut self, worker: usize) {
        if let Some(run) = self.workers[worker].take() {
            send("TERM", &run);
            self.leaving.push(run);
        }
    }

    /// Sees that those who were told to end do so, and well.
    pub(super) fn reap(&mut self, patience: Duration) {
        let until = Instant::now() + patience;
        while !self.leaving.is_empty() {
            let said = |storm: &Self| {
                (0..storm.count()).map(|worker| storm.said(worker)).collect::<String>()
            };
            let mut still = Vec::new();
            for mut run in std::mem::take(&mut self.leaving) {
                match run.try_wait().unwrap() {
                    Some(status) => {
                        // One that was told before it could listen did nothing yet.
                        let well = status.code() == Some(0) || status.signal() == Some(TERMINATE);
                        assert!(well, "{status}: {}", said(self));
                    }
                    None => still.push(run),
                }
            }
            self.leaving = still;
            if Instant::now() >= until {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many records the store has seen; none while it does not answer.
    pub(super) fn seen(&self) -> u64 {
        let store = Store::open(&self.place(), &reader());
        let ledger = store.and_then(|store| store.ledger());
        ledger.map_or(0, |rows| rows.iter().map(|row| row.records).sum())
    }

    /// Waits until the store has seen so many records.
    pub(super) fn wait_for(&mut self, records: u64) {
        let began = Instant::now();
        while self.seen() < records {
            for worker in 0..self.count() {
                let ended = self.workers[worker].as_mut().and_then(|run| run.try_wait().unwrap());
                assert!(ended.is_none(), "worker {worker} ended by itself: {}", self.said(worker));
            }
            assert!(
                began.elapsed() < PATIENCE,
                "stands at {} of {records}, after {} faults: {}",
                self.seen(),
                self.injected,
                self.said(0)
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Calm: all is read, nothing counts twice, and the store is that of a run to which nothing happened.
    pub(super) fn ends_as_if_nothing_had_happened(&mut self, name: &str, records: u64) {
        for worker in 0..self.count() {
            if !self.runs(worker) {
                self.start(worker);
            }
        }
        self.wait_for(records);
        (0..self.count()).for_each(|worker| self.leave(worker));
        self.reap(PATIENCE);
        assert!(self.injected > 0, "nothing was done to them");
        assert_eq!(self.seen(), records, "after {} faults", self.injected);
        self.scene.finish("calm.db", "calm", records);
        let calm = self.scene.place.dump("calm.db");
        let mut stormy = Vec::new();
        Store::open(&self.place(), &reader()).unwrap().dump(&mut stormy).unwrap();
        let stormy = String::from_utf8(stormy).unwrap();
        if let Some((found, expected)) = stormy.lines().zip(calm.lines()).find(|(a, b)| a != b) {
            let ledger = Store::open(&self.place(), &reader()).unwrap().ledger().unwrap();
            panic!(
                "after {} faults the store says\n{found}\nwhere calm says\n{expected}\n{ledger:?}",
                self.injected
            );
        }
        assert_eq!(stormy.len(), calm.len(), "after {} faults", self.injected);
        self.scene.place.call(["verify", "--store", &self.store]).ends(0);
        note(name, self.injected, records, "0 lost, 0 twice", self.began);
    }

    fn place(&self) -> std::path::PathBuf {
        if self.store.starts_with("postgres://") {
            self.store.clone().into()
        } else {
            self.scene.place.path(&self.store)
        }
    }

    fn log(&self, worker: usize) -> std::path::PathBuf {
        self.scene.place.path(&format!("worker-{worker}.log"))
    }

    /// The last of what a worker said.
    fn said(&self, worker: usize) -> String {
        const LINES: usize = 12;
        let said = fs::read_to_string(self.log(worker)).unwrap_or_default();
        let lines: Vec<&str> = said.lines().collect();
        let mut last = format!("\nworker {worker}:\n");
        for line in &lines[lines.len().saturating_sub(LINES)..] {
            writeln!(last, "{line}").unwrap();
        }
        last
    }
}

impl Drop for Storm {
    fn drop(&mut self) {
        for run in self.workers.iter_mut().flatten().chain(&mut self.leaving) {
            // It may have ended: a test that fails leaves nothing behind either way.
            let _ = run.kill();
            let _ = run.wait();
        }
    }
}
