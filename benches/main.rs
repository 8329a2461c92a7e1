//! Measures what a person waits for; one module a question. `README.md` beside it says how to ask, and what came out.
#![expect(clippy::print_stdout, reason = "a bench answers on standard output")]

mod file_to_store;
mod layout;
mod measure;
mod reports;
mod serve;
mod statistics;
mod workers;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use corpus::{Statistics, Vocabulary};
use mimalloc::MiMalloc;

/// The allocator of the command: what is measured is what people run.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const USAGE: &str = "\
cargo bench -- file_to_store [--posts N] [--keep ids|all|tagged|none] [--to decode|fold|tag] [--record]
cargo bench -- layout [--rules N] [--record]
cargo bench -- reports [--posts N] [--report NAME] [--record]
cargo bench -- serve [--posts N] [--record]
cargo bench -- workers [--posts N] [--record]    needs Kafka and PostgreSQL, as tests/run sets them up
cargo bench -- corpus FOLDER [--posts N]
cargo bench -- readme              writes the tables and plots of README.md
cargo bench -- statistics          measures real posts (TAGLINE_DATA) for the corpus";

/// The file that the rules lie in.
const RULE_FILE: &str = "bench.rules.toml";
/// How many rules the questions are asked with.
const RULES: u64 = 1_000;
/// How many posts while testing: enough for more than one batch.
const POSTS_TESTED: u64 = 21_000;
const POSTS: u64 = 200_000;
/// Of how many posts the words are that themes ask for.
const VOCABULARY_POSTS: usize = 20_000;
/// How many rules are checked and laid out, and how many while testing.
const RULES_LAID_OUT: u64 = 10_000;
const RULES_TESTED: u64 = 200;

/// Cargo says `--bench` when it is to measure; without it this is a test of the benches.
fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        file_to_store::test(POSTS_TESTED)?;
        layout::test(RULES_TESTED)?;
        reports::test(POSTS_TESTED)?;
        serve::test(POSTS_TESTED)?;
        corpus::check_page()?;
        println!("test result: ok. 5 passed; 0 failed");
        return Ok(());
    }
    let arguments: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|argument| *argument != "--bench").collect();
    let posts = option(&arguments, "--posts").map_or(Ok(POSTS), str::parse);
    let posts = posts.context("--posts takes a number")?;
    match arguments[..] {
        [] | ["--posts", _] => file_to_store::run(posts, None, None, false),
        ["file_to_store", ..] => {
            let [keep, to] = ["--keep", "--to"].map(|name| option(&arguments, name));
            let record = arguments.contains(&"--record");
            // Asked by itself, for one question.
            match option(&arguments, "--in") {
                Some(folder) => file_to_store::measure(Path::new(folder), posts, keep, to, record),
                None => file_to_store::run(posts, keep, to, record),
            }
        }
        ["layout", ..] => {
            let rules = option(&arguments, "--rules").map_or(Ok(RULES_LAID_OUT), str::parse);
            let rules = rules.context("--rules takes a number")?;
            layout::run(rules, arguments.contains(&"--record"))
        }
        ["reports", ..] => {
            let report = option(&arguments, "--report");
            let record = arguments.contains(&"--record");
            // Asked by itself, for one report.
            match option(&arguments, "--in").zip(report) {
                Some((folder, name)) => reports::measure(Path::new(folder), posts, name, record),
                None => reports::run(posts, report, record),
            }
        }
        ["serve", ..] => serve::run(posts, arguments.contains(&"--record")),
        ["workers", ..] => workers::run(posts, arguments.contains(&"--record")),
        ["readme"] => corpus::write_page(),
        ["statistics"] => statistics::run(),
        ["corpus", folder, ..] => corpus(Path::new(folder), posts),
        _ => bail!("usage:\n{USAGE}"),
    }
}

fn option<'a>(arguments: &[&'a str], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| *argument == name)?;
    arguments.get(at + 1).copied()
}

/// Leaves posts and rules in `folder`, for measuring the command itself.
fn corpus(folder: &Path, posts: u64) -> anyhow::Result<()> {
    let statistics = Statistics::kept();
    let made = corpus::posts_without_end(&statistics, 1).take(usize::try_from(posts)?);
    let mut out = BufWriter::new(File::create(folder.join("posts.jsonl"))?);
    corpus::write_posts(made, 1, &mut out)?;
    out.flush()?;
    std::fs::write(folder.join(RULE_FILE), themes(RULES, 2))?;
    Ok(())
}

/// A rule file of `count` themes as marketers write them.
fn themes(count: u64, seed: u64) -> String {
    let vocabulary = Vocabulary::of(&corpus::posts(&Statistics::kept(), VOCABULARY_POSTS, 1));
    corpus::themes(&vocabulary, count, seed)
}
