//! What else a worker may meet while it is killed: rules that change under it, a disk that is full, records made to
//! harm it, times and clocks gone wrong.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use mention::{LedgerClass, RejectReason};
use store::Store;

use super::{RECORDS_A_ROUND, arriving, migrated};
use crate::command::Place;
use crate::faults::scene::{PATIENCE, Scene, reader};
use crate::faults::storm::{Storm, rounds};
use crate::kafka::broker::Feed;
use crate::postgres::cluster::Cluster;

/// The rule that changes.
const CHANGING: &str = "rules/changing.rules.toml";
/// How long rules stay as they are.
const SECOND: Duration = Duration::from_secs(1);

/// A rule file whose only theme looks for `word`.
fn changing(word: &str) -> String {
    format!("[[theme]]\nid = \"changing\"\nlabel = \"Changing\"\nquery = \"{word}\"\n")
}

/// Changes the rules: at once, in two halves of which the first means nothing, or to what cannot be used and back.
fn change(place: &Place, round: usize) {
    let rules = changing(["late", "love"][round % 2]);
    match round % 3 {
        0 => drop(place.write(CHANGING, rules)),
        1 => {
            place.write(CHANGING, &rules[..rules.len() / 2]);
            thread::sleep(SECOND / 2);
            place.write(CHANGING, rules);
        }
        _ => {
            place.write(CHANGING, "[[theme]]\nid = \"?\"\n");
            thread::sleep(SECOND / 2);
            place.write(CHANGING, rules);
        }
    }
    thread::sleep(SECOND);
}

/// What a calm run by rules that look for `word` makes of the topic: the id of its rules, and its mentions.
fn calm(scene: &Scene, word: &str, records: u64) -> (String, BTreeSet<String>) {
    scene.place.write(CHANGING, changing(word));
    let store = format!("{word}.db");
    scene.finish(&store, word, records);
    let dump = scene.place.dump(&store);
    let ids = dump.lines().filter_map(|line| line.strip_prefix("rules\t")?.split('\t').next());
    let ids: Vec<&str> = ids.collect();
    let [id] = ids[..] else { panic!("a calm run has one rule set: {ids:?}") };
    (id.to_owned(), mentions(&dump).map(str::to_owned).collect())
}

fn mentions(dump: &str) -> impl Iterator<Item = &str> {
    dump.lines().filter(|line| line.starts_with("mention\t"))
}

#[test]
fn rules_that_change_each_second_tag_each_mention_whole() {
    /// Where a line about a mention names the rules it was tagged by.
    const RULES: usize = 8;
    let Some(cluster) = Cluster::shared() else { return };
    let Some(scene) = Scene::new(String::new()) else { return };
    scene.place.write(CHANGING, changing("late"));
    let address = migrated(&scene, cluster);
    let name =
        "rules changed each second, also halves and wrong ones, 2 workers, one in 3 rounds killed";
    let mut storm = Storm::new(name, scene, &address, 2);
    // Nobody starts with rules that cannot be used.
    (0..storm.count()).for_each(|worker| storm.wait_until_holds(worker));
    let (arriving, total) = arriving(rounds(4, 120));
    let mut feed = Feed::start(&storm.scene.broker, &storm.scene.topic);
    storm.row.rounds = arriving.len();
    for (round, records) in arriving.iter().enumerate() {
        feed.write(records);
        if round % 3 == 2 {
            let victim = storm.any_that_holds();
            storm.kill(victim);
            storm.start(victim);
            storm.wait_until_holds(victim);
        }
        change(&storm.scene.place, round + 1);
    }
    feed.finish();
    let said = storm.all_said();
    storm.row.injected = said.matches("rules changed: ").count();
    assert!(storm.row.injected >= arriving.len(), "changed {} times", storm.row.injected);
    assert!(said.contains("the running ones stay"), "none could not be used");
    storm.calms(total);
    let stormy = storm.dump();
    let calm = ["late", "love"].map(|word| calm(&storm.scene, word, total));
    let by = |id: &str| calm.iter().position(|(calm, _)| calm == id);
    let mut tagged_by = [0, 0];
    for line in mentions(&stormy) {
        match line.split('\t').nth(RULES) {
            Some("-") => assert!(calm[0].1.contains(line), "no calm run says {line}"),
            id => {
                let rules =
                    by(id.unwrap_or_default()).unwrap_or_else(|| panic!("whose rules: {line}"));
                assert!(calm[rules].1.contains(line), "rules tagged it otherwise in calm: {line}");
                tagged_by[rules] += 1;
            }
        }
    }
    assert_eq!(mentions(&stormy).count(), calm[0].1.len(), "every mention is there");
    assert!(tagged_by.iter().all(|mentions| *mentions > 0), "only one set tagged: {tagged_by:?}");
    storm.row.end("0", "0");
}

