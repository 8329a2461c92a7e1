//! A mention with its tags as JSON: what is written to the output topic.

use mention::{Author, Cause, Engagement, Event, Kind, Mention, Provenance, Tagged, Timestamp};
use serde::Serialize;

/// The number of the form; raised when a field changes its meaning or goes away.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Out<'a> {
    format: u32,
    platform: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    observed_at: Option<String>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    permalink: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<AuthorOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentiment: Option<&'static str>,
    engagement: EngagementOut,
    standing: &'static str,
    tags: Vec<TagOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded_by: Vec<&'a str>,
}

#[derive(Serialize)]
struct AuthorOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<u64>,
}

#[derive(Serialize)]
struct EngagementOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    likes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reposts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saves: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clicks: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    impressions: Option<u64>,
}

#[derive(Serialize)]
struct TagOut<'a> {
    tag: &'a str,
    rule: &'a str,
    by: &'static str,
    cause: &'static str,
}

/// The posted mention of `event` with what tagging found, as one line of JSON without a line feed.
///
/// The words of a direct message stay out.
pub(crate) fn write(event: &Event, mention: &Mention, tagged: &Tagged) -> Vec<u8> {
    let words = mention.kind != Kind::Direct;
    let out = Out {
        format: FORMAT,
        platform: &event.platform,
        id: &event.id,
        created_at: mention.published_at.and_then(instant),
        observed_at: instant(event.version),
        kind: mention.kind.name(),
        permalink: mention.permalink.as_deref(),
        author: mention.author.as_ref().map(author),
        title: mention.title.as_deref().filter(|_| words),
        text: Some(&*mention.text).filter(|_| words),
        own_place: mention.own_place.as_deref(),
        lang: tagged.lang.map(|lang| lang.to_string()),
        sentiment: tagged.sentiment.map(mention::Sentiment::name),
        engagement: engagement(&mention.engagement),
        standing: tagged.standing.name(),
        tags: tagged.tags.iter().map(tag).collect(),
        excluded_by: tagged.excluded_by.iter().map(mention::TagName::as_str).collect(),
    };
    serde_json::to_vec(&out).expect("texts and numbers can be written as JSON")
}

/// Absent for a time beyond the years that are written.
fn instant(at: Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(at.0).ok().map(|at| at.to_string())
}

fn author(author: &Author) -> AuthorOut<'_> {
    AuthorOut {
        id: author.id.as_deref(),
        handle: author.handle.as_deref(),
        name: author.name.as_deref(),
        followers: author.followers,
    }
}

fn engagement(figures: &Engagement) -> EngagementOut {
    EngagementOut {
        likes: figures.likes,
        reposts: figures.reposts,
        replies: figures.replies,
        quotes: figures.quotes,
        saves: figures.saves,
        clicks: figures.clicks,
        impressions: figures.impressions,
    }
}

fn tag(tag: &mention::Tag) -> TagOut<'_> {
    TagOut {
        tag: tag.name.as_str(),
        rule: tag.rule.as_str(),
        by: match tag.provenance {
            Provenance::Rules(_) => "rules",
            Provenance::Person { .. } => "person",
            Provenance::Import => "import",
        },
        cause: match tag.cause {
            Cause::Words => "words",
            Cause::Fields => "fields",
            Cause::Addressed => "addressed",
            Cause::Place => "place",
            Cause::Given => "given",
        },
    }
}

#[cfg(test)]
mod tests {
    use mention::{RuleSetId, Standing, Tag, TagName};

    use super::*;

    fn check(kind: Kind) -> String {
        let mention = Mention {
            platform: "twitter".to_owned(),
            id: "7".to_owned(),
            text: "acme is late".to_owned(),
            published_at: Some(Timestamp(1_777_897_800_000)),
            engagement: Engagement { likes: Some(3), ..Engagement::default() },
            kind,
            ..Mention::default()
        };
        let event = Event::posted(mention.clone(), None).unwrap();
        let name = TagName::parse("acme").unwrap();
        let tag = Tag {
            rule: name.clone(),
            name,
            provenance: Provenance::Rules(RuleSetId(1)),
            cause: Cause::Words,
            clause: 0,
            spans: vec![],
        };
        let tagged = Tagged {
            standing: Standing::Received,
            lang: None,
            sentiment: None,
            question: None,
            tags: vec![tag],
            excluded_by: vec![],
        };
        String::from_utf8(write(&event, &mention, &tagged)).unwrap()
    }

    #[test]
    fn a_mention_is_written_with_its_tags_and_a_message_without_its_words() {
        assert_eq!(
            check(Kind::Reply),
            r#"{"format":1,"platform":"twitter","id":"7","created_at":"2026-05-04T12:30:00Z","observed_at":"2026-05-04T12:30:00Z","kind":"reply","text":"acme is late","engagement":{"likes":3},"standing":"received","tags":[{"tag":"acme","rule":"acme","by":"rules","cause":"words"}]}"#
        );
        assert!(!check(Kind::Direct).contains("late"));
    }
}
