//! Reviews of the App Store: customer reviews of App Store Connect, and the entries of the public feed as JSON.

use super::preset::{Each, Said, Shape};
use super::tree::Tree;
use super::{Slot, Slots};

pub(super) const SHAPE: Shape =
    Shape { passed_over: &["im:contentType", "im:voteCount", "rights", "subtitle"], fits, read };

const REVIEW: &str = "customerReviews";

fn fits(record: &Tree<'_>) -> bool {
    let data = record.get("data");
    let one = data.items().first().unwrap_or(data).or(record);
    let rated = |entry: &Tree<'_>| entry.get("im:rating").is_there();
    let feed = record.at("feed.entry");
    one.get("type").text() == Some(REVIEW)
        || feed.items().iter().any(rated)
        || rated(feed)
        || rated(record)
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    match record.at("feed.entry") {
        Tree::List(entries) => {
            let app = record.at("feed.id.label").text().and_then(app_in);
            return entries.iter().for_each(|entry| each(entry_of_feed(entry, app)));
        }
        entry if entry.is_object() => return each(entry_of_feed(entry, None)),
        _ => {}
    }
    if record.get("im:rating").is_there() {
        return each(entry_of_feed(record, None));
    }
    let app = record.at("links.self").text().and_then(app_in);
    let included = record.get("included");
    match record.get("data") {
        Tree::List(reviews) => reviews.iter().for_each(|one| each(review(one, included, app))),
        Tree::Null if record.get("attributes").is_object() => each(review(record, included, app)),
        Tree::Null => each(Said::Nothing),
        one => each(review(one, included, app)),
    }
}

/// The app's number in an address: `…/apps/123/…`, `…/id=123/…`, `…/id123`.
fn app_in(address: &str) -> Option<&str> {
    ["/apps/", "/id=", "/id"].iter().find_map(|before| {
        let (_, after) = address.split_once(before)?;
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        (end > 0).then(|| &after[..end])
    })
}

fn review<'t>(one: &'t Tree<'_>, included: &'t Tree<'_>, app: Option<&str>) -> Said<'t> {
    if one.get("type").text() != Some(REVIEW) {
        return Said::Nothing;
    }
    let said = one.get("attributes");
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "app-store");
    slots.write(Slot::Kind, "review");
    slots.put(Slot::Id, one.get("id"));
    slots.put(Slot::PublishedAt, said.get("createdDate"));
    slots.put(Slot::Title, said.get("title"));
    slots.put(Slot::Text, said.get("body"));
    slots.put(Slot::Rating, said.get("rating"));
    slots.put(Slot::AuthorName, said.get("reviewerNickname"));
    slots.put(Slot::Country, said.get("territory"));
    slots.write_some(Slot::OwnPlace, app.map(|app| format!("app:{app}")));
    let answer = one.at("relationships.response.data.id").name();
    let answer = included.items().iter().find(|item| {
        item.get("type").text() == Some("customerReviewResponses")
            && answer.is_some()
            && item.get("id").name() == answer
    });
    if let Some(answer) = answer {
        slots.put(Slot::AnsweredAt, answer.at("attributes.lastModifiedDate"));
        slots.custom("answer", answer.at("attributes.responseBody"));
        slots.custom("answer_state", answer.at("attributes.state"));
    }
    Said::Mention(slots)
}

/// An entry of the feed; the first of some is the app itself, without a rating.
fn entry_of_feed<'t>(entry: &'t Tree<'_>, app: Option<&str>) -> Said<'t> {
    if !entry.get("im:rating").is_there() {
        return Said::Nothing;
    }
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "app-store");
    slots.write(Slot::Kind, "review");
    for (slot, path) in [
        (Slot::Id, "id.label"),
        (Slot::PublishedAt, "updated.label"),
        (Slot::Title, "title.label"),
        (Slot::Text, "content.label"),
        (Slot::Rating, "im:rating.label"),
        (Slot::Likes, "im:voteSum.label"),
        (Slot::AuthorName, "author.name.label"),
        (Slot::Permalink, "link.attributes.href"),
    ] {
        slots.put(slot, entry.at(path));
    }
    let who = entry.at("author.uri.label").text().and_then(app_in);
    slots.write_some(Slot::AuthorId, who);
    slots.write_some(Slot::OwnPlace, app.map(|app| format!("app:{app}")));
    slots.custom("app_version", entry.at("im:version.label"));
    Said::Mention(slots)
}
