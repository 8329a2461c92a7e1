//! Findings as JSON, one object a line.

use std::collections::BTreeMap;

use rulelang::{Finding, SourceFile};
use serde_json::json;

/// The rule that stands at each place of the files, by its table.
pub(super) struct Rules<'f>(BTreeMap<&'f str, Vec<(usize, String)>>);

impl<'f> Rules<'f> {
    pub(super) fn of(findings: &'f [Finding]) -> Self {
        let mut rules = BTreeMap::new();
        for finding in findings {
            let source = &*finding.source;
            rules.entry(source.name.as_str()).or_insert_with(|| tables(source));
        }
        Self(rules)
    }

    fn at(&self, finding: &Finding) -> Option<&str> {
        let tables = self.0.get(finding.file())?;
        let after = tables.partition_point(|(at, _)| *at <= finding.diagnostic.span.start);
        let (_, id) = tables.get(after.checked_sub(1)?)?;
        Some(id.as_str()).filter(|id| !id.is_empty())
    }
}

/// Where each table begins, and the id in it.
fn tables(source: &SourceFile) -> Vec<(usize, String)> {
    let mut tables: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let text = line.trim();
        if text.starts_with('[') && !text.contains('.') && text.ends_with(']') {
            tables.push((at, String::new()));
        }
        let value =
            text.strip_prefix("id").map(str::trim_start).and_then(|it| it.strip_prefix('='));
        if let (Some(value), Some((_, id))) = (value, tables.last_mut()) {
            let value = value.trim().trim_start_matches(['"', '\'']);
            value.split(['"', '\'']).next().unwrap_or_default().clone_into(id);
        }
        at += line.len();
    }
    tables
}

/// A finding as one object.
pub(super) fn object(
    finding: &Finding,
    (line, column): (usize, usize),
    rules: &Rules<'_>,
) -> String {
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
    .to_string()
}
