//! `tagline annotate`: what happened on a day, to be seen on every chart.

use clap::{Args, Subcommand};
use mention::{Annotation, Day};
use store::Access;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{days, measures, output, stores};

/// What to do with annotations.
#[derive(Debug, Subcommand)]
pub(crate) enum AnnotateCommand {
    /// Write down what happened on a day: "price change", "store opened in Lund"
    Add(Add),
    /// Print what is written down, the earliest day first
    List,
}

/// When, and what.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The day, as 2026-11-03
    date: String,
    /// What happened, in a few words
    text: String,
}

/// Characters an annotation may have: it stands on a chart.
const TEXT_MAX: usize = 200;

/// Writes it down, or prints what is.
pub(crate) fn run(command: &AnnotateCommand, config: &Config) -> anyhow::Result<Exit> {
    match command {
        AnnotateCommand::Add(add) => write_down(add, config),
        AnnotateCommand::List => list(config),
    }
}

fn write_down(Add { date, text }: &Add, config: &Config) -> anyhow::Result<Exit> {
    let day = measures::day(date).map_err(Mistake)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() > TEXT_MAX {
        let message = format!("say in 1 to {TEXT_MAX} characters what happened");
        return Err(Mistake(message).into());
    }
    let annotation = Annotation { day, text };
    let is_new = stores::open(config, Access::Create)?.annotate(&annotation)?;
    let became = if is_new { "is written down" } else { "was written down before" };
    output::note(format_args!("{date}: {} {became}", annotation.text));
    output::note("Next: tagline annotate list");
    Ok(Exit::Fine)
}

fn list(config: &Config) -> anyhow::Result<Exit> {
    let store = stores::open(config, Access::Read)?;
    for Annotation { day, text } in store.annotations(Day(i64::MIN)..Day(i64::MAX))? {
        output::answer_line(format_args!("{}\t{text}", days::shown(day)))?;
    }
    Ok(Exit::Fine)
}
