//! The `tagline` command: arguments, configuration, wiring, exit codes. How any of it works is the crates' business.

mod alerts;
mod annotate;
mod args;
mod clock;
mod columns;
mod config;
mod config_show;
mod days;
mod demo;
mod erase;
mod exit;
mod explain;
mod export;
mod files;
mod help;
mod init;
mod input;
mod json;
#[cfg(feature = "kafka")]
mod kafka;
#[cfg(not(feature = "kafka"))]
#[path = "no_kafka.rs"]
mod kafka;
mod logs;
mod measures;
mod mounts;
mod ops;
mod output;
mod packs;
mod posts;
mod progress;
mod report;
mod rows;
mod rule_files;
mod rules;
mod run;
mod serve;
mod signals;
mod snapshot;
mod sources;
mod sql;
mod state;
mod stores;
mod tag;
mod verify;
mod watch;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use config::Config;
use exit::Exit;
use mimalloc::MiMalloc;

/// Each mention is a dozen small allocations: this allocator takes less time over them than the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    logs::start(args.loudness(), args.log_format);
    if args.loudness() < 0 {
        output::be_quiet();
    }
    dispatch(args).unwrap_or_else(|error| exit::report(&error)).into()
}

fn dispatch(args: Args) -> anyhow::Result<Exit> {
    let overrides = args.overrides();
    let load = || Config::load(args.config.as_deref(), &overrides);
    match args.command {
        Command::Demo(command) => demo::run(&command),
        Command::Init(command) => init::run(&command),
        Command::Run(command) => run::run(&command, &load()?),
        Command::Tag(command) => tag::run(&command, &load()?),
        Command::Sources(command) => sources::run(&command, &load()?),
        Command::Rules(command) => rules::run(command, &load()?),
        Command::Explain(command) => explain::run(&command),
        Command::Report(command) => report::run(&command, &load()?),
        Command::Serve(command) => serve::run(&command, &load()?),
        Command::Erase(command) => erase::run(&command, &load()?),
        Command::State(command) => state::run(&command, &load()?),
        Command::Alerts(command) => alerts::run(&command, load),
        Command::Measures(command) => measures::run(&command, &load()?),
        Command::Annotate(command) => annotate::run(&command, &load()?),
        Command::Snapshot(command) => snapshot::run(&command, &load()?),
        Command::Export(command) => export::run(&command, &load()?),
        Command::Sql(command) => sql::run(&command, &load()?),
        Command::Verify(command) => verify::run(&command, &load()?),
        Command::Store(command) => stores::run(&command, &load()?),
        Command::Config(command) => config_show::run(&command, &load()?),
        Command::Help(command) => help::run(&command),
    }
}
