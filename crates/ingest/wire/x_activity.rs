//! Activity Streams, the older of the two formats PowerTrack sends.

use super::preset::{Each, Said};
use super::time::{X_EPOCH, after_edits, of_snowflake};
use super::tree::Tree;
use super::x_v2::passed_on_from;
use super::{Raw, Slot, Slots};

/// Fields of an activity that have a place of their own, or say what another says.
const KNOWN: &[&str] = &[
    "actor",
    "body",
    "favoritesCount",
    "generator",
    "geo",
    "gnip",
    "id",
    "inReplyTo",
    "link",
    "location",
    "long_object",
    "object",
    "objectType",
    "postedTime",
    "provider",
    "retweetCount",
    "twitter_entities",
    "twitter_extended_entities",
    "twitter_lang",
    "twitter_quoted_status",
    "verb",
];

/// Whether `record` is an activity.
pub(super) fn fits(record: &Tree<'_>) -> bool {
    record.get("objectType").text() == Some("activity") && record.get("verb").is_there()
}

/// Says what an activity is: a post, a share, a deletion.
pub(super) fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    match record.get("verb").text() {
        Some("post" | "share") => each(post(record)),
        Some("delete") => each(deletion(record)),
        _ => each(Said::Nothing),
    }
}

/// The number at the end of `tag:search.twitter.com,2005:123` or of an address.
fn number<'t>(tree: &'t Tree<'_>) -> Option<&'t str> {
    let text = tree.text()?.trim_end_matches('/');
    let number = text.rsplit([':', '/']).next()?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn deletion<'t>(record: &'t Tree<'_>) -> Said<'t> {
    let id = number(record.at("object.id")).or_else(|| number(record.get("id")));
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    slots.write_some(Slot::Id, id);
    slots.set(Slot::Deleted, Some(Raw::Bool(true)));
    slots.set(Slot::PublishedAt, id.and_then(after_edits).map(Raw::Time));
    slots.put(Slot::DeletedAt, record.get("postedTime"));
    Said::Mention(slots)
}

fn post<'t>(one: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "twitter");
    let id = number(one.get("id"));
    slots.write_some(Slot::Id, id);
    let born = id.and_then(|id| of_snowflake(id, X_EPOCH));
    slots.set(Slot::PublishedAt, born.map(Raw::Time));
    slots.put(Slot::PublishedAt, one.get("postedTime"));
    slots.put(Slot::Text, whole(one));
    slots.put(Slot::Permalink, one.get("link"));
    slots.put(Slot::Lang, one.get("twitter_lang"));
    slots.put(Slot::Source, one.at("generator.displayName"));
    author(&mut slots, one.get("actor"));
    let quoted = one.get("twitter_quoted_status");
    slots.put(Slot::Quoted, whole(quoted));
    if let Some(link) = one.at("inReplyTo.link").text() {
        slots.write(Slot::Kind, "reply");
        slots.write_some(Slot::ReplyTo, number(one.at("inReplyTo.link")));
        slots.write_some(Slot::ReplyToAuthor, handle_in(link));
    } else if quoted.is_object() {
        slots.write(Slot::Kind, "quote");
    }
    if one.get("verb").text() == Some("share") {
        repost(&mut slots, one);
    } else {
        slots.put(Slot::Likes, one.get("favoritesCount"));
        slots.put(Slot::Reposts, one.get("retweetCount"));
    }
    entities(&mut slots, one);
    place(&mut slots, one);
    slots.custom("matching_rules", one.at("gnip.matching_rules"));
    slots.rest(one, KNOWN);
    Said::Mention(slots)
}

fn whole<'t, 'a>(one: &'t Tree<'a>) -> &'t Tree<'a> {
    one.at("long_object.body").or(one.get("body"))
}

/// The handle in the address of a post: `http://twitter.com/HANDLE/statuses/1`.
fn handle_in(link: &str) -> Option<&str> {
    let (_, path) = link.split_once("://")?;
    path.split('/').nth(1).filter(|handle| !handle.is_empty())
}

fn author<'t>(slots: &mut Slots<'t>, actor: &'t Tree<'_>) {
    slots.write_some(Slot::AuthorId, number(actor.get("id")));
    for (slot, value) in [
        (Slot::AuthorHandle, actor.get("preferredUsername")),
        (Slot::AuthorName, actor.get("displayName")),
        (Slot::AuthorBio, actor.get("summary")),
        (Slot::AuthorLocation, actor.at("location.displayName")),
        (Slot::AuthorVerified, actor.get("verified")),
        (Slot::AuthorFollowers, actor.get("followersCount")),
        (Slot::AuthorFollowing, actor.get("friendsCount")),
        (Slot::AuthorPosts, actor.get("statusesCount")),
        (Slot::AuthorListed, actor.get("listedCount")),
    ] {
        slots.put(slot, value);
    }
}

/// The text of a share is cut; that of what it passes on is whole. Its figures are those of the original, and would
/// count twice.
fn repost<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    slots.write(Slot::Kind, "repost");
    let original = one.get("object");
    let by = original.at("actor.preferredUsername").text();
    let by = by.or_else(|| passed_on_from(one.get("body").text()?));
    slots.write_some(Slot::RepostOf, by);
    if let (Some(by), Some(text)) = (by, whole(original).text()) {
        slots.write(Slot::Text, format!("RT @{by}: {text}"));
    }
}

fn entities(slots: &mut Slots<'_>, one: &Tree<'_>) {
    let entities = one.at("long_object.twitter_entities").or(one.get("twitter_entities"));
    let named = entities.get("user_mentions").items().iter();
    let mut handles: Vec<String> = Vec::new();
    for handle in named.filter_map(|name| name.get("screen_name").text()) {
        handles.push(handle.to_owned());
    }
    let answered = one.at("inReplyTo.link").text().and_then(handle_in);
    if let Some(handle) = answered
        && !handles.iter().any(|known| known.eq_ignore_ascii_case(handle))
    {
        handles.push(handle.to_owned());
    }
    slots.list(Slot::Addressed, handles);
    let links = entities.get("urls").items().iter();
    let links = links.filter_map(|url| url.get("expanded_url").text());
    slots.list(Slot::Links, links.map(str::to_owned).collect());
    let extended = one.at("long_object.twitter_extended_entities");
    let media = extended.or(one.get("twitter_extended_entities")).get("media");
    for item in media.or(entities.get("media")).items() {
        let kind = match item.get("type").text() {
            Some("photo" | "animated_gif") => "image",
            Some("video") => "video",
            _ => "other",
        };
        slots.attach(kind, item.get("media_url_https").text());
    }
}

/// Where it was posted: a place with a name, a point with the north first.
fn place<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let place = one.get("location");
    slots.put(Slot::PlaceName, place.get("displayName"));
    slots.put(Slot::Country, place.get("twitter_country_code").or(place.get("country_code")));
    if let [north, east] = one.at("geo.coordinates").items() {
        slots.put(Slot::Latitude, north);
        slots.put(Slot::Longitude, east);
    }
}
