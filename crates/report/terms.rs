//! Words and hashtags of mentions, counted on two sides, and which of them rose.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState as RandomState;
use mention::{EntityKind, Field, Folded, Kept, Mention, Script, Tag, TokenKind, fold};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::excerpt::Excerpt;
use crate::stats::{RISING_PEOPLE, TermCount, rises};
use crate::{Cell, Column, Kind, Row, Table};

/// Letters a word has at least.
const LETTERS_MIN: usize = 3;
/// Words shown.
const WORDS_MAX: usize = 25;
/// What tells the hash of a hashtag from that of the word in it.
const HASHTAG: u64 = 1;
/// Mentions kept as samples, those of the least hashes.
const SAMPLES_MAX: usize = 3_000;

/// Which side a mention is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Now,
    Before,
}

/// Terms being counted, by their hashes: most are said once, and their letters are of no use to anybody.
#[derive(Default)]
pub(crate) struct Terms {
    folded: Folded,
    /// The terms of the mention at hand.
    said: Vec<Said>,
    counts: HashMap<u64, Counted, RandomState>,
    samples: BTreeMap<u64, (Excerpt, Vec<u64>)>,
}

/// A term of the mention at hand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    hash: u64,
    /// Which of its tokens it is.
    token: usize,
}

#[derive(Default)]
struct Counted {
    now: u32,
    before: u32,
    people: People,
    /// Its letters, once it is said often enough to be shown.
    term: Option<Box<str>>,
}

/// Hashes of people, put in order when they have become many.
#[derive(Clone, Debug, Default)]
pub(crate) struct People(Vec<u64>);

impl People {
    /// Adds the hash of somebody.
    pub(crate) fn add(&mut self, person: u64) {
        if self.0.len() == self.0.capacity() {
            self.0.sort_unstable();
            self.0.dedup();
        }
        self.0.push(person);
    }

    /// How many they are.
    pub(crate) fn count(&self) -> u64 {
        let mut people = self.0.clone();
        people.sort_unstable();
        people.dedup();
        people.len() as u64
    }
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
    hash: u64,
    pub(crate) now: u64,
    pub(crate) before: u64,
    pub(crate) people: u64,
    pub(crate) z: f64,
}

impl Terms {
    /// Counts each term of a mention once, but for those that rules found.
    pub(crate) fn take(&mut self, kept: &Kept<'_>, side: Side) {
        self.find(kept.mention, &kept.tagged.tags);
        let person = kept.author.map(|author| xxh3_64(author.as_bytes()));
        for said in &self.said {
            let counted = self.counts.entry(said.hash).or_default();
            match side {
                Side::Now => {
                    counted.now += 1;
                    if let Some(person) = person {
                        counted.people.add(person);
                    }
                    if u64::from(counted.now) == RISING_PEOPLE {
                        counted.term = Some(letters(&self.folded, said.token).into());
                    }
                }
                Side::Before => counted.before += 1,
            }
        }
        if side == Side::Now {
            self.sample(kept);
        }
    }

    fn sample(&mut self, kept: &Kept<'_>) {
        let hash = xxh3_64(format!("{} {}", kept.mention.platform, kept.mention.id).as_bytes());
        let full = self.samples.len() >= SAMPLES_MAX;
        if full && self.samples.last_key_value().is_some_and(|(greatest, _)| *greatest < hash) {
            return;
        }
        let terms = self.said.iter().map(|said| said.hash).collect();
        self.samples.insert(hash, (Excerpt::of(kept), terms));
        if full {
            self.samples.pop_last();
        }
    }

