//! How long does `tagline rules fmt` take for many rules?

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use rulelang::SourceFile;

use crate::measure;

/// Lays out a file of `rules` rules, carelessly written, and it again.
pub(crate) fn run(rules: u64) -> anyhow::Result<()> {
    let [first, again] = measured(rules)?;
    println!(
        "{rules} rules: {} ms the first time, {} ms again",
        first.as_millis(),
        again.as_millis()
    );
    Ok(())
}

/// The same in a small form.
pub(crate) fn test(rules: u64) -> anyhow::Result<()> {
    measured(rules).map(|_| ())
}

fn measured(rules: u64) -> anyhow::Result<[Duration; 2]> {
    let careless = crate::themes(rules, 3).replace(" OR ", "\n   OR ").replace(" = ", "=");
    let (once, first) = laid_out(careless.clone())?;
    let (twice, again) = laid_out(once.clone())?;
    ensure!(once != careless, "nothing was laid out");
    ensure!(twice == once, "the second time changes a byte");
    Ok([first, again])
}

fn laid_out(text: String) -> anyhow::Result<(String, Duration)> {
    let file = Arc::new(SourceFile { name: "bench.rules.toml".to_owned(), text });
    let before = measure::thread_time()?;
    let laid_out = rulelang::format(&file).ok().context("the rules have errors")?;
    Ok((laid_out, measure::thread_time()?.saturating_sub(before)))
}
