//! How many mentions does one core take from a file into the store?

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use corpus::Results;
use ingest::wire::DecodeOptions;
use ingest::{
    BatchLimits, FileOptions, Files, Fresh, Input, Next, RunOptions, SheetOptions, Source as _,
};
use mention::{Folded, LedgerClass, Timestamp, fold};
use rulelang::{RuleSet, SourceFile};
use store::{Keep, KeepMode, OpenOptions, Store};
use tagger::{Scratch, Tagger, Trial};
use tokio::sync::watch;

use crate::measure::{memory_peak, thread_time};

/// What its table is called, and its columns.
const NAME: &str = "file_to_store";
const COLUMNS: [&str; 7] = [
    "what",
    "posts",
    "a second of one core",
    "µs a mention",
    "s on the core",
    "s by the clock",
    "MB of memory at most",
];
/// How far a measurement goes.
const STAGES: [&str; 3] = ["decode", "fold", "tag"];

/// What was measured.
struct Cost {
    posts: u64,
    core: Duration,
    wall: Duration,
    memory: u64,
}

/// Each mode in a small form, in this process.
pub(crate) fn test(posts: u64) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    crate::corpus(folder.path(), posts)?;
    for mode in KeepMode::ALL {
        store_all(folder.path(), posts, mode)?;
    }
    for stage in STAGES {
        up_to(folder.path(), posts, stage)?;
    }
    Ok(())
}

/// Makes posts and rules, and measures one mode or stage with them, or each mode: in processes of their own, because
/// memory is counted a process, and that of making the posts is none of the engine's.
pub(crate) fn run(
    posts: u64,
    keep: Option<&str>,
    to: Option<&str>,
    record: bool,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    crate::corpus(folder.path(), posts)?;
    let questions = match (keep, to) {
        (_, Some(stage)) => vec![["--to", stage]],
        (Some(mode), None) => vec![["--keep", mode]],
        (None, None) => ["ids", "all", "none"].map(|mode| ["--keep", mode]).to_vec(),
    };
    for question in questions {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--bench", "file_to_store", "--posts", &posts.to_string()]).args(question);
        command.arg("--in").arg(folder.path()).args(record.then_some("--record"));
        ensure!(command.status()?.success(), "measuring {} failed", question.join(" "));
    }
    Ok(())
}

/// Measures one mode or stage, in this process, with the posts and rules that lie in `folder`.
pub(crate) fn measure(
    folder: &Path,
    posts: u64,
    keep: Option<&str>,
    to: Option<&str>,
    record: bool,
) -> anyhow::Result<()> {
    if let Some(stage) = to {
        return told(&format!("up to {stage}"), &up_to(folder, posts, stage)?, record);
    }
    let mode = KeepMode::ALL.into_iter().find(|mode| Some(mode.name()) == keep);
    let mode = mode.context("--keep takes all, tagged, ids or none")?;
    told(&format!("keep = {}", mode.name()), &store_all(folder, posts, mode)?, record)
}

/// Prints what was measured, and keeps it for the page when it is to be recorded.
#[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
fn told(what: &str, cost: &Cost, record: bool) -> anyhow::Result<()> {
    let (posts, core) = (cost.posts as f64, cost.core.as_secs_f64());
    let row = vec![
        what.to_owned(),
        cost.posts.to_string(),
        format!("{:.0}", posts / core),
        format!("{:.2}", core / posts * 1e6),
        format!("{core:.2}"),
        format!("{:.2}", cost.wall.as_secs_f64()),
        format!("{:.0}", cost.memory as f64 / 1e6),
    ];
    let command = "cargo bench --no-default-features -- file_to_store --record";
    let mut results = Results::new(&COLUMNS, command);
    if record {
        // What another commit or day has measured does not stand under this one's name.
        let kept = Results::read(NAME)?;
        if kept.measured == results.measured {
            results = kept;
        }
        results.put(row, 2);
        results.write(NAME)?;
    } else {
        results.rows.push(row);
    }
    println!("{}", results.plain());
    Ok(())
}

