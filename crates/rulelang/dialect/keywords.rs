//! Columns of keywords: the header names a theme, the cells below are what is looked for.

use super::{Converted, Note};
use crate::{Severity, parse_keyword};

/// The keywords of a column as the lines of `any`, one a line; empty and repeated cells are left out.
///
/// Places are those of `cells` joined by line breaks.
#[must_use]
pub fn keywords(cells: &[String]) -> Converted {
    let mut lines: Vec<String> = Vec::new();
    let (mut notes, mut refused) = (Vec::new(), Vec::new());
    let mut at = 0;
    for cell in cells {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let line = words.join(" ");
        let (start, span) = (at, at..at + cell.len());
        at = span.end + 1;
        if line.is_empty() {
            continue;
        }
        let parsed = parse_keyword(&line);
        let moved = |found: crate::Diagnostic| crate::Diagnostic {
            span: span.clone(),
            fix: None,
            ..found.moved(start)
        };
        let (errors, doubts): (Vec<_>, Vec<_>) = parsed
            .diagnostics
            .into_iter()
            .filter(|found| found.severity != Severity::Info)
            .partition(|found| found.severity == Severity::Error);
        let told = doubts.into_iter().map(|found| {
            let help = found.help.map(|help| format!("; {help}")).unwrap_or_default();
            Note { span: span.clone(), text: format!("`{line}`: {}{help}", found.message) }
        });
        notes.extend(told);
        let broken = !errors.is_empty();
        refused.extend(errors.into_iter().map(moved));
        if !broken && !lines.contains(&line) {
            lines.push(line);
        }
    }
    Converted { query: (!lines.is_empty()).then(|| lines.join("\n")), notes, refused }
}
