//! `tagline rules import`: a changed spreadsheet into the rule files it came from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use rulelang::sheet::{self, Change, ChangeKind, Column, Sheet};
use rulelang::{Finding, Severity, SourceFile, Tables};
use similar::{ChangeTag, TextDiff};

use super::{counted, failed_examples, read_file, show_findings};
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::rule_files::{self, Checked};
use crate::{files, output};

/// What a rule file that is made begins with.
const NEW_FILE: &str = "format = 1\n";

/// Which sheet to import, and how.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The sheet: .xlsx or .csv
    sheet: PathBuf,
    /// The rule file that new rules go into; it is made where it is not there
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// Write the changes; without it they are only shown
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
    /// Only show the changes, which is what happens without --yes too
    #[arg(long)]
    dry_run: bool,
    /// Take rules and languages out of the files that are not in the sheet
    #[arg(long)]
    delete: bool,
}

/// Does it.
pub(super) fn run(command: &Import, config: &Config) -> anyhow::Result<Exit> {
    let sheet = read(&command.sheet)?;
    let target = Target::find(command, config)?;
    let into = target.into.clone();
    let options = sheet::Options { into: into.as_deref(), delete: command.delete };
    let import = sheet::import(&target.files, &sheet, options);
    show_findings(&import.findings)?;
    for change in &import.changes {
        show(change)?;
    }
    for refusal in &import.refusals {
        output::answer_line(format_args!(
            "refused  {}\n  {}: {}",
            refusal.rule, refusal.place, refusal.why
        ))?;
    }
    tell(&sheet, &import)?;
    let broken = check(&target, &import)?;
    let refused = !import.refusals.is_empty() || import.findings.iter().any(Finding::is_error);
    if broken {
        output::answer_line("nothing is written: with these changes the rules have errors")?;
    } else if import.files.is_empty() {
        output::answer_line("the rules stay as they are")?;
    } else if command.yes {
        write(&target, &import.files)?;
        next(command, &target);
        target.warn();
    } else {
        output::note("\nNothing is written yet. To write it, add --yes");
    }
    Ok(if broken || refused { Exit::Findings } else { Exit::Fine })
}

fn read(path: &Path) -> anyhow::Result<Sheet> {
    let shown = path.display();
    let bytes = read_file(path)?;
    let name = path.display().to_string();
    sheet::read(&name, &bytes).map_err(|error| Mistake(format!("{shown}: {error}")).into())
}

/// The rule files that are changed.
struct Target {
    /// Where they are read from; absent when there are none yet.
    path: Option<PathBuf>,
    files: Vec<Arc<SourceFile>>,
    /// The name of the file that new rules go into, as told.
    into: Option<String>,
    /// Whether that file is not there yet.
    made: bool,
}

impl Target {
    /// The files of `--rules`, and the file of `--into`; that alone with what it includes where it is none of those.
    fn find(command: &Import, config: &Config) -> anyhow::Result<Self> {
        let path = config.path("rules.path")?;
        let Some(into) = &command.into else {
            let rules = rule_files::whole(&path)?;
            return Ok(Self { path: Some(path), files: rules.files, into: None, made: false });
        };
        let name = rule_files::plain(into);
        if !name.ends_with(rule_files::ENDING) {
            return Err(Mistake(format!(
                "{name} is no rule file; their names end in {}",
                rule_files::ENDING
            ))
            .into());
        }
        let path = Some(path).filter(|path| path.exists());
        let mut files = path
            .as_deref()
            .map(rule_files::whole)
            .transpose()?
            .map_or_else(Vec::new, |rules| rules.files);
        let known = files.iter().any(|file| file.name == name);
        if !known && into.exists() {
            let rules = rule_files::whole(into)?;
            return Ok(Self {
                path: Some(into.clone()),
                files: rules.files,
                into: Some(name),
                made: false,
            });
        }
        if !known {
            files.push(Arc::new(SourceFile { name: name.clone(), text: NEW_FILE.to_owned() }));
        }
        Ok(Self { path, files, into: Some(name), made: !known })
    }

    /// Says where rules went that nobody reads.
    fn warn(&self) {
        let (Some(path), Some(into)) = (&self.path, self.into.as_deref().filter(|_| self.made))
        else {
            return;
        };
        let read = rule_files::whole(path)
            .is_ok_and(|rules| rules.files.iter().any(|file| file.name == into));
        if !read {
            let path = path.display();
            output::warn(format_args!(
                "{into} is not among the rules of {path}, so no command reads it: move it there, or say --rules {into}"
            ));
        }
    }
}

/// One row that changes: a line of its own for each line that goes or comes.
fn show(change: &Change) -> anyhow::Result<()> {
    let (word, style) = match change.kind {
        ChangeKind::Added => ("added", output::GREEN),
        ChangeKind::Changed => ("changed", output::CYAN),
        ChangeKind::Removed => ("removed", output::RED),
    };
    let word = output::styled(style, word);
    output::answer_line(format_args!("{word}  {}  ({})", change.rule, change.file))?;
    for (column, old, new) in &change.cells {
        show_cell(*column, old, new)?;
    }
    Ok(())
}

