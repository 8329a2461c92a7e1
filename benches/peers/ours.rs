//! The product's matcher, from texts as posted.

use std::rc::Rc;
use std::time::Duration;

use anyhow::anyhow;
use matcher::{Matcher, Scratch};
use mention::{Facts, Folded, Mention};
use rulelang::{Condition, RuleSet, SourceFile};

use crate::peer::{Match, Pass, Peer, thread_time, timed};
use crate::task::Task;

/// Rules compiled, and mentions to show them.
pub struct Ours {
    matcher: Rc<Matcher>,
    mentions: Rc<[Mention]>,
    folded: Folded,
    scratch: Scratch,
    ready: Duration,
    /// The mentions folded before; without them folding is part of the pass.
    folded_before: Option<Vec<Folded>>,
}

impl Ours {
    /// Reads the rules as a person has written them, and compiles them.
    pub fn new(task: &Task) -> anyhow::Result<Self> {
        let text = corpus::rule_file(&task.rules);
        let begun = thread_time();
        let file = SourceFile { name: "peers.rules.toml".to_owned(), text };
        let read = RuleSet::read(&[file], &|_, _| Ok(Vec::new()));
        let (rules, _) = read.map_err(|findings| anyhow!("{}", findings[0]))?;
        let conditions: Vec<Condition> = rules.themes.into_iter().map(|it| it.query).collect();
        let matcher = Rc::new(Matcher::new(&conditions)?);
        let ready = thread_time().saturating_sub(begun);
        let mention = |text: &String| Mention { text: text.clone(), ..Mention::default() };
        let mentions = task.texts.posted.iter().map(mention).collect();
        let (folded, scratch) = (Folded::default(), Scratch::default());
        Ok(Self { matcher, mentions, folded, scratch, ready, folded_before: None })
    }

    /// The same rules, on mentions that were folded before.
    pub fn folded_before(&self) -> Self {
        let folded = |mention| {
            let mut folded = Folded::default();
            mention::fold(mention, &mut folded);
            folded
        };
        Self {
            matcher: Rc::clone(&self.matcher),
            mentions: Rc::clone(&self.mentions),
            folded: Folded::default(),
            scratch: Scratch::default(),
            ready: self.ready,
            folded_before: Some(self.mentions.iter().map(folded).collect()),
        }
    }

    fn each(&mut self, mut found: impl FnMut(u32, u32)) {
        let Self { matcher, mentions, folded, scratch, folded_before, .. } = self;
        for (text, mention) in mentions.iter().enumerate() {
            let folded = match folded_before {
                Some(before) => &before[text],
                None => {
                    mention::fold(mention, folded);
                    &*folded
                }
            };
            let number = u32::try_from(text).expect("texts are fewer than 2^32");
            for hit in matcher.hits(&Facts::of(mention), folded, scratch).iter() {
                found(number, hit.rule);
            }
        }
    }
}

impl Peer for Ours {
    fn name(&self) -> &str {
        match self.folded_before {
            None => "tagline, from text as posted",
            Some(_) => "tagline, on folded text",
        }
    }

    fn ready(&self) -> Duration {
        self.ready
    }

    fn texts(&self) -> usize {
        self.mentions.len()
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
