//! `tagline rules`: what can be done with rule files, one subcommand a file.

pub(crate) mod check;
mod chosen;
mod convert;
mod export;
mod fmt;
mod import;
mod marked;
mod read;
mod schema;
mod test;
mod try_text;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use clap::Subcommand;
use rulelang::{Finding, RuleSet, SourceFile};
use tagger::Trial;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::output;
use crate::rule_files::{self, Unusable};

/// Bytes of a sheet, or of a file of queries, at most.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// Say everything that is wrong or doubtful in the rule files, and what to write instead
    Check(check::Check),
    /// Lay the rule files out one way: one alternative a line where a query is long
    Fmt(fmt::Fmt),
    /// Run the examples that stand beside the rules
    Test(test::Test),
    /// Say in plain words what a rule looks for
    Read(read::Read),
    /// Show what the rules make of a post, why, and why others do not find it
    Try(try_text::Try),
    /// Carry queries of another tool over into a rule file, and say what means something else here
    Convert(convert::Convert),
    /// Write the rules as a spreadsheet, .xlsx or .csv, to be changed there
    Export(export::Export),
    /// Take over what was changed in an exported spreadsheet; shows it first
    Import(import::Import),
    /// Print the JSON Schema of rule files, by which editors complete and underline
    Schema,
}

/// Does it.
pub(crate) fn run(command: Rules, config: &Config) -> anyhow::Result<Exit> {
    match command {
        Rules::Check(command) => check::run(&command, config),
        Rules::Fmt(command) => fmt::run(&command, config),
        Rules::Test(command) => test::run(&command, config),
        Rules::Read(command) => read::run(&command, config),
        Rules::Try(command) => try_text::run(&command, config),
        Rules::Convert(command) => convert::run(&command),
        Rules::Export(command) => export::run(&command, config),
        Rules::Import(command) => import::run(&command, config),
        Rules::Schema => schema::run(),
    }
}

/// Findings, with a blank line after each.
fn show_findings(findings: &[Finding]) -> anyhow::Result<()> {
    if !findings.is_empty() {
        output::answer_line(rule_files::shown(findings))?;
        output::answer_line("")?;
    }
    Ok(())
}

/// Findings beside the answer, with a blank line after each.
fn show_findings_beside(findings: &[Finding]) {
    if !findings.is_empty() {
        output::warn(format_args!("{}\n", rule_files::shown(findings)));
    }
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

/// All of a file that rules are made of.
fn read_file(path: &Path) -> Result<Vec<u8>, Mistake> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Mistake(format!("there is no file {name}")),
        _ => Mistake(format!("cannot read {name}: {error}")),
    })?;
    read_whole(&name, file)
}

/// The rule file on standard input.
fn standard_input() -> Result<SourceFile, Mistake> {
    let name = "standard input".to_owned();
    let text = rule_files::text(&name, read_whole(&name, io::stdin())?)?;
    Ok(SourceFile { name, text })
}

/// All of what people know by `name`, unless it is more than rules are ever made of.
fn read_whole(name: &str, input: impl io::Read) -> Result<Vec<u8>, Mistake> {
    let mut bytes = Vec::new();
    let read = input.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    match read.map(u64::try_from) {
        Err(error) => Err(Mistake(format!("cannot read {name}: {error}"))),
        Ok(Ok(length)) if length <= FILE_BYTES_MAX => Ok(bytes),
        Ok(_) => Err(Mistake(format!(
            "{name} has more than {} MiB, which no rules need; hand it in by parts",
            FILE_BYTES_MAX >> 20
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{FILE_BYTES_MAX, read_whole};

    #[test]
    fn what_never_ends_is_refused_and_what_fits_is_not() {
        let error = read_whole("standard input", io::repeat(b'a')).unwrap_err();
        assert!(error.0.starts_with("standard input has more than 64 MiB"), "{error}");
        let all = io::Read::take(io::repeat(b'a'), FILE_BYTES_MAX);
        assert!(read_whole("q.txt", all).is_ok());
        assert_eq!(read_whole("q.txt", &b"late"[..]).unwrap(), b"late");
    }
}
