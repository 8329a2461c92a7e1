//! X API v1.1, which PowerTrack, the decahose and account activity webhooks send too: posts, deletions, messages.
//!
//! PowerTrack's other format is in [`x_activity`](super::x_activity).

use super::preset::{Each, Said, Shape};
use super::time::{X_EPOCH, after_edits, of_snowflake};
use super::tree::Tree;
use super::x_v2::passed_on_from;
use super::{Raw, Slot, Slots, html, x_activity};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "Profile_image_url",
        "Profile_image_url_https",
        "additional_media_info",
        "contributors",
        "contributors_enabled",
        "default_profile",
        "default_profile_image",
        "display_text_range",
        "edit_controls",
        "favorited",
        "filter_level",
        "follow_request_sent",
        "indices",
        "notifications",
        "profile_background_color",
        "profile_background_image_url",
        "profile_background_image_url_https",
        "profile_background_tile",
        "profile_banner_url",
        "profile_image_url",
        "profile_image_url_https",
        "profile_link_color",
        "profile_sidebar_border_color",
        "profile_sidebar_fill_color",
        "profile_text_color",
        "profile_use_background_image",
        "retweeted",
        "sizes",
        "twitter_filter_level",
        "video_info",
    ],
    fits,
    read,
};

/// Fields of a post that have a place of their own, or say what another says.
const KNOWN: &[&str] = &[
    "coordinates",
    "created_at",
    "edit_history",
    "editable",
    "entities",
    "extended_entities",
    "extended_tweet",
    "favorite_count",
    "full_text",
    "geo",
    "id",
    "id_str",
    "in_reply_to_screen_name",
    "in_reply_to_status_id",
    "in_reply_to_status_id_str",
    "in_reply_to_user_id",
    "in_reply_to_user_id_str",
    "is_quote_status",
    "lang",
    "place",
    "possibly_sensitive",
    "quote_count",
    "quoted_status",
    "quoted_status_id",
    "quoted_status_id_str",
    "quoted_status_permalink",
    "reply_count",
    "retweet_count",
    "retweeted_status",
    "source",
    "text",
    "timestamp_ms",
    "truncated",
    "user",
];

/// Lists of an account activity event that hold posts.
const POSTS: &str = "tweet_create_events";
/// Fields of an account activity event about no mention.
const NO_MENTION: [&str; 3] = ["favorited_status", "warning", "disconnect"];

/// What streams tell besides posts and deletions. An edit is told of here too; what it says comes as a post.
const COMPLIANCE: [&str; 14] = [
    "drop",
    "info",
    "limit",
    "scrub_geo",
    "status_withheld",
    "tweet_edit",
    "undrop",
    "user_delete",
    "user_protect",
    "user_suspend",
    "user_undelete",
    "user_unprotect",
    "user_unsuspend",
    "user_withheld",
];

fn fits(record: &Tree<'_>) -> bool {
    let one = record.items().first().unwrap_or(record);
    let one = one.get("tweet").or(one);
    let worded = one.get("text").or(one.get("full_text")).is_there();
    let post = one.get("id_str").is_there() && one.get("created_at").is_there()
        || worded && one.get("user").get("screen_name").is_there();
    post || one.get("for_user_id").is_there()
        || one.get("delete").get("status").is_there()
        || NO_MENTION.iter().any(|name| one.get(name).is_there())
        || matches!(one.fields(), [(name, what)] if COMPLIANCE.contains(&&**name) && what.is_object())
        || x_activity::fits(one)
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    if let Tree::List(posts) = record {
        return posts.iter().for_each(|one| read(one, each));
    }
    if x_activity::fits(record) {
        return x_activity::read(record, each);
    }
    if record.get("for_user_id").is_there() {
        return account_activity(record, each);
    }
    let gone = record.get("delete");
    if gone.is_object() {
        return each(deletion(gone.get("status"), gone.get("timestamp_ms")));
    }
    if COMPLIANCE.iter().chain(&NO_MENTION).any(|name| record.get(name).is_object()) {
        return each(Said::Nothing);
    }
    each(post(record.get("tweet").or(record)));
}

/// A webhook's event: lists of what happened, by kind.
fn account_activity(record: &Tree<'_>, each: &mut Each<'_>) {
    let mut told = false;
    for one in record.get(POSTS).items() {
        told = true;
        each(post(one));
    }
    for gone in record.get("tweet_delete_events").items() {
        told = true;
        each(deletion(gone.get("status"), gone.get("timestamp_ms")));
    }
    if record.get("direct_message_events").is_there() {
        messages(record, each);
    } else if !told {
        each(Said::Nothing);
    }
}

