//! Where do the instructions of a mention go? By function, in the run that the gate counts.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use corpus::Results;

use crate::{Asked, callgrind};

/// Functions that are named; the others are summed.
const NAMED: usize = 16;

/// Counts, keeps it if that is wanted, and prints it.
pub(crate) fn run(asked: &Asked<'_>, keep: bool) -> anyhow::Result<()> {
    let command = "cargo bench -p matcher --bench instructions -- profile --record";
    let mut results =
        Results::new(&["function, with what is inlined", "instructions a mention"], command);
    let mentions = asked.posts.lines().count() as u64;
    let functions = callgrind(asked, annotated)?;
    let (named, others) = functions.split_at(NAMED.min(functions.len()));
    for (function, count) in named {
        results.rows.push(vec![format!("`{function}`"), (count / mentions).to_string()]);
    }
    let rest: u64 = others.iter().map(|(_, count)| count).sum();
    results.rows.push(vec!["all others".to_owned(), (rest / mentions).to_string()]);
    println!("{}", results.plain());
    if keep {
        results.write("profile")?;
        corpus::write_page()?;
    }
    Ok(())
}

/// The functions of a profile that callgrind has written to `out`, those with most instructions first.
fn annotated(out: &Path) -> anyhow::Result<Vec<(String, u64)>> {
    let mut annotate = Command::new("callgrind_annotate");
    annotate.args(["--threshold=100", "--auto=no", "--show-percs=no"]).arg(out);
    let said =
        annotate.output().context("callgrind_annotate, which valgrind brings, does not start")?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let mut functions: BTreeMap<String, u64> = BTreeMap::new();
    for line in String::from_utf8_lossy(&said.stdout).lines() {
        // `1,234  file:function [object]`
        let Some((count, place)) = line.trim_start().split_once(' ') else { continue };
        let Ok(count) = count.replace(',', "").parse::<u64>() else { continue };
        let Some((_, function)) = place.trim_start().split_once(':') else { continue };
        let function = function.split_once(" [").map_or(function, |(function, _)| function);
        *functions.entry(plain(function)).or_default() += count;
    }
    let mut functions: Vec<_> = functions.into_iter().collect();
    functions.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(functions)
}

/// The name of a function without the hash that the compiler adds.
fn plain(function: &str) -> String {
    match function.rsplit_once("::h") {
        Some((name, hash)) if hash.len() == 16 => name.to_owned(),
        _ => function.to_owned(),
    }
}
