//! The examples that authors write beside their rules.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use mention::{Author, Mention, Span, TagName, Timestamp};
use rulelang::{Code, Diagnostic, Example, Expect, Finding, SourceFile};

use crate::tag::{Scratch, Tagger};
use crate::why;

mod coverage;
#[cfg(test)]
mod tests;

pub use coverage::{Branch, Coverage, coverage};

/// Characters of a post that a message shows.
const POST_MAX: usize = 60;

/// An example that does not come out as its author wrote.
///
/// [`Display`](fmt::Display) says which and why; [`finding`](Self::finding) also shows it in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleFailure {
    /// The example.
    pub example: Example,
    /// What came out instead.
    pub found: Found,
    /// The file it is written in.
    pub source: Arc<SourceFile>,
}

/// What an example's post was found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The rule does not find it.
    Missed {
        /// The tags that came out, sorted.
        tags: Vec<TagName>,
        /// Which part of the rule the post does not meet, in its author's words.
        why: String,
        /// What its author can do.
        remedy: String,
    },
    /// The rule finds it, because of this text of the post, or of its fields when empty.
    Caught(Vec<String>),
}

impl fmt::Display for ExampleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Example { rule, text, title, .. } = &self.example;
        let shown = if text.is_empty() { title.as_deref().unwrap_or_default() } else { text };
        let post = why::cut(shown, POST_MAX);
        match &self.found {
            Found::Missed { why, .. } => {
                write!(f, "`{rule}` must find \"{post}\" and does not: {why}")
            }
            Found::Caught(words) if words.is_empty() => {
                write!(f, "`{rule}` must leave \"{post}\" alone and finds it by its fields")
            }
            Found::Caught(words) => {
                let words = words.join("\", \"");
                write!(f, "`{rule}` must leave \"{post}\" alone and finds it by \"{words}\"")
            }
        }
    }
}

impl ExampleFailure {
    /// The failure as its author is shown it: the place in the file, the reason, what to do.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let (start, end) = self.example.place.span;
        let help = match &self.found {
            Found::Missed { remedy, .. } => remedy,
            Found::Caught(_) => {
                "exclude what it must not find, as in `-word`; if the rule is right, move the post to `match`"
            }
        };
        let diagnostic = Diagnostic::error(Code::ExampleFails, start..end, self.to_string());
        Finding { source: Arc::clone(&self.source), diagnostic: diagnostic.help(help) }
    }
}

/// What became of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The example.
    pub example: Example,
    /// Its post.
    pub mention: Mention,
    /// What became of it.
    pub came: Came,
}

/// What becomes of an example.
#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    /// As its author wrote: found by the words that stand there, or left alone.
    Passed(Option<Vec<Span>>),
    /// Its author does not say yet what is right; what the rule makes of it now.
    Todo(Option<Vec<Span>>),
    /// Otherwise than its author wrote.
    Failed(Box<ExampleFailure>),
}

/// Runs every example; returns those that fail, in the order written.
pub(crate) fn run(tagger: &Tagger) -> Vec<ExampleFailure> {
    let failure = |proof: Proof| match proof.came {
        Came::Failed(failure) => Some(*failure),
        Came::Passed(_) | Came::Todo(_) => None,
    };
    tagger.proofs(|_| true).into_iter().filter_map(failure).collect()
}

impl Tagger {
    /// Runs the examples of the rules that `wanted` names, in the order written.
    ///
    /// It is the rule that is asked, whatever becomes of its tag: a theme asked for each brand finds a post
    /// that names no brand, and so does a rule on trial. A brand is also found without words.
    ///
    /// # Cost
    ///
    /// A pass over all rules for each example.
    #[must_use]
    pub fn proofs(&self, wanted: impl Fn(&TagName) -> bool) -> Vec<Proof> {
        let mut bench = Bench::new(self);
        let examples = self.rules.examples.iter().filter(|example| wanted(&example.rule));
        examples.map(|example| bench.proof(example)).collect()
    }
}

