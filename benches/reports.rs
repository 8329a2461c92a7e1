//! How long does each report take, and how much memory, on a store of so many mentions?

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use corpus::Results;
use mention::Timestamp;
use report::{Choice, Clock, Compare, Names, ReportName, ReportRequest, Zone};
use store::{Access, OpenOptions, Store};

use crate::measure::{memory_peak, thread_time};

pub(crate) mod filled;

/// What its table is called, and its columns.
const NAME: &str = "reports";
const COLUMNS: [&str; 6] =
    ["report", "of", "mentions stored", "s on the core", "s by the clock", "MB of memory at most"];

/// The periods that are asked for: the last week with what is usual, and everything there is.
const PERIODS: [(&str, Option<&str>); 2] =
    [("the last week", Some(filled::LAST_WEEK)), ("everything", None)];

/// The file the mentions lie in.
const STORE: &str = "filled.db";

/// What making one report cost.
struct Cost {
    core: Duration,
    wall: Duration,
    memory: u64,
}

/// Every report in a small form, in this process.
pub(crate) fn test(mentions: u64) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    filled::fill(&folder.path().join(STORE), mentions)?;
    for name in ReportName::ALL {
        for (_, period) in periods(name) {
            made(folder.path(), name, period)?;
        }
    }
    Ok(())
}

/// The periods a report is asked for: trends need one before, which everything has not.
fn periods(name: ReportName) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    PERIODS.into_iter().filter(move |(_, period)| period.is_some() || name != ReportName::Trends)
}

/// Fills a store and measures each report, or the one that is named, in a process of its own.
pub(crate) fn run(mentions: u64, only: Option<&str>, record: bool) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    filled::fill(&folder.path().join(STORE), mentions)?;
    for name in ReportName::ALL.into_iter().filter(|name| only.is_none_or(|one| one == name.name()))
    {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--bench", "reports", "--posts", &mentions.to_string()]);
        command.args(["--report", name.name()]);
        command.arg("--in").arg(folder.path()).args(record.then_some("--record"));
        ensure!(command.status()?.success(), "measuring {name} failed");
    }
    Ok(())
}

/// Measures one report over one store, each period in turn.
pub(crate) fn measure(
    folder: &Path,
    mentions: u64,
    name: &str,
    record: bool,
) -> anyhow::Result<()> {
    let name = ReportName::parse(name).context("--report takes the name of a report")?;
    for (of, period) in periods(name) {
        let cost = made(folder, name, period)?;
        told(name, of, mentions, &cost, record)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "read to three digits")]
fn told(
    name: ReportName,
    of: &str,
    mentions: u64,
    cost: &Cost,
    record: bool,
) -> anyhow::Result<()> {
    let row = vec![
        name.name().to_owned(),
        of.to_owned(),
        mentions.to_string(),
        format!("{:.2}", cost.core.as_secs_f64()),
        format!("{:.2}", cost.wall.as_secs_f64()),
        format!("{:.0}", cost.memory as f64 / 1e6),
    ];
    let mut results =
        Results::new(&COLUMNS, "cargo bench --no-default-features -- reports --record");
    if record {
        // What another commit or day has measured does not stand under this one's name.
        let kept = Results::read(NAME).unwrap_or_else(|_| results.clone());
        if kept.measured == results.measured {
            results = kept;
        }
        results.put(row, 3);
        results.write(NAME)?;
    } else {
        results.rows.push(row);
    }
    println!("{}", results.plain());
    Ok(())
}

/// What `tagline report NAME -o report.html` does, from the opened store to the bytes of the page.
fn made(folder: &Path, name: ReportName, period: Option<&str>) -> anyhow::Result<Cost> {
    let options = OpenOptions { access: Access::Read, ..OpenOptions::default() };
    let store = Store::open(&folder.join(STORE), &options)?;
    let (wall, core) = (Instant::now(), thread_time()?);
    let data = store.span()?;
    let request = request(name, period, data)?;
    let catalog = store.catalog()?.context("the store is filled")?;
    let book = filled::book();
    let made = server::report(&store, &request, &catalog, &book, || None, "0.1.0")?;
    let page = report::html(&made);
    let (core, wall) = (thread_time()?.saturating_sub(core), wall.elapsed());
    ensure!(made.refused.is_none(), "{name} is refused: {}", made.refused.unwrap_or_default());
    ensure!(page.len() < 300_000, "the page of {name} has {} bytes", page.len());
    Ok(Cost { core, wall, memory: memory_peak()? })
}

fn request(
    name: ReportName,
    period: Option<&str>,
    data: Option<(Timestamp, Timestamp)>,
) -> anyhow::Result<ReportRequest> {
    let choice = period.map_or(Ok(Choice::everything()), Choice::period)?;
    let now = data.context("the store is filled")?.1;
    Ok(ReportRequest {
        name,
        period: choice.resolve(&Zone::parse("Europe/Stockholm")?, Clock { now, data })?,
        compare: Compare::Previous,
        tags: Vec::new(),
        names: Names::Hidden,
        language: report::Language::English,
        data_from: data.map(|(first, _)| first),
        data_to: data.map(|(_, last)| last),
    })
}
