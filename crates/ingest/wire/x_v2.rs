//! X API v2: posts alone, in lists and in streams, with what `expansions` bring along; activity webhooks;
//! compliance events; direct messages.
//!
//! An edited post has a new id on X. Here it stays one mention, under the first id of its edit history.

use std::borrow::Cow;

use mention::Timestamp;

use super::preset::{Each, Said, Shape};
use super::time::{X_EPOCH, after_edits, of_snowflake};
use super::tree::Tree;
use super::{Raw, Slot, Slots};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "context_annotations",
        "display_text_range",
        "edit_controls",
        "images",
        "profile_banner_url",
        "profile_geo_enrichment",
        "profile_image_url",
        "reply_settings",
        "variants",
        "withheld",
    ],
    fits,
    read,
};

/// Fields of a post that have a place of their own.
const KNOWN: &[&str] = &[
    "attachments",
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "geo",
    "id",
    "in_reply_to_tweet_id",
    "in_reply_to_user_id",
    "lang",
    "non_public_metrics",
    "note_tweet",
    "organic_metrics",
    "possibly_sensitive",
    "promoted_metrics",
    "public_metrics",
    "referenced_tweets",
    "source",
    "text",
];

fn fits(record: &Tree<'_>) -> bool {
    if record.get("kind").is_there() || record.get("op").is_there() {
        return false;
    }
    let data = record.get("data");
    let one = data.items().first().unwrap_or(data);
    let resource = one.get("id").is_there() && !one.get("attributes").is_there();
    let envelope = data.is_there() && (resource || one.get("event_type").is_there());
    let bare = record.get("id").is_there()
        && record.get("text").is_there()
        && (record.get("edit_history_tweet_ids").is_there()
            || record.get("referenced_tweets").is_there()
            || record.get("author_id").is_there() && record.get("public_metrics").is_there());
    envelope
        || bare
        || record.get("dm_conversation_id").is_there()
        || data.get("delete").is_there()
        || is_compliance(data)
        || data.is_there() && record.get("meta").get("result_count").is_there()
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    let data = record.get("data");
    if let Tree::List(posts) = data {
        for one in posts {
            resource(one, record.get("includes"), record, each);
        }
        return;
    }
    if data.get("event_type").is_there() && data.get("payload").is_there() {
        return activity(record, data, each);
    }
    let deleted = data.get("delete").or(record.get("delete"));
    if deleted.is_object() {
        let post = deleted.get("tweet").or(deleted.get("post"));
        return each(deletion(post, deleted.get("event_at")));
    }
    if is_compliance(data) {
        return each(Said::Nothing);
    }
    if data.is_there() {
        return resource(data, record.get("includes"), record, each);
    }
    if record.get("meta").is_there() || record.get("errors").is_there() {
        return each(Said::Nothing);
    }
    resource(record, &Tree::Null, &Tree::Null, each);
}

/// Whether this is what a compliance stream tells: `tweet_edit`, `drop`, `withheld`, `user_suspend` and so on, each an
/// object with the time at which it happened.
fn is_compliance(data: &Tree<'_>) -> bool {
    match data.fields() {
        [(_, what)] => what.get("event_at").is_there(),
        _ => false,
    }
}

/// An event of the activity API: what happened is named, and stands in `payload`.
fn activity(record: &Tree<'_>, data: &Tree<'_>, each: &mut Each<'_>) {
    let payload = data.get("payload");
    let includes = payload.get("includes").or(data.get("includes")).or(record.get("includes"));
    match data.get("event_type").text().unwrap_or_default() {
        // Its payload may say when the post was written, and never says when it was deleted.
        "post.delete" => each(deletion(payload, &Tree::Null)),
        kind if kind.starts_with("post.") => resource(payload, includes, record, each),
        kind if kind.starts_with("dm.") => super::x_v1::messages(payload, each),
        "broadcast.chat" => each(chat(payload)),
        _ => each(Said::Nothing),
    }
}

