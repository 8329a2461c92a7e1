//! `tagline rules test`: the examples that stand beside the rules.

use std::path::PathBuf;

use clap::Args;

use super::{failed_examples, show_findings};
use crate::config::Config;
use crate::exit::Exit;
use crate::output;
use crate::rule_files::{self, Checked};

/// Which examples to run.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// A rule file or a folder [default: --rules]
    path: Option<PathBuf>,
}

/// Does it.
pub(super) fn run(command: &Test, config: &Config) -> anyhow::Result<Exit> {
    let path = command.path.clone().map_or_else(|| config.path("rules.path"), Ok)?;
    let Checked { rules, findings, .. } = rule_files::check(&path)?;
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
