//! Reddit: posts and comments, alone (`{"kind": "t1", "data": …}`), in listings and in trees of comments, and the flat
//! objects of archives.

use std::borrow::Cow;

use super::preset::{Each, Said, Shape};
use super::tree::Tree;
use super::{Raw, Slot, Slots};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "all_awardings",
        "author_flair_richtext",
        "awarders",
        "body_html",
        "gildings",
        "likes",
        "link_flair_richtext",
        "media_embed",
        "media_metadata",
        "mod_reports",
        "oembed",
        "preview",
        "secure_media",
        "secure_media_embed",
        "selftext_html",
        "treatment_tags",
        "user_reports",
    ],
    fits,
    read,
};

/// Fields kept as custom fields; a thing of Reddit has over a hundred, most about who is looking at it.
const KEPT: &[&str] =
    &["upvote_ratio", "distinguished", "link_flair_text", "author_flair_text", "link_title"];

fn fits(record: &Tree<'_>) -> bool {
    let one = record.items().first().unwrap_or(record);
    let kinds = ["Listing", "t1", "t3", "t4", "more"];
    let thing = kinds.iter().any(|kind| one.get("kind").text() == Some(kind));
    let flat = one.get("subreddit").is_there() && one.get("created_utc").is_there();
    thing && one.get("data").is_object() || flat || one.at("json.data.things").is_there()
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    if let Tree::List(parts) = record {
        return parts.iter().for_each(|part| read(part, each));
    }
    let data = record.get("data");
    match record.get("kind").text() {
        Some("Listing") => data.get("children").items().iter().for_each(|child| read(child, each)),
        Some("t1") => {
            each(comment(data));
            if data.get("replies").is_object() {
                read(data.get("replies"), each);
            }
        }
        Some("t3") => each(post(data)),
        Some("t4") => each(message(data)),
        Some(_) if data.is_object() => each(Said::Nothing),
        _ => {
            let things = record.at("json.data.things");
            if things.is_there() {
                return things.items().iter().for_each(|thing| read(thing, each));
            }
            let is_comment = record.get("body").is_there();
            each(if is_comment { comment(record) } else { post(record) });
        }
    }
}

/// What posts and comments have in common; `prefix` is that of their kind.
fn thing<'t>(data: &'t Tree<'_>, prefix: &str, text: &'t Tree<'_>) -> Slots<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "reddit");
    let full: Option<Cow<'t, str>> = match data.get("name").text() {
        Some(name) => Some(name.into()),
        None => data.get("id").text().map(|id| format!("{prefix}{id}").into()),
    };
    slots.write_some(Slot::Id, full);
    slots.put(Slot::PublishedAt, data.get("created_utc"));
    if text.text().is_some_and(|text| matches!(text.trim(), "[deleted]" | "[removed]")) {
        slots.set(Slot::Deleted, Some(Raw::Bool(true)));
        return slots;
    }
    slots.put(Slot::Text, text);
    // `edited` is false, or when.
    if matches!(data.get("edited"), Tree::Number(_)) {
        slots.put(Slot::UpdatedAt, data.get("edited"));
    }
    if let Some(author) = data.get("author").text().filter(|author| *author != "[deleted]") {
        slots.write(Slot::AuthorHandle, author);
        slots.put(Slot::AuthorId, data.get("author_fullname"));
    }
    if let Some(path) = data.get("permalink").text() {
        slots.write(Slot::Permalink, format!("https://www.reddit.com{path}"));
    }
    slots.put(Slot::Community, data.get("subreddit"));
    slots.put(Slot::Sensitive, data.get("over_18"));
    // Votes can sum to less than none, which is no count and becomes a custom field.
    slots.put(Slot::Likes, data.get("score").or(data.get("ups")));
    for name in KEPT {
        slots.custom(name, data.get(name));
    }
    slots
}

fn post<'t>(data: &'t Tree<'_>) -> Said<'t> {
    let mut slots = thing(data, "t3_", data.get("selftext"));
    slots.put(Slot::Title, data.get("title"));
    slots.put(Slot::Conversation, data.get("name"));
    slots.put(Slot::Replies, data.get("num_comments"));
    slots.put(Slot::Reposts, data.get("num_crossposts"));
    slots.put(Slot::Impressions, data.get("view_count"));
    let own = data.get("is_self") == &Tree::Bool(true);
    if let Some(link) = data.get("url").text().filter(|_| !own) {
        // A post passed on is linked to by its path.
        let host = if link.starts_with('/') { "https://www.reddit.com" } else { "" };
        slots.list(Slot::Links, vec![format!("{host}{link}")]);
        match data.get("post_hint").text() {
            Some("image") => slots.attach("image", Some(link)),
            Some("hosted:video" | "rich:video") => slots.attach("video", Some(link)),
            _ => {}
        }
    }
    if let Some(original) = data.get("crosspost_parent_list").items().first() {
        slots.write(Slot::Kind, "repost");
        slots.put(Slot::RepostOf, original.get("author"));
        slots.put(Slot::Quoted, original.get("selftext"));
    } else if data.get("crosspost_parent").is_there() {
        slots.write(Slot::Kind, "repost");
    }
    Said::Mention(slots)
}

fn comment<'t>(data: &'t Tree<'_>) -> Said<'t> {
    let mut slots = thing(data, "t1_", data.get("body"));
    slots.write(Slot::Kind, "comment");
    slots.put(Slot::ReplyTo, data.get("parent_id"));
    if data.get("parent_id").text() == data.get("link_id").text() {
        slots.put(Slot::ReplyToAuthor, data.get("link_author"));
    }
    slots.put(Slot::Conversation, data.get("link_id"));
    if slots.is_empty(Slot::Permalink) {
        slots.write_some(Slot::Permalink, address(data));
    }
    Said::Mention(slots)
}

/// Where a comment can be read, when that is not said.
fn address(data: &Tree<'_>) -> Option<String> {
    let community = data.get("subreddit").text()?;
    let post = data.get("link_id").text()?.strip_prefix("t3_")?;
    let id = data.get("id").text()?;
    Some(format!("https://www.reddit.com/r/{community}/comments/{post}/_/{id}/"))
}

fn message<'t>(data: &'t Tree<'_>) -> Said<'t> {
    let mut slots = thing(data, "t4_", data.get("body"));
    slots.write(Slot::Kind, "direct");
    slots.put(Slot::Title, data.get("subject"));
    slots.put(Slot::ReplyTo, data.get("parent_id"));
    slots.list(Slot::Addressed, data.get("dest").text().map(str::to_owned).into_iter().collect());
    Said::Mention(slots)
}
