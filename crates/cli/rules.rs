//! `tagline rules`: check them, run their examples, try them on a text.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use mention::{Author, Field, Lang, Mention, Span, Tagged};
use rulelang::{Finding, RuleSet, Severity};
use tagger::{Scratch, Tagger, Trial};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::rule_files::{self, Checked, Unusable};
use crate::{json, output};

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// Say everything that is wrong or doubtful in the rule files, and what to write instead
    Check(Check),
    /// Run the examples that stand beside the rules
    Test(Test),
    /// Show what the rules make of a text, and why
    Try(Try),
}

/// Which rules to check.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A rule file or a folder [default: --rules]
    path: Option<PathBuf>,
}

/// Which examples to run.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// A rule file or a folder [default: --rules]
    path: Option<PathBuf>,
}

/// What to try.
#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The text of a post
    text: String,
    /// Its language, as in sv
    #[arg(long)]
    lang: Option<String>,
    /// Its author's handle
    #[arg(long)]
    author: Option<String>,
    /// Its platform
    #[arg(long)]
    platform: Option<String>,
    /// The community it stands in, as in subreddit:Sims4
    #[arg(long)]
    place: Option<String>,
}

/// Does it.
pub(crate) fn run(command: Rules, config: &Config) -> anyhow::Result<Exit> {
    let path = |chosen: Option<PathBuf>| chosen.map_or_else(|| config.path("rules.path"), Ok);
    match command {
        Rules::Check(Check { path: chosen }) => check(rule_files::check(&path(chosen)?)?),
        Rules::Test(Test { path: chosen }) => test(rule_files::check(&path(chosen)?)?),
        Rules::Try(what) => try_text(&what, &rule_files::compile(&path(None)?, Trial::Tags)?),
    }
}

fn check(Checked { rules, findings, files }: Checked) -> anyhow::Result<Exit> {
    let count =
        |severity| findings.iter().filter(|found| found.diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let failures = rules.map(failed_examples).transpose()?.unwrap_or_default();
    show_findings(&findings)?;
    show_findings(&failures)?;
    output::answer_line(format_args!(
        "{}: {}, {}, {} failing",
        counted(files, "file"),
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(failures.len(), "example")
    ))?;
    Ok(if errors + failures.len() == 0 { Exit::Fine } else { Exit::Findings })
}

fn test(Checked { rules, findings, .. }: Checked) -> anyhow::Result<Exit> {
    let Some(rules) = rules else {
        show_findings(&findings)?;
        output::answer_line("no example was run: the rules have errors")?;
        return Ok(Exit::Findings);
    };
    let examples = rules.examples.len();
    let failures = failed_examples(rules)?;
    show_findings(&failures)?;
    output::answer_line(format_args!(
        "{} passed, {} failed",
        examples - failures.len(),
        failures.len()
    ))?;
    Ok(if failures.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// Findings, with a blank line after each.
fn show_findings(findings: &[Finding]) -> anyhow::Result<()> {
    if !findings.is_empty() {
        output::answer_line(rule_files::shown(findings))?;
        output::answer_line("")?;
    }
    Ok(())
}

fn failed_examples(rules: RuleSet) -> Result<Vec<Finding>, Unusable> {
    match rule_files::prove(rules, Trial::Tags) {
        Ok(_) => Ok(Vec::new()),
        Err(Unusable::Errors(failures)) => Ok(failures),
        Err(other) => Err(other),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn try_text(what: &Try, tagger: &Tagger) -> anyhow::Result<Exit> {
    let lang = what.lang.as_deref().map(|tag| {
        Lang::parse(tag).ok_or_else(|| {
            Mistake(format!("--lang {tag} is no language code; write it as en, sv or pt"))
        })
    });
    let mention = Mention {
        text: what.text.clone(),
        lang: lang.transpose()?,
        author: what
            .author
            .clone()
            .map(|handle| Author { handle: Some(handle), ..Author::default() }),
        platform: what.platform.clone().unwrap_or_default(),
        own_place: what.place.clone(),
        ..Mention::default()
    };
    show(&mention, &tagger.tag_mention(&mention, &mut Scratch::default()))?;
    Ok(Exit::Fine)
}

fn show(mention: &Mention, tagged: &Tagged) -> anyhow::Result<()> {
    if tagged.tags.is_empty() && tagged.excluded_by.is_empty() {
        output::answer_line("no rule finds this text")?;
    }
    for tag in &tagged.tags {
        let why = match tag.spans.as_slice() {
            [] => format!("({})", json::cause(tag.cause)),
            spans => marked(mention, spans),
        };
        output::answer_line(format_args!("{:<32} {why}", tag.name.to_string()))?;
    }
    for id in &tagged.excluded_by {
        output::answer_line(format_args!("{:<32} (noise: kept out of reports)", id.to_string()))?;
    }
    output::answer_line(format_args!("counts as {}", tagged.standing.name()))?;
    Ok(())
}

/// The text with the words at `spans` in square brackets.
fn marked(mention: &Mention, spans: &[Span]) -> String {
    let mut pieces = Vec::new();
    let mut at = 0;
    for span in spans.iter().filter(|span| span.field == Field::Text) {
        let (start, end) = (span.start as usize, span.end as usize);
        pieces.extend([&mention.text[at..start], "[", &mention.text[start..end], "]"]);
        at = end;
    }
    pieces.push(&mention.text[at..]);
    pieces.concat()
}
