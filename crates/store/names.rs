//! Names and their numbers: what is written once and referred to a million times.
//!
//! Held in memory as far as they are known; other processes may add more, so a number or name that
//! is missing is looked up before it is made.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use mention::{Dimensions, Kind, Lang, Mention, RuleSetId, Sentiment, Standing, TagName, Tagged};

use crate::error::{Unreadable, unreadable};

/// Where names get their numbers: from memory where they are known, else from the database.
pub(crate) trait Numbers {
    /// How it can fail.
    type Error;

    /// The names known so far.
    fn names(&self) -> &Names;

    /// The number of a platform, made if need be.
    fn platform(&mut self, name: &str) -> Result<u32, Self::Error>;

    /// The number of a tag, made if need be, after those of the tags above it.
    fn tag(&mut self, tag: &TagName) -> Result<u32, Self::Error>;

    /// The number of a combination of dimensions, made if need be.
    fn dimensions(&mut self, key: DimensionKey) -> Result<u32, Self::Error>;
}

/// Dimensions with the platform as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DimensionKey {
    /// The platform's number.
    pub platform: u32,
    /// The language.
    pub lang: Option<Lang>,
    /// The sentiment.
    pub sentiment: Option<Sentiment>,
    /// The kind.
    pub kind: Kind,
    /// The standing.
    pub standing: Standing,
    /// Whether it asks something, as far as it is known.
    pub question: bool,
}

/// What the column of questions holds for those that ask something; nothing for all others.
const ASKS: &str = "yes";

impl DimensionKey {
    /// Those of a mention on this platform, as it was tagged.
    pub(crate) fn of(platform: u32, mention: &Mention, tagged: &Tagged) -> Self {
        Self {
            platform,
            lang: tagged.lang,
            sentiment: tagged.sentiment,
            kind: mention.kind,
            standing: tagged.standing,
            question: tagged.question == Some(true),
        }
    }

    /// Reads the columns of a row of dimensions.
    pub(crate) fn read(
        platform: u32,
        [lang, sentiment, kind, standing, question]: [&str; 5],
    ) -> Result<Self, Unreadable> {
        Ok(Self {
            platform,
            lang: Lang::parse(lang),
            sentiment: sentiment_of(sentiment),
            kind: kind_of(kind).ok_or_else(|| unreadable("a kind"))?,
            standing: standing_of(standing).ok_or_else(|| unreadable("a standing"))?,
            question: question == ASKS,
        })
    }

    /// The words of its columns: language, sentiment, kind, standing, question.
    pub(crate) fn words(&self) -> [&str; 5] {
        [
            self.lang.as_ref().map_or("", Lang::as_str),
            self.sentiment.map_or("", Sentiment::name),
            self.kind.name(),
            self.standing.name(),
            if self.question { ASKS } else { "" },
        ]
    }
}

/// One tag: its name and the numbers of the tags above it.
#[derive(Clone, Debug)]
struct TagEntry {
    name: Arc<str>,
    above: Vec<u32>,
}

/// The names known so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    platforms: Vec<Arc<str>>,
    platform_numbers: HashMap<Arc<str>, u32, RandomState>,
    tags: Vec<TagEntry>,
    tag_numbers: HashMap<Arc<str>, u32, RandomState>,
    dimensions: Vec<DimensionKey>,
    dimension_numbers: HashMap<DimensionKey, u32, RandomState>,
    rules: HashMap<RuleSetId, u32, RandomState>,
}

impl Names {
    /// How many platforms are known: the last one's number.
    pub(crate) fn platforms_known(&self) -> usize {
        self.platforms.len()
    }

    /// How many tags are known: the last one's number.
    pub(crate) fn tags_known(&self) -> usize {
        self.tags.len()
    }

    /// How many dimensions are known: the last one's number.
    pub(crate) fn dimensions_known(&self) -> usize {
        self.dimensions.len()
    }

