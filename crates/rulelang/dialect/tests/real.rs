//! Queries that people and vendors published, from the folder that `TAGLINE_DATA` names.

use crate::{Diagnostic, RuleSet, Severity, SourceFile};

mod baseline;
mod mistakes;

/// A query that somebody published.
struct Published {
    id: String,
    dialect: String,
    query: String,
    note: String,
}

/// All of them; `None` where there is no such folder.
fn published() -> Option<Vec<Published>> {
    let Ok(data) = std::env::var("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return None;
    };
    let text = std::fs::read_to_string(format!("{data}/queries/real_queries.jsonl")).unwrap();
    let read = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
        Published {
            id: text("id"),
            dialect: text("dialect"),
            query: text("query"),
            note: text("note"),
        }
    };
    Some(text.lines().map(read).collect())
}

/// The dialects that are pasted as they are, by family.
fn family(dialect: &str) -> Option<&'static str> {
    match dialect {
        "x-v2-search" | "x-v2-stream" | "x-web" | "powertrack" | "x-powerstream"
        | "x-v1-search" => Some("x"),
        "brandwatch" => Some("brandwatch"),
        _ => None,
    }
}

/// Everything that is said of `query` as a rule's, at the bytes of the query.
fn findings(query: &str) -> Vec<Diagnostic> {
    const BEFORE: &str = "[[theme]]\nid = 'published'\nquery = '''";
    assert!(!query.contains("'''"), "{query}");
    let text = format!("{BEFORE}{query}'''\n");
    let source = SourceFile { name: "published.rules.toml".to_owned(), text };
    let read = RuleSet::read(&[source], &|_, _| Err("there is no such file".to_owned()));
    let found = match read {
        Ok((_, findings)) | Err(findings) => findings,
    };
    let within = |mut found: Diagnostic| {
        let span = found.span.start.checked_sub(BEFORE.len())?..found.span.end - BEFORE.len();
        found.span = span;
        Some(found)
    };
    found.into_iter().filter_map(|found| within(found.diagnostic)).collect()
}

fn is_refused(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|found| found.severity == Severity::Error)
}
