//! Changes of a text at several places at once.

use std::collections::BTreeSet;
use std::ops::Range;

/// Changes that are collected step by step, then made.
#[derive(Debug, Default)]
pub(super) struct Splices {
    all: Vec<Splice>,
    /// The step that is collected.
    step: usize,
}

#[derive(Debug)]
struct Splice {
    step: usize,
    range: Range<usize>,
    text: String,
}

impl Splices {
    /// What follows belongs to the step of this number.
    pub(super) fn begin(&mut self, step: usize) {
        self.step = step;
    }

    /// Puts `text` in the place of `range`.
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.all.push(Splice { step: self.step, range, text: text.into() });
    }

    /// Puts `text` at a place, after what is put there already.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// The text with the changes, those of a step all or none; and the steps that were not made, because a change of
    /// theirs is about a place that another changes too.
    pub(super) fn made_in(mut self, text: &str) -> (String, BTreeSet<usize>) {
        self.all.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let (mut at, mut waiting) = (0, BTreeSet::new());
        for splice in &self.all {
            if splice.range.start < at {
                waiting.insert(splice.step);
            }
            at = at.max(splice.range.end);
        }
        let (mut at, mut made) = (0, String::with_capacity(text.len()));
        for splice in self.all.iter().filter(|splice| !waiting.contains(&splice.step)) {
            made.push_str(&text[at..splice.range.start]);
            made.push_str(&splice.text);
            at = splice.range.end;
        }
        made.push_str(&text[at..]);
        (made, waiting)
    }
}

/// The line break a text uses.
pub(super) fn newline(text: &str) -> &'static str {
    let first = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    if first { "\r\n" } else { "\n" }
}

/// Where the line of byte `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// One past the line break that ends the line of byte `at`.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The blanks the line of byte `at` begins with.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    &line[..line.len() - line.trim_start().len()]
}
