//! What a worker lends the matcher, and what it finds there afterwards.

use mention::Span;

use crate::condition::Room;
use crate::posting::Candidate;

/// Room for one pass over one mention; keep one a worker and lend it again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) room: Room,
    /// The distinct conditions a word announced.
    pub(crate) candidates: Vec<Candidate>,
    /// For each distinct condition, the pass that announced it last.
    pub(crate) listed: Vec<u32>,
    pub(crate) hits: Vec<Hit>,
    pub(crate) spans: Vec<HitSpan>,
}

/// A rule that holds for a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule's number: its index among the conditions the matcher was built from.
    pub rule: u32,
    /// Which alternative of a rule that is a [`rulelang::Condition::Any`] holds: the first that does,
    /// at most [`u16::MAX`]; 0 for other rules.
    pub clause: u16,
    /// Where its spans begin and end among all.
    pub(crate) spans: (usize, usize),
}

/// A place in the text that made a rule hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitSpan {
    /// Its bytes as posted.
    pub span: Span,
    /// The position of its first token; of the token after it where it holds none, as `{:)}` does.
    pub first: u32,
    /// The position of its last token; the same as `first` where it holds none.
    pub last: u32,
}

/// The rules that hold for a mention, sorted by number, each once.
#[derive(Clone, Copy, Debug)]
pub struct Hits<'s> {
    hits: &'s [Hit],
    spans: &'s [HitSpan],
}

impl<'s> Hits<'s> {
    /// What the last pass left in `scratch`.
    pub(crate) fn of(scratch: &'s Scratch) -> Self {
        Self { hits: &scratch.hits, spans: &scratch.spans }
    }

    /// The hits, sorted by rule.
    pub fn iter(&self) -> std::slice::Iter<'s, Hit> {
        self.hits.iter()
    }

    /// How many rules hold.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether no rule holds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// The hit of `rule`, if it holds.
    #[must_use]
    pub fn of_rule(&self, rule: u32) -> Option<&'s Hit> {
        self.hits.binary_search_by_key(&rule, |hit| hit.rule).ok().map(|at| &self.hits[at])
    }

    /// The words that made `hit`, one of these hits, hold: sorted, without overlap, none for a rule
    /// that asks only for fields.
    #[must_use]
    pub fn spans(&self, hit: &Hit) -> &'s [HitSpan] {
        &self.spans[hit.spans.0..hit.spans.1]
    }
}

impl<'s> IntoIterator for &Hits<'s> {
    type Item = &'s Hit;
    type IntoIter = std::slice::Iter<'s, Hit>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
