//! `tagline run`: mentions in, tagged, counted.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use ingest::{
    FileOptions, Files, Input, Notice, Patience, RejectLimit, RunOptions, Source, Summary,
};
use mention::{LedgerClass, Mention, MentionsOf, Timestamp};
use store::{Access, Replay, Reset, Store};
use tagger::{Tagger, Trial};

use crate::alerts::beside::{Beside, Reads};
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::input::InputArgs;
use crate::ops::{self, Pages, Unasked};
use crate::progress::Progress;
use crate::{alerts, clock, columns, output, posts, rule_files, serve, signals, stores, watch};

/// What to read.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Files, folders or - for standard input: JSON lines, CSV, XLSX, also as .gz [default: Kafka, as configured]
    #[arg(long, value_name = "PATH")]
    input: Vec<PathBuf>,
    /// Read the files from their start, also what an earlier run has read
    #[arg(long, requires = "input")]
    again: bool,
    /// Posts like those to come, as JSON lines: rules wait for the words that are rare in them, which is quicker and
    /// changes no tag [default: posts the store keeps, else what arrives]
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,
    /// Also show what is stored in a browser, as `tagline serve` does, while the run lasts
    #[arg(long)]
    serve: bool,
    #[command(flatten)]
    how: InputArgs,
}

impl Run {
    /// A run over one file, as `demo` asks for it.
    pub(crate) fn of_file(path: PathBuf) -> Self {
        let (input, how) = (vec![path], InputArgs::default());
        Self { input, again: false, sample: None, serve: false, how }
    }
}

/// Reads to the end, or until told to stop, and says what was done and what to do next.
pub(crate) fn run(command: &Run, config: &Config) -> anyhow::Result<Exit> {
    let summary = read(command, config)?;
    tell(&summary);
    if summary.tally.of(LedgerClass::Stale) > 0
        && command.how.as_of.is_none()
        && !command.input.is_empty()
    {
        output::note(
            "stale: another state of the post is stored whose time is no earlier; if this file is the newer one, \
             say when it was made: --again --as-of 2026-09-14",
        );
    }
    if summary.records > 0 {
        output::note("Next: tagline report tags");
    }
    let exits = summary.faults.iter().map(|fault| Exit::of(fault));
    Ok(exits.max().unwrap_or(Exit::Fine))
}

/// Reads to the end, or until told to stop.
///
/// The rules are compiled before anything is opened: rules with errors touch no store. A run from Kafka waits for brokers
/// and a database that are not there yet; its pages say that it is not ready.
///
/// # Errors
///
/// Rules that cannot be used; a source or store that cannot go on.
pub(crate) fn read(command: &Run, config: &Config) -> anyhow::Result<Summary> {
    let rules = config.path("rules.path")?;
    let compile = match command.input.as_slice() {
        [] => rule_files::compile_settled,
        _ => rule_files::compile_noting,
    };
    let (tagger, named) = compile(&rules, Trial::Silent);
    let parts = config.parts();
    let tagger = Arc::new(tagger?.detecting(parts));
    let ops = ops::of_run(config)?;
    alerts::beside::check(config)?;
    // Before anything is opened: that may take its time, and whoever ends the process meanwhile is to be heard.
    let (mut rules, nudges) =
        watch::start(&rules, &named, Arc::clone(&tagger), parts, ops.clone())?;
    let shutdown = signals::start(nudges)?;
    let unasked = if command.input.is_empty() { Unasked::Tell } else { Unasked::BeSilent };
    let pages = Pages::start(ops.clone(), config, unasked)?;
    let mut go_on = || {
        let patience = Patience { shutdown: &shutdown, longest: opening_wait(command) };
        let mut source = patience.ask(cause, || open(command, config))?;
        let (mut store, sample) = patience.ask(cause, || open_store(command, config, &tagger))?;
        let _serving = command.serve.then(|| serve::beside(config, &ops)).transpose()?;
        let options = options(command, config, sample)?;
        let mut beside = Beside::start(config, rules.clone(), reads(command))?;
        let progress = Progress::new();
        let mut notices = 0;
        let mut on_progress = |now: &ingest::Progress<'_>| {
            for notice in &now.summary.notices[notices..] {
                progress.note(&told(notice));
            }
            notices = now.summary.notices.len();
            progress.show(now);
            pages.see(now);
            if let Some(beside) = &mut beside {
                beside.see(now);
            }
        };
        let (store, rules) = (&mut store, &mut rules);
        let read = ingest::run(&mut *source, store, rules, &shutdown, &options, &mut on_progress)?;
        progress.finish();
        if let Some(beside) = beside {
            beside.finish(&read);
        }
        anyhow::Ok(read)
    };
    match go_on() {
        // Who is told to end while waiting does so: what is not stored is read again.
        Err(away) if *shutdown.borrow() && ingest::is_passing(away.as_ref()) => {
            output::warn(format_args!("ended while waiting: {away:#}"));
            Ok(Summary::default())
        }
        done => done,
    }
}

fn cause(error: &anyhow::Error) -> &(dyn Error + 'static) {
    error.as_ref()
}

/// How long a run waits for what it opens: somebody is there who reads a file, and nobody who reads from Kafka by night.
const fn opening_wait(command: &Run) -> Duration {
    if command.input.is_empty() { Duration::MAX } else { Duration::ZERO }
}

