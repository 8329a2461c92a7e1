//! `tagline tag`: a filter from JSON lines to the same lines with their tags; nothing is stored.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use flate2::read::MultiGzDecoder;
use ingest::wire::{self, DecodeOptions};
use mention::{Content, What};
use tagger::{Scratch, Tagger, Trial};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{clock, json, output, rule_files};

/// What to tag.
#[derive(Debug, Args)]
pub(crate) struct Tag {
    /// A file of JSON lines, also as .gz, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,
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
    let mut input = open(&command.input)?;
    let mut filter = Filter {
        tagger: &tagger,
        options: DecodeOptions::lenient(clock::now()),
        scratch: Scratch::default(),
    };
    let mut tally = Tally::default();
    let exit = match &command.output {
        None => filter.run(&mut input, &mut output::answer(), &mut tally)?,
        Some(path) => {
            let out =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            filter.run(&mut input, &mut BufWriter::new(out), &mut tally)?
        }
    };
    let Tally { lines, tagged, rejected } = tally;
    output::note(format_args!(
        "{lines} lines: {tagged} tagged, {} untagged, {rejected} rejected",
        lines - tagged - rejected
    ));
    Ok(exit)
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if ["csv", "tsv", "xlsx", "xls"].contains(&ending.as_ref()) {
        let message = format!(
            "{} is a table, and `tag` takes JSON lines; `tagline run --input` reads tables",
            path.display()
        );
        return Err(Mistake(message).into());
    }
    let raw: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        let opened = File::open(path)
            .map_err(|error| Mistake(format!("cannot read {}: {error}", path.display())))?;
        Box::new(opened)
    };
    let mut input = BufReader::with_capacity(1 << 16, raw);
    let head = input
        .fill_buf()
        .map_err(|error| Mistake(format!("cannot read {}: {error}", path.display())))?;
    let packed = head.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(input))) } else { Box::new(input) })
}

/// How many lines became what.
#[derive(Debug, Default)]
struct Tally {
    lines: u64,
    tagged: u64,
    rejected: u64,
}

struct Filter<'a> {
    tagger: &'a Tagger,
    options: DecodeOptions,
    scratch: Scratch,
}

impl Filter<'_> {
    fn run(
        &mut self,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> anyhow::Result<Exit> {
        let mut line = Vec::new();
        let mut number = 0_u64;
        let exit = loop {
            line.clear();
            match input.read_until(b'\n', &mut line) {
                Ok(0) => break Exit::Fine,
                Ok(_) => number += 1,
                Err(error) => {
                    output::note(format_args!(
                        "error: the input breaks off after line {number}: {error}"
                    ));
                    break Exit::Failed;
                }
            }
            self.line(number, &line, out, tally)?;
        };
        out.flush()?;
        Ok(exit)
    }

    fn line(
        &mut self,
        number: u64,
        line: &[u8],
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        match wire::decode(line, None, &self.options) {
            Content::Event(event) => {
                let What::Posted { mention, .. } = event.what else { return Ok(()) };
                let tagged = self.tagger.tag_mention(&mention, &mut self.scratch);
                tally.lines += 1;
                tally.tagged += u64::from(!tagged.tags.is_empty());
                json::write_tagged(line, &mention, &tagged, out)?;
            }
            Content::Ignored => {}
            Content::Rejected(reject) => {
                tally.lines += 1;
                tally.rejected += 1;
                output::note(format_args!(
                    "line {number}: {}: {}",
                    reject.reason.name(),
                    reject.detail
                ));
            }
        }
        Ok(())
    }
}
