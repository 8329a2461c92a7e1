//! The examples that authors write beside their rules.

use std::fmt;

use mention::{Author, Mention, TagName, Tagged, Timestamp};
use rulelang::{Example, Expect};

use crate::tag::{Scratch, Tagger};

/// An example that does not come out as its author wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleFailure {
    /// The example.
    pub example: Example,
    /// What came out instead.
    pub found: Found,
}

/// What an example's post was found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The rule does not find it; these tags came out, sorted.
    Missed(Vec<TagName>),
    /// The rule finds it, because of this text of the post, or of its fields when empty.
    Caught(Vec<String>),
}

impl fmt::Display for ExampleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Example { rule, text, .. } = &self.example;
        match &self.found {
            Found::Missed(_) => write!(f, "`{rule}` must find \"{text}\" and does not"),
            Found::Caught(words) if words.is_empty() => {
                write!(f, "`{rule}` must leave \"{text}\" alone and finds it by its fields")
            }
            Found::Caught(words) => {
                write!(
                    f,
                    "`{rule}` must leave \"{text}\" alone and finds it by \"{}\"",
                    words.join("\", \"")
                )
            }
        }
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
        (Expect::Match, None) => {
            let Tagged { tags, .. } = tagger.tag_mention(&mention, scratch);
            Found::Missed(tags.into_iter().map(|tag| tag.name).collect())
        }
    };
    Some(ExampleFailure { example: example.clone(), found })
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
