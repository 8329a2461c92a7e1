//! Findings as JSON, one object a line.

use std::collections::BTreeMap;

use rulelang::{Finding, Tables};
use serde_json::{Value, json};

/// The rules of each file that has findings.
struct Rules<'f>(BTreeMap<&'f str, Tables>);

impl<'f> Rules<'f> {
    fn of(findings: &'f [Finding]) -> Self {
        let mut rules = BTreeMap::new();
        for Finding { source, .. } in findings {
            rules.entry(source.name.as_str()).or_insert_with(|| Tables::of(&source.text));
        }
        Self(rules)
    }

    fn at(&self, finding: &Finding) -> Option<&str> {
        self.0.get(finding.file())?.rule_at(finding.diagnostic.span.start)
    }
}

/// Findings, each as one object.
pub(in crate::rules) fn objects(findings: &[Finding]) -> impl Iterator<Item = Value> {
    let rules = Rules::of(findings);
    findings
        .iter()
        .zip(rulelang::positions(findings))
        .map(move |(finding, place)| object(finding, place, &rules))
}

fn object(finding: &Finding, (line, column): (usize, usize), rules: &Rules<'_>) -> Value {
    let diagnostic = &finding.diagnostic;
    json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "file": finding.file(),
        "line": line,
        "column": column,
        "span": [diagnostic.span.start, diagnostic.span.end],
        "message": diagnostic.message,
        "help": diagnostic.help,
        "rule": rules.at(finding),
    })
}