/// What `tagline run --input posts.jsonl` does, from the opened store to the end of the file, then the proof.
fn store_all(folder: &Path, posts: u64, mode: KeepMode) -> anyhow::Result<Cost> {
    let keep = Keep { mode, ..Keep::default() };
    let options = OpenOptions { keep, ..OpenOptions::default() };
    let mut store = Store::open(&folder.join(mode.name()).with_extension("db"), &options)?;
    let (_sender, mut rules) = watch::channel(Arc::new(tagger(folder)?));
    let (_stop, shutdown) = watch::channel(false);
    let mut source = source(folder)?;
    let (wall, core) = (Instant::now(), thread_time()?);
    let summary = ingest::run(
        &mut source,
        &mut store,
        &mut rules,
        &shutdown,
        &RunOptions::default(),
        &mut |_| {},
    )?;
    let (core, wall) = (thread_time()?.saturating_sub(core), wall.elapsed());
    let memory = memory_peak()?;
    ensure!(summary.records == posts, "{} of {posts} posts were stored", summary.records);
    let of = |class| summary.tally.0.get(&class).copied().unwrap_or_default();
    let (tagged, untagged) = (of(LedgerClass::Tagged), of(LedgerClass::Untagged));
    ensure!(tagged + untagged == posts, "some posts are no new ones: {:?}", summary.tally);
    ensure!(
        tagged > posts / 20,
        "only {tagged} of {posts} posts are tagged: these rules ask little"
    );
    let verified = store.verify()?;
    ensure!(verified.differences_total == 0, "the counts drifted: {:?}", verified.differences);
    ensure!(mode == KeepMode::None || verified.mentions == posts, "mentions are missing");
    Ok(Cost { posts, core, wall, memory })
}

/// Reads and decodes everything, and folds or tags it too when told to; nothing is stored.
fn up_to(folder: &Path, posts: u64, stage: &str) -> anyhow::Result<Cost> {
    ensure!(STAGES.contains(&stage), "--to takes decode, fold or tag");
    let tagger = tagger(folder)?;
    let mut source = source(folder)?;
    let (mut normal, mut scratch) = (Folded::default(), Scratch::default());
    let (mut read, mut found) = (0, 0);
    let (wall, core) = (Instant::now(), thread_time()?);
    loop {
        let batch = match source.next_batch(&mut Fresh, &BatchLimits::default())? {
            Next::Batch(batch) => batch,
            Next::End => break,
            Next::Fault(fault) => return Err(fault.into()),
            Next::Idle | Next::Notice(_) => continue,
        };
        read += batch.events().count() as u64;
        match stage {
            "fold" => {
                for mention in batch.mentions() {
                    fold(mention, &mut normal);
                    found += normal.tokens().len();
                }
            }
            "tag" => found += tagger.tag(batch, &mut scratch).tagged.len(),
            _ => found += batch.records.len(),
        }
    }
    let (core, wall) = (thread_time()?.saturating_sub(core), wall.elapsed());
    ensure!(read == posts && found > 0, "{read} of {posts} posts were read");
    Ok(Cost { posts, core, wall, memory: memory_peak()? })
}

fn tagger(folder: &Path) -> anyhow::Result<Tagger> {
    let text = std::fs::read_to_string(folder.join(crate::RULE_FILE))?;
    let file = SourceFile { name: crate::RULE_FILE.to_owned(), text };
    let rules = RuleSet::read(&[file], &|_, _| Ok(Vec::new()));
    let (rules, _) = rules.map_err(|findings| anyhow::anyhow!("{}", findings[0]))?;
    Ok(Tagger::new(rules, Trial::Silent)?)
}

fn source(folder: &Path) -> anyhow::Result<Files> {
    // Four million posts after the first.
    let clock = || Timestamp(1_800_000_000_000);
    let options = FileOptions {
        decode: DecodeOptions::at(clock()),
        clock,
        encoding: None,
        sheet: SheetOptions::default(),
    };
    Ok(Files::new(vec![Input::Path(folder.join("posts.jsonl"))], options)?)
}
