//! Automata of words and phrases: the aho-corasick crate's DFA, and daachorse.

use std::rc::Rc;
use std::time::Duration;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use anyhow::anyhow;
use daachorse::DoubleArrayAhoCorasick;

use crate::peer::{Match, Pass, Peer, thread_time, timed};
use crate::task::Task;

/// One automaton, and texts between two blanks.
pub struct Automaton {
    engine: Engine,
    texts: Rc<[String]>,
    ready: Duration,
}

enum Engine {
    AhoCorasick(AhoCorasick),
    Daachorse(DoubleArrayAhoCorasick<u32>),
}

impl Automaton {
    /// The DFA of the aho-corasick crate.
    pub fn aho_corasick(task: &Task) -> anyhow::Result<Self> {
        let kind = Some(AhoCorasickKind::DFA);
        Self::new(task, |words| {
            Ok(Engine::AhoCorasick(AhoCorasick::builder().kind(kind).build(words)?))
        })
    }

    /// Daachorse's double array.
    pub fn daachorse(task: &Task) -> anyhow::Result<Self> {
        Self::new(task, |words| {
            let built = DoubleArrayAhoCorasick::new(words);
            Ok(Engine::Daachorse(built.map_err(|error| anyhow!("{error}"))?))
        })
    }

    fn new(
        task: &Task,
        build: impl FnOnce(Vec<String>) -> anyhow::Result<Engine>,
    ) -> anyhow::Result<Self> {
        let between_blanks = |text: &String| format!(" {text} ");
        let literals = task.rules.iter().map(|rule| &rule.groups[0].terms[0]);
        let literals = literals.map(between_blanks).collect();
        let begun = thread_time();
        let engine = build(literals)?;
        let texts = task.texts.canonical.iter().map(between_blanks).collect();
        Ok(Self { engine, texts, ready: thread_time().saturating_sub(begun) })
    }

    fn each(&self, mut found: impl FnMut(u32, u32)) {
        for (text, haystack) in (0..).zip(&*self.texts) {
            match &self.engine {
                Engine::AhoCorasick(engine) => {
                    engine
                        .find_overlapping_iter(haystack)
                        .for_each(|it| found(text, it.pattern().as_u32()));
                }
                Engine::Daachorse(engine) => {
                    engine.find_overlapping_iter(haystack).for_each(|it| found(text, it.value()));
                }
            }
        }
    }
}

impl Peer for Automaton {
    fn name(&self) -> &str {
        match self.engine {
            Engine::AhoCorasick(_) => "aho-corasick DFA, on folded text",
            Engine::Daachorse(_) => "daachorse, on folded text",
        }
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