/// Opens the store; also gives mentions like those to come, where it keeps some.
fn open_store(
    command: &Run,
    config: &Config,
    tagger: &Tagger,
) -> anyhow::Result<(Store, Vec<Mention>)> {
    let mut store = stores::open(config, Access::Create)?;
    tell_of_older_rules(&store, tagger)?;
    if command.again {
        forget_positions(&mut store, &command.input)?;
    }
    let sample = sample(command, &store, config)?;
    Ok((store, sample))
}

fn options(command: &Run, config: &Config, sample: Vec<Mention>) -> anyhow::Result<RunOptions> {
    let defaults = RunOptions::default();
    let patience = opening_wait(command).max(defaults.patience);
    let reject_limit = reject_limit(command, config)?;
    Ok(RunOptions { patience, sample, reject_limit, ..defaults })
}

/// How it is known how far reading has come.
fn reads(command: &Run) -> Reads {
    match command.input.as_slice() {
        [] => Reads::Topic,
        [stream] if stream.as_os_str() == "-" => Reads::Stream,
        _ => Reads::Files,
    }
}

/// Mentions like those to come: of the file that was named, else the newest that the store keeps.
fn sample(command: &Run, store: &Store, config: &Config) -> anyhow::Result<Vec<Mention>> {
    if let Some(path) = &command.sample {
        let preset = command.how.preset;
        return posts::sample("tagline run --sample", path, preset, config, ingest::SAMPLE_MAX);
    }
    let (from, to) = (Timestamp(i64::MIN), Timestamp(i64::MAX));
    let kept = store.mentions(&MentionsOf::published(from, to), None, ingest::SAMPLE_MAX)?;
    Ok(kept.into_iter().map(|stored| stored.mention).collect())
}

/// What was tagged by other rules keeps its tags; who has edited them wants to know.
fn tell_of_older_rules(store: &Store, tagger: &Tagger) -> anyhow::Result<()> {
    if store.catalog()?.is_some_and(|catalog| catalog.rules != tagger.rules().id) {
        output::note(
            "the rules have changed since the last run: what is counted keeps its tags, new posts get the new ones; \
             to tag everything anew, move the store away and read the files again",
        );
    }
    Ok(())
}

/// A topic whose format has changed is not to be thrown away; a file is somebody's who looks at what is said of it.
fn reject_limit(command: &Run, config: &Config) -> anyhow::Result<Option<RejectLimit>> {
    let percent = u8::try_from(config.number("kafka.reject_percent")).ok();
    let percent = percent.filter(|percent| *percent <= 100);
    let percent =
        percent.ok_or_else(|| Mistake("kafka.reject_percent takes 0 to 100".to_owned()))?;
    Ok(command.input.is_empty().then_some(RejectLimit { percent }))
}

/// Has the files among `inputs`, and those in its folders, read from their start.
fn forget_positions(store: &mut Store, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = inputs.iter().filter_map(|path| path.canonicalize().ok()).collect();
    for row in store.positions()?.iter().filter(|row| &*row.part.source == "file") {
        let name = row.part.name.rsplit_once('#').map_or(&*row.part.name, |(path, _)| path);
        if paths.iter().any(|path| Path::new(name).starts_with(path)) {
            let (next, replay) = (None, Replay::WithCurrentRules);
            store.reset(&row.part, &Reset { next, replay, at: clock::now() })?;
        }
    }
    Ok(())
}

fn open(command: &Run, config: &Config) -> anyhow::Result<Box<dyn Source>> {
    if command.input.is_empty() {
        return crate::kafka::open(command.how.decode(config)?, config);
    }
    let inputs = command.input.iter().map(|path| input(path));
    let options: FileOptions = command.how.file_options(config)?;
    Ok(Box::new(Files::new(inputs.collect(), options)?))
}

/// What a path on the command line names.
pub(crate) fn input(path: &Path) -> Input {
    if path.as_os_str() == "-" {
        Input::Stream(Box::new(io::stdin()))
    } else {
        Input::Path(path.to_path_buf())
    }
}

/// Says what was done with every record.
pub(crate) fn tell(summary: &Summary) {
    for fault in &summary.faults {
        output::warn(format_args!("error: {fault}"));
    }
    let classes = summary.tally.0.iter().map(|(class, records)| match class {
        LedgerClass::Rejected(reason) => format!("{records} rejected ({})", reason.name()),
        class => format!("{records} {}", class.name()),
    });
    let classes: Vec<String> = classes.collect();
    let seconds = summary.elapsed.as_secs_f64();
    output::note(format_args!(
        "{} records in {seconds:.1} s ({:.0}/s): {}",
        summary.records,
        summary.records_per_second(),
        if classes.is_empty() { "nothing new".to_owned() } else { classes.join(", ") }
    ));
    if summary.notices.iter().any(|notice| matches!(notice, Notice::Resumed { .. })) {
        output::note("what an earlier run has read is not read again, unless you say --again");
    }
    for sample in &summary.samples {
        let reason = sample.reject.reason.name();
        output::warn(format_args!("first {reason}: {}: {}", sample.place, sample.reject.detail));
    }
}

/// What there is to know about an input, for a person.
pub(crate) fn told(notice: &Notice) -> String {
    match notice {
        Notice::Opened { place } => format!("reading {place}"),
        Notice::Resumed { place, from } => {
            format!("reading {place} on from {}, where an earlier run stopped", from.0)
        }
        Notice::Empty { place } => format!("{place} is empty: nothing to read"),
        Notice::Columns(guess) => columns::told(guess),
    }
}
