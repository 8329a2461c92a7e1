//! `tagline tag`: a filter from JSON lines to the same lines with their tags; nothing is stored.

use std::fmt;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use ingest::wire::Preset;
use tagger::{Scratch, Tagger, Trial};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::posts::{Posts, Read};
use crate::rule_files::Unusable;
use crate::{input, json, output, posts, rule_files};

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
    /// Posts like those to come, as JSON lines: rules wait for the words that are rare in them, which is quicker and
    /// changes no tag
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,
}

/// Tags line by line; a line that cannot be read is named on standard error and left out.
pub(crate) fn run(command: &Tag, config: &Config) -> anyhow::Result<Exit> {
    let trial = if command.trial { Trial::Tags } else { Trial::Silent };
    let mut tagger =
        rule_files::compile(&config.path("rules.path")?, trial)?.detecting(config.parts());
    if let Some(path) = &command.sample {
        let preset = command.preset;
        let sample =
            posts::sample("tagline tag --sample", path, preset, config, ingest::SAMPLE_MAX)?;
        tagger = tagger.planned(&sample).map_err(Unusable::from)?;
    }
    let mut posts = Posts::open("tagline tag", &command.input, command.preset, config)?;
    let mut filter = Filter { tagger: &tagger, scratch: Scratch::default() };
    let mut tally = Tally::default();
    let exit = match &command.output {
        None => filter.run(&mut posts, &mut output::answer(), &mut tally)?,
        Some(path) => {
            refuse_own_input(&command.input, path)?;
            let out =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            filter.run(&mut posts, &mut BufWriter::new(out), &mut tally)?
        }
    };
    output::note(tally);
    Ok(exit)
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
    scratch: Scratch,
}

impl Filter<'_> {
    fn run(
        &mut self,
        posts: &mut Posts,
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> anyhow::Result<Exit> {
        let exit = loop {
            match posts.next() {
                Ok(None) => break Exit::Fine,
                Ok(Some((number, read))) => self.line(number, read, out, tally)?,
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
        number: u64,
        read: Read<'_>,
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        tally.lines += u64::from(!matches!(read, Read::Blank));
        match read {
            Read::Post(bytes, mention) => {
                let tagged = self.tagger.tag_mention(&mention, &mut self.scratch);
                tally.tagged += u64::from(!tagged.tags.is_empty());
                json::write_tagged(bytes, &mention, &tagged, out)?;
            }
            Read::NoText => tally.left_out += 1,
            Read::Rejected(reason, detail) => {
                tally.rejected += 1;
                output::note(format_args!("line {number}: {reason}: {detail}"));
            }
            Read::Blank => {}
        }
        Ok(())
    }
}
