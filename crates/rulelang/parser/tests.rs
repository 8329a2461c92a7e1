//! What queries are read as, and what is said about them.

use super::parse;
use crate::{Severity, print};

#[test]
fn real_queries_are_read() {
    let Ok(data) = std::env::var("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{data}/queries/real_queries.jsonl")).unwrap();
    let (mut all, mut clean) = (0, 0);
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let query = record["query"].as_str().unwrap();
        let parsed = parse(query);
        let errors: Vec<_> =
            parsed.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        all += 1;
        clean += usize::from(errors.is_empty());
        for d in &parsed.diagnostics {
            eprintln!(
                "{} {}[{}] {:?} {}",
                record["id"],
                d.severity.name(),
                d.code.name(),
                query.get(d.span.clone()),
                d.message
            );
        }
        if let Some(node) = parsed.node {
            let canonical = print(&node);
            let again = parse(&canonical);
            if errors.is_empty() {
                assert_eq!(
                    again.node.map(|node| print(&node)).as_deref(),
                    Some(canonical.as_str())
                );
            }
        }
    }
    eprintln!("{clean} of {all} real queries have no error");
}
