//! Columns of keywords: the header names a theme, the cells below are what is looked for.

use std::collections::BTreeSet;

use super::{Converted, Note};
use crate::{Severity, parse_keyword};

/// Signs that stand in front of the lines of a list.
const BULLETS: [char; 10] = ['-', '*', '•', '–', '—', '·', '◦', '▪', '●', '‣'];

/// The keywords of a column as the lines of `any`, one a line; empty and repeated cells are left out, and
/// bullets and headings too, of which a note tells.
///
/// Places are those of `cells` joined by line breaks.
#[must_use]
pub fn keywords(cells: &[String]) -> Converted {
    let mut lines: Vec<String> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let (mut notes, mut refused) = (Vec::new(), Vec::new());
    let (mut at, mut bullets) = (0, 0);
    for cell in cells {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let line = words.join(" ");
        let (start, span) = (at, at..at + cell.len());
        at = span.end + 1;
        if line.is_empty() {
            continue;
        }
        if line.trim_start_matches('#').starts_with(' ') && line.starts_with('#') {
            let text = format!("`{line}` is left out: a heading; write a hashtag without a blank");
            notes.push(Note { span, text });
            continue;
        }
        let bare = line.strip_prefix(BULLETS).and_then(|rest| rest.strip_prefix(' '));
        bullets += usize::from(bare.is_some());
        let line = bare.map_or_else(|| line.clone(), str::to_owned);
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
        if !broken && known.insert(line.clone()) {
            lines.push(line);
        }
    }
    if bullets > 0 {
        let text = format!("left out in front of {bullets} of the keywords: a bullet");
        notes.push(Note { span: 0..0, text });
    }
    Converted { query: (!lines.is_empty()).then(|| lines.join("\n")), notes, refused }
}
