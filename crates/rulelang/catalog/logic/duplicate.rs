//! `duplicate`: saying the same twice changes nothing.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::collections::BTreeMap;

use crate::check::forms::{Term, without_alternative, without_operand};
use crate::check::{brief, is_filter};
use crate::{Code, Diagnostic, Fix, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::Duplicate,
    name: "duplicate",
    severity: Severity::Info,
    text: "Saying the same twice changes nothing.",
    now: "The second time changes nothing.",
    meant: "Another term, or the term once.",
    write: "Take one of them out, or write what was meant.",
    fires: &[
        Case::query("flood OR storm OR flood", "flood").fixed("flood OR storm"),
        Case::query("(flood OR storm) lang:en lang:en", "lang:en")
            .fixed("(flood OR storm) lang:en"),
    ],
    silent: &[Query("flood OR storm"), Query("flood OR #flooded"), Query(r#""new york" OR york"#)],
    untested: "",
};

/// Terms that say what another one beside them says; one finding for all of them.
pub(crate) fn find(text: &str, terms: &[Term<'_>], operator: &str) -> Option<Diagnostic> {
    let mut first: BTreeMap<u32, &Term<'_>> = BTreeMap::new();
    let mut again: Vec<(&Term<'_>, &Term<'_>)> = Vec::new();
    for term in terms {
        match first.get(&term.form) {
            Some(before) => again.push((term, before)),
            None => {
                first.insert(term.form, term);
            }
        }
    }
    let (term, before) = again.first()?;
    let written = brief(text.get(term.node.span.clone()).unwrap_or_default());
    let more = match again.len() - 1 {
        0 => String::new(),
        1 => ", and so does one more term".to_owned(),
        count => format!(", and so do {count} more terms"),
    };
    let message = format!("`{written}` says again what stands here already{more}");
    let mut found = Diagnostic::info(Code::Duplicate, term.node.span.clone(), message)
        .help("take it out, or write what was meant instead")
        .label(before.node.span.clone(), "the same");
    for (term, _) in again.iter().skip(1).take(3) {
        found = found.label(term.node.span.clone(), "said before, too");
    }
    let take_out = if operator == "OR" { without_alternative } else { without_operand };
    let edit = again.iter().find_map(|(term, _)| Some((*term, take_out(text, &term.node.span)?)));
    Some(match edit {
        // A word that is required twice may belong to what was meant otherwise: `(late parcel), (lost parcel)`.
        Some((term, edit)) => {
            let plain = |term: &Term<'_>| {
                let written = text.get(term.node.span.clone()).unwrap_or_default();
                written.trim_matches('"').to_lowercase()
            };
            // `"#acme" OR "@acme"` are one word as they stand, and were to be two things.
            let alike = plain(term).trim_start_matches(['#', '@']) != plain(term)
                && again.iter().all(|(one, other)| plain(one) != plain(other));
            let safe = !alike && (operator == "OR" || is_filter(term.node));
            found.fixed_by(Fix { edits: vec![edit], safe })
        }
        None => found,
    })
}
