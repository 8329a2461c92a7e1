//! `tagline rules check`: everything that is wrong or doubtful in rule files, and what to write instead.

use std::path::PathBuf;

use clap::Args;
use rulelang::Severity;

use super::{counted, failed_examples, show_findings};
use crate::config::Config;
use crate::exit::Exit;
use crate::output;
use crate::rule_files::{self, Checked};

/// Which rules to check.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A rule file or a folder [default: --rules]
    path: Option<PathBuf>,
}

/// Does it.
pub(super) fn run(command: &Check, config: &Config) -> anyhow::Result<Exit> {
    let path = command.path.clone().map_or_else(|| config.path("rules.path"), Ok)?;
    let Checked { rules, findings, files } = rule_files::check(&path)?;
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
