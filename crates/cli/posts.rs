//! Posts read one after the other from JSON lines, for the commands that store nothing.

use std::io;
use std::path::Path;

use ingest::wire::{self, DecodeOptions, Preset};
use ingest::{Lines, SourceError};
use mention::{Content, Mention, What};

use crate::clock;
use crate::config::Config;
use crate::exit::Mistake;
use crate::input::InputArgs;
use crate::output;

/// A file of JSON lines, also as .gz, or standard input.
pub(crate) struct Posts {
    lines: Lines,
    options: DecodeOptions,
}

/// What a line turned out to be.
pub(crate) enum Read<'l> {
    /// A post, and the bytes it was read from.
    Post(&'l [u8], Box<Mention>),
    /// A deletion or the like: there is no text.
    NoText,
    /// Nothing that can be read, and why: the name of the reason, what it is about.
    Rejected(&'static str, String),
    /// A blank line.
    Blank,
}

impl Posts {
    /// Opens what `command` is to read, in the form of `preset` or else of the configuration; `-` is standard input.
    ///
    /// # Errors
    ///
    /// When it is a table, or cannot be read.
    pub(crate) fn open(
        command: &str,
        path: &Path,
        preset: Option<Preset>,
        config: &Config,
    ) -> anyhow::Result<Self> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        if ["csv", "tsv", "xlsx", "xls"].contains(&ending.as_ref()) {
            return Err(Mistake(format!(
                "{} is a table, and `{command}` takes JSON lines; `tagline run --input` reads tables",
                path.display()
            ))
            .into());
        }
        let how = InputArgs::of(preset).decode(config)?;
        let lenient = DecodeOptions::lenient(clock::now());
        let options = DecodeOptions { preset: how.preset, mapping: how.mapping, ..lenient };
        let bytes_max = options.limits.record_bytes_max;
        let lines = if path.as_os_str() == "-" {
            Lines::of_stream(Box::new(io::stdin()), bytes_max)
        } else {
            Lines::of_file(path, bytes_max)
        };
        Ok(Self { lines: lines.map_err(|failed| Mistake(failed.to_string()))?, options })
    }

    /// The next line with its number, from 1 on; `None` at the end.
    ///
    /// # Errors
    ///
    /// When reading fails, after all lines before.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, Read<'_>)>, SourceError> {
        let most = self.options.limits.record_bytes_max;
        let Some(line) = self.lines.next_line()? else { return Ok(None) };
        let read = if let Some(bytes) = line.too_long {
            let detail = format!("it has {bytes} bytes; at most {most} are read");
            Read::Rejected("too-large", detail)
        } else if line.bytes.trim_ascii().is_empty() {
            Read::Blank
        } else {
            match wire::decode(line.bytes, None, &self.options) {
                Content::Rejected(reject) => Read::Rejected(reject.reason.name(), reject.detail),
                Content::Ignored => Read::NoText,
                Content::Event(event) => match event.what {
                    What::Posted { mention, .. } => Read::Post(line.bytes, mention),
                    What::Deleted => Read::NoText,
                },
            }
        };
        Ok(Some((line.number, read)))
    }
}

/// The posts in a file of JSON lines, at most `posts_max`; lines that are none are told once.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn sample(
    command: &str,
    path: &Path,
    preset: Option<Preset>,
    config: &Config,
    posts_max: usize,
) -> anyhow::Result<Vec<Mention>> {
    let mut lines = Posts::open(command, path, preset, config)?;
    let mut posts = Vec::new();
    let (mut rejected, mut first) = (0, None);
    while let Some((number, read)) = lines.next()? {
        if posts.len() == posts_max {
            output::note(format_args!(
                "{}: the first {posts_max} posts are the sample; what follows is left out",
                path.display()
            ));
            break;
        }
        match read {
            Read::Post(_, mention) => posts.push(*mention),
            Read::Rejected(reason, detail) => {
                rejected += 1;
                first.get_or_insert_with(|| format!("line {number}: {reason}: {detail}"));
            }
            Read::NoText | Read::Blank => {}
        }
    }
    if let Some(first) = first {
        output::warn(format_args!(
            "{}: {} not read; the first is {first}",
            path.display(),
            match rejected {
                1 => "1 line was".to_owned(),
                many => format!("{many} lines were"),
            }
        ));
    }
    Ok(posts)
}