/// What somebody wrote beside a live broadcast.
fn chat<'t>(payload: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    slots.write(Slot::Kind, "comment");
    slots.put(Slot::Id, payload.get("message_id"));
    slots.put(Slot::Text, payload.get("message"));
    slots.put(Slot::Conversation, payload.get("broadcast_id"));
    born(&mut slots, payload.get("message_id").name().as_deref());
    author(&mut slots, payload.get("author").get("data").or(payload.get("author")));
    Said::Mention(slots)
}

fn deletion<'t>(post: &'t Tree<'_>, at: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    slots.put(Slot::Id, post.get("id"));
    slots.set(Slot::Deleted, Some(Raw::Bool(true)));
    let unless_told = post.get("id").name().and_then(|id| after_edits(&id));
    slots.set(Slot::PublishedAt, unless_told.map(Raw::Time));
    slots.put(Slot::DeletedAt, at);
    Said::Mention(slots)
}

/// The time that stands in an id, where nothing else tells it.
fn born(slots: &mut Slots<'_>, id: Option<&str>) {
    let at = id.and_then(|id| of_snowflake(id, X_EPOCH));
    slots.set(Slot::PublishedAt, at.map(Raw::Time));
}

/// Whatever has an id in this API: posts and messages have a text, and the rest is about no mention.
fn resource(one: &Tree<'_>, includes: &Tree<'_>, record: &Tree<'_>, each: &mut Each<'_>) {
    const OTHER: [&str; 13] = [
        "username",
        "member_count",
        "state",
        "info",
        "url",
        "upload_url",
        "subscription_id",
        "participant_ids",
        "join_policy",
        "host_ids",
        "errors",
        "total_subscriptions",
        "options",
    ];
    let other = OTHER.iter().any(|name| one.get(name).is_there());
    if !one.get("text").is_there() && other {
        return each(Said::Nothing);
    }
    if one.get("dm_conversation_id").is_there() || one.get("sender_id").is_there() {
        return each(message(one, includes));
    }
    each(post(one, includes, record));
}

fn message<'t>(one: &'t Tree<'_>, includes: &'t Tree<'_>) -> Said<'t> {
    if one.get("event_type").text().is_some_and(|kind| kind != "MessageCreate") {
        return Said::Nothing;
    }
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    slots.write(Slot::Kind, "direct");
    slots.put(Slot::Id, one.get("id"));
    slots.put(Slot::Text, one.get("text"));
    slots.put(Slot::Conversation, one.get("dm_conversation_id"));
    born(&mut slots, one.get("id").name().as_deref());
    slots.put(Slot::PublishedAt, one.get("created_at"));
    slots.put(Slot::AuthorId, one.get("sender_id"));
    author(&mut slots, named(includes.get("users"), "id", one.get("sender_id")));
    Said::Mention(slots)
}

fn post<'t>(one: &'t Tree<'_>, includes: &'t Tree<'_>, record: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    identity(&mut slots, one);
    slots.put(Slot::Text, one.at("note_tweet.text").or(one.get("text")));
    slots.put(Slot::Lang, one.get("lang"));
    slots.put(Slot::Conversation, one.get("conversation_id"));
    slots.put(Slot::Source, one.get("source"));
    slots.put(Slot::Sensitive, one.get("possibly_sensitive"));
    let writer = named(includes.get("users"), "id", one.get("author_id"));
    slots.put(Slot::AuthorId, one.get("author_id"));
    author(&mut slots, writer);
    permalink(&mut slots, one, writer);
    engagement(&mut slots, one);
    named_and_linked(&mut slots, one, includes);
    references(&mut slots, one, includes);
    attachments(&mut slots, one, includes);
    place(&mut slots, one.get("geo"), includes);
    slots.rest(one, KNOWN);
    slots.custom("matching_rules", record.get("matching_rules"));
    Said::Mention(slots)
}