/// Direct messages, and the users they are from.
pub(super) fn messages(record: &Tree<'_>, each: &mut Each<'_>) {
    for event in record.get("direct_message_events").items() {
        let message = event.get("message_create");
        if !message.is_object() {
            each(Said::Nothing);
            continue;
        }
        let sender = message.get("sender_id");
        let user = sender.text().map_or(&Tree::Null, |id| record.get("users").get(id));
        let mut slots = Slots::new();
        slots.write(Slot::Platform, "twitter");
        slots.write(Slot::Kind, "direct");
        slots.put(Slot::Id, event.get("id"));
        slots.put(Slot::PublishedAt, event.get("created_timestamp"));
        slots.put(Slot::Text, message.at("message_data.text"));
        slots.put(Slot::AuthorId, sender);
        if user.get("data").is_object() {
            super::x_v2::author(&mut slots, user.get("data"));
        } else {
            author(&mut slots, user);
        }
        let links = message.at("message_data.entities.urls").items().iter();
        let links = links.filter_map(|url| url.get("expanded_url").text());
        slots.list(Slot::Links, links.map(str::to_owned).collect());
        each(Said::Mention(slots));
    }
}

fn deletion<'t>(status: &'t Tree<'_>, at: &'t Tree<'_>) -> Said<'t> {
    let id = status.get("id_str").or(status.get("id"));
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    slots.put(Slot::Id, id);
    slots.set(Slot::Deleted, Some(Raw::Bool(true)));
    let unless_told = id.name().and_then(|id| after_edits(&id));
    slots.set(Slot::PublishedAt, unless_told.map(Raw::Time));
    slots.put(Slot::DeletedAt, at);
    Said::Mention(slots)
}

fn post<'t>(one: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    identity(&mut slots, one);
    slots.put(Slot::Text, whole(one));
    slots.put(Slot::Lang, one.get("lang"));
    slots.put(Slot::Sensitive, one.get("possibly_sensitive"));
    slots.write_some(Slot::Source, one.get("source").text().map(html::words));
    author(&mut slots, one.get("user"));
    if let (Some(handle), Some(id)) = (one.at("user.screen_name").text(), id(one).name()) {
        slots.write(Slot::Permalink, format!("https://x.com/{handle}/status/{id}"));
    }
    let passed_on = one.get("retweeted_status");
    let quoted = one.get("quoted_status");
    let reply = id_of(one, "in_reply_to_status_id");
    slots.put(Slot::ReplyTo, reply);
    slots.put(Slot::ReplyToAuthor, one.get("in_reply_to_screen_name"));
    if reply.is_there() {
        slots.write(Slot::Kind, "reply");
    } else if id_of(one, "quoted_status_id").is_there() || quoted.is_object() {
        slots.write(Slot::Kind, "quote");
    }
    slots.put(Slot::Quoted, whole(quoted));
    if passed_on.is_object() {
        repost(&mut slots, one, passed_on);
    } else {
        engagement(&mut slots, one);
    }
    let entities = one.at("extended_tweet.entities").or(one.get("entities"));
    named_and_linked(&mut slots, one, entities);
    attachments(&mut slots, one);
    place(&mut slots, one);
    slots.rest(one, KNOWN);
    Said::Mention(slots)
}

/// Id and times: those of the first version, and when this one was made if it is a later one.
fn identity<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let first = one.at("edit_history.initial_tweet_id").or(id(one));
    slots.put(Slot::Id, first);
    let written = one.get("created_at");
    let began = first.name().and_then(|first| of_snowflake(&first, X_EPOCH));
    if first.name() == id(one).name() {
        slots.set(Slot::PublishedAt, began.map(Raw::Time));
        slots.put(Slot::PublishedAt, written);
        return;
    }
    slots.put(Slot::PublishedAt, written);
    if began.is_some() {
        slots.set(Slot::PublishedAt, began.map(Raw::Time));
    }
    slots.put(Slot::UpdatedAt, written);
    slots.custom("edited_id", id(one));
}

fn id<'t, 'a>(one: &'t Tree<'a>) -> &'t Tree<'a> {
    one.get("id_str").or(one.get("id"))
}

