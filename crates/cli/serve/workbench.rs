//! What the pages borrow from the command line: the rule files on disk, and the reading of files that people send.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use enrich::Parts;
use ingest::wire::DecodeOptions;
use ingest::{
    BatchLimits, FileOptions, Files, Fresh, Input, Next, Notice, RunOptions, Source, SourceError,
    Summary,
};
use mention::{Content, LedgerClass, What};
use rulelang::SourceFile;
use server::{Decoded, Unwritten, Workbench, Written};
use store::{Access, OpenOptions, Store};
use tagger::{Review, Trial};
use tokio::sync::watch;

use crate::config::Config;
use crate::input::InputArgs;
use crate::rule_files::{self, Checked};
use crate::rules::check::lint::Levels;
use crate::{clock, columns, files, stores};

/// What the reader of streams calls what it reads.
const STREAM: &str = "standard input";

/// Records that could not be read, of which is told why.
const SAMPLES_MAX: usize = 5;

/// The rule files and the store that the configuration names.
pub(super) struct Bench {
    rules: PathBuf,
    levels: Levels,
    parts: Parts,
    options: FileOptions,
    store: PathBuf,
    open: OpenOptions,
}

impl Bench {
    /// As the configuration has it.
    ///
    /// # Errors
    ///
    /// A key that cannot be read.
    pub(super) fn of(config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            rules: config.path("rules.path")?,
            levels: Levels::of(config)?,
            parts: config.parts(),
            options: InputArgs::default().file_options(config)?,
            store: config.path("store.path")?,
            open: stores::options(config, Access::Create)?,
        })
    }
}

/// A file that somebody sent, to be read like any other.
fn source(bytes: &[u8], options: FileOptions) -> Result<Files, SourceError> {
    Files::new(vec![Input::Stream(Box::new(Cursor::new(bytes.to_vec())))], options)
}

impl Workbench for Bench {
    fn files(&self) -> Result<Vec<SourceFile>, String> {
        rule_files::entry_files(&self.rules).map_err(|mistake| mistake.0)
    }

    fn review(&self, changed: &[SourceFile]) -> Result<Review, String> {
        let checked = rule_files::check_changed(Some(&self.rules), changed);
        let Checked { rules, findings, .. } = checked.map_err(|mistake| mistake.0)?;
        let review = tagger::review(rules, findings, &[], clock::now());
        let review = review.map_err(|refused| refused.to_string())?;
        Ok(Review {
            findings: self.levels.apply(review.findings),
            tagger: review.tagger.map(|tagger| tagger.detecting(self.parts)),
        })
    }

    fn write(&self, changes: &[Written]) -> Result<(), Unwritten> {
        // All are looked at before the first is written.
        for change in changes {
            let path = Path::new(&change.name);
            let now = fs::read_to_string(path).ok();
            if now != change.expected {
                return Err(Unwritten::Changed(path.to_path_buf()));
            }
        }
        for Written { name, expected, text } in changes {
            let path = Path::new(name);
            let written = match expected {
                Some(expected) => files::replace(path, expected, text),
                None => files::create(path, text),
            };
            written.map_err(|error| Unwritten::Failed(format!("cannot write {name}: {error}")))?;
        }
        Ok(())
    }

    fn decode(&self, name: &str, bytes: &[u8], posts_max: usize) -> Result<Decoded, String> {
        let told = |error: SourceError| error.to_string().replace(STREAM, name);
        // To try a rule on it, a post needs neither an id nor a time.
        let FileOptions { decode, .. } = self.options.clone();
        let lenient = DecodeOptions::lenient(clock::now());
        let decode = DecodeOptions { preset: decode.preset, mapping: decode.mapping, ..lenient };
        let options = FileOptions { decode, ..self.options.clone() };
        let mut source = source(bytes, options).map_err(told)?;
        let mut decoded = Decoded::default();
        loop {
            match source.next_batch(&mut Fresh, &BatchLimits::default()).map_err(told)? {
                Next::Notice(Notice::Columns(guess)) => {
                    decoded.columns = Some(columns::told(&guess).replace(STREAM, name));
                }
                Next::Notice(_) | Next::Idle => {}
                Next::Fault(fault) => decoded.samples.push(told(fault)),
                Next::End => return whole(decoded, name),
                Next::Batch(batch) => {
                    for record in batch.records {
                        if decoded.posts.len() == posts_max {
                            decoded.more = true;
                            return Ok(decoded);
                        }
                        let place = || source.place(&batch.part, record.position);
                        let place = || place().replace(STREAM, name);
                        add(record.content, &mut decoded, place);
                    }
                }
            }
        }
    }

    fn take(&self, name: &str, bytes: &[u8]) -> Result<Vec<String>, String> {
        let tagger = rule_files::compile(&self.rules, Trial::Silent);
        let tagger = tagger.map_err(|error| error.to_string())?.detecting(self.parts);
        let source = source(bytes, self.options.clone());
        let mut source = source.map_err(|error| error.to_string().replace(STREAM, name))?;
        let mut store = Store::open(&self.store, &self.open).map_err(|error| error.to_string())?;
        // Nobody changes the rules or ends the run while a file is read that was sent whole.
        let (_rules, mut rules) = watch::channel(Arc::new(tagger));
        let (_stop, shutdown) = watch::channel(false);
        let options = RunOptions::default();
        let summary =
            ingest::run(&mut source, &mut store, &mut rules, &shutdown, &options, &mut |_| {});
        let summary = summary.map_err(|error| error.to_string().replace(STREAM, name))?;
        let lines = lines(&summary).into_iter();
        Ok(lines.map(|line| line.replace(STREAM, name)).collect())
    }
}

/// What was read, unless nothing was.
fn whole(decoded: Decoded, name: &str) -> Result<Decoded, String> {
    if !decoded.posts.is_empty() {
        return Ok(decoded);
    }
    Err(match decoded.samples.first() {
        Some(first) => format!("no post can be read: {first}"),
        None => format!("there is no post in {name}"),
    })
}

fn add(content: Content, decoded: &mut Decoded, place: impl Fn() -> String) {
    match content {
        Content::Event(event) => {
            if let What::Posted { mention, .. } = event.what {
                decoded.posts.push(*mention);
            }
        }
        Content::Rejected(reject) => {
            decoded.rejected += 1;
            if decoded.samples.len() < SAMPLES_MAX {
                let reason = reject.reason.name();
                decoded.samples.push(format!("{}: {reason}: {}", place(), reject.detail));
            }
        }
        Content::Ignored => {}
    }
}

/// What a run did, a line each.
fn lines(summary: &Summary) -> Vec<String> {
    let mut lines = vec![format!("{} records were read.", summary.records)];
    let classes = summary.tally.0.iter().map(|(class, records)| match class {
        LedgerClass::Rejected(reason) => format!("{records} rejected: {}", reason.name()),
        class => format!("{records} {}", class.name()),
    });
    lines.extend(classes);
    for sample in &summary.samples {
        let reason = sample.reject.reason.name();
        lines.push(format!("first {reason}: {}: {}", sample.place, sample.reject.detail));
    }
    lines.extend(summary.faults.iter().map(|fault| format!("not read to its end: {fault}")));
    lines.extend(summary.notices.iter().filter_map(|notice| match notice {
        Notice::Columns(guess) => Some(columns::told(guess)),
        _ => None,
    }));
    lines
}