/// Id and times: those of the first version, and when this one was made if it is a later one.
fn identity<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let id = one.get("id");
    let first = one.get("edit_history_tweet_ids").items().first().unwrap_or(id);
    slots.put(Slot::Id, first);
    let written = one.get("created_at");
    if first.name() == id.name() {
        born(slots, id.name().as_deref());
        slots.put(Slot::PublishedAt, written);
        return;
    }
    let began: Option<Timestamp> = first.name().and_then(|first| of_snowflake(&first, X_EPOCH));
    slots.put(Slot::PublishedAt, written);
    if let Some(began) = began {
        slots.set(Slot::PublishedAt, Some(Raw::Time(began)));
    }
    let edited = id.name().and_then(|id| of_snowflake(&id, X_EPOCH));
    slots.set(Slot::UpdatedAt, edited.map(Raw::Time));
    slots.put(Slot::UpdatedAt, written);
    slots.custom("edited_id", id);
}

fn permalink(slots: &mut Slots<'_>, one: &Tree<'_>, writer: &Tree<'_>) {
    let Some(id) = one.get("id").name() else { return };
    let handle = writer.get("username").text().unwrap_or("i/web");
    slots.write(Slot::Permalink, format!("https://x.com/{handle}/status/{id}"));
}

/// The item of `list` whose `field` is `wanted`.
fn named<'t, 'a>(list: &'t Tree<'a>, field: &str, wanted: &Tree<'_>) -> &'t Tree<'a> {
    let Some(wanted) = wanted.name() else { return &Tree::Null };
    let found = list.items().iter().map(|item| item.get("data").or(item));
    let mut found = found.filter(|item| item.get(field).name().as_deref() == Some(&*wanted));
    found.next().unwrap_or(&Tree::Null)
}

/// The author's own fields, of a user of this API.
pub(super) fn author<'t>(slots: &mut Slots<'t>, user: &'t Tree<'_>) {
    let figures = user.get("public_metrics");
    for (slot, value) in [
        (Slot::AuthorId, user.get("id")),
        (Slot::AuthorHandle, user.get("username")),
        (Slot::AuthorName, user.get("name")),
        (Slot::AuthorBio, user.get("description")),
        (Slot::AuthorLocation, user.get("location")),
        (Slot::AuthorVerified, user.get("verified")),
        (Slot::AuthorFollowers, figures.get("followers_count")),
        (Slot::AuthorFollowing, figures.get("following_count")),
        (Slot::AuthorPosts, figures.get("tweet_count")),
        (Slot::AuthorListed, figures.get("listed_count")),
    ] {
        slots.put(slot, value);
    }
}

/// What others did with the post. The figures of a repost are those of the post it passes on, and would count twice.
fn engagement<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    if referenced(one, "retweeted").is_there() {
        return;
    }
    let (public, organic) = (one.get("public_metrics"), one.get("organic_metrics"));
    let private = one.get("non_public_metrics");
    let figure = |name: &str| public.get(name).or(organic.get(name)).or(private.get(name));
    let figures = [
        (Slot::Likes, "like_count"),
        (Slot::Reposts, "retweet_count"),
        (Slot::Replies, "reply_count"),
        (Slot::Quotes, "quote_count"),
        (Slot::Saves, "bookmark_count"),
        (Slot::Impressions, "impression_count"),
    ];
    for (slot, name) in figures {
        slots.put(slot, figure(name));
    }
    slots.put(Slot::Clicks, private.get("url_link_clicks").or(organic.get("url_link_clicks")));
}

/// Whom it names, and where it links to.
fn named_and_linked(slots: &mut Slots<'_>, one: &Tree<'_>, includes: &Tree<'_>) {
    let entities = one.at("note_tweet.entities").or(one.get("entities"));
    let mut handles: Vec<String> = Vec::new();
    let answered = named(includes.get("users"), "id", one.get("in_reply_to_user_id"));
    let names = entities.get("mentions").items().iter().chain([answered]);
    for handle in names.filter_map(|name| name.get("username").text()) {
        if !handles.iter().any(|known| known.eq_ignore_ascii_case(handle)) {
            handles.push(handle.to_owned());
        }
    }
    slots.list(Slot::Addressed, handles);
    let links = entities.get("urls").items().iter().filter(|url| !url.get("media_key").is_there());
    let links = links.filter_map(|url| url.get("unwound_url").or(url.get("expanded_url")).text());
    slots.list(Slot::Links, links.map(str::to_owned).collect());
}

