//! What records say, a line a field, for golden files and for eyes.

use std::fmt::Write;

use mention::{Author, Content, Engagement, Event, Mention, Timestamp, What};

/// Everything `content` says that is not absent.
pub(super) fn show(content: &Content) -> String {
    match content {
        Content::Ignored => "ignored\n".to_owned(),
        Content::Rejected(reject) => {
            format!("rejected {}: {}\n", reject.reason.name(), reject.detail)
        }
        Content::Event(Event { platform, id, version, what: What::Deleted }) => {
            format!("deleted {platform} {id} at {}\n", time(*version))
        }
        Content::Event(Event { version, what: What::Posted { mention, .. }, .. }) => {
            posted(mention, *version)
        }
    }
}

pub(super) fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap().to_string()
}

fn posted(mention: &Mention, version: Timestamp) -> String {
    let mut out = format!("{} {} {}\n", mention.kind.name(), mention.platform, mention.id);
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(out, "  {name}: {}", value.replace('\n', "\n    | ")).unwrap();
        }
    };
    let published_at = mention.published_at.map(time);
    let version = Some(time(version)).filter(|version| published_at.as_ref() != Some(version));
    line("published_at", published_at);
    line("version", version);
    line("title", mention.title.clone());
    line("text", Some(mention.text.clone()).filter(|text| !text.is_empty()));
    line("quoted", mention.quoted.clone());
    line("alt", mention.alt.clone());
    line("author", mention.author.as_ref().map(author));
    line("permalink", mention.permalink.clone());
    line("lang", mention.lang.as_ref().map(ToString::to_string));
    line("sentiment", mention.sentiment.map(|sentiment| format!("{sentiment:?}")));
    line("repost_of", mention.repost_of.clone());
    line("reply_to", mention.reply_to.as_ref().map(|to| format!("{:?} by {:?}", to.id, to.author)));
    line("conversation", mention.conversation.clone());
    line("addressed", list(&mention.addressed));
    line("own_place", mention.own_place.clone());
    line("source", mention.source.clone());
    line("engagement", engagement(&mention.engagement));
    line("place", mention.place.as_ref().map(|place| format!("{place:?}")));
    line("rating", mention.rating.map(|rating| rating.to_string()));
    line("answered", mention.answered.as_ref().map(|at| format!("{} by {:?}", time(at.at), at.by)));
    line("links", list(&mention.links));
    let media = mention.media.iter().map(|item| format!("{:?} {:?}", item.kind, item.url));
    line("media", list(&media.collect::<Vec<_>>()));
    line("given_tags", list(&mention.given_tags));
    line("sensitive", mention.sensitive.map(|flag| flag.to_string()));
    line("question", mention.question.map(|flag| flag.to_string()));
    for (name, value) in &mention.custom {
        line(&format!("custom {name}"), Some(value.clone()));
    }
    out
}

fn list(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(", "))
}

fn author(author: &Author) -> String {
    let mut parts = Vec::new();
    let mut part = |name: &str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{name} {value}")));
    };
    part("id", author.id.clone());
    part("handle", author.handle.clone());
    part("name", author.name.clone());
    part("followers", author.followers.map(|count| count.to_string()));
    part("following", author.following.map(|count| count.to_string()));
    part("posts", author.posts.map(|count| count.to_string()));
    part("listed", author.listed.map(|count| count.to_string()));
    part("verified", author.verified.map(|flag| flag.to_string()));
    part("location", author.location.clone());
    part("bio", author.bio.clone());
    parts.join(" · ")
}

fn engagement(engagement: &Engagement) -> Option<String> {
    let figures = [
        ("likes", engagement.likes),
        ("reposts", engagement.reposts),
        ("replies", engagement.replies),
        ("quotes", engagement.quotes),
        ("saves", engagement.saves),
        ("clicks", engagement.clicks),
        ("impressions", engagement.impressions),
    ];
    let figures = figures.iter().filter_map(|(name, count)| Some(format!("{name} {}", (*count)?)));
    list(&figures.collect::<Vec<_>>())
}