fn show_cell(column: Column, old: &str, new: &str) -> anyhow::Result<()> {
    output::answer_line(format_args!("  {}", column.name()))?;
    let (old, new) = (said(old), said(new));
    for line in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let text = line.value();
        let (style, sign) = match line.tag() {
            ChangeTag::Delete => (output::RED, '-'),
            ChangeTag::Insert => (output::GREEN, '+'),
            ChangeTag::Equal => continue,
        };
        output::answer_line(output::styled(style, &format!("    {sign} {text}")))?;
    }
    Ok(())
}

/// The lines of a cell; a blank one in a list of keywords says nothing, and is not written.
fn said(cell: &str) -> Vec<&str> {
    cell.lines().filter(|line| !line.trim().is_empty()).collect()
}

/// How many rows became what, and what was left alone.
fn tell(sheet: &Sheet, import: &sheet::Import) -> anyhow::Result<()> {
    let count = |kind| import.changes.iter().filter(|change| change.kind == kind).count();
    let errors = import.findings.iter().filter(|finding| finding.is_error()).count();
    if !sheet.ignored.is_empty() {
        output::note(format_args!("columns that mean nothing here: {}", sheet.ignored.join(", ")));
    }
    if !import.absent.is_empty() {
        output::note(format_args!(
            "not in the sheet, and kept: {}; --delete takes them out",
            import.absent.join("; ")
        ));
    }
    Ok(output::answer_line(format_args!(
        "{} added, {} changed, {} removed, {} refused",
        counted(count(ChangeKind::Added), "row"),
        count(ChangeKind::Changed),
        count(ChangeKind::Removed),
        import.refusals.len() + errors,
    ))?)
}

/// Whether the rules have errors, or examples that fail, with the changes; shows them, and what is doubtful in what changed.
fn check(target: &Target, import: &sheet::Import) -> anyhow::Result<bool> {
    if import.files.is_empty() {
        return Ok(false);
    }
    let Checked { rules, findings, .. } =
        rule_files::check_changed(target.path.as_deref(), &import.files)?;
    let failures = rules.map(failed_examples).transpose()?.unwrap_or_default();
    let broken = !failures.is_empty() || findings.iter().any(Finding::is_error);
    let tables = import.files.iter().map(|file| (file.name.as_str(), Tables::of(&file.text)));
    let tables: BTreeMap<&str, Tables> = tables.collect();
    for found in findings.iter().chain(&failures) {
        let from = row(import, &tables, found);
        let doubt = found.diagnostic.severity != Severity::Info;
        let from = from.filter(|_| doubt);
        if found.is_error() || from.is_some() {
            show_findings(&[in_sheet(found.clone(), from)])?;
        }
    }
    Ok(broken)
}

/// A finding on a file as it will be, at the row it comes from: its author has that before them.
fn in_sheet(mut found: Finding, from: Option<&Change>) -> Finding {
    if let Some(change) = from {
        found.diagnostic = found.diagnostic.at(format!("{}: {}", change.place, change.rule));
    }
    found
}

/// The row of the sheet that a finding on a file, as it will be, comes from.
fn row<'i>(
    import: &'i sheet::Import,
    tables: &BTreeMap<&str, Tables>,
    found: &Finding,
) -> Option<&'i Change> {
    let file = &found.source;
    import.files.iter().find(|changed| changed.name == file.name && changed.text == file.text)?;
    let id = tables.get(file.name.as_str())?.rule_at(found.diagnostic.span.start)?;
    let of_rule = |change: &&Change| {
        let (_, named) = change.rule.split_once(' ').unwrap_or_default();
        let rest = named.strip_prefix(id);
        !change.place.is_empty()
            && change.file == file.name
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(", "))
    };
    import.changes.iter().find(of_rule)
}

fn write(target: &Target, changed: &[SourceFile]) -> anyhow::Result<()> {
    for file in changed {
        let path = Path::new(&file.name);
        let new = target.made && target.into.as_deref() == Some(&file.name);
        let read = target.files.iter().find(|read| read.name == file.name);
        let written = match read {
            Some(read) if !new => files::replace(path, &read.text, &file.text),
            _ => files::create(path, &file.text),
        };
        written.with_context(|| format!("cannot write {}", file.name))?;
        output::answer_line(format_args!("wrote {}", file.name))?;
    }
    Ok(())
}

/// Says how to look at what was written.
fn next(command: &Import, target: &Target) {
    let path = target.path.as_deref().or(command.into.as_deref()).map(Path::display);
    match path.filter(|path| path.to_string() != "rules") {
        Some(path) => output::note(format_args!("\nNext: tagline rules check {path}")),
        None => output::note("\nNext: tagline rules check"),
    }
}
