//! `tagline rules check`: everything that is wrong or doubtful in rule files, and what to write instead.

mod fix;
mod format;
pub(super) mod json;
pub(crate) mod lint;
mod sample;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rulelang::{Finding, RuleSet, Severity, SourceFile};

use super::standard_input;
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::rule_files::{self, Checked, Unusable};
use crate::{clock, output};

/// Which rules to check, and what to do about what is found.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A rule file or a folder, or - for a file on standard input [default: --rules]
    path: Option<PathBuf>,
    /// How findings are written: text for people, json for programs (an object a line), github for annotations
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// End with 1 from this severity on: error, warning or info
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = lint::severity)]
    fail_on: Severity,
    /// Hold the rules against posts, a file of JSON lines: what matches too much, never, or doubly
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,
    /// Mend what can be mended without changing what a rule finds
    #[arg(long)]
    fix: bool,
    /// Mend the rest as well, as it was probably meant
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what would be mended, and change no file
    #[arg(long)]
    diff: bool,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a person reads them.
    Text,
    /// As JSON, one object a line.
    Json,
    /// As commands that GitHub shows beside the lines.
    Github,
}

/// Does it.
pub(super) fn run(command: &Check, config: &Config) -> anyhow::Result<Exit> {
    if command.diff && command.format != Format::Text {
        let message = "--diff is for people to read; leave out --format, or --diff";
        return Err(Mistake(message.to_owned()).into());
    }
    let levels = lint::Levels::of(config)?;
    let folder = path(command, config)?;
    let (mut files, illegible) = entries(command, folder.as_deref())?;
    let mut mended = None;
    if command.fix || command.unsafe_fixes || command.diff {
        let wanted = fix::Wanted {
            all: command.unsafe_fixes,
            only_show: command.diff,
            show: command.format == Format::Text,
            levels: &levels,
        };
        mended = Some(fix::mend(&mut files, &wanted)?);
    }
    let Checked { rules, mut findings, files, included } =
        rule_files::check_all(&files, &BTreeMap::new());
    let files = files + illegible.len();
    findings.extend(illegible);
    if let Some(path) = folder {
        findings.extend(rule_files::misnamed(&path)?.left_out(&included).findings());
    }
    let found = everything(command, rules, findings, &levels, config)?;
    format::write(command.format, &found)?;
    if command.format == Format::Text {
        output::answer_line(format::summary(files, &found, mended.as_ref()))?;
    }
    let told = found.iter().any(|finding| finding.diagnostic.severity <= command.fail_on);
    Ok(if told { Exit::Findings } else { Exit::Fine })
}

/// Where the files to check are; nothing for standard input.
fn path(command: &Check, config: &Config) -> anyhow::Result<Option<PathBuf>> {
    match &command.path {
        Some(path) if path == Path::new("-") => Ok(None),
        Some(path) => Ok(Some(path.clone())),
        None => Ok(Some(config.path("rules.path")?)),
    }
}

/// The files to check: standard input, or those at the path, and what is told of those that cannot be read.
fn entries(
    command: &Check,
    path: Option<&Path>,
) -> anyhow::Result<(Vec<SourceFile>, Vec<Finding>)> {
    if let Some(path) = path {
        return Ok(rule_files::legible_files(path)?);
    }
    let mends = command.fix || command.unsafe_fixes;
    if mends && !command.diff {
        let message = "standard input cannot be mended in place; --diff shows what would change";
        return Err(Mistake(message.to_owned()).into());
    }
    Ok((vec![standard_input()?], Vec::new()))
}

/// All that is found, as severe as the configuration has it, by file and place.
fn everything(
    command: &Check,
    rules: Option<RuleSet>,
    findings: Vec<Finding>,
    levels: &lint::Levels,
    config: &Config,
) -> anyhow::Result<Vec<Finding>> {
    let mut posts = Vec::new();
    if let Some(path) = command.sample.as_deref().filter(|_| rules.is_some()) {
        posts = sample::read(path, config)?;
    }
    let review = tagger::review(rules, findings, &posts, clock::now()).map_err(Unusable::from)?;
    Ok(levels.apply(review.findings))
}
