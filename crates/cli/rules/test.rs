//! `tagline rules test`: the examples that stand beside the rules.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use mention::TagName;
use rulelang::{Expect, Finding, RuleSet};
use tagger::{Came, Coverage, Proof, Tagger, Trial};

use super::chosen::Chosen;
use super::marked::marked;
use super::{counted, show_findings};
use crate::config::Config;
use crate::exit::Exit;
use crate::output;
use crate::rule_files::{self, Checked, Unusable};

mod json;
mod junit;

/// Branches of one rule that are named.
const BRANCHES_MAX: usize = 8;

/// Which examples to run.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// A rule file or a folder [default: --rules], then tags: only the rules of these, and those below them
    #[arg(value_name = "PATH|TAG")]
    what: Vec<String>,
    /// Show which alternatives of each rule no example makes true
    #[arg(long)]
    coverage: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object
    Json,
    /// XML for continuous integration, as `JUnit` writes it
    Junit,
}

/// What came of the examples.
struct Answer {
    proofs: Vec<Proof>,
    /// Absent when it was not asked for.
    coverage: Option<Vec<Coverage>>,
}

/// Does it.
pub(super) fn run(command: &Test, config: &Config) -> anyhow::Result<Exit> {
    let (path, tags) = path_and_tags(&command.what);
    let path = path.map_or_else(|| config.path("rules.path"), Ok)?;
    let Checked { rules, findings, .. } = rule_files::check(&path)?;
    let Some(rules) = rules else { return refuse(command.format, &findings) };
    let chosen = Chosen::of(&rules, tags)?;
    let answer = match answer(rules, &chosen, command.coverage) {
        Err(Unusable::Errors(findings)) => return refuse(command.format, &findings),
        answer => answer?,
    };
    match command.format {
        Format::Text => text(&answer)?,
        Format::Json => output::answer_line(json::write(&answer)?)?,
        Format::Junit => output::answer_whole(junit::write(&answer)?)?,
    }
    let failed = answer.proofs.iter().any(|proof| matches!(proof.came, Came::Failed(_)));
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

/// Says why no example is run: the rules have errors, each of them one in whatever format is asked for.
fn refuse(format: Format, findings: &[Finding]) -> anyhow::Result<Exit> {
    let errors = || findings.iter().filter(|finding| finding.is_error()).cloned();
    match format {
        Format::Text => {
            show_findings(findings)?;
            output::answer_line("no example was run: the rules have errors")?;
        }
        Format::Json => output::answer_line(json::refused(&errors().collect::<Vec<_>>())?)?,
        Format::Junit => output::answer_whole(junit::refused(&errors().collect::<Vec<_>>())?)?,
    }
    Ok(Exit::Findings)
}

/// The first word that names a file or folder, and the rest.
fn path_and_tags(what: &[String]) -> (Option<PathBuf>, &[String]) {
    match what {
        [first, rest @ ..] if Path::new(first).exists() => (Some(PathBuf::from(first)), rest),
        tags => (None, tags),
    }
}

fn answer(rules: RuleSet, chosen: &Chosen, coverage: bool) -> Result<Answer, Unusable> {
    let tagger = Tagger::unproven(rules, Trial::Tags)?;
    let proofs = tagger.proofs(|id| chosen.has(id));
    let coverage = coverage.then(|| tagger::coverage(&tagger, &proofs, |id| chosen.has(id)));
    Ok(Answer { proofs, coverage })
}

/// How many examples passed, failed, and are not decided yet.
fn tally(proofs: &[Proof]) -> (usize, usize, usize) {
    let count = |wanted: fn(&Came) -> bool| proofs.iter().filter(|it| wanted(&it.came)).count();
    (
        count(|came| matches!(came, Came::Passed(_))),
        count(|came| matches!(came, Came::Failed(_))),
        count(|came| matches!(came, Came::Todo(_))),
    )
}

fn text(answer: &Answer) -> anyhow::Result<()> {
    let mut rule: Option<&TagName> = None;
    for proof in &answer.proofs {
        if output::is_quiet() && matches!(proof.came, Came::Passed(_)) {
            continue;
        }
        if rule != Some(&proof.example.rule) {
            output::answer_line(&proof.example.rule)?;
            rule = Some(&proof.example.rule);
        }
        output::answer_line(line(proof))?;
    }
    for proof in &answer.proofs {
        if let Came::Failed(failure) = &proof.came {
            output::answer_line("")?;
            show_findings(&[failure.finding()])?;
        }
    }
    if let Some(coverage) = &answer.coverage {
        show_coverage(coverage)?;
    }
    let (passed, failed, todo) = tally(&answer.proofs);
    let todo = if todo == 0 { String::new() } else { format!(", {todo} todo") };
    output::answer_line(format_args!("{passed} passed, {failed} failed{todo}"))?;
    if answer.proofs.is_empty() {
        output::note("write `match = [\"a post\"]` and `no_match = [\"another\"]` below a rule");
    }
    Ok(())
}

fn line(proof: &Proof) -> String {
    let post = |spans: &Option<Vec<_>>| marked(&proof.mention, spans.as_deref().unwrap_or(&[]));
    match &proof.came {
        Came::Passed(spans) => {
            let sign = output::styled(output::GREEN, "ok  ");
            let left = if spans.is_none() { "left alone: " } else { "" };
            format!("  {sign}  {left}{}", post(spans))
        }
        Came::Todo(spans) => {
            let sign = output::styled(output::YELLOW, "todo");
            let now = if spans.is_some() { "found now" } else { "not found now" };
            format!("  {sign}  {now}: {}", post(spans))
        }
        Came::Failed(_) => {
            let sign = output::styled(output::RED, "FAIL");
            let wanted = match proof.example.expect {
                Expect::NoMatch => "must be left alone",
                _ => "must be found",
            };
            format!("  {sign}  {wanted}: {}", post(&None))
        }
    }
}

fn show_coverage(coverage: &[Coverage]) -> anyhow::Result<()> {
    let (mut shown, mut all) = (0, 0);
    output::answer_line("")?;
    for Coverage { rule, examples, branches } in coverage {
        let missing: Vec<String> = branches
            .iter()
            .filter(|branch| !branch.shown)
            .map(|branch| {
                let what = if branch.excludes { "what it excludes: " } else { "" };
                format!("{what}{}", branch.part)
            })
            .collect();
        (shown, all) = (shown + branches.len() - missing.len(), all + branches.len());
        if missing.is_empty() {
            continue;
        }
        let parts = branches.len() - missing.len();
        let has = if *examples == 0 {
            "no example".to_owned()
        } else {
            format!("examples show {parts} of {}", counted(branches.len(), "part"))
        };
        output::answer_line(format_args!("{rule}: {has}"))?;
        for part in missing.iter().take(BRANCHES_MAX) {
            output::answer_line(format_args!("  not shown: {part}"))?;
        }
        if missing.len() > BRANCHES_MAX {
            let more = missing.len() - BRANCHES_MAX;
            output::answer_line(format_args!("  and {more} more; --format json names all"))?;
        }
    }
    let rules = counted(coverage.len(), "rule");
    output::answer_line(format_args!("\nexamples show {shown} of {all} parts of {rules}"))?;
    Ok(())
}