/// The id of the post that this one answers, quotes or passes on.
fn referenced<'t, 'a>(one: &'t Tree<'a>, how: &str) -> &'t Tree<'a> {
    let posts = one.get("referenced_tweets").items().iter();
    let mut posts = posts.filter(|post| post.get("type").text() == Some(how));
    posts.next().map_or(&Tree::Null, |post| post.get("id"))
}

fn references<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>, includes: &'t Tree<'_>) {
    let (posts, users) = (includes.get("tweets"), includes.get("users"));
    let (quoted, passed_on) = (referenced(one, "quoted"), referenced(one, "retweeted"));
    let answered = referenced(one, "replied_to").or(one.get("in_reply_to_tweet_id"));
    let full = |post: &'t Tree<'_>| post.at("note_tweet.text").or(post.get("text"));
    if answered.is_there() {
        slots.write(Slot::Kind, "reply");
        slots.put(Slot::ReplyTo, answered);
        let whom = one.get("in_reply_to_user_id");
        let by = named(users, "id", whom).or(named(one.at("entities.mentions"), "id", whom));
        slots.put(Slot::ReplyToAuthor, by.get("username"));
    }
    if quoted.is_there() {
        if !answered.is_there() {
            slots.write(Slot::Kind, "quote");
        }
        slots.put(Slot::Quoted, full(named(posts, "id", quoted)));
    }
    if passed_on.is_there() {
        slots.write(Slot::Kind, "repost");
        let original = named(posts, "id", passed_on);
        let by = named(users, "id", original.get("author_id")).get("username").text();
        let by = by.or_else(|| passed_on_from(one.get("text").text()?));
        slots.write_some(Slot::RepostOf, by.map(str::to_owned));
        // The text of a repost is cut; that of what it passes on is whole.
        if let (Some(by), Some(text)) = (by, full(original).text()) {
            slots.write(Slot::Text, format!("RT @{by}: {text}"));
        }
    }
}

/// The handle in `RT @handle: …`.
pub(super) fn passed_on_from(text: &str) -> Option<&str> {
    let handle = text.strip_prefix("RT @")?.split([':', ' ']).next()?;
    (!handle.is_empty()).then_some(handle)
}

fn attachments<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>, includes: &'t Tree<'_>) {
    let mut described: Vec<&str> = Vec::new();
    for key in one.at("attachments.media_keys").items() {
        let item = named(includes.get("media"), "media_key", key);
        let kind = match item.get("type").text() {
            Some("photo" | "animated_gif") => "image",
            Some("video") => "video",
            _ => "other",
        };
        slots.attach(kind, item.get("url").or(item.get("preview_image_url")).text());
        described.extend(item.get("alt_text").text());
    }
    slots.write_some(Slot::Alt, (!described.is_empty()).then(|| described.join("\n")));
    for poll in one.at("attachments.poll_ids").items() {
        let options = named(includes.get("polls"), "id", poll).get("options");
        let labels = options.items().iter().filter_map(|option| option.get("label").text());
        let labels = Tree::Text(Cow::Owned(labels.collect::<Vec<_>>().join(" | ")));
        slots.custom("poll", &labels);
    }
}

fn place<'t>(slots: &mut Slots<'t>, geo: &'t Tree<'_>, includes: &'t Tree<'_>) {
    let place = named(includes.get("places"), "id", geo.get("place_id"));
    slots.put(Slot::PlaceName, place.get("full_name").or(place.get("name")));
    slots.put(Slot::Country, place.get("country_code").or(place.get("country")));
    match place.get("place_type").text() {
        Some("city") => slots.put(Slot::City, place.get("name")),
        Some("admin") => slots.put(Slot::Region, place.get("name")),
        _ => {}
    }
    if let [east, north] = geo.at("coordinates.coordinates").items() {
        slots.put(Slot::Latitude, north);
        slots.put(Slot::Longitude, east);
    }
}
