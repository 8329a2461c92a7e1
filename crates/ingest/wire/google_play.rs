//! Reviews of Google Play, as the developer API gives them.

use mention::Timestamp;

use super::preset::{Each, Said, Shape};
use super::tree::Tree;
use super::{Raw, Slot, Slots};

pub(super) const SHAPE: Shape =
    Shape { passed_over: &["deviceMetadata", "pageInfo", "tokenPagination"], fits, read };

fn fits(record: &Tree<'_>) -> bool {
    let one = record.get("reviews").items().first().unwrap_or(record);
    one.get("reviewId").is_there() && one.get("comments").is_there()
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    match record.get("reviews") {
        Tree::List(reviews) => reviews.iter().for_each(|one| each(review(one))),
        _ => each(review(record)),
    }
}

/// A review. It can be changed at any time and names only its last change, which so is its time.
fn review<'t>(one: &'t Tree<'_>) -> Said<'t> {
    let comments = one.get("comments").items();
    let side =
        |name: &str| comments.iter().map(|comment| comment.get(name)).find(|side| side.is_object());
    let said = side("userComment").unwrap_or(&Tree::Null);
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "google-play");
    slots.write(Slot::Kind, "review");
    slots.put(Slot::Id, one.get("reviewId"));
    slots.put(Slot::AuthorName, one.get("authorName"));
    slots.set(Slot::PublishedAt, at(said.get("lastModified")).map(Raw::Time));
    slots.put(Slot::Rating, said.get("starRating"));
    slots.put(Slot::Lang, said.get("reviewerLanguage"));
    slots.put(Slot::Likes, said.get("thumbsUpCount"));
    words(&mut slots, said.get("originalText").or(said.get("text")));
    if let Some(answer) = side("developerComment") {
        slots.set(Slot::AnsweredAt, at(answer.get("lastModified")).map(Raw::Time));
        slots.custom("answer", answer.get("text"));
    }
    slots.custom("thumbs_down", said.get("thumbsDownCount"));
    slots.custom("app_version", said.get("appVersionName"));
    slots.custom("device", said.get("device"));
    slots.custom("os_version", said.get("androidOsVersion"));
    if said.get("originalText").is_there() {
        slots.custom("translated", said.get("text"));
    }
    Said::Mention(slots)
}

/// Title and text are parted by a tab.
fn words<'t>(slots: &mut Slots<'t>, text: &'t Tree<'_>) {
    match text.text().and_then(|text| text.split_once('\t')) {
        Some((title, body)) => {
            slots.write(Slot::Title, title);
            slots.write(Slot::Text, body);
        }
        None => slots.put(Slot::Text, text),
    }
}

/// `{"seconds": "1700000000", "nanos": 5000000}`.
fn at(time: &Tree<'_>) -> Option<Timestamp> {
    const MILLISECONDS: i64 = 1_000;
    const NANOSECONDS: i64 = 1_000_000;
    let seconds = i64::try_from(time.get("seconds").number()?).ok()?;
    let nanos = time.get("nanos").number().and_then(|nanos| i64::try_from(nanos).ok()).unwrap_or(0);
    Some(Timestamp(seconds.checked_mul(MILLISECONDS)?.checked_add(nanos / NANOSECONDS)?))
}
