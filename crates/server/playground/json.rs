//! The playground's answers as JSON, and its questions.

use mention::{Author, Field, Lang, Mention, TagName, Tagged, Timestamp, platform_key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tagger::Reason;

use super::finding::{Mend, Told};
use super::tried::{Explained, Tried};
use super::utf16::Utf16;

/// What is asked of the playground.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Trial")]
pub(crate) struct Question {
    /// The rule file that is edited; the first when absent.
    pub(super) file: Option<String>,
    /// Its text.
    pub(super) text: String,
    /// The posts to try it on; with none, those of the store.
    pub(super) posts: Option<Vec<Post>>,
    /// How many of the store's newest posts, and with which tag.
    pub(super) stored: Option<Stored>,
    /// What to explain.
    pub(super) explain: Option<Explain>,
}

/// Which of the store's posts to try.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StoredPosts")]
pub(super) struct Stored {
    /// How many, the newest first.
    pub(super) limit: Option<usize>,
    /// Only those that have this tag in the store.
    pub(super) tag: Option<String>,
}

/// Which post to explain.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ExplainPost")]
pub(super) struct Explain {
    /// Its number among those that are tried, from 0.
    pub(super) post: usize,
    /// The rule that is asked about; those that nearly find it when absent.
    pub(super) rule: Option<String>,
}

/// A post as people write it down to try a rule on it.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "TrialPost")]
pub(super) struct Post {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    to: Vec<String>,
    /// As 2026-11-22T08:00:00Z; now when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
}

impl Post {
    /// The post in a line of JSON.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for the person who wrote it.
    pub(super) fn read(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|error| error.to_string())
    }

    /// As a line of JSON, in which signs that turn the text around are written by their numbers: it is shown in a field.
    pub(super) fn line(&self) -> String {
        let line = serde_json::to_string(self).expect("texts can be written as JSON");
        let mut inert = String::with_capacity(line.len());
        for sign in line.chars() {
            match report::turning(sign) {
                Some(_) => inert.extend(sign.escape_unicode().filter(|sign| !"{}".contains(*sign))),
                None => inert.push(sign),
            }
        }
        inert
    }

    /// What rules ask for of a mention.
    pub(super) fn of(mention: &Mention) -> Self {
        let author = mention.author.as_ref().and_then(|author| author.handle.clone());
        let published =
            mention.published_at.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok());
        Self {
            text: mention.text.clone(),
            title: mention.title.clone(),
            lang: mention.lang.map(|lang| lang.to_string()),
            author,
            platform: Some(mention.platform.clone()).filter(|platform| !platform.is_empty()),
            place: mention.own_place.clone(),
            to: mention.addressed.clone(),
            published: published.map(|at| at.to_string()),
        }
    }

    /// As a mention, published `now` where it does not say when.
    ///
    /// # Errors
    ///
    /// A language or a time that is none.
    pub(super) fn mention(self, now: Timestamp) -> Result<Mention, String> {
        let lang = self.lang.map(|tag| {
            Lang::parse(&tag)
                .ok_or_else(|| format!("`{tag}` is no language; write it as en, sv or pt"))
        });
        let published = self.published.map(|time| {
            let read = time.parse::<jiff::Timestamp>();
            let read = read.map(|at| Timestamp(at.as_millisecond()));
            read.map_err(|_| format!("`{time}` is no time; write it as 2026-11-22T08:00:00Z"))
        });
        let handle = self.author.map(|handle| handle.trim_start_matches('@').to_owned());
        let author = handle.map(|handle| Author { handle: Some(handle), ..Author::default() });
        Ok(Mention {
            text: self.text,
            title: self.title,
            lang: lang.transpose()?,
            author,
            platform: self.platform.as_deref().map(platform_key).unwrap_or_default(),
            own_place: self.place,
            addressed: self.to.iter().map(|to| to.trim_start_matches('@').to_owned()).collect(),
            published_at: Some(published.transpose()?.unwrap_or(now)),
            ..Mention::default()
        })
    }
}

/// What the playground answers.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Tried")]
pub(crate) struct Answer {
    /// Whether the rules can be used; while they cannot, no post is tried.
    usable: bool,
    findings: Vec<FindingOut>,
    findings_more: usize,
    posts: Vec<PostOut>,
    posts_untried: usize,
    counts: Vec<CountOut>,
    silent: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<ExplainedOut>,
}

