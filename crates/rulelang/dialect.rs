//! Queries of other tools, carried over: what means the same stays letter by letter, what is written
//! differently is rewritten, what means something else is told, and what there is not here is refused.
//!
//! Each dialect is a file: mostly tables of its fields, with the page of its documentation they are from.

mod brandwatch;
mod draft;
mod keywords;
mod meltwater;
mod scan;
mod slug;
mod talkwalker;
#[cfg(test)]
mod tests;
mod x;

use std::collections::BTreeMap;
use std::ops::Range;

pub use crate::chars::plain;
pub use keywords::keywords;
pub use slug::slug;

use crate::{Context, Diagnostic, Settings, Severity, check_query, lower, parse};
use draft::Draft;

/// The query language of another tool.
#[derive(Debug)]
pub struct Dialect {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What the tool is called.
    pub label: &'static str,
    /// Where its language is documented.
    pub page: &'static str,
    /// What differs for any query, in sentences.
    pub always: &'static [&'static str],
    /// Writes down what is to be changed and told.
    carry: fn(&mut Draft<'_>),
}

/// Every dialect.
pub const DIALECTS: [&Dialect; 4] =
    [&x::X, &brandwatch::BRANDWATCH, &talkwalker::TALKWALKER, &meltwater::MELTWATER];

/// Something that means here what it did not mean there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The bytes of the source it is about.
    pub span: Range<usize>,
    /// What differs, as a sentence without a full stop.
    pub text: String,
}

/// A query of another tool, as it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The query; absent when something in it is refused.
    pub query: Option<String>,
    /// What differs, in the order of the source.
    pub notes: Vec<Note>,
    /// Why it cannot be carried over: errors, whose places are those of the source.
    pub refused: Vec<Diagnostic>,
}

impl Dialect {
    /// The dialect of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        DIALECTS.into_iter().find(|dialect| dialect.name == name)
    }

    /// Carries a query over. A query it returns can be read and used as a rule's.
    #[must_use]
    pub fn convert(&self, source: &str) -> Converted {
        let mut draft = Draft::new(source);
        (self.carry)(&mut draft);
        let query = draft.applied();
        let told = errors(&query).into_iter().map(|found| draft.in_source(found));
        let told: Vec<Diagnostic> = told.filter(|found| !draft.tells(&found.span)).collect();
        let Draft { mut notes, mut refused, .. } = draft;
        refused.extend(told);
        refused.sort_by_key(|found| (found.span.start, found.span.end));
        notes.sort_by_key(|note| (note.span.start, note.span.end));
        Converted { query: refused.is_empty().then_some(query), notes, refused }
    }
}

/// Why `query` cannot be a rule's.
fn errors(query: &str) -> Vec<Diagnostic> {
    let lists = BTreeMap::new();
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    let mut parsed = parse(query);
    if let Some(node) = &parsed.node {
        parsed.diagnostics.extend(lower(node, &context).1);
        parsed.diagnostics.extend(check_query(node, &context));
    }
    parsed.diagnostics.retain(|found| found.severity == Severity::Error);
    parsed.diagnostics
}
