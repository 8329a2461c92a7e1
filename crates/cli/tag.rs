//! `tagline tag`: a filter from JSON lines to the same lines with their tags; nothing is stored.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use ingest::wire::{self, DecodeOptions, Preset};
use ingest::{Line, Lines};
use mention::{Content, What};
use tagger::{Scratch, Tagger, Trial};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::input::{self, InputArgs};
use crate::{clock, json, output, rule_files};

/// What to tag.
#[derive(Debug, Args)]
pub(crate) struct Tag {
    /// A file of JSON lines, also as .gz, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Whose format the lines have: x-v2, bluesky, reddit and others; `tagline help sources` lists them
    #[arg(long, value_name = "NAME", value_parser = input::preset)]
    preset: Option<Preset>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Let rules on trial tag, too
    #[arg(long)]
    trial: bool,
}

/// Tags line by line; a line that cannot be read is named on standard error and left out.
pub(crate) fn run(command: &Tag, config: &Config) -> anyhow::Result<Exit> {
    let trial = if command.trial { Trial::Tags } else { Trial::Silent };
    let tagger = rule_files::compile(&config.path("rules.path")?, trial)?;
    let how = InputArgs::of(command.preset).decode(config)?;
    let lenient = DecodeOptions::lenient(clock::now());
    let options = DecodeOptions { preset: how.preset, mapping: how.mapping, ..lenient };
    let mut input = open(&command.input, options.limits.record_bytes_max)?;
    let mut filter = Filter { tagger: &tagger, options, scratch: Scratch::default() };
    let mut tally = Tally::default();
    let exit = match &command.output {
        None => filter.run(&mut input, &mut output::answer(), &mut tally)?,
        Some(path) => {
            refuse_own_input(&command.input, path)?;
            let out =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            filter.run(&mut input, &mut BufWriter::new(out), &mut tally)?
        }
    };
    output::note(tally);
    Ok(exit)
}

/// Opens a file of JSON lines, also as .gz, or - for standard input.
///
/// # Errors
///
/// When it is a table or cannot be read.
pub(crate) fn open(path: &Path, bytes_max: usize) -> anyhow::Result<Lines> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if ["csv", "tsv", "xlsx", "xls"].contains(&ending.as_ref()) {
        let message = format!(
            "{} is a table, and `tag` takes JSON lines; `tagline run --input` reads tables",
            path.display()
        );
        return Err(Mistake(message).into());
    }
    let lines = if path.as_os_str() == "-" {
        Lines::of_stream(Box::new(io::stdin()), bytes_max)
    } else {
        Lines::of_file(path, bytes_max)
    };
    lines.map_err(|failed| Mistake(failed.to_string()).into())
}

/// Writing would empty the file before it is read.
fn refuse_own_input(input: &Path, output: &Path) -> Result<(), Mistake> {
    let (Ok(input), Ok(output)) = (fs::metadata(input), fs::metadata(output)) else {
        return Ok(());
    };
    if (input.dev(), input.ino()) == (output.dev(), output.ino()) && input.is_file() {
        let message = "--output is the file that --input reads, and writing would empty it; write to another file";
        return Err(Mistake(message.to_owned()));
    }
    Ok(())
}

/// How many lines became what.
#[derive(Debug, Default)]
struct Tally {
    lines: u64,
    tagged: u64,
    rejected: u64,
    /// Deletions and their like: there is no text to tag.
    left_out: u64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lines, tagged, rejected, left_out } = self;
        let untagged = lines - tagged - rejected - left_out;
        write!(f, "{lines} lines: {tagged} tagged, {untagged} untagged, {rejected} rejected")?;
        if *left_out > 0 {
            write!(f, ", {left_out} left out for they have no text (deletions)")?;
        }
        Ok(())
    }
}

struct Filter<'a> {
    tagger: &'a Tagger,
    options: DecodeOptions,
    scratch: Scratch,
}

impl Filter<'_> {
    fn run(
        &mut self,
        input: &mut Lines,
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> anyhow::Result<Exit> {
        let exit = loop {
            match input.next_line() {
                Ok(None) => break Exit::Fine,
                Ok(Some(line)) => self.line(&line, out, tally)?,
                Err(failed) => {
                    output::warn(format_args!("error: {failed}"));
                    break Exit::Failed;
                }
            }
        };
        out.flush()?;
        Ok(exit)
    }

    fn line(
        &mut self,
        line: &Line<'_>,
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        if line.bytes.trim_ascii().is_empty() {
            return Ok(());
        }
        tally.lines += 1;
        if let Some(bytes) = line.too_long {
            tally.rejected += 1;
            let most = self.options.limits.record_bytes_max;
            output::note(format_args!(
                "line {}: too-large: it has {bytes} bytes; at most {most} are read",
                line.number
            ));
            return Ok(());
        }
        match wire::decode(line.bytes, None, &self.options) {
            Content::Event(event) => {
                let What::Posted { mention, .. } = event.what else {
                    tally.left_out += 1;
                    return Ok(());
                };
                let tagged = self.tagger.tag_mention(&mention, &mut self.scratch);
                tally.tagged += u64::from(!tagged.tags.is_empty());
                json::write_tagged(line.bytes, &mention, &tagged, out)?;
            }
            Content::Ignored => tally.left_out += 1,
            Content::Rejected(reject) => {
                tally.rejected += 1;
                let (reason, detail) = (reject.reason.name(), reject.detail);
                output::note(format_args!("line {}: {reason}: {detail}", line.number));
            }
        }
        Ok(())
    }
}