impl Answer {
    pub(super) fn of(
        (told, more): (Vec<Told>, usize),
        tried: Option<&Tried>,
        explained: Option<&Explained>,
    ) -> Self {
        let posts = tried.map(|tried| &*tried.posts).unwrap_or_default();
        let counts = tried.map(|tried| &*tried.counts).unwrap_or_default();
        let silent = tried.map(|tried| &*tried.silent).unwrap_or_default();
        let count = |count: &super::tried::Count| CountOut {
            tag: count.name.to_string(),
            label: count.label.clone(),
            kind: count.kind.name(),
            posts: count.posts,
        };
        Self {
            usable: tried.is_some(),
            findings: told.into_iter().map(FindingOut::of).collect(),
            findings_more: more,
            posts: posts.iter().map(PostOut::of).collect(),
            posts_untried: tried.map_or(0, |tried| tried.untried),
            counts: counts.iter().map(count).collect(),
            silent: silent.iter().map(TagName::to_string).collect(),
            explained: explained.map(ExplainedOut::of),
        }
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers can be written as JSON") + "\n"
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingOut {
    file: String,
    line: usize,
    column: usize,
    /// In UTF-16 units of the file's text.
    start: usize,
    length: usize,
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    fix: Option<FixOut>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct FixOut {
    start: usize,
    length: usize,
    text: String,
    safe: bool,
}

impl FindingOut {
    fn of(told: Told) -> Self {
        let fix = |mend: Mend| FixOut {
            start: mend.span.0,
            length: mend.span.1,
            text: mend.text,
            safe: mend.safe,
        };
        Self {
            file: told.file,
            line: told.position.0,
            column: told.position.1,
            start: told.span.0,
            length: told.span.1,
            severity: told.severity.name(),
            code: told.code,
            message: told.message,
            help: told.help,
            fix: told.mend.map(fix),
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TriedPost")]
struct PostOut {
    #[serde(flatten)]
    post: Post,
    standing: &'static str,
    tags: Vec<TagOut>,
    noise: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TriedTag")]
struct TagOut {
    tag: String,
    rule: String,
    spans: Vec<SpanOut>,
}

/// Words of a post, in UTF-16 units of the field they stand in.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TriedWords")]
struct SpanOut {
    field: &'static str,
    start: usize,
    length: usize,
}

impl PostOut {
    fn of((mention, tagged): &(Mention, Tagged)) -> Self {
        let span = |span: &mention::Span| {
            let text = Utf16::of(mention.field(span.field));
            let (start, length) = text.span(&(span.start as usize..span.end as usize));
            SpanOut { field: Field::name(span.field), start, length }
        };
        let tags = tagged.tags.iter().map(|tag| TagOut {
            tag: tag.name.to_string(),
            rule: tag.rule.to_string(),
            spans: tag.spans.iter().map(span).collect(),
        });
        // Who wrote a stored post is not needed to judge a rule.
        let post = Post { author: None, to: Vec::new(), ..Post::of(mention) };
        Self {
            post,
            standing: tagged.standing.name(),
            tags: tags.collect(),
            noise: tagged.excluded_by.iter().map(TagName::to_string).collect(),
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TagCount")]
struct CountOut {
    tag: String,
    label: String,
    kind: &'static str,
    posts: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Explained")]
struct ExplainedOut {
    why: Vec<WhyOut>,
    why_not: Vec<WhyNotOut>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Why")]
struct WhyOut {
    tag: String,
    because: Option<&'static str>,
    part: Option<String>,
    file: Option<String>,
    line: Option<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "WhyNot")]
struct WhyNotOut {
    rule: String,
    why: Vec<String>,
}

impl ExplainedOut {
    fn of(explained: &Explained) -> Self {
        let why = |(tag, reason): &(TagName, Reason)| WhyOut {
            tag: tag.to_string(),
            because: reason.because,
            part: reason.part.clone(),
            file: reason.place.as_ref().map(|place| place.file.clone()),
            line: reason.place.as_ref().map(|place| place.line),
        };
        let not =
            |miss: &tagger::Miss| WhyNotOut { rule: miss.rule.to_string(), why: miss.why.clone() };
        Self {
            why: explained.why.iter().map(why).collect(),
            why_not: explained.why_not.iter().map(not).collect(),
        }
    }
}

impl Question {
    /// The question in a body.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for who programmed it.
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }
}
