//! `tagline sources guess`: which preset fits a file, and the configuration that reads it.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use ingest::wire::{self, Preset};
use ingest::{BatchLimits, ColumnGuess, FileOptions, Files, Fresh, Input, Next, Notice, Source};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::input::InputArgs;
use crate::{output, run};

/// Which file.
#[derive(Debug, Args)]
pub(super) struct Guess {
    /// A file of JSON or a table
    file: PathBuf,
    /// What the file is written in: utf-8, utf-16le, utf-16be or windows-1252 [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

/// Prints what was found as comments, and below it what to put into the configuration.
pub(super) fn run(command: &Guess, config: &Config) -> anyhow::Result<Exit> {
    let mut out = output::answer();
    let options = InputArgs::written_in(command.encoding.clone()).file_options(config)?;
    match wire::guess(&command.file, options.encoding)? {
        Some(guess) => records(&guess, &mut out)?,
        None => table(command, options, &mut out)?,
    }
    out.flush()?;
    let encoding = command.encoding.as_deref();
    let encoding = encoding.map(|name| format!(" --encoding {name}")).unwrap_or_default();
    output::note(format_args!(
        "Next: put this into tagline.toml, then tagline sources --input {}{encoding}",
        command.file.display()
    ));
    Ok(Exit::Fine)
}

fn records(guess: &wire::Guess, out: &mut impl Write) -> anyhow::Result<()> {
    if guess.records == 0 {
        return Err(Mistake("there is no JSON record to look at".to_owned()).into());
    }
    writeln!(out, "# {} records looked at", guess.records)?;
    for (preset, count) in &guess.fits {
        writeln!(out, "# {count} fit {}: {}", preset.name(), preset.about())?;
    }
    let known: usize = guess.fits.iter().map(|(_, count)| count).sum();
    if known > 0 && known < guess.records {
        writeln!(
            out,
            "# {} fit none: `tagline sources` tells what becomes of them",
            guess.records - known
        )?;
    }
    writeln!(out, "[input]\npreset = \"{}\"", guess.preset().name())?;
    if guess.preset() != Preset::Generic {
        return Ok(());
    }
    writeln!(out, "platform = \"file\" # the platform they are of\n\n[input.fields]")?;
    for field in &guess.fields {
        let sample = field.sample.replace(char::is_control, " ");
        writeln!(out, "{} = {:?} # {sample}", key(field.field), field.path)?;
    }
    for needed in ["id", "text", "created_at"] {
        if !guess.fields.iter().any(|field| field.field == needed) {
            writeln!(out, "# {needed} = \"\" # not found: name its path")?;
        }
    }
    Ok(())
}

/// A field as a key of TOML: with a dot in it, in quotes, because `author` may stand beside `author.id`.
fn key(field: &str) -> String {
    if field.contains('.') { format!("{field:?}") } else { field.to_owned() }
}

/// A table's columns, as a run would take them.
fn table(command: &Guess, options: FileOptions, out: &mut impl Write) -> anyhow::Result<()> {
    let mut files = Files::new(vec![Input::Path(command.file.clone())], options)?;
    loop {
        match files.next_batch(&mut Fresh, &BatchLimits::default())? {
            Next::Notice(Notice::Columns(guess)) => return columns(&guess, out),
            Next::Notice(notice) => output::note(run::told(&notice)),
            Next::Fault(fault) => return Err(Mistake(fault.to_string()).into()),
            Next::Batch(_) | Next::Idle => {}
            Next::End => return Err(Mistake("there is no row to look at".to_owned()).into()),
        }
    }
}

fn columns(guess: &ColumnGuess, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(export) = guess.export {
        writeln!(out, "# {}\n[input]\npreset = \"{}\"", export.about(), export.name())?;
        return Ok(());
    }
    writeln!(out, "[input]\npreset = \"native\"\n\n[input.fields]")?;
    for column in &guess.columns {
        let sample = column.sample.replace(char::is_control, " ");
        match column.field {
            Some(field) if !field.contains(' ') => {
                writeln!(out, "{} = {:?} # {sample}", key(field), column.header)?;
            }
            _ => writeln!(out, "# {:?} stays a custom field # {sample}", column.header)?,
        }
    }
    Ok(())
}
