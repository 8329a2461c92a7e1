//! Workers on one topic, and what is done to them round after round; in the end the store must be that of a calm run.
//!
//! How many rounds: a few, unless `TAGLINE_FAULTS` is `long`, as `tests/run --faults` has it; then each storm's own number,
//! or that of `TAGLINE_FAULT_ROUNDS`. The same `TAGLINE_FAULT_SEED` chooses the same victims.

use std::env;
use std::fmt::Write;
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use store::Store;

use super::row::Row;
use super::scene::{Dice, PATIENCE, Scene, reader, send};

/// How many rounds a storm has: `short`, or in the long run what is asked for, else `long`.
pub(super) fn rounds(short: usize, long: usize) -> usize {
    if !is_long() {
        return short;
    }
    env::var("TAGLINE_FAULT_ROUNDS").map_or(long, |rounds| rounds.parse().unwrap())
}

/// Whether this is the long run.
pub(super) fn is_long() -> bool {
    env::var("TAGLINE_FAULTS").is_ok_and(|faults| faults == "long")
}

fn seed() -> u64 {
    env::var("TAGLINE_FAULT_SEED").map_or(7, |seed| seed.parse().unwrap())
}

/// The number of SIGTERM.
const TERMINATE: i32 = 15;

/// Workers of one group that read one topic into one store.
pub(super) struct Storm {
    pub(super) scene: Scene,
    pub(super) dice: Dice,
    /// What was done to them so far.
    pub(super) row: Row,
    store: String,
    group: String,
    /// What their environment has besides.
    settings: Vec<(&'static str, String)>,
    /// Whether a worker that comes back is known by its name, so that the group need not wait for the one that died.
    named: bool,
    /// The signal by which a worker may end without having been told, where a storm has such.
    pub(super) dies_by: Option<i32>,
    workers: Vec<Option<Child>>,
    /// By how many hours their clocks are wrong, one after another as they are started.
    clocks: &'static [i64],
    started: usize,
    /// How long each one's log was when it was started last.
    logged: Vec<u64>,
    /// Workers that were told to end.
    leaving: Vec<Child>,
}

impl Storm {
    /// With `workers` of them, started.
    pub(super) fn new(name: &str, scene: Scene, store: &str, workers: usize) -> Self {
        Self::with(name, scene, store, workers, Vec::new())
    }

