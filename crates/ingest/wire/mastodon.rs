//! Mastodon: statuses as its REST API gives them, alone or in a list, and the events of its streaming API.
//!
//! Ids are those of the server that was asked, because a deletion names nothing else: one server a store.

use mention::Timestamp;

use super::preset::{Each, Said, Shape};
use super::tree::Tree;
use super::{Raw, Slot, Slots, html};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "avatar",
        "avatar_static",
        "blurhash",
        "bookmarked",
        "emojis",
        "favourited",
        "fields",
        "filtered",
        "header",
        "header_static",
        "meta",
        "muted",
        "pinned",
        "reblogged",
    ],
    fits,
    read,
};

/// Fields of a status that have a place of their own.
const KNOWN: &[&str] = &[
    "account",
    "application",
    "card",
    "content",
    "created_at",
    "edited_at",
    "favourites_count",
    "id",
    "in_reply_to_account_id",
    "in_reply_to_id",
    "language",
    "media_attachments",
    "mentions",
    "poll",
    "quote",
    "quotes_count",
    "reblog",
    "reblogs_count",
    "replies_count",
    "sensitive",
    "spoiler_text",
    "tags",
    "text",
    "url",
    "visibility",
];

fn fits(record: &Tree<'_>) -> bool {
    let one = record.items().first().unwrap_or(record);
    let status = one.get("content").is_there() && one.get("account").get("acct").is_there();
    let event = one.get("event").is_there() && one.get("payload").is_there();
    status || event && (one.get("stream").is_there() || matches!(one.get("payload"), Tree::Text(_)))
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    if let Tree::List(statuses) = record {
        return statuses.iter().for_each(|one| each(status(one)));
    }
    let Some(event) = record.get("event").text() else { return each(status(record)) };
    match (event, record.get("payload")) {
        ("delete", payload) => each(deletion(payload)),
        ("update" | "status.update" | "notification", Tree::Text(text)) => {
            // What an event is about stands in it as a text that is JSON.
            match Tree::read(text, SHAPE.passed_over) {
                Ok(payload) => of_event(&payload, each),
                Err(problem) => each(Said::Problem(problem)),
            }
        }
        ("update" | "status.update" | "notification", payload) => of_event(payload, each),
        _ => each(Said::Nothing),
    }
}

/// The status of an event; a notification holds one only where somebody wrote something.
fn of_event(payload: &Tree<'_>, each: &mut Each<'_>) {
    let written = ["mention", "status", "update", "quote"];
    match payload.get("type").text() {
        None => each(status(payload)),
        Some(kind) if written.contains(&kind) => each(status(payload.get("status"))),
        Some(_) => each(Said::Nothing),
    }
}

fn deletion<'t>(id: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "mastodon");
    slots.put(Slot::Id, id);
    slots.set(Slot::Deleted, Some(Raw::Bool(true)));
    slots.set(Slot::PublishedAt, id.name().and_then(|id| born(&id)).map(Raw::Time));
    Said::Mention(slots)
}

/// The time in an id: Mastodon puts milliseconds above its last 16 bits.
fn born(id: &str) -> Option<Timestamp> {
    const TIME_FROM_BIT: u32 = 16;
    const FIRST: i64 = 90_000_000_000_000_000;
    let number: i64 = id.parse().ok()?;
    (number >= FIRST).then_some(Timestamp(number >> TIME_FROM_BIT))
}

fn status<'t>(one: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "mastodon");
    let passed_on = one.get("reblog");
    let said = if passed_on.is_object() { passed_on } else { one };
    slots.put(Slot::Id, one.get("id"));
    slots.put(Slot::PublishedAt, one.get("created_at"));
    slots.put(Slot::UpdatedAt, said.get("edited_at"));
    slots.put(Slot::Permalink, one.get("url").or(one.get("uri")));
    slots.put(Slot::Lang, said.get("language"));
    slots.put(Slot::Source, one.at("application.name"));
    slots.put(Slot::Sensitive, said.get("sensitive"));
    slots.put(Slot::Title, said.get("spoiler_text"));
    markup(&mut slots, Slot::Text, said.get("content"));
    if let Some(content) = said.get("content").text() {
        slots.list(Slot::Links, html::links(content));
    }
    author(&mut slots, one.get("account"));
    relations(&mut slots, one, said);
    if passed_on.is_object() {
        slots.write(Slot::Kind, "repost");
        slots.put(Slot::RepostOf, passed_on.at("account.acct"));
    } else {
        // A boost's figures are those of what it passes on, and would count twice.
        slots.put(Slot::Likes, one.get("favourites_count"));
        slots.put(Slot::Reposts, one.get("reblogs_count"));
        slots.put(Slot::Replies, one.get("replies_count"));
        slots.put(Slot::Quotes, one.get("quotes_count"));
    }
    attachments(&mut slots, said);
    extras(&mut slots, said);
    slots.rest(one, KNOWN);
    Said::Mention(slots)
}

