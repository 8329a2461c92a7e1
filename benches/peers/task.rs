//! What all peers are given: texts as posted and in normal form, and rules.

use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use corpus::{Profile, Rule, Vocabulary, canonical};
use mention::Folded;
use tempfile::TempDir;

/// Texts, and the same in normal form.
pub struct Texts {
    /// What they are.
    pub name: &'static str,
    /// As posted.
    pub posted: Vec<String>,
    /// Folded words with one blank between.
    pub canonical: Vec<String>,
    /// What rules are made of.
    pub vocabulary: Vocabulary,
}

impl Texts {
    /// The first `count` of `posts`; words are taken from all of them.
    pub fn new(name: &'static str, posts: Vec<String>, count: usize) -> Self {
        let vocabulary = Vocabulary::of(&posts);
        let mut folded = Folded::default();
        let posted: Vec<String> = posts.into_iter().take(count).collect();
        let canonical = posted.iter().map(|text| canonical(text, &mut folded)).collect();
        Self { name, posted, canonical, vocabulary }
    }
}

/// What is asked of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which of many words and phrases stand in a text.
    Literals,
    /// Which of many rules hold for it.
    Rules,
}

impl Question {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Literals => "words and phrases",
            Self::Rules => "rules",
        }
    }
}

/// One question about texts, in memory and as files.
pub struct Task {
    /// The texts.
    pub texts: Rc<Texts>,
    /// The rules.
    pub rules: Vec<Rule>,
    folder: TempDir,
}

impl Task {
    /// Asks `question` with `count` rules.
    pub fn new(texts: &Rc<Texts>, question: Question, count: usize) -> anyhow::Result<Self> {
        let rules = match question {
            Question::Rules => corpus::rules(&texts.vocabulary, Profile::Real, count, 2),
            Question::Literals => {
                let literals = corpus::literals(&texts.vocabulary, count, 3);
                literals.iter().map(|literal| Rule::literal(literal)).collect()
            }
        };
        let task = Self { texts: Rc::clone(texts), rules, folder: tempfile::tempdir()? };
        let lines = |lines: Vec<String>| lines.join("\n") + "\n";
        fs::write(task.rule_file(), lines(task.rules.iter().map(Rule::line).collect()))?;
        fs::write(task.text_file(), lines(texts.canonical.clone()))?;
        // A text on one line, whatever breaks it has.
        let posted = texts.posted.iter().map(|text| text.replace(['\n', '\r'], " "));
        fs::write(task.posted_file(), lines(posted.collect()))?;
        Ok(task)
    }

    /// The rules, one a line.
    pub fn rule_file(&self) -> PathBuf {
        self.folder.path().join("rules.txt")
    }

    /// The texts as posted, one a line.
    pub fn posted_file(&self) -> PathBuf {
        self.folder.path().join("posted.txt")
    }

    /// The texts in normal form, one a line.
    pub fn text_file(&self) -> PathBuf {
        self.folder.path().join("texts.txt")
    }
}