    /// With `workers` of them, started, in whose environment stand `settings`.
    pub(super) fn with(
        name: &str,
        scene: Scene,
        store: &str,
        workers: usize,
        settings: Vec<(&'static str, String)>,
    ) -> Self {
        Self::of(name, scene, store, workers, (settings, &[]))
    }

    /// With three of them, started, each with the next of `clocks`: by how many hours it is wrong.
    pub(super) fn with_clocks(
        name: &str,
        scene: Scene,
        store: &str,
        clocks: &'static [i64],
    ) -> Self {
        Self::of(name, scene, store, 3, (Vec::new(), clocks))
    }

    fn of(
        name: &str,
        scene: Scene,
        store: &str,
        workers: usize,
        (settings, clocks): (Vec<(&'static str, String)>, &'static [i64]),
    ) -> Self {
        let mut all = Self {
            scene,
            dice: Dice(seed()),
            row: Row::begin(name),
            store: store.to_owned(),
            group: "storm".to_owned(),
            settings,
            named: true,
            dies_by: None,
            workers: Vec::new(),
            clocks,
            started: 0,
            logged: vec![0; workers],
            leaving: Vec::new(),
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
        self.logged[worker] = log.metadata().unwrap().len();
        let mut command = self.scene.command(&self.store, &self.group);
        if self.settings.iter().all(|(_, protocol)| protocol != "consumer") {
            // The brokers' own protocol has these on the brokers' side.
            command.env("TAGLINE_KAFKA__PROPERTIES__SESSION__TIMEOUT__MS", "3000");
            command.env("TAGLINE_KAFKA__PROPERTIES__HEARTBEAT__INTERVAL__MS", "300");
        }
        if self.named {
            command.env("TAGLINE_KAFKA__PROPERTIES__GROUP__INSTANCE__ID", worker.to_string());
        }
        if !self.clocks.is_empty() {
            let hours = self.clocks[self.started % self.clocks.len()];
            command.env("TAGLINE_PLANT", format!("clock:{hours}"));
            self.started += 1;
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value))).stderr(log);
        self.workers[worker] = Some(command.spawn().unwrap());
    }

    /// Whether a worker was given partitions since it was started last.
    fn holds(&self, worker: usize) -> bool {
        let said = fs::read(self.log(worker)).unwrap_or_default();
        let since = usize::try_from(self.logged[worker]).unwrap();
        let since = String::from_utf8_lossy(said.get(since..).unwrap_or_default());
        let mut given = since.lines().filter(|line| line.contains("partitions assigned"));
        self.runs(worker) && given.any(|line| !line.contains("partitions=0"))
    }

    /// A worker of the dice's choosing that has partitions in hand, as soon as there is one.
    pub(super) fn any_that_holds(&mut self) -> usize {
        let began = Instant::now();
        loop {
            let holding: Vec<usize> = (0..self.count()).filter(|at| self.holds(*at)).collect();
            if !holding.is_empty() {
                return holding[usize::try_from(self.dice.roll(holding.len() as u64)).unwrap()];
            }
            self.revive();
            assert!(began.elapsed() < PATIENCE, "nobody gets a partition: {}", self.last_said());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until a worker has partitions in hand.
    pub(super) fn wait_until_holds(&mut self, worker: usize) {
        let began = Instant::now();
        while !self.holds(worker) {
            self.revive();
            assert!(began.elapsed() < PATIENCE, "it gets no partition: {}", self.said(worker));
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Starts those again that ended in the way this storm has them end; nobody may end in another.
    pub(super) fn revive(&mut self) {
        for worker in 0..self.count() {
            let run = self.workers[worker].as_mut();
            let Some(status) = run.and_then(|run| run.try_wait().unwrap()) else { continue };
            let expected = self.dies_by.is_some() && status.signal() == self.dies_by;
            assert!(
                expected,
                "worker {worker} ended by itself with {status}: {}",
                self.said(worker)
            );
            self.start(worker);
        }
    }

    /// `kill -9`, of one that runs.
    pub(super) fn kill(&mut self, worker: usize) {
        self.revive();
        let mut run = self.workers[worker].take().unwrap();
        run.kill().unwrap();
        run.wait().unwrap();
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
            let mut still = Vec::new();
            for mut run in std::mem::take(&mut self.leaving) {
                match run.try_wait().unwrap() {
                    Some(status) => {
                        // One that was told before it could listen did nothing yet.
                        let well = status.code() == Some(0) || status.signal() == Some(TERMINATE);
                        assert!(well, "{status}: {}", self.last_said());
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
            self.revive();
            assert!(
                began.elapsed() < PATIENCE,
                "stands at {} of {records}, after {} faults: {}",
                self.seen(),
                self.row.injected,
                self.last_said()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Calm: all is read, and nothing counts twice.
    pub(super) fn calms(&mut self, records: u64) {
        self.row.records = records;
        for worker in 0..self.count() {
            if !self.runs(worker) {
                self.start(worker);
            }
        }
        self.wait_for(records);
        (0..self.count()).for_each(|worker| self.leave(worker));
        self.reap(PATIENCE);
        assert!(self.row.injected > 0, "nothing was done to them");
        assert_eq!(self.seen(), records, "after {} faults", self.row.injected);
        self.scene.place.call(["verify", "--store", &self.store]).ends(0);
    }

    /// Calm, and the store is that of a run to which nothing happened.
    pub(super) fn ends_as_if_nothing_had_happened(&mut self, records: u64) {
        self.calms(records);
        self.scene.finish("calm.db", "calm", records);
        let (calm, stormy) = (self.scene.place.dump("calm.db"), self.dump());
        if let Some((found, expected)) = stormy.lines().zip(calm.lines()).find(|(a, b)| a != b) {
            let ledger = Store::open(&self.place(), &reader()).unwrap().ledger().unwrap();
            panic!(
                "after {} faults the store says\n{found}\nwhere calm says\n{expected}\n{ledger:?}",
                self.row.injected
            );
        }
        assert_eq!(stormy.len(), calm.len(), "after {} faults", self.row.injected);
        self.row.end("0", "0");
    }

    /// All that their store holds.
    pub(super) fn dump(&self) -> String {
        let mut dump = Vec::new();
        Store::open(&self.place(), &reader()).unwrap().dump(&mut dump).unwrap();
        String::from_utf8(dump).unwrap()
    }

    /// How often any of them was told its partitions.
    pub(super) fn divisions(&self) -> usize {
        self.all_said().matches("partitions assigned").count()
    }

    /// Waits until partitions were divided more often than `before`; whoever is away then comes back, one after another.
    pub(super) fn wait_until_divided_again(&mut self, before: usize) {
        let began = Instant::now();
        while self.divisions() <= before {
            assert!(began.elapsed() < PATIENCE, "nothing is divided: {}", self.last_said());
            thread::sleep(Duration::from_millis(200));
            if let Some(away) = (0..self.count()).find(|worker| !self.runs(*worker)) {
                self.start(away);
            }
        }
    }

    /// Everything all workers have said.
    pub(super) fn all_said(&self) -> String {
        let said = |worker| fs::read(self.log(worker)).unwrap_or_default();
        (0..self.count())
            .map(|worker| String::from_utf8_lossy(&said(worker)).into_owned())
            .collect()
    }

    pub(super) fn place(&self) -> std::path::PathBuf {
        if self.store.starts_with("postgres://") {
            self.store.clone().into()
        } else {
            self.scene.place.path(&self.store)
        }
    }

    fn log(&self, worker: usize) -> std::path::PathBuf {
        self.scene.place.path(&format!("worker-{worker}.log"))
    }

    /// The last of what each worker said.
    pub(super) fn last_said(&self) -> String {
        (0..self.count()).map(|worker| self.said(worker)).collect()
    }

    /// The last of what a worker said.
    fn said(&self, worker: usize) -> String {
        const LINES: usize = 40;
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
