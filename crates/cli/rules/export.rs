//! `tagline rules export`: the rules as a spreadsheet.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use rulelang::sheet;

use super::counted;
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{files, output, rule_files};

/// Which rules to export, and where to.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// A rule file or a folder [default: --rules]
    path: Option<PathBuf>,
    /// The sheet to write, .xlsx or .csv [default: CSV to standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Does it.
pub(super) fn run(command: &Export, config: &Config) -> anyhow::Result<Exit> {
    let path = command.path.clone().map_or_else(|| config.path("rules.path"), Ok)?;
    let rules = rule_files::whole(&path)?;
    let export = sheet::export(&rules.files);
    let Some(output) = &command.output else {
        output::answer_whole(export.csv())?;
        return Ok(Exit::Fine);
    };
    let bytes = match form(output)? {
        Form::Csv => export.csv(),
        Form::Workbook => export.xlsx().map_err(|error| Mistake(error.to_string()))?,
    };
    write_new(output, &bytes)?;
    output::note(format_args!(
        "wrote {}: {} of {}",
        output.display(),
        counted(export.rows().len(), "row"),
        counted(rules.files.len(), "file"),
    ));
    // What is configured need not be said again; a flag is forgotten by the next command.
    let said = command.path.is_some() || config.is_flag("rules.path");
    let of = if said { format!(" --rules {}", path.display()) } else { String::new() };
    output::note(format_args!(
        "\nNext: change it, then see what that would change in the rules:\n  tagline rules import {}{of}",
        output.display()
    ));
    Ok(Exit::Fine)
}

/// A form a sheet can have.
enum Form {
    Csv,
    Workbook,
}

fn form(path: &Path) -> Result<Form, Mistake> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(Form::Csv),
        Some("xlsx") => Ok(Form::Workbook),
        _ => Err(Mistake(format!("{} ends in neither .xlsx nor .csv", path.display()))),
    }
}

/// Writes a file that is not there yet: one that is may hold somebody's changes.
fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    match files::create(path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Mistake(format!(
            "{} is there already, maybe with changes nobody imported; choose another name, or move it away",
            path.display()
        ))
        .into()),
        written => written.with_context(|| format!("cannot write {}", path.display())),
    }
}