    /// Takes in the platform that has the next number, and gives that.
    pub(crate) fn learn_platform(&mut self, name: &str) -> u32 {
        let name: Arc<str> = name.into();
        self.platforms.push(Arc::clone(&name));
        let number = number(self.platforms.len());
        self.platform_numbers.insert(name, number);
        number
    }

    /// Takes in the tag that has the next number, and gives that. A tag's ancestors always have numbers before its own.
    pub(crate) fn learn_tag(&mut self, name: &str) -> u32 {
        let name: Arc<str> = name.into();
        let above = name
            .rmatch_indices('/')
            .filter_map(|(at, _)| self.tag_numbers.get(&name[..at]).copied())
            .collect();
        self.tags.push(TagEntry { name: Arc::clone(&name), above });
        let number = number(self.tags.len());
        self.tag_numbers.insert(name, number);
        number
    }

    /// Takes in the dimensions that have the next number, and gives that.
    pub(crate) fn learn_dimensions(&mut self, key: DimensionKey) -> u32 {
        self.dimensions.push(key);
        let number = number(self.dimensions.len());
        self.dimension_numbers.insert(key, number);
        number
    }

    /// The number of a rule set that is known.
    pub(crate) fn known_rules(&self, id: RuleSetId) -> Option<u32> {
        self.rules.get(&id).copied()
    }

    /// Remembers the number of a rule set.
    pub(crate) fn learn_rules(&mut self, id: RuleSetId, number: u32) {
        self.rules.insert(id, number);
    }

    /// The number of dimensions that are known.
    pub(crate) fn known_dimensions(&self, key: DimensionKey) -> Option<u32> {
        self.dimension_numbers.get(&key).copied()
    }

    /// The number of a platform that is known.
    pub(crate) fn known_platform(&self, name: &str) -> Option<u32> {
        self.platform_numbers.get(name).copied()
    }

    /// The number of a tag that is known, reserved ones included.
    pub(crate) fn known_tag(&self, name: &str) -> Option<u32> {
        self.tag_numbers.get(name).copied()
    }

    /// The name of a platform.
    pub(crate) fn platform_name(&self, number: u32) -> Option<&str> {
        self.platforms.get(index(number)?).map(AsRef::as_ref)
    }

    /// The name of a tag.
    pub(crate) fn tag_name(&self, number: u32) -> Option<&str> {
        self.tags.get(index(number)?).map(|tag| &*tag.name)
    }

    /// The tags above a tag; none for a number that is not known.
    pub(crate) fn above(&self, number: u32) -> &[u32] {
        index(number).and_then(|index| self.tags.get(index)).map_or(&[], |tag| &tag.above)
    }

    /// The dimensions with this number.
    pub(crate) fn dimension_key(&self, number: u32) -> Option<DimensionKey> {
        self.dimensions.get(index(number)?).copied()
    }

    /// The dimensions with this number, in words.
    pub(crate) fn dimension_words(&self, number: u32) -> Option<Dimensions> {
        let key = self.dimension_key(number)?;
        Some(Dimensions {
            platform: self.platform_name(key.platform)?.to_owned(),
            lang: key.lang,
            sentiment: key.sentiment,
            kind: key.kind,
            standing: key.standing,
            question: key.question,
        })
    }
}

/// Numbers start at 1.
fn number(length: usize) -> u32 {
    u32::try_from(length).expect("a store holds fewer than 2^32 names")
}

fn index(number: u32) -> Option<usize> {
    (number as usize).checked_sub(1)
}

/// The sentiment of this name.
fn sentiment_of(name: &str) -> Option<Sentiment> {
    [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive]
        .into_iter()
        .find(|sentiment| sentiment.name() == name)
}

/// The kind of this name.
fn kind_of(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// The standing of this name.
fn standing_of(name: &str) -> Option<Standing> {
    Standing::ALL.into_iter().find(|standing| standing.name() == name)
}
