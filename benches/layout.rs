//! How long does a person wait for `tagline rules check` and `tagline rules fmt` with many rules?

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, ensure};
use corpus::Results;
use mention::Timestamp;
use rulelang::{Code, Finding, RuleSet, SourceFile};
use tagger::{Tagger, Trial};

use crate::measure::thread_time;

/// What its table is called, and its columns.
const NAME: &str = "layout";
const COLUMNS: [&str; 5] = ["what", "rules", "MB of text", "ms on the core", "ms by the clock"];

/// Noon of 2026-11-22.
const NOW: Timestamp = Timestamp(1_795_348_800_000);

/// A rule with one mistake, which the check has to find among the others.
const PLANTED: &str = "[[theme]]\nid = \"planted\"\nquery = '''late OR late'''\n";

/// How long something took: on the core, and by the clock.
type Took = (Duration, Duration);

/// Checks a file of `rules` rules, lays it out, carelessly written, and lays it out again.
pub(crate) fn run(rules: u64, record: bool) -> anyhow::Result<()> {
    let mut results =
        Results::new(&COLUMNS, "cargo bench --no-default-features -- layout --record");
    results.rows = measured(rules)?;
    if record {
        results.write(NAME)?;
    }
    println!("{}", results.plain());
    Ok(())
}

/// The same in a small form.
pub(crate) fn test(rules: u64) -> anyhow::Result<()> {
    measured(rules).map(|_| ())
}

#[expect(clippy::cast_precision_loss, reason = "sizes and times are read to three digits")]
fn measured(rules: u64) -> anyhow::Result<Vec<Vec<String>>> {
    let text = crate::themes(rules, 3);
    let careless = text.replace(" OR ", "\n   OR ").replace(" = ", "=");
    let size = format!("{:.2}", text.len() as f64 / 1e6);
    let read = timed(|| read(&text, rules))?;
    let checked = timed(|| checked(&text, rules))?;
    let (once, first) = laid_out(careless.clone())?;
    let (twice, again) = laid_out(once.clone())?;
    ensure!(once != careless, "nothing was laid out");
    ensure!(twice == once, "the second time changes a byte");
    let row = |what: &str, (core, clock): Took| {
        let ms = |took: Duration| format!("{:.0}", took.as_secs_f64() * 1e3);
        vec![what.to_owned(), rules.to_string(), size.clone(), ms(core), ms(clock)]
    };
    Ok(vec![
        row("read, with every finding", read),
        row("check: the same, and compiled to run examples", checked),
        row("lay out a careless file", first),
        row("lay it out again: no byte changes", again),
    ])
}

fn timed(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Took> {
    let (core, clock) = (thread_time()?, std::time::Instant::now());
    work()?;
    Ok((thread_time()?.saturating_sub(core), clock.elapsed()))
}

fn read(text: &str, count: u64) -> anyhow::Result<()> {
    rules(text, count).map(|_| ())
}

/// All that `rules check` does but reading the disk and writing to the screen.
fn checked(text: &str, count: u64) -> anyhow::Result<()> {
    let rules = rules(text, count)?;
    ensure!(!rules.upkeep(NOW).is_empty(), "nobody misses an owner");
    Tagger::new(rules, Trial::Tags).map_err(|_| anyhow!("the rules cannot be compiled"))?;
    Ok(())
}

/// The rules of a file, its one mistake found.
fn rules(text: &str, count: u64) -> anyhow::Result<RuleSet> {
    let file = file(format!("{text}{PLANTED}"));
    let (rules, found) = RuleSet::read(&[file], &|_, _| Err("no file is included".to_owned()))
        .map_err(|found| anyhow!("the rules have {} errors", found.len()))?;
    ensure!(rules.themes.len() as u64 == count + 1, "a rule is missing");
    let planted = |found: &&Finding| found.code() == Code::Duplicate;
    ensure!(found.iter().any(|found| planted(&found)), "the mistake is not found");
    Ok(rules)
}

fn laid_out(text: String) -> anyhow::Result<(String, Took)> {
    let file = Arc::new(file(text));
    let mut laid_out = None;
    let took = timed(|| {
        laid_out = rulelang::format(&file).ok();
        Ok(())
    })?;
    Ok((laid_out.context("the rules have errors")?, took))
}

fn file(text: String) -> SourceFile {
    SourceFile { name: "bench.rules.toml".to_owned(), text }
}
