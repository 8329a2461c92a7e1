//! The recount: what a history counts, worked out plainly from all of it at once.
//!
//! Shares nothing with the store but the words of `mention`.

use std::collections::{BTreeMap, BTreeSet};

use mention::{
    AuthorCount, Bucket, Counts, DimensionCount, Dimensions, Event, Mention, PeopleCount, Question,
    Standing, Tagged, Timestamp, What,
};

use super::history::Step;
use crate::{HandAction, HandTag};

/// What the oracle can be told to get wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing.
    None,
    /// The event that came last wins, whatever its version.
    VersionsIgnored,
}

/// One mention that counts.
struct Counted<'a> {
    mention: &'a Mention,
    tagged: &'a Tagged,
    published_at: Timestamp,
    tags: BTreeSet<String>,
}

/// The counts of `steps` in the period of `question`, people of whole and cut days alike; no ledger.
pub(super) fn counts(steps: &[Step], question: &Question, fault: Fault) -> Counts {
    let mut mentions: BTreeMap<(Bucket, String, Dimensions), [u64; 3]> = BTreeMap::new();
    let mut authors: BTreeMap<(String, String), u64> = BTreeMap::new();
    for counted in counted(steps, fault) {
        let bucket = Bucket(counted.published_at.0.div_euclid(900_000));
        let starts_at = bucket.0 * 900_000;
        if starts_at < question.from.0 || starts_at >= question.to.0 {
            continue;
        }
        for tag in &counted.tags {
            let engagement = &counted.mention.engagement;
            let key = (bucket, tag.clone(), dimensions(&counted));
            let row = mentions.entry(key).or_default();
            row[0] += 1;
            row[1] += engagement.likes.unwrap_or(0);
            row[2] += engagement.impressions.unwrap_or(0);
            if let (Some(author), Standing::Received) =
                (author(counted.mention), counted.tagged.standing)
            {
                *authors.entry((tag.clone(), author)).or_default() += 1;
            }
        }
    }
    Counts {
        mentions: mentions
            .into_iter()
            .map(|((bucket, tag, dimensions), [mentions, engagements, impressions])| {
                DimensionCount {
                    bucket,
                    tag: tag.into(),
                    dimensions: dimensions.into(),
                    mentions,
                    engagements,
                    impressions,
                }
            })
            .collect(),
        people: people(&authors),
        authors: authors
            .into_iter()
            .map(|((tag, author), mentions)| AuthorCount {
                tag: tag.into(),
                author: author.into(),
                mentions,
            })
            .collect(),
        ledger: vec![],
    }
}

/// How many people there are of each tag.
fn people(authors: &BTreeMap<(String, String), u64>) -> Vec<PeopleCount> {
    let mut people: BTreeMap<&String, (u64, u64)> = BTreeMap::new();
    for ((tag, _), mentions) in authors {
        let of_tag = people.entry(tag).or_default();
        of_tag.0 += 1;
        of_tag.1 += mentions;
    }
    let count = |(tag, (people, mentions)): (&String, _)| PeopleCount {
        tag: tag.clone(),
        people,
        mentions,
    };
    people.into_iter().map(count).collect()
}

fn dimensions(counted: &Counted<'_>) -> Dimensions {
    Dimensions {
        platform: counted.mention.platform.clone(),
        lang: counted.tagged.lang,
        sentiment: counted.tagged.sentiment,
        kind: counted.mention.kind,
        standing: counted.tagged.standing,
        question: counted.tagged.question.unwrap_or(false),
    }
}

fn author(mention: &Mention) -> Option<String> {
    let author = mention.author.as_ref()?;
    if let Some(id) = &author.id {
        return Some(format!("{}#{id}", mention.platform));
    }
    let handle = author.handle.as_ref()?.replace('@', "").to_ascii_lowercase();
    Some(format!("{}@{handle}", mention.platform))
}

/// An event with what tagging found.
type Seen<'a> = (&'a Event, Option<&'a Tagged>);

/// The mentions that count at the end of `steps`.
fn counted(steps: &[Step], fault: Fault) -> Vec<Counted<'_>> {
    let mut events: BTreeMap<(&str, &str), Vec<Seen<'_>>> = BTreeMap::new();
    let mut hands: BTreeMap<(&str, &str), Vec<&HandTag>> = BTreeMap::new();
    for step in steps {
        match step {
            Step::Event(event, tagged) => events
                .entry((&event.platform, &event.id))
                .or_default()
                .push((event, tagged.as_ref())),
            Step::Hand(platform, id, hand) => hands.entry((platform, id)).or_default().push(hand),
        }
    }
    let mut all = Vec::new();
    for (key, events) in &events {
        let latest = match fault {
            Fault::None => events.iter().max_by_key(|(event, _)| event.rank()),
            Fault::VersionsIgnored => events.last(),
        };
        let Some((Event { what: What::Posted { mention, .. }, .. }, Some(tagged))) = latest else {
            continue;
        };
        let published = events.iter().filter_map(|(event, _)| match event.what {
            What::Posted { published_at, .. } => Some((event.version, published_at)),
            What::Deleted => None,
        });
        let (_, published_at) = published.min().unwrap();
        let hands = hands.get(key).map_or(&[][..], Vec::as_slice);
        let tags = tags(tagged, hands);
        all.push(Counted { mention, tagged, published_at, tags });
    }
    all
}

/// The tags a mention counts for: those it has, those above them, the reserved ones.
fn tags(tagged: &Tagged, hands: &[&HandTag]) -> BTreeSet<String> {
    let given = tagged.tags.iter().map(|tag| tag.name.as_str());
    let added = hands.iter().filter(|hand| hand.action == HandAction::Add);
    let candidates: BTreeSet<&str> = given.chain(added.map(|hand| hand.tag.as_str())).collect();
    let last_word = |tag: &str| {
        hands
            .iter()
            .filter(|hand| hand.tag.as_str() == tag)
            .max_by_key(|hand| (hand.at, hand.action, &hand.who))
            .copied()
    };
    let mut counted = BTreeSet::from(["*".to_owned()]);
    for tag in candidates {
        let mut words: Vec<&HandTag> = last_word(tag).into_iter().collect();
        let parts: Vec<&str> = tag.split('/').collect();
        for length in 1..parts.len() {
            let word = last_word(&parts[..length].join("/"));
            words.extend(word.filter(|word| word.action == HandAction::Remove));
        }
        let ruled = tagged.tags.iter().any(|given| given.name.as_str() == tag);
        let stays = match words.iter().max_by_key(|hand| (hand.at, hand.action, &hand.who)) {
            Some(word) => word.action == HandAction::Add,
            None => ruled,
        };
        if stays {
            counted.insert("*tagged".to_owned());
            for length in 1..=parts.len() {
                counted.insert(parts[..length].join("/"));
            }
        }
    }
    counted
}
