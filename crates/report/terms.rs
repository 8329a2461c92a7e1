//! Words and hashtags of mentions, counted on two sides, and which of them rose.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use mention::{EntityKind, Field, Folded, Kept, Mention, Script, Tag, TokenKind, fold};
use xxhash_rust::xxh3::xxh3_64;

use crate::excerpt::Excerpt;
use crate::stats::{TermCount, rises};
use crate::{Cell, Column, Kind, Row, Table};

/// Letters a word has at least.
const LETTERS_MIN: usize = 3;
/// Mentions kept as samples, those of the least hashes.
const SAMPLES_MAX: usize = 3_000;

/// Which side a mention is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Now,
    Before,
}

/// Terms being counted.
#[derive(Default)]
pub(crate) struct Terms {
    folded: Folded,
    counts: HashMap<String, Counted>,
    samples: BTreeMap<u64, (Excerpt, BTreeSet<String>)>,
}

#[derive(Default)]
struct Counted {
    now: u64,
    before: u64,
    people: BTreeSet<u64>,
}

/// Where rules found words: spans of each field in order, those that touch joined.
fn merged(tags: &[Tag]) -> Vec<(Field, u32, u32)> {
    let spans = tags.iter().flat_map(|tag| &tag.spans);
    let mut spans: Vec<(Field, u32, u32)> =
        spans.map(|span| (span.field, span.start, span.end)).collect();
    spans.sort_unstable();
    let mut merged: Vec<(Field, u32, u32)> = Vec::with_capacity(spans.len());
    for (field, start, end) in spans {
        match merged.last_mut() {
            Some((of, _, last)) if *of == field && start <= *last => *last = end.max(*last),
            _ => merged.push((field, start, end)),
        }
    }
    merged
}

/// A term that rose.
pub(crate) struct Risen<'a> {
    pub(crate) term: &'a str,
    pub(crate) now: u64,
    pub(crate) before: u64,
    pub(crate) people: u64,
    pub(crate) z: f64,
}

impl Terms {
    /// Counts each term of a mention once, but for those that rules found.
    pub(crate) fn take(&mut self, kept: &Kept<'_>, side: Side) {
        let terms = self.terms_of(kept.mention, &kept.tagged.tags);
        for term in &terms {
            // Most terms are known: no allocation for those.
            if !self.counts.contains_key(term) {
                self.counts.insert(term.clone(), Counted::default());
            }
            let Some(counted) = self.counts.get_mut(term) else { continue };
            match side {
                Side::Now => {
                    counted.now += 1;
                    counted.people.extend(kept.author.map(|author| xxh3_64(author.as_bytes())));
                }
                Side::Before => counted.before += 1,
            }
        }
        if side == Side::Now {
            self.sample(kept, terms);
        }
    }

    fn sample(&mut self, kept: &Kept<'_>, terms: BTreeSet<String>) {
        let hash = xxh3_64(format!("{} {}", kept.mention.platform, kept.mention.id).as_bytes());
        let full = self.samples.len() >= SAMPLES_MAX;
        if full && self.samples.last_key_value().is_some_and(|(greatest, _)| *greatest < hash) {
            return;
        }
        self.samples.insert(hash, (Excerpt::of(kept), terms));
        if full {
            self.samples.pop_last();
        }
    }

    fn terms_of(&mut self, mention: &Mention, tags: &[Tag]) -> BTreeSet<String> {
        fold(mention, &mut self.folded);
        let mut terms = BTreeSet::new();
        let mut hashtag_at = None;
        let found = merged(tags);
        for token in self.folded.tokens() {
            let next = found
                .partition_point(|(field, start, _)| (*field, *start) < (token.field, token.end));
            let is_found = next
                .checked_sub(1)
                .is_some_and(|at| found[at].0 == token.field && token.start < found[at].2);
            let key = self.folded.bare(token);
            match token.kind {
                TokenKind::Entity(EntityKind::Hashtag) if !is_found => {
                    hashtag_at = Some((token.field, token.position));
                    terms.insert(format!("#{key}"));
                }
                TokenKind::Entity(EntityKind::Hashtag | EntityKind::Handle) => {
                    hashtag_at = Some((token.field, token.position));
                }
                TokenKind::Word(Script::Spaced | Script::Hangul)
                    if !is_found && hashtag_at != Some((token.field, token.position)) =>
                {
                    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
                    if letters >= LETTERS_MIN {
                        terms.insert(key.to_owned());
                    }
                }
                _ => {}
            }
        }
        terms
    }

    /// The terms that rose, the strongest first.
    pub(crate) fn risen(&self) -> Vec<Risen<'_>> {
        let mut terms: Vec<(&String, &Counted)> = self.counts.iter().collect();
        terms.sort_by_key(|(term, _)| *term);
        let counts: Vec<TermCount> = terms
            .iter()
            .map(|(_, counted)| TermCount {
                now: counted.now,
                before: counted.before,
                people: counted.people.len() as u64,
            })
            .collect();
        let mut risen: Vec<Risen<'_>> = terms
            .iter()
            .zip(rises(&counts))
            .filter(|(_, rise)| rise.rising)
            .map(|((term, counted), rise)| Risen {
                term,
                now: counted.now,
                before: counted.before,
                people: counted.people.len() as u64,
                z: rise.z,
            })
            .collect();
        risen.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.term.cmp(b.term)));
        risen
    }

    /// A table of those that rose, with a sample of each.
    pub(crate) fn table(&self, key: &'static str, sides: [&str; 2], rows_max: usize) -> Table {
        let columns = vec![
            Column::new("term", "word", Kind::Text),
            Column::new("now", sides[0], Kind::Ranked),
            Column::new("before", sides[1], Kind::Count),
            Column::new("people", "people", Kind::Count),
            Column::new("z", "standard errors", Kind::Mean),
            Column::new("sample", "such as", Kind::Link),
        ];
        let row = |risen: &Risen<'_>| {
            let sample = self.samples.values().find(|(_, terms)| terms.contains(risen.term));
            Row::new(vec![
                Cell::text(risen.term),
                Cell::Count(risen.now),
                Cell::Count(risen.before),
                Cell::Count(risen.people),
                Cell::Mean((risen.z * 10.0).round() / 10.0),
                sample.map_or_else(
                    || Cell::absent("no sample is kept"),
                    |(excerpt, _)| excerpt.cell(),
                ),
            ])
        };
        Table::new(key, "Words", columns, self.risen().iter().take(rows_max).map(row).collect())
    }

    /// Some of the mentions, drawn by the hash of their ids.
    pub(crate) fn samples(&self, count: usize) -> impl Iterator<Item = &Excerpt> {
        self.samples.values().take(count).map(|(excerpt, _)| excerpt)
    }
}
