//! `tagline rules convert`: queries of another tool as a rule file, with a word on all that means something else.

mod input;
mod json;
mod lines;
mod name;
mod table;
mod written;

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use rulelang::dialect::{DIALECTS, Dialect};

use super::{counted, read_file, read_whole, show_findings_beside};
use crate::exit::{Exit, Mistake};
use crate::{files, output, rule_files};

/// What to carry over, and into what.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// A text with a query or keyword a line, JSON lines, rules of X's API as JSON, or a table (CSV, XLSX);
    /// `-` or nothing for standard input
    #[arg(value_name = "FILE")]
    input: Option<PathBuf>,
    /// Whose language the queries are in: x, brandwatch, talkwalker, meltwater; or keywords, for words
    /// without any: a text of them, or a table with a theme's name above each column
    #[arg(long, value_name = "DIALECT", value_parser = origin)]
    from: Origin,
    /// The rule file to write; it must not be there yet [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the rules are
    #[arg(long, value_enum, default_value_t = Kind::Theme)]
    kind: Kind,
    /// The id of the rule, or of the group of rules when there are several
    #[arg(long)]
    id: Option<String>,
}

/// What a query becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A theme
    Theme,
    /// A brand
    Brand,
}

/// Where queries come from.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// Another tool.
    Dialect(&'static Dialect),
    /// A table of keywords.
    Keywords,
}

fn origin(name: &str) -> Result<Origin, String> {
    if name == "keywords" {
        return Ok(Origin::Keywords);
    }
    Dialect::named(name).map(Origin::Dialect).ok_or_else(|| {
        let names: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name).collect();
        format!("it takes {} or keywords", names.join(", "))
    })
}

/// Does it.
pub(super) fn run(command: &Convert) -> anyhow::Result<Exit> {
    if let Some(path) = &command.output {
        refuse_output(path)?;
    }
    let id = command.id.as_deref().map(|id| group(id, command.kind)).transpose()?;
    let (name, bytes) = read(command.input.as_deref())?;
    let given = input::given(&name, bytes, command.from)?;
    let carried = written::carry(given, command.from, command.kind, id.as_deref());
    show_findings_beside(&carried.refused);
    let (rules, left) = (counted(carried.rules, "rule"), carried.left);
    if carried.rules > 0 {
        match &command.output {
            Some(path) => write_new(path, &carried.text)?,
            None => output::answer_whole(&carried.text)?,
        }
    }
    match (&command.output, carried.rules) {
        (_, 0) => output::note("nothing was written: no query could be carried over"),
        (Some(path), _) => {
            let path = path.display();
            output::note(format_args!("wrote {rules} to {path}; next: tagline rules check {path}"));
        }
        (None, _) => output::note(rules),
    }
    if left > 0 {
        let what = if left == 1 { "1 query was" } else { &format!("{left} queries were") };
        output::warn(format_args!("{what} not carried over, for the reasons above"));
    }
    Ok(if left == 0 { Exit::Fine } else { Exit::Findings })
}

/// A group's id, checked.
fn group(id: &str, kind: Kind) -> Result<String, Mistake> {
    let fits = mention::TagName::parse(id).is_some() && !(kind == Kind::Brand && id.contains('/'));
    if fits {
        return Ok(id.to_owned());
    }
    let hint = rulelang::dialect::slug(id).map(|id| format!(", as in {id}")).unwrap_or_default();
    Err(Mistake(format!("--id {id} is no id: write small letters a to z, digits and `-`{hint}")))
}

fn refuse_output(path: &Path) -> Result<(), Mistake> {
    let name = path.display();
    if path.exists() {
        return Err(Mistake(format!(
            "{name} is there already; choose another name, or move it away"
        )));
    }
    if !name.to_string().ends_with(rule_files::ENDING) {
        let ending = rule_files::ENDING;
        return Err(Mistake(format!(
            "{name} would not be found among the rules: end its name in {ending}"
        )));
    }
    Ok(())
}

fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    files::create(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// What was handed in, and what to call it.
fn read(input: Option<&Path>) -> Result<(String, Vec<u8>), Mistake> {
    let Some(path) = input.filter(|path| *path != Path::new("-")) else {
        let name = "standard input".to_owned();
        let bytes = read_whole(&name, io::stdin())?;
        return Ok((name, bytes));
    };
    Ok((path.display().to_string(), read_file(path)?))
}
