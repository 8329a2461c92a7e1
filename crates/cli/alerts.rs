//! `tagline alerts`: what was raised, what it was good for, what today's settings would raise, and the detector by itself.

mod backtest;
pub(crate) mod beside;
mod list;
mod score;
mod sends;

use clap::Subcommand;

use crate::config::Config;
use crate::exit::Exit;

/// What to do with alerts.
#[derive(Debug, Subcommand)]
pub(crate) enum AlertsCommand {
    /// List the alerts that `run` has raised, the latest first
    List(list::List),
    /// Say what an alert was good for: useful, noise, or known before
    Grade(list::Grade),
    /// Show what today's rules and settings would raise over the past, beside what was raised and how it was graded
    Backtest(backtest::Backtest),
    /// Score a series of counts: how far above what is usual each row is, judged by the rows before it
    Score(score::Score),
}

/// Does it.
pub(crate) fn run(
    command: &AlertsCommand,
    config: impl FnOnce() -> anyhow::Result<Config>,
) -> anyhow::Result<Exit> {
    match command {
        AlertsCommand::List(list) => list::list(list, &config()?),
        AlertsCommand::Grade(grade) => list::grade(grade, &config()?),
        AlertsCommand::Backtest(backtest) => backtest::run(backtest, &config()?),
        AlertsCommand::Score(score) => score::run(score),
    }
}