/// Where examples are run: what is asked of the rules for each of them, by name.
struct Bench<'t> {
    tagger: &'t Tagger,
    /// The number of each rule's condition.
    numbers: HashMap<&'t TagName, u32>,
    /// Those that are found without words, too.
    brands: HashSet<&'t TagName>,
    starts: HashMap<&'t TagName, Timestamp>,
    files: HashMap<&'t str, &'t Arc<SourceFile>>,
    scratch: Scratch,
}

impl<'t> Bench<'t> {
    fn new(tagger: &'t Tagger) -> Self {
        let rules = &tagger.rules;
        let campaigns = rules.campaigns.iter();
        Self {
            numbers: (0..).zip(&tagger.slots).map(|(at, slot)| (tagger.id(*slot), at)).collect(),
            brands: rules.brands.iter().map(|brand| &brand.head.id).collect(),
            starts: campaigns.map(|campaign| (&campaign.head.id, campaign.starts)).collect(),
            files: rules.files.iter().map(|file| (file.name.as_str(), file)).collect(),
            tagger,
            scratch: Scratch::default(),
        }
    }

    fn proof(&mut self, example: &Example) -> Proof {
        let mention = self.post(example);
        let finds = self.finds(&example.rule, &mention);
        let came = match (example.expect, finds) {
            (Expect::Todo, finds) => Came::Todo(finds),
            (Expect::Match, Some(spans)) => Came::Passed(Some(spans)),
            (Expect::NoMatch, None) => Came::Passed(None),
            (Expect::NoMatch, Some(spans)) => {
                let words = spans.iter().map(|span| mention.words(*span).to_owned());
                self.failed(example, Found::Caught(words.collect()))
            }
            (Expect::Match, None) => {
                let missed = self.missed(&example.rule, &mention);
                self.failed(example, missed)
            }
        };
        Proof { example: example.clone(), mention, came }
    }

    fn failed(&self, example: &Example, found: Found) -> Came {
        let source = self.files.get(example.place.file.as_str());
        let source = source.map_or_else(|| no_file(&example.place.file), |file| Arc::clone(file));
        Came::Failed(Box::new(ExampleFailure { example: example.clone(), found, source }))
    }

    /// The example as a mention, published within its campaign's window.
    fn post(&self, example: &Example) -> Mention {
        let handle = example.author.clone();
        let author = handle.map(|handle| Author { handle: Some(handle), ..Author::default() });
        let published = self.starts.get(&example.rule).copied().unwrap_or(Timestamp(0));
        Mention {
            platform: example.platform.clone().unwrap_or_default(),
            text: example.text.clone(),
            title: example.title.clone(),
            lang: example.lang,
            author,
            published_at: Some(published),
            ..Mention::default()
        }
    }

    /// Where the words stand by which the rule `id` finds `mention`; `None` when it does not.
    fn finds(&mut self, id: &TagName, mention: &Mention) -> Option<Vec<Span>> {
        let number = self.numbers.get(id).copied();
        let found =
            number.and_then(|number| self.tagger.spans_of_rule(number, mention, &mut self.scratch));
        found.or_else(|| {
            self.brands.contains(id).then_some(())?;
            let tagged = self.tagger.tag_mention(mention, &mut self.scratch);
            tagged.tags.iter().any(|tag| &tag.name == id).then(Vec::new)
        })
    }

    fn missed(&mut self, rule: &TagName, mention: &Mention) -> Found {
        let tags = self.tagger.tag_mention(mention, &mut self.scratch).tags;
        let tags = tags.into_iter().map(|tag| tag.name).collect();
        let number = self.numbers.get(rule).copied();
        let Some(condition) = number.map(|number| self.tagger.condition(number)) else {
            let why = "the brand has no query, and the post names none of its accounts".to_owned();
            let remedy = "give the brand a `query`, or take the example out".to_owned();
            return Found::Missed { tags, why, remedy };
        };
        self.tagger.with_facts(mention, &mut self.scratch, |facts, folded, _| {
            let faults = matcher::why_not(condition, facts, folded);
            let telling = why::Telling { facts, of: why::Of::Example };
            let (why, remedy) = (telling.told(&faults), why::remedy(&faults, facts));
            Found::Missed { tags, why, remedy }
        })
    }
}

/// For examples of rules that were not read from files.
fn no_file(name: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { name: name.to_owned(), text: String::new() })
}
