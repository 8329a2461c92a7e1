//! Bluesky: events of Jetstream, records, and posts as the application's view gives them.
//!
//! An account is known by its DID there; its handle stands only in the view. A like or a repost is an event about
//! somebody else's post that does not say how many there are: it is well-formed and about no mention (ignored). The
//! figures come with posts of the view, which is a refresh.

use mention::Timestamp;

use super::preset::{Each, Said, Shape};
use super::time::of_text;
use super::tree::Tree;
use super::{Raw, Slot, Slots};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "aspectRatio",
        "avatar",
        "cid",
        "rev",
        "sig",
        "threadContext",
        "threadgate",
        "thumb",
        "viewer",
    ],
    fits,
    read,
};

const POST: &str = "app.bsky.feed.post";

/// Fields of a post's record that have a place of their own.
const KNOWN: &[&str] =
    &["$type", "createdAt", "embed", "facets", "labels", "langs", "reply", "tags", "text"];

fn fits(record: &Tree<'_>) -> bool {
    let event = record.get("did").is_there() && record.get("time_us").is_there();
    let post = record.get("post").or(record);
    let of_post = |tree: &Tree<'_>| tree.get("$type").text() == Some(POST);
    event
        || uri(post.get("uri")).is_some()
            && (of_post(post.get("record")) || of_post(post.get("value")))
        || ["posts", "feed"].iter().any(|name| record.get(name).items().first().is_some_and(fits))
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    for list in ["posts", "feed"] {
        if let Tree::List(items) = record.get(list) {
            return items.iter().for_each(|item| read(item, each));
        }
    }
    if record.get("commit").is_object() {
        return each(event(record, record.get("commit")));
    }
    if record.get("time_us").is_there() {
        return each(Said::Nothing);
    }
    each(view(record.get("post").or(record), record.get("reason")));
}

/// What a repository was changed by.
fn event<'t>(record: &'t Tree<'_>, commit: &'t Tree<'_>) -> Said<'t> {
    if commit.get("collection").text() != Some(POST) {
        return Said::Nothing;
    }
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "bluesky");
    let at = record.get("time_us").number().and_then(|at| i64::try_from(at / 1_000).ok());
    let at = at.map(Timestamp);
    if let (Some(did), Some(key)) = (record.get("did").text(), commit.get("rkey").text()) {
        slots.write(Slot::Id, format!("at://{did}/{POST}/{key}"));
        slots.write(Slot::Permalink, format!("https://bsky.app/profile/{did}/post/{key}"));
    }
    slots.put(Slot::AuthorId, record.get("did"));
    if commit.get("operation").text() == Some("delete") {
        slots.set(Slot::Deleted, Some(Raw::Bool(true)));
        slots.set(Slot::DeletedAt, at.map(Raw::Time));
        return Said::Mention(slots);
    }
    slots.set(Slot::ObservedAt, at.map(Raw::Time));
    words(&mut slots, commit.get("record"), &Tree::Null, at);
    Said::Mention(slots)
}

/// A post with its author and figures. In a feed, `reason` says who passed it on; the post is the mention.
fn view<'t>(post: &'t Tree<'_>, reason: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "bluesky");
    slots.put(Slot::Id, post.get("uri"));
    let author = post.get("author");
    let handle = author.get("handle").text();
    let place = post.get("uri");
    if let Some((did, key)) = uri(place) {
        slots.write(Slot::AuthorId, did);
        let who = handle.unwrap_or(did);
        slots.write(Slot::Permalink, format!("https://bsky.app/profile/{who}/post/{key}"));
    }
    slots.put(Slot::AuthorHandle, author.get("handle"));
    slots.put(Slot::AuthorName, author.get("displayName"));
    slots.put(Slot::AuthorBio, author.get("description"));
    slots.put(Slot::AuthorFollowers, author.get("followersCount"));
    slots.put(Slot::AuthorFollowing, author.get("followsCount"));
    slots.put(Slot::AuthorPosts, author.get("postsCount"));
    slots.put(Slot::Likes, post.get("likeCount"));
    slots.put(Slot::Reposts, post.get("repostCount"));
    slots.put(Slot::Replies, post.get("replyCount"));
    slots.put(Slot::Quotes, post.get("quoteCount"));
    slots.put(Slot::Saves, post.get("bookmarkCount"));
    let indexed = post.get("indexedAt").text().and_then(|at| of_text(at, None).ok());
    words(&mut slots, post.get("record").or(post.get("value")), post.get("embed"), indexed);
    if sensitive(post.get("labels").items()) {
        slots.set(Slot::Sensitive, Some(Raw::Bool(true)));
    }
    slots.custom("reposted_by", reason.at("by.handle"));
    Said::Mention(slots)
}