    /// Finds the terms of a mention, each once.
    fn find(&mut self, mention: &Mention, tags: &[Tag]) {
        fold(mention, &mut self.folded);
        self.said.clear();
        let mut hashtag_at = None;
        let found = merged(tags);
        for (at, token) in self.folded.tokens().iter().enumerate() {
            let next = found
                .partition_point(|(field, start, _)| (*field, *start) < (token.field, token.end));
            let is_found = next
                .checked_sub(1)
                .is_some_and(|at| found[at].0 == token.field && token.start < found[at].2);
            let key = self.folded.bare(token);
            match token.kind {
                TokenKind::Entity(EntityKind::Hashtag) => {
                    hashtag_at = Some((token.field, token.position));
                    if !is_found {
                        let hash = xxh3_64_with_seed(key.as_bytes(), HASHTAG);
                        self.said.push(Said { hash, token: at });
                    }
                }
                TokenKind::Entity(EntityKind::Handle) => {
                    hashtag_at = Some((token.field, token.position));
                }
                TokenKind::Word(Script::Spaced | Script::Hangul)
                    if !is_found && hashtag_at != Some((token.field, token.position)) =>
                {
                    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
                    if letters >= LETTERS_MIN {
                        self.said.push(Said { hash: xxh3_64(key.as_bytes()), token: at });
                    }
                }
                _ => {}
            }
        }
        self.said.sort_unstable();
        self.said.dedup_by_key(|said| said.hash);
    }

    /// The terms that rose, the strongest first.
    ///
    /// # Cost
    ///
    /// Linear in the terms said.
    pub(crate) fn risen(&self) -> Vec<Risen<'_>> {
        let mut terms: Vec<(u64, &Counted)> =
            self.counts.iter().map(|(hash, counted)| (*hash, counted)).collect();
        terms.sort_unstable_by_key(|(hash, _)| *hash);
        // Who says a word is counted only of those that enough people can have said.
        let people = |counted: &Counted| {
            if counted.term.is_some() { counted.people.count() } else { 0 }
        };
        let counts: Vec<TermCount> = terms
            .iter()
            .map(|(_, counted)| TermCount {
                now: u64::from(counted.now),
                before: u64::from(counted.before),
                people: people(counted),
            })
            .collect();
        let mut risen: Vec<Risen<'_>> = terms
            .iter()
            .zip(rises(&counts).iter().zip(&counts))
            .filter(|(_, (rise, _))| rise.rising)
            .filter_map(|((hash, counted), (rise, count))| {
                Some(Risen {
                    term: counted.term.as_deref()?,
                    hash: *hash,
                    now: count.now,
                    before: count.before,
                    people: count.people,
                    z: rise.z,
                })
            })
            .collect();
        risen.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.term.cmp(b.term)));
        risen
    }

    /// A table of those that rose, with a sample of each.
    pub(crate) fn table(&self, key: &'static str, sides: [&str; 2], risen: &[Risen<'_>]) -> Table {
        let columns = vec![
            Column::new("term", "word", Kind::Text),
            Column::new("now", sides[0], Kind::Ranked),
            Column::new("before", sides[1], Kind::Count),
            Column::new("people", "people", Kind::Count),
            Column::new("z", "standard errors", Kind::Mean),
            Column::new("sample", "such as", Kind::Link),
        ];
        let row = |risen: &Risen<'_>| {
            let says = |terms: &[u64]| terms.binary_search(&risen.hash).is_ok();
            let sample = self.samples.values().find(|(_, terms)| says(terms));
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
        Table::new(key, "Words", columns, risen.iter().take(WORDS_MAX).map(row).collect())
    }

    /// Some of the mentions, drawn by the hash of their ids.
    pub(crate) fn samples(&self, count: usize) -> impl Iterator<Item = &Excerpt> {
        self.samples.values().take(count).map(|(excerpt, _)| excerpt)
    }
}

/// The letters of a term: a hashtag with its sign.
fn letters(folded: &Folded, token: usize) -> String {
    let token = &folded.tokens()[token];
    match token.kind {
        TokenKind::Entity(_) => format!("#{}", folded.bare(token)),
        TokenKind::Word(_) | TokenKind::Emoji => folded.bare(token).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_once_however_often_they_come() {
        let mut people = People::default();
        for person in 0..1_000_u64 {
            for _ in 0..3 {
                people.add(person % 100 * 7_919);
            }
        }
        assert_eq!(people.count(), 100);
        assert!(people.0.capacity() <= 256, "{}", people.0.capacity());
        assert_eq!(People::default().count(), 0);
    }
}
