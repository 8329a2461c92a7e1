//! `YouTube` Data API v3: comments, threads of comments, videos, and lists of them.

use super::preset::{Each, Said, Shape};
use super::tree::Tree;
use super::{Slot, Slots, html};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "authorChannelUrl",
        "authorProfileImageUrl",
        "canRate",
        "canReply",
        "contentDetails",
        "etag",
        "pageInfo",
        "player",
        "thumbnails",
        "viewerRating",
    ],
    fits,
    read,
};

fn fits(record: &Tree<'_>) -> bool {
    record.get("kind").text().is_some_and(|kind| kind.starts_with("youtube#"))
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    match record.get("kind").text() {
        Some("youtube#commentThread") => thread(record, each),
        Some("youtube#comment") => each(comment(record, &Tree::Null, &Tree::Null)),
        Some("youtube#video" | "youtube#searchResult") => each(video(record)),
        _ => match record.get("items") {
            Tree::List(items) => items.iter().for_each(|item| read(item, each)),
            _ => each(Said::Nothing),
        },
    }
}

/// A comment under a video, and the answers that come along.
fn thread(record: &Tree<'_>, each: &mut Each<'_>) {
    let snippet = record.get("snippet");
    each(comment(snippet.get("topLevelComment"), snippet, snippet.get("totalReplyCount")));
    for reply in record.at("replies.comments").items() {
        each(comment(reply, snippet, &Tree::Null));
    }
}

fn comment<'t>(one: &'t Tree<'_>, thread: &'t Tree<'_>, replies: &'t Tree<'_>) -> Said<'t> {
    let snippet = one.get("snippet");
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "youtube");
    slots.write(Slot::Kind, "comment");
    slots.put(Slot::Id, one.get("id"));
    slots.put(Slot::PublishedAt, snippet.get("publishedAt"));
    slots.put(Slot::UpdatedAt, snippet.get("updatedAt"));
    match (snippet.get("textOriginal"), snippet.get("textDisplay")) {
        (Tree::Null, Tree::Text(shown)) => slots.write(Slot::Text, html::words(shown)),
        (Tree::Null, other) | (other, _) => slots.put(Slot::Text, other),
    }
    slots.put(Slot::Likes, snippet.get("likeCount"));
    slots.put(Slot::Replies, replies);
    writer(
        &mut slots,
        snippet.at("authorChannelId.value").or(snippet.get("authorChannelId")),
        snippet.get("authorDisplayName"),
    );
    let video = snippet.get("videoId").or(thread.get("videoId"));
    slots.put(Slot::Conversation, video);
    slots.put(Slot::ReplyTo, snippet.get("parentId").or(video));
    if let (Some(video), Some(id)) = (video.text(), one.get("id").text()) {
        slots.write(Slot::Permalink, format!("https://www.youtube.com/watch?v={video}&lc={id}"));
    }
    let channel = snippet.get("channelId").or(thread.get("channelId"));
    slots.write_some(Slot::OwnPlace, channel.text().map(|channel| format!("channel:{channel}")));
    slots.custom("moderation_status", snippet.get("moderationStatus"));
    Said::Mention(slots)
}

/// A name that starts with `@` is a handle.
fn writer<'t>(slots: &mut Slots<'t>, id: &'t Tree<'_>, name: &'t Tree<'_>) {
    slots.put(Slot::AuthorId, id);
    let handle = name.text().is_some_and(|name| name.starts_with('@'));
    slots.put(if handle { Slot::AuthorHandle } else { Slot::AuthorName }, name);
}

fn video<'t>(one: &'t Tree<'_>) -> Said<'t> {
    let id = one.at("id.videoId").or(one.get("id"));
    if id.is_object() {
        // A search finds channels and playlists, too.
        return Said::Nothing;
    }
    let (snippet, figures) = (one.get("snippet"), one.get("statistics"));
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "youtube");
    slots.put(Slot::Id, id);
    slots.put(Slot::PublishedAt, snippet.get("publishedAt"));
    slots.put(Slot::Title, snippet.get("title"));
    slots.put(Slot::Text, snippet.get("description"));
    slots.put(Slot::Lang, snippet.get("defaultAudioLanguage").or(snippet.get("defaultLanguage")));
    slots.put(Slot::AuthorId, snippet.get("channelId"));
    slots.put(Slot::AuthorName, snippet.get("channelTitle"));
    slots.put(Slot::Impressions, figures.get("viewCount"));
    slots.put(Slot::Likes, figures.get("likeCount"));
    slots.put(Slot::Replies, figures.get("commentCount"));
    slots.attach("video", None);
    if let Some(id) = id.text() {
        slots.write(Slot::Permalink, format!("https://www.youtube.com/watch?v={id}"));
    }
    let channel = snippet.get("channelId").text();
    slots.write_some(Slot::OwnPlace, channel.map(|channel| format!("channel:{channel}")));
    slots.custom("tags", snippet.get("tags"));
    slots.custom("category_id", snippet.get("categoryId"));
    Said::Mention(slots)
}
