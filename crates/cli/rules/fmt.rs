//! `tagline rules fmt`: rule files laid out one way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use rulelang::{Finding, SourceFile};
use similar::TextDiff;

use super::{counted, show_findings, standard_input};
use crate::config::Config;
use crate::exit::Exit;
use crate::{files, output, rule_files};

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// Which files to lay out.
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// A rule file or a folder, or - from standard input to standard output [default: --rules]
    path: Option<PathBuf>,
    /// Change nothing; end with 1 where something would change
    #[arg(long)]
    check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    diff: bool,
}

/// Does it.
pub(super) fn run(command: &Fmt, config: &Config) -> anyhow::Result<Exit> {
    if command.path.as_deref() == Some(Path::new("-")) {
        return filter(command);
    }
    let path = command.path.clone().map_or_else(|| config.path("rules.path"), Ok)?;
    let files = rule_files::entry_files(&path)?;
    let mut errors = errors(&files);
    let mut tally = Tally::default();
    for file in files {
        let file = Arc::new(file);
        match rulelang::format(&file) {
            Err(own) => {
                show_findings(&of_file(&mut errors, &file.name, own))?;
                output::answer_line(format_args!("not touched   {}", file.name))?;
                tally.broken += 1;
            }
            Ok(text) if text == file.text => tally.kept += 1,
            Ok(text) => {
                change(command, &file, &text)?;
                tally.changed += 1;
            }
        }
    }
    tally.tell(command)?;
    if !errors.is_empty() {
        let left = counted(errors.len(), "error");
        output::note(format_args!(
            "the rules have {left} that no layout depends on; next: tagline rules check"
        ));
    }
    Ok(tally.exit(command))
}

/// All errors that the check finds in the rules.
fn errors(files: &[SourceFile]) -> Vec<Finding> {
    let found = rule_files::check_all(files, &BTreeMap::new()).findings;
    found.into_iter().filter(Finding::is_error).collect()
}

/// Takes the errors of a file out of all, `own` among them, which keep it from being laid out.
fn of_file(errors: &mut Vec<Finding>, name: &str, own: Vec<Finding>) -> Vec<Finding> {
    let mut told: Vec<Finding> = errors.extract_if(.., |error| error.file() == name).collect();
    let more: Vec<Finding> = own.into_iter().filter(|error| !told.contains(error)).collect();
    told.extend(more);
    told
}

/// Shows what changes in a file, or changes it.
fn change(command: &Fmt, file: &SourceFile, text: &str) -> anyhow::Result<()> {
    if command.diff {
        show_diff(file, text, "laid out")?;
    } else if command.check {
        output::answer_line(format_args!("would change  {}", file.name))?;
    } else {
        files::replace(Path::new(&file.name), &file.text, text)
            .with_context(|| format!("cannot write {}", file.name))?;
        output::answer_line(format_args!("laid out      {}", file.name))?;
    }
    Ok(())
}

/// Lays out standard input.
fn filter(command: &Fmt) -> anyhow::Result<Exit> {
    let file = Arc::new(standard_input()?);
    let changed = match rulelang::format(&file) {
        Err(own) => {
            let mut errors = errors(&[SourceFile::clone(&file)]);
            return Ok(refuse(&of_file(&mut errors, &file.name, own)));
        }
        Ok(text) => text,
    };
    if command.diff {
        show_diff(&file, &changed, "laid out")?;
    } else if !command.check {
        output::answer_whole(&changed)?;
    }
    let finding = command.check && changed != file.text;
    Ok(if finding { Exit::Findings } else { Exit::Fine })
}

/// Leaves standard output empty, so that nothing half done is piped on.
fn refuse(errors: &[Finding]) -> Exit {
    output::warn(rule_files::shown(errors));
    output::warn("\nnot laid out: the rules have errors");
    Exit::Usage
}

/// Shows what `text` has otherwise than the file; `how` it came about in a word.
pub(super) fn show_diff(file: &SourceFile, text: &str, how: &str) -> anyhow::Result<()> {
    let diff = TextDiff::from_lines(file.text.as_str(), text);
    let shown = diff
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&file.name, &format!("{} ({how})", file.name))
        .to_string();
    for line in shown.lines() {
        output::answer_line(colored(line))?;
    }
    Ok(())
}

/// A line of a difference in the color of what becomes of it, where there are colors.
fn colored(line: &str) -> String {
    let style = match line.as_bytes().first() {
        Some(b'+') => output::GREEN,
        Some(b'-') => output::RED,
        Some(b'@') => output::CYAN,
        _ => return line.to_owned(),
    };
    output::styled(style, line)
}

/// How many files became what.
#[derive(Debug, Default)]
struct Tally {
    changed: usize,
    kept: usize,
    broken: usize,
}

impl Tally {
    fn tell(&self, command: &Fmt) -> anyhow::Result<()> {
        let Self { changed, kept, broken } = *self;
        let would = if command.check || command.diff { "would change" } else { "laid out" };
        let files = counted(changed + kept + broken, "file");
        let left = match broken {
            0 => String::new(),
            _ => format!(", {broken} not touched because of errors; mend those first"),
        };
        let line = format_args!("{files}: {changed} {would}, {kept} as they should be{left}");
        Ok(output::answer_line(line)?)
    }

    fn exit(&self, command: &Fmt) -> Exit {
        match (self.broken, self.changed) {
            (0, 0) => Exit::Fine,
            (0, _) if !command.check => Exit::Fine,
            (0, _) => Exit::Findings,
            _ if command.check => Exit::Findings,
            _ => Exit::Usage,
        }
    }
}