/// A text that is HTML. What is no text goes to the slot as it is, to be told so.
fn markup<'t>(slots: &mut Slots<'t>, slot: Slot, tree: &'t Tree<'_>) {
    match tree {
        Tree::Text(html) => slots.write(slot, html::words(html)),
        tree => slots.put(slot, tree),
    }
}

fn author<'t>(slots: &mut Slots<'t>, account: &'t Tree<'_>) {
    for (slot, value) in [
        (Slot::AuthorId, account.get("id")),
        (Slot::AuthorHandle, account.get("acct")),
        (Slot::AuthorName, account.get("display_name")),
        (Slot::AuthorFollowers, account.get("followers_count")),
        (Slot::AuthorFollowing, account.get("following_count")),
        (Slot::AuthorPosts, account.get("statuses_count")),
    ] {
        slots.put(slot, value);
    }
    markup(slots, Slot::AuthorBio, account.get("note"));
    if account.get("bot") == &Tree::Bool(true) {
        slots.custom("author.bot", account.get("bot"));
    }
}

/// Whom it names, answers or quotes.
fn relations<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>, said: &'t Tree<'_>) {
    let named = said.get("mentions").items();
    let handles = named.iter().filter_map(|name| name.get("acct").text());
    slots.list(Slot::Addressed, handles.map(str::to_owned).collect());
    let quoted = said.at("quote.quoted_status").or(said.get("quote"));
    if said.get("quote").is_object() {
        slots.write(Slot::Kind, "quote");
        markup(slots, Slot::Quoted, quoted.get("content"));
    }
    slots.put(Slot::ReplyTo, one.get("in_reply_to_id"));
    if one.get("in_reply_to_id").is_there() {
        slots.write(Slot::Kind, "reply");
        let whom = one.get("in_reply_to_account_id");
        let own = one.get("account");
        let whom = named
            .iter()
            .chain([own])
            .find(|name| whom.is_there() && name.get("id").name() == whom.name());
        slots.put(Slot::ReplyToAuthor, whom.map_or(&Tree::Null, |name| name.get("acct")));
    }
    if one.get("visibility").text() == Some("direct") {
        slots.write(Slot::Kind, "direct");
    }
}

fn attachments<'t>(slots: &mut Slots<'t>, said: &'t Tree<'_>) {
    let mut described: Vec<&str> = Vec::new();
    for item in said.get("media_attachments").items() {
        let kind = match item.get("type").text() {
            Some("image") => "image",
            Some("video" | "gifv") => "video",
            _ => "other",
        };
        slots.attach(kind, item.get("url").or(item.get("remote_url")).text());
        described.extend(item.get("description").text());
    }
    slots.write_some(Slot::Alt, (!described.is_empty()).then(|| described.join("\n")));
}

/// What has no field of ours and is worth keeping: the choices of a poll, the card of a link, the hashtags' names.
fn extras<'t>(slots: &mut Slots<'t>, said: &'t Tree<'_>) {
    slots.custom("card.title", said.at("card.title"));
    slots.custom("card.url", said.at("card.url"));
    let names = |list: &'t Tree<'_>, field: &str| -> Vec<&'t str> {
        list.items().iter().filter_map(|item| item.get(field).text()).collect()
    };
    let choices = names(said.at("poll.options"), "title").join(" | ");
    slots.custom("poll", &Tree::Text(choices.into()).unless_blank());
    let hashtags = names(said.get("tags"), "name").join(",");
    slots.custom("tags", &Tree::Text(hashtags.into()).unless_blank());
}
