//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::{
    alerts, annotate, config_show, demo, erase, explain, export, help, init, measures, report,
    rules, run, serve, snapshot, sources, sql, state, stores, tag, verify,
};

/// Listens to what people say about a brand: tags every mention by rules in text files, keeps exact counts, reports.
///
/// It does not buy, scrape, publish or moderate posts: they are brought to it, as a file or a Kafka topic.
#[derive(Debug, Parser)]
#[command(name = "tagline", version, disable_help_subcommand = true, max_term_width = 110)]
#[command(
    after_help = "Exit codes: 0 fine, 1 findings, 2 wrong usage, configuration or rules, 3 failed on the way.\n\
    New here? `tagline demo` shows it all in seconds; `tagline help` lists the topics."
)]
pub(crate) struct Args {
    /// Configuration file [default: ./tagline.toml, then the user's, then /etc/tagline/tagline.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Rule files: one file or a folder [default: rules]
    #[arg(long, global = true, value_name = "PATH")]
    rules: Option<PathBuf>,
    /// Where counts are kept: a file, or `postgres://user@host:5432/database` [default: tagline.db]
    #[arg(long, global = true, value_name = "PATH")]
    store: Option<PathBuf>,
    /// Log what happens; -vv also each batch
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// How log lines are written: for a person or a machine; json makes every line of standard error one
    #[arg(long, global = true, value_name = "FORMAT", default_value = "auto")]
    pub(crate) log_format: LogFormat,
    /// Say only what went wrong
    #[arg(short, long, global = true)]
    quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// Text on a terminal, JSON elsewhere; what the command itself has to say stays text.
    Auto,
    /// Text.
    Text,
    /// JSON, also what the command itself has to say.
    Json,
}

/// The subcommands, in the order a newcomer meets them.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make eleven weeks of a made-up brand, tag them, count them, report them
    Demo(demo::Demo),
    /// Write a configuration and example rules to start from
    Init(init::Init),
    /// Read mentions, tag them, count them: a file, a folder, standard input or a Kafka topic
    Run(run::Run),
    /// Tag JSON lines and write them out again; nothing is stored
    Tag(tag::Tag),
    /// Show what a feed carries, and which reports it can answer
    Sources(sources::Sources),
    /// Check, test and try the rules
    #[command(subcommand)]
    Rules(rules::Rules),
    /// Explain a finding of `rules check` by its code; without one, list all
    Explain(explain::Explain),
    /// Report what was counted
    Report(report::Report),
    /// Show reports, mentions and rules in a browser, and answer programs
    Serve(serve::Serve),
    /// See what was raised, say what it was good for, and try what would be raised
    #[command(subcommand)]
    Alerts(alerts::AlertsCommand),
    /// Take in figures that were measured elsewhere: visitors, redemptions, followers
    #[command(subcommand)]
    Measures(measures::MeasuresCommand),
    /// Write down what happened on a day, and list it
    #[command(subcommand)]
    Annotate(annotate::AnnotateCommand),
    /// Write the store as one file, for other programs to look at
    Snapshot(snapshot::Snapshot),
    /// Write the mentions that are kept, with their tags: CSV, TSV or JSON lines
    Export(export::Export),
    /// Ask the store in SQL; changes nothing
    Sql(sql::Sql),
    /// Count everything again from what is kept, and compare
    Verify(verify::Verify),
    /// Take a person or a mention out of the store, for good
    #[command(subcommand)]
    Erase(erase::EraseCommand),
    /// Show where reading stands, and move it
    #[command(subcommand)]
    State(state::StateCommand),
    /// Make or bring up to date the place where counts are kept, and copy it to another
    #[command(subcommand)]
    Store(stores::StoreCommand),
    /// Look at the configuration
    #[command(subcommand)]
    Config(config_show::ConfigCommand),
    /// Explain a topic: `rules` is the rule language
    Help(help::Help),
}

impl Args {
    /// How loud to log: −1 with `--quiet`, else the number of `-v`.
    pub(crate) fn loudness(&self) -> i8 {
        if self.quiet { -1 } else { i8::try_from(self.verbose).unwrap_or(i8::MAX) }
    }

    /// The configuration keys that were given as flags.
    pub(crate) fn overrides(&self) -> Vec<(&'static str, String)> {
        let paths = [("rules.path", &self.rules), ("store.path", &self.store)];
        paths
            .into_iter()
            .filter_map(|(key, path)| Some((key, path.as_ref()?.display().to_string())))
            .collect()
    }
}