/// DID and key in the address of a post.
fn uri<'t>(tree: &'t Tree<'_>) -> Option<(&'t str, &'t str)> {
    let (did, rest) = tree.text()?.strip_prefix("at://")?.split_once('/')?;
    let (collection, key) = rest.split_once('/')?;
    (collection == POST).then_some((did, key))
}

/// What stands in the record itself. `createdAt` is what the author's device says; where that is later than the
/// event, the event tells.
fn words<'t>(
    slots: &mut Slots<'t>,
    record: &'t Tree<'_>,
    shown: &'t Tree<'_>,
    seen: Option<Timestamp>,
) {
    slots.put(Slot::Text, record.get("text"));
    slots.put(Slot::PublishedAt, record.get("createdAt"));
    let stated = record.get("createdAt").text().and_then(|at| of_text(at, None).ok());
    if let (Some(stated), Some(seen)) = (stated, seen)
        && stated > seen
    {
        slots.set(Slot::PublishedAt, Some(Raw::Time(seen)));
    }
    slots.put(Slot::Lang, record.get("langs").items().first().unwrap_or(&Tree::Null));
    let mut addressed: Vec<String> = Vec::new();
    let parent = record.at("reply.parent.uri");
    if parent.is_there() {
        slots.write(Slot::Kind, "reply");
        slots.put(Slot::ReplyTo, parent);
        if let Some((did, _)) = uri(parent) {
            slots.write(Slot::ReplyToAuthor, did);
            addressed.push(did.to_owned());
        }
    }
    let root = record.at("reply.root.uri");
    slots.put(Slot::Conversation, root);
    let mut links: Vec<String> = Vec::new();
    for feature in
        record.get("facets").items().iter().flat_map(|facet| facet.get("features").items())
    {
        let did = feature.get("did").text();
        addressed.extend(did.map(str::to_owned).filter(|did| !addressed.contains(did)));
        links.extend(feature.get("uri").text().map(str::to_owned));
    }
    embed(slots, record.get("embed"), shown, parent.is_there(), &mut links);
    slots.list(Slot::Addressed, addressed);
    slots.list(Slot::Links, links);
    slots.custom("tags", record.get("tags"));
    if sensitive(record.at("labels.values").items()) {
        slots.set(Slot::Sensitive, Some(Raw::Bool(true)));
    }
    slots.rest(record, KNOWN);
}

/// Pictures, videos, link cards and quoted posts; `shown` is the same with what the view knows of it.
fn embed<'t>(
    slots: &mut Slots<'t>,
    embed: &'t Tree<'_>,
    shown: &'t Tree<'_>,
    reply: bool,
    links: &mut Vec<String>,
) {
    let media = embed.get("media").or(embed);
    let shown_media = shown.get("media").or(shown);
    let mut described: Vec<&str> = Vec::new();
    for (at, image) in media.get("images").items().iter().enumerate() {
        let shown = shown_media.get("images").items().get(at).unwrap_or(&Tree::Null);
        slots.attach("image", shown.get("fullsize").text());
        described.extend(image.get("alt").text());
    }
    if media.get("video").is_object() {
        slots.attach("video", shown_media.get("playlist").text());
        described.extend(media.get("alt").text());
    }
    slots.write_some(Slot::Alt, (!described.is_empty()).then(|| described.join("\n")));
    let card = media.get("external");
    if let Some(link) = card.get("uri").text() {
        links.extend((!links.iter().any(|known| known == link)).then(|| link.to_owned()));
    }
    slots.custom("card.title", card.get("title"));
    slots.custom("card.description", card.get("description"));
    let quoted = embed.at("record.record.uri").or(embed.at("record.uri"));
    if uri(quoted).is_some() {
        if !reply {
            slots.write(Slot::Kind, "quote");
        }
        slots.custom("quoted_id", quoted);
        let shown = shown.at("record.record").or(shown.get("record"));
        slots.put(Slot::Quoted, shown.at("value.text"));
    }
    // Without words of its own, a post that shares a link says what the card says.
    if slots.is_blank(Slot::Text) {
        slots.put(Slot::Title, card.get("title"));
    }
}

fn sensitive(labels: &[Tree<'_>]) -> bool {
    const SENSITIVE: [&str; 5] = ["porn", "sexual", "nudity", "graphic-media", "gore"];
    labels.iter().any(|label| label.get("val").text().is_some_and(|val| SENSITIVE.contains(&val)))
}
