//! Rule files and what is found in them.

mod mistakes;
mod named;
mod properties;
mod reference;
mod statements;
mod tags;
mod toml;

use std::collections::BTreeMap;

use crate::{Finding, RuleSet, SourceFile};

/// A file of the name `rules.toml`.
fn file(text: &str) -> SourceFile {
    SourceFile { name: "rules.toml".to_owned(), text: text.to_owned() }
}

/// Reads one file that includes none.
fn read(text: &str) -> Result<(RuleSet, Vec<Finding>), Vec<Finding>> {
    RuleSet::read(&[file(text)], &|_, _| Err("there is no such file".to_owned()))
}

/// Reads the first of several files; the others by their names, or all but itself by `*`.
fn read_all(files: &[(&str, &str)]) -> Result<(RuleSet, Vec<Finding>), Vec<Finding>> {
    let known: BTreeMap<&str, &str> = files.iter().copied().collect();
    let source =
        |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    let resolver = |pattern: &str, _: &str| match pattern {
        "*" => Ok(known.iter().map(|(name, text)| source(name, text)).collect()),
        name => known
            .get(name)
            .map(|text| vec![source(name, text)])
            .ok_or_else(|| "there is no such file".to_owned()),
    };
    RuleSet::read(&[source(files[0].0, files[0].1)], &resolver)
}

/// The rules of a text without an error or a warning.
#[track_caller]
fn clean(text: &str) -> RuleSet {
    let (rules, findings) = read(text).unwrap_or_else(|findings| panic!("{}", shown(&findings)));
    assert!(findings.is_empty(), "{}", shown(&findings));
    rules
}

fn shown(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// All findings of a text.
fn findings(read: Result<(RuleSet, Vec<Finding>), Vec<Finding>>) -> Vec<Finding> {
    match read {
        Ok((_, findings)) | Err(findings) => findings,
    }
}

/// Each finding on a line: where it is, what it is, what it underlines.
fn brief(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let (line, column) = finding.position();
        let under = &finding.source.text[finding.diagnostic.span.clone()];
        let under = under.lines().next().unwrap_or_default();
        format!("{line}:{column} {} `{under}`", finding.code().name())
    };
    findings.iter().map(line).collect()
}

/// Holds that a text has these findings, each as [`brief`] writes it.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = findings(read(text));
    assert_eq!(brief(&found), expected, "\n{text}\n{}", shown(&found));
}