/// A small disk, gone with it.
struct Disk(PathBuf);

impl Disk {
    /// `None` where this user may not make one. The store's journal, at most 32 MiB and a batch, must find room on it.
    fn new(path: PathBuf) -> Option<Self> {
        fs::create_dir_all(&path).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=128m", "tagline-small-disk"]).arg(&path);
        let made = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !made {
            eprintln!("skipped: only root can make a small disk to fill");
        }
        made.then_some(Self(path))
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut filler = File::options().create(true).append(true).open(self.filler()).unwrap();
        for size in [1 << 16, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a test that failed may still have workers on it.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Makes the store's journal a file of no bytes: one that has grown takes later writes though its disk is full.
fn make_small(store: &Path) {
    let database = rusqlite::Connection::open(store).unwrap();
    let began = Instant::now();
    let busy = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    while database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], busy).unwrap() != 0 {
        assert!(began.elapsed() < PATIENCE, "somebody reads the journal all the time");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_disk_that_is_full_again_and_again_loses_nothing() {
    let Some(scene) = Scene::new(String::new()) else { return };
    let Some(disk) = Disk::new(scene.place.path("small")) else { return };
    let name = "disk full until a worker has said so, 2 workers, SQLite";
    let mut storm = Storm::new(name, scene, "small/tagline.db", 2);
    let (arriving, total) = arriving(rounds(2, 60));
    storm.row.rounds = arriving.len();
    storm.any_that_holds();
    let mut written = 0;
    for records in arriving {
        let told = |storm: &Storm| storm.all_said().matches("is full; make room").count();
        let before = told(&storm);
        make_small(&storm.place());
        disk.fill();
        storm.scene.broker.produce(&storm.scene.topic, records);
        let began = Instant::now();
        while told(&storm) == before {
            storm.revive();
            assert!(
                began.elapsed() < PATIENCE,
                "nobody meets the full disk: {}",
                storm.last_said()
            );
            thread::sleep(Duration::from_millis(20));
            disk.fill();
        }
        assert!(storm.seen() <= written, "what does not fit is not counted");
        fs::remove_file(disk.filler()).unwrap();
        storm.row.injected += 1;
        written += RECORDS_A_ROUND as u64;
        // Nobody was told to go on: they do so by themselves.
        storm.wait_for(written);
    }
    storm.ends_as_if_nothing_had_happened(total);
}

/// Records made to harm who reads them, and those whose times are out of this world, with distinct ids.
fn pills(round: usize) -> (String, u64) {
    let post = |id: &str, at: &str, text: &str| {
        format!(
            "{id}-{round}\t{{\"id\":\"{id}-{round}\",\"platform\":\"twitter\",\"text\":\"acme {text}\",\"created_at\":\"{at}\"}}\n"
        )
    };
    let at = "2026-05-04T12:30:00Z";
    let bad = [
        "broken\t{\"id\": \n".to_owned(),
        format!("deep\t{}\n", "[".repeat(10_000)),
        format!(
            "deep-object\t{{\"id\":\"1\",\"text\":\"x\",\"more\":{}\n",
            "{\"a\":".repeat(10_000)
        ),
        "nothing\t\u{0}\u{0}\u{0}\n".to_owned(),
        format!(
            "untimed\t{{\"id\":\"untimed-{round}\",\"text\":\"acme\",\"created_at\":\"yesterday\"}}\n"
        ),
        format!("{DEADLY}\t{{\"{DEADLY}\n"),
        post("ahead", "2999-01-01T00:00:00Z", "from far ahead"),
    ];
    let good = [
        post("endless", at, &"é".repeat(200_000)),
        post("zero", at, "a \\u0000 inside"),
        post("epoch", "1970-01-01T00:00:00Z", "at the beginning"),
        post("before", "1969-12-31T23:59:59Z", "before it"),
        // The hour that a change of the clocks leaves out, and both that it tells twice.
        post("gap", "2026-03-29T02:30:00+01:00", "in no hour"),
        post("twice-a", "2026-10-25T02:30:00+02:00", "first"),
        post("twice-b", "2026-10-25T02:30:00+01:00", "second"),
        post("marks", at, &format!("e{}", "\u{301}".repeat(20_000))),
    ];
    (bad.concat() + &good.concat(), bad.len() as u64)
}

/// What ends a process that reads it, as a mistake of ours would.
const DEADLY: &str = "ends-it-all";
/// The number of SIGABRT.
const ABORT: i32 = 6;

#[test]
fn records_made_to_harm_are_counted_as_what_they_are_while_workers_die() {
    let Some(cluster) = Cluster::shared() else { return };
    let Some(scene) = Scene::new(String::new()) else { return };
    let address = migrated(&scene, cluster);
    let name = "poison pills, odd times, and a record that ends who reads it, 3 workers killed, PostgreSQL";
    let plant = ("TAGLINE_PLANT", format!("deadly:{DEADLY}"));
    // Fewer records than make a run stop, and not so many deadly ones that it takes all day to find each.
    let (every, settings) = (20, vec![plant, ("TAGLINE_KAFKA__REJECT_PERCENT", "100".to_owned())]);
    let mut storm = Storm::with(name, scene, &address, 3, settings);
    storm.dies_by = Some(ABORT);
    let (arriving, mut total) = arriving(rounds(3, 60));
    let mut feed = Feed::start(&storm.scene.broker, &storm.scene.topic);
    storm.row.rounds = arriving.len();
    let (mut bad, mut deadly) = (0, 0);
    for (round, records) in arriving.iter().enumerate() {
        let mut lines = records.clone();
        if round % every == 0 {
            let (pills, bad_ones) = pills(round);
            (bad, deadly) = (bad + bad_ones, deadly + 1);
            total += pills.lines().count() as u64;
            write!(lines, "{pills}").unwrap();
        }
        feed.write(&lines);
        let victim = storm.any_that_holds();
        storm.wait_below(400);
        if storm.runs(victim) {
            storm.kill(victim);
            storm.row.injected += 1;
            storm.start(victim);
        }
    }
    feed.finish();
    storm.wait_for(total);
    let place = storm.place();
    let ledger = Store::open(&place, &reader()).unwrap().ledger().unwrap();
    let rejected = |wanted: Option<RejectReason>| -> u64 {
        let is = |class| match (class, wanted) {
            (LedgerClass::Rejected(reason), Some(wanted)) => reason == wanted,
            (class, None) => matches!(class, LedgerClass::Rejected(_)),
            _ => false,
        };
        ledger.iter().filter(|row| is(row.class)).map(|row| row.records).sum()
    };
    assert_eq!(rejected(Some(RejectReason::Quarantined)), deadly, "{ledger:?}");
    // One in a hundred of the others cannot be read either.
    let broken =
        arriving.iter().map(|lines| lines.matches("\": broken").count() as u64).sum::<u64>();
    assert_eq!(rejected(None), bad + broken, "{ledger:?}");
    storm.row.injected += usize::try_from(bad).unwrap();
    storm.ends_as_if_nothing_had_happened(total);
}
