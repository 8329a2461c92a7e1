//! The examples that authors write beside their rules.

use std::fmt;
use std::sync::Arc;

use mention::{Author, Mention, TagName, Tagged, Timestamp};
use rulelang::{Code, Condition, Diagnostic, Example, Expect, Finding, SourceFile};

use crate::tag::{Scratch, Tagger};
use crate::why;

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

/// Runs every example; returns those that fail, in the order written.
pub(crate) fn run(tagger: &Tagger) -> Vec<ExampleFailure> {
    let mut scratch = Scratch::default();
    tagger
        .rules()
        .examples
        .iter()
        .filter_map(|example| failure(tagger, example, &mut scratch))
        .collect()
}

fn failure(tagger: &Tagger, example: &Example, scratch: &mut Scratch) -> Option<ExampleFailure> {
    let mention = post(tagger, example);
    let fired = tagger.words_of(&example.rule, &mention, scratch);
    let found = match (example.expect, fired) {
        (Expect::Match, Some(_)) | (Expect::NoMatch, None) => return None,
        (Expect::NoMatch, Some(words)) => Found::Caught(words),
        (Expect::Match, None) => missed(tagger, &example.rule, &mention, scratch),
    };
    let files = &tagger.rules().files;
    let source = files.iter().find(|file| file.name == example.place.file);
    let source = source.map_or_else(|| no_file(&example.place.file), Arc::clone);
    Some(ExampleFailure { example: example.clone(), found, source })
}

/// For examples of rules that were not read from files.
fn no_file(name: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { name: name.to_owned(), text: String::new() })
}

fn missed(tagger: &Tagger, rule: &TagName, mention: &Mention, scratch: &mut Scratch) -> Found {
    let Tagged { tags, .. } = tagger.tag_mention(mention, scratch);
    let tags = tags.into_iter().map(|tag| tag.name).collect();
    let Some(condition) = condition_of(tagger, rule) else {
        let why = "the brand has no query, and the post names none of its accounts".to_owned();
        let remedy = "give the brand a `query`, or take the example out".to_owned();
        return Found::Missed { tags, why, remedy };
    };
    tagger.with_facts(mention, scratch, |facts, folded, _| {
        let faults = matcher::why_not(condition, facts, folded);
        let (why, remedy) = (why::told(&faults, facts), why::remedy(&faults, facts));
        Found::Missed { tags, why, remedy }
    })
}

/// What a rule asks of a mention; absent for a brand that is found without words only.
fn condition_of<'t>(tagger: &'t Tagger, id: &TagName) -> Option<&'t Condition> {
    let rules = tagger.rules();
    let brands = rules.brands.iter().filter_map(|it| Some((&it.head, it.query.as_ref()?)));
    let themes = rules.themes.iter().map(|it| (&it.head, &it.query));
    let campaigns = rules.campaigns.iter().map(|it| (&it.head, &it.condition));
    let excludes = rules.excludes.iter().map(|it| (&it.head, &it.query));
    let mut all = brands.chain(themes).chain(campaigns).chain(excludes);
    all.find(|(head, _)| &head.id == id).map(|(_, condition)| condition)
}

/// The example as a mention, published within its campaign's window.
fn post(tagger: &Tagger, example: &Example) -> Mention {
    let campaign =
        tagger.rules().campaigns.iter().find(|campaign| campaign.head.id == example.rule);
    let author =
        example.author.clone().map(|handle| Author { handle: Some(handle), ..Author::default() });
    Mention {
        platform: example.platform.clone().unwrap_or_default(),
        text: example.text.clone(),
        title: example.title.clone(),
        lang: example.lang,
        author,
        published_at: Some(campaign.map_or(Timestamp(0), |campaign| campaign.starts)),
        ..Mention::default()
    }
}

impl Tagger {
    /// The words by which the rule `id` finds `mention`; `None` when it does not.
    ///
    /// It is the rule that is asked, whatever becomes of its tag: a theme asked for each brand finds a post
    /// that names no brand, and so does a rule on trial. A brand is also found without words.
    #[must_use]
    pub fn words_of(
        &self,
        id: &TagName,
        mention: &Mention,
        scratch: &mut Scratch,
    ) -> Option<Vec<String>> {
        let rule = self.slots.iter().position(|slot| self.id(*slot) == id);
        let words = rule.and_then(|rule| self.words_of_rule(rule, mention, scratch));
        words.or_else(|| {
            let brand = self.rules.brands.iter().find(|brand| &brand.head.id == id)?;
            let tagged = self.tag_mention(mention, scratch);
            tagged.tags.iter().any(|tag| tag.name == brand.head.id).then(Vec::new)
        })
    }
}

#[cfg(test)]
mod tests;
