//! `tagline sources`: what a feed carries, and which reports it can answer.

pub(crate) mod connect;
mod guess;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use ingest::coverage::{Collects, Coverage, Share};
use ingest::{BatchLimits, Files, Fresh, Next, Source};
use mention::{Content, Record};
use report::ReportName;

use crate::config::Config;
use crate::exit::Exit;
use crate::input::InputArgs;
use crate::report::book;
use crate::{output, run};

/// Which feed.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Sources {
    #[command(subcommand)]
    action: Option<Action>,
    /// Files, folders or - for standard input
    #[arg(long, value_name = "PATH", required_unless_present = "connect")]
    input: Vec<PathBuf>,
    /// Look at the configured Kafka, store and rules instead, and at the topic's newest records; positions stay as they are
    #[arg(long, conflicts_with = "input")]
    connect: bool,
    /// What the query behind the feed gathered
    #[arg(long, value_enum)]
    collects: Option<Gathered>,
    #[command(flatten)]
    how: InputArgs,
}

/// What else can be asked about a source.
#[derive(Debug, Subcommand)]
enum Action {
    /// Say which preset fits a file, and write the configuration that reads it
    Guess(guess::Guess),
}

/// What the query behind a feed gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Gathered {
    /// Mentions of our brand only
    Brand,
    /// Mentions of the whole category, rivals included
    Category,
    /// Everything
    All,
}

/// What was found in a feed.
#[derive(Debug, Default)]
struct Found {
    coverage: Coverage,
    ignored: u64,
    /// By reason, with what the first of them is told.
    rejected: BTreeMap<&'static str, (u64, String)>,
    broken: bool,
}

/// Prints what each platform carries, then which reports that is enough for.
pub(crate) fn run(command: &Sources, config: &Config) -> anyhow::Result<Exit> {
    if let Some(Action::Guess(guess)) = &command.action {
        return guess::run(guess, config);
    }
    if command.connect {
        return connect::run(command, config);
    }
    let inputs = command.input.iter().map(|path| run::input(path));
    let mut files = Files::new(inputs.collect(), command.how.file_options(config)?)?;
    let found = look(&mut files)?;
    answer((command, config), &found, &mut output::answer())?;
    output::note("Next: tagline run --input …, then tagline report tags");
    Ok(if found.broken { Exit::Failed } else { Exit::Fine })
}

/// Prints what was found.
fn answer(
    (command, config): (&Sources, &Config),
    found: &Found,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    carried(found, out)?;
    reports(gathered(command, config)?, &found.coverage, out)?;
    Ok(out.flush()?)
}

/// Reads the feed to its end; nothing is stored.
fn look(files: &mut Files) -> anyhow::Result<Found> {
    let mut found = Found::default();
    loop {
        match files.next_batch(&mut Fresh, &BatchLimits::default())? {
            Next::Batch(batch) => {
                batch.mentions().for_each(|mention| found.coverage.add(mention));
                found.count(&batch.records);
            }
            Next::Notice(notice) => output::note(run::told(&notice)),
            Next::Fault(fault) => {
                output::warn(format_args!("error: {fault}"));
                found.broken = true;
            }
            Next::Idle => {}
            Next::End => return Ok(found),
        }
    }
}

impl Found {
    fn count(&mut self, records: &[Record]) {
        for record in records {
            match &record.content {
                Content::Event(_) => {}
                Content::Ignored => self.ignored += 1,
                Content::Rejected(reject) => {
                    let first = || (0, reject.detail.clone());
                    self.rejected.entry(reject.reason.name()).or_insert_with(first).0 += 1;
                }
            }
        }
    }
}

/// A row for each thing a mention may carry, a column for each platform.
fn carried(found: &Found, out: &mut impl Write) -> anyhow::Result<()> {
    let shares = found.coverage.shares();
    let mut platforms: Vec<&str> = shares.iter().map(|share| share.platform.as_str()).collect();
    platforms.dedup();
    let rejected: u64 = found.rejected.values().map(|(count, _)| count).sum();
    write!(out, "{} mentions; {rejected} records cannot be read", found.coverage.mentions())?;
    if found.ignored > 0 {
        write!(out, "; {} are about no mention", found.ignored)?;
    }
    writeln!(out)?;
    for (reason, (count, detail)) in &found.rejected {
        writeln!(out, "  {count} {reason}: {detail}")?;
    }
    writeln!(out)?;
    write!(out, "{:<22}", "share that carries")?;
    for platform in &platforms {
        write!(out, " {platform:>12}")?;
    }
    writeln!(out)?;
    let things = shares.iter().filter(|share| Some(&share.platform.as_str()) == platforms.first());
    for thing in things {
        write!(out, "{:<22}", thing.carried.name())?;
        for share in shares.iter().filter(|share| share.carried == thing.carried) {
            write!(out, " {:>12}", percent(share))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a share is read to a tenth of a percent")]
fn percent(share: &Share) -> String {
    if share.with == 0 {
        "–".to_owned()
    } else {
        format!("{:.1} %", share.with as f64 * 100.0 / share.mentions as f64)
    }
}

/// What the query behind the feed gathered, as the command says, else the configuration.
fn gathered(command: &Sources, config: &Config) -> anyhow::Result<Collects> {
    Ok(match command.collects {
        Some(Gathered::Brand) => Collects::Brand,
        Some(Gathered::Category) => Collects::Category,
        Some(Gathered::All) => Collects::All,
        None => match book::collects(config)? {
            Some(report::Collects::Brand) => Collects::Brand,
            Some(report::Collects::Category) => Collects::Category,
            Some(report::Collects::All) => Collects::All,
            None => Collects::Undeclared,
        },
    })
}

fn reports(collects: Collects, coverage: &Coverage, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "\n{:<14} {:<8} because", "report", "answered")?;
    for answer in coverage
        .reports(collects)
        .into_iter()
        .filter(|answer| ReportName::parse(answer.report).is_some())
    {
        writeln!(out, "{:<14} {:<8} {}", answer.report, answer.verdict.name(), answer.because)?;
    }
    Ok(())
}