/// An id that stands beside its own text, which has not lost digits.
fn id_of<'t, 'a>(one: &'t Tree<'a>, name: &str) -> &'t Tree<'a> {
    one.get(&format!("{name}_str")).or(one.get(name))
}

/// The text of a post, all of it.
fn whole<'t, 'a>(one: &'t Tree<'a>) -> &'t Tree<'a> {
    one.at("extended_tweet.full_text").or(one.get("full_text")).or(one.get("text"))
}

fn author<'t>(slots: &mut Slots<'t>, user: &'t Tree<'_>) {
    for (slot, value) in [
        (Slot::AuthorId, user.get("id_str").or(user.get("id"))),
        (Slot::AuthorHandle, user.get("screen_name")),
        (Slot::AuthorName, user.get("name")),
        (Slot::AuthorBio, user.get("description")),
        (Slot::AuthorLocation, user.get("location")),
        (Slot::AuthorVerified, user.get("verified")),
        (Slot::AuthorFollowers, user.get("followers_count")),
        (Slot::AuthorFollowing, user.get("friends_count")),
        (Slot::AuthorPosts, user.get("statuses_count")),
        (Slot::AuthorListed, user.get("listed_count")),
    ] {
        slots.put(slot, value);
    }
}

/// The text of a repost is cut; that of what it passes on is whole. Its figures are those of the original, and would
/// count twice.
fn repost<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>, passed_on: &'t Tree<'_>) {
    slots.write(Slot::Kind, "repost");
    let by = passed_on.at("user.screen_name").text();
    let by = by.or_else(|| passed_on_from(one.get("text").text()?));
    slots.write_some(Slot::RepostOf, by.map(str::to_owned));
    if let (Some(by), Some(text)) = (by, whole(passed_on).text()) {
        slots.write(Slot::Text, format!("RT @{by}: {text}"));
    }
}

fn engagement<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    slots.put(Slot::Likes, one.get("favorite_count"));
    slots.put(Slot::Reposts, one.get("retweet_count"));
    slots.put(Slot::Replies, one.get("reply_count"));
    slots.put(Slot::Quotes, one.get("quote_count"));
}

fn named_and_linked(slots: &mut Slots<'_>, one: &Tree<'_>, entities: &Tree<'_>) {
    let mut handles: Vec<String> = Vec::new();
    let named = entities.get("user_mentions").items().iter();
    let named = named.filter_map(|name| name.get("screen_name").text());
    for handle in named.chain(one.get("in_reply_to_screen_name").text()) {
        if !handles.iter().any(|known| known.eq_ignore_ascii_case(handle)) {
            handles.push(handle.to_owned());
        }
    }
    slots.list(Slot::Addressed, handles);
    let links = entities.get("urls").items().iter();
    let links = links.filter_map(|url| url.at("unwound.url").or(url.get("expanded_url")).text());
    slots.list(Slot::Links, links.map(str::to_owned).collect());
}

fn attachments<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let beside = [
        one.at("extended_tweet.extended_entities.media"),
        one.at("extended_tweet.entities.media"),
        one.at("extended_entities.media"),
        one.at("entities.media"),
    ];
    let media = beside.into_iter().find(|media| media.is_there()).unwrap_or(&Tree::Null);
    let mut described: Vec<&str> = Vec::new();
    for item in media.items() {
        let kind = match item.get("type").text() {
            Some("photo" | "animated_gif") => "image",
            Some("video") => "video",
            _ => "other",
        };
        slots.attach(kind, item.get("media_url_https").or(item.get("media_url")).text());
        described.extend(item.get("ext_alt_text").text());
    }
    slots.write_some(Slot::Alt, (!described.is_empty()).then(|| described.join("\n")));
}

/// Where it was posted; the point of `coordinates` has the east first, that of the older `geo` the north.
pub(super) fn place<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let place = one.get("place");
    slots.put(Slot::PlaceName, place.get("full_name").or(place.get("name")));
    slots.put(Slot::Country, place.get("country_code").or(place.get("country")));
    match place.get("place_type").text() {
        Some("city") => slots.put(Slot::City, place.get("name")),
        Some("admin") => slots.put(Slot::Region, place.get("name")),
        _ => {}
    }
    let point = match (one.at("coordinates.coordinates").items(), one.at("geo.coordinates").items())
    {
        ([east, north], _) | (_, [north, east]) => Some((north, east)),
        _ => None,
    };
    if let Some((north, east)) = point {
        slots.put(Slot::Latitude, north);
        slots.put(Slot::Longitude, east);
    }
}
