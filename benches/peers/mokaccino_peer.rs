//! The mokaccino crate, a percolator of documents made of values.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::Context as _;
use corpus::{Group, Rule};
use mokaccino::prelude::{CNFQueryable as _, Document, Percolator, Query};

use crate::peer::{Match, Pass, Peer, thread_time, timed};
use crate::task::Task;

/// Its one field.
const FIELD: &str = "text";

/// Queries of values; what it cannot say, nearness, is looked at afterwards.
pub struct Mokaccino {
    percolator: Percolator,
    rules: Vec<Rule>,
    phrases: HashSet<String>,
    texts: Vec<String>,
    ready: Duration,
}

impl Mokaccino {
    /// Gives it the rules, and `limit` texts.
    pub fn new(task: &Task, limit: usize) -> anyhow::Result<Self> {
        let begun = thread_time();
        let mut percolator = Percolator::default();
        let mut phrases = HashSet::new();
        for rule in &task.rules {
            percolator.add_query(query(rule).context("a rule asks for nothing")?);
            let terms = rule.groups.iter().flat_map(|group| &group.terms);
            phrases.extend(terms.filter(|term| term.contains(' ')).cloned());
        }
        let texts = task.texts.canonical.iter().take(limit).cloned().collect();
        let rules = task.rules.clone();
        Ok(Self { percolator, rules, phrases, texts, ready: thread_time().saturating_sub(begun) })
    }

    fn each(&self, mut found: impl FnMut(u32, u32)) {
        for (text, words) in (0..).zip(&self.texts) {
            let document = self.document(words);
            for rule in self.percolator.percolate(&document) {
                if self.rules[rule as usize]
                    .near
                    .as_ref()
                    .is_none_or(|near| stands_near(near, words))
                {
                    found(text, rule);
                }
            }
        }
    }

    /// Each word, and each two words in a row that a rule asks for.
    fn document(&self, words: &str) -> Document {
        let mut document = Document::default();
        let words: Vec<&str> = words.split(' ').collect();
        for word in &words {
            document.with_value_mut(FIELD, *word);
        }
        let mut phrase = String::new();
        for pair in words.windows(2) {
            phrase.clear();
            phrase.extend([pair[0], " ", pair[1]]);
            if self.phrases.contains(&phrase) {
                document.with_value_mut(FIELD, phrase.as_str());
            }
        }
        document
    }
}

fn query(rule: &Rule) -> Option<Query> {
    let any = |group: &Group| {
        let values = group.terms.iter().map(|term| FIELD.has_value(term.as_str()));
        let any = values.reduce(|one, other| one | other);
        if group.unwanted { any.map(|it| !it) } else { any }
    };
    let near = rule.near.iter().flat_map(|(one, other, _)| [one, other]);
    let near = near.map(|word| FIELD.has_value(word.as_str()));
    rule.groups.iter().filter_map(any).chain(near).reduce(|one, other| one & other)
}

fn stands_near((one, other, between): &(String, String, u32), words: &str) -> bool {
    let places = |wanted: &str| -> Vec<usize> {
        words.split(' ').enumerate().filter(|(_, word)| *word == wanted).map(|(at, _)| at).collect()
    };
    let others = places(other);
    places(one).iter().any(|a| others.iter().any(|b| a.abs_diff(*b) <= *between as usize + 1))
}

impl Peer for Mokaccino {
    fn name(&self) -> &str {
        "mokaccino, on folded text"
    }

    fn ready(&self) -> Duration {
        self.ready
    }

    fn texts(&self) -> usize {
        self.texts.len()
    }

    fn all(&mut self) -> anyhow::Result<Vec<Match>> {
        let mut all = Vec::new();
        self.each(|text, rule| all.push((text, rule)));
        Ok(all)
    }

    fn pass(&mut self) -> anyhow::Result<Pass> {
        Ok(timed(|| {
            let mut matches = 0;
            self.each(|_, _| matches += 1);
            matches
        }))
    }
}
