//! What a spike is made of.

use std::collections::{BTreeMap, BTreeSet};

use mention::{
    AlertKind, Counts, DimensionCount, Driver, EntityKind, Kept, Kind as PostKind, Sentiment,
    Standing, Timestamp, entities,
};
use xxhash_rust::xxh3::xxh3_64;

use super::{Alert, Alerts, HOUR};
use crate::say::{in_english, say, word, words};
use crate::{Cell, Column, Input, Kind, Row, Section, Table, number};

/// Spikes that are taken apart.
const SPIKES_MAX: usize = 5;
/// Drivers shown of each.
const DRIVERS_MAX: usize = 4;
/// Drivers told of an alert.
const TOLD_MAX: usize = 6;
/// Days before by which the share of each driver is usual.
const DAYS_BEFORE: i64 = 28;
/// People who must have written a hashtag or link before it is told: what one person writes stays with their post.
const PEOPLE_MIN: usize = 5;
/// Hashtags, links and tags that are counted of one spike.
const NAMES_MAX: usize = 10_000;

/// The strongest spikes, each with what it is made of; `None` without one.
pub(super) fn section(
    desk: &Alerts<'_>,
    alerts: &[Alert],
    counts: &Counts,
    input: &Input<'_>,
) -> Option<Section> {
    let is_spike = |alert: &&Alert| alert.told.kind == AlertKind::Spike;
    let mut spikes: Vec<&Alert> = alerts.iter().filter(is_spike).collect();
    let strength = |alert: &Alert| alert.told.strength.unwrap_or(0.0);
    spikes.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let mut rows = Vec::new();
    for alert in spikes.iter().take(SPIKES_MAX) {
        let group = format!("{}, {}", input.label(&alert.tag), desk.when(alert.told.start));
        let spike = Spike {
            tag: &alert.tag,
            start: alert.told.start,
            mentions: alert.told.mentions,
            expected: alert.told.expected.unwrap_or(0.0),
        };
        for (driver, now, share) in spike.parts(counts).into_iter().take(DRIVERS_MAX) {
            rows.push(
                Row::new(vec![Cell::text(driver), Cell::Count(now), Cell::Part(share)])
                    .grouped(&group),
            );
        }
    }
    let columns = vec![
        Column::new("driver", "", Kind::Text),
        Column::new("mentions", "mentions in the hour", Kind::Count),
        Column::new("share", "of the excess", Kind::Part),
    ];
    (!rows.is_empty()).then(|| {
        Section::new("What the strongest spikes are made of")
            .lead("The part of what was more than expected that each makes up, by its share in the four weeks before. Platforms, languages and kinds overlap, so the parts do not add up.")
            .table(Table::new("drivers", "Drivers", columns, rows).grouped_by("spike"))
    })
}

/// A spike that is taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike<'a> {
    /// Its tag.
    pub tag: &'a str,
    /// Its hour.
    pub start: Timestamp,
    /// The mentions of the hour.
    pub mentions: u64,
    /// How many were expected.
    pub expected: f64,
}

impl Spike<'_> {
    /// The first instant whose counts tell what is usual.
    #[must_use]
    pub fn usual_from(&self) -> Timestamp {
        Timestamp(self.start.0 - DAYS_BEFORE * 24 * HOUR)
    }

    /// The end of its hour.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        Timestamp(self.start.0 + HOUR)
    }

    /// What it is made of: by what is counted, of the four weeks before and the hour, and by what was read of the texts.
    #[must_use]
    pub fn drivers(&self, counts: &Counts, said: &Said) -> Vec<Driver> {
        let mut parts = self.parts(counts);
        let often = said.names.iter().filter(|(_, (_, people))| people.len() >= PEOPLE_MIN);
        parts.extend(often.map(|(name, (mentions, _))| {
            (name.clone(), *mentions, self.share(*mentions, said.share_before(name)))
        }));
        let loudest = said.loudest();
        if 2 * loudest > self.mentions {
            parts.push((say!("one author"), loudest, self.share(loudest, 0.0)));
        }
        sorted(&mut parts);
        parts.truncate(TOLD_MAX);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share is from 0 to 1"
        )]
        let driver = |(name, mentions, share): (String, u64, f64)| Driver {
            name: in_english(&name),
            mentions,
            share_permille: (share * 1_000.0).round() as u32,
        };
        parts.into_iter().map(driver).collect()
    }

    /// The part of the excess that so many of the mentions make up where usually `usual` of all do.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn share(&self, mentions: u64, usual: f64) -> f64 {
        let more = (self.mentions as f64 - self.expected).max(1.0);
        ((mentions as f64 - usual * self.expected) / more).min(1.0)
    }

    /// What is counted, with its mentions in the hour and its part of the excess, the greatest first.
    fn parts(&self, counts: &Counts) -> Vec<(String, u64, f64)> {
        let hour = self.start.0..self.end().0;
        let before = self.usual_from().0..self.start.0;
        let (mut now, mut then): (BTreeMap<String, u64>, BTreeMap<String, u64>) =
            Default::default();
        let mut whole = 0;
        for count in counts.mentions.iter().filter(|count| *count.tag == *self.tag) {
            if count.dimensions.standing != Standing::Received {
                continue;
            }
            let at = count.bucket.start().0;
            let side = match () {
                () if hour.contains(&at) => &mut now,
                () if before.contains(&at) => {
                    whole += count.mentions;
                    &mut then
                }
                () => continue,
            };
            for driver in names(count) {
                *side.entry(driver).or_default() += count.mentions;
            }
        }
        let usual = |name: &str| number::quotient(then.get(name).copied().unwrap_or(0), whole);
        let part = |(name, mentions): (&String, &u64)| {
            (name.clone(), *mentions, self.share(*mentions, usual(name)))
        };
        let mut parts: Vec<(String, u64, f64)> = now.iter().map(part).collect();
        sorted(&mut parts);
        parts
    }
}

/// Leaves out what is no part of the excess, and puts the greatest first.
fn sorted(parts: &mut Vec<(String, u64, f64)>) {
    parts.retain(|(.., share)| *share > 0.0);
    parts.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| in_english(&a.0).cmp(&in_english(&b.0))));
}

/// What a count is counted under.
fn names(count: &DimensionCount) -> Vec<String> {
    let dimensions = &count.dimensions;
    let mut names =
        vec![say!("on {platform}", platform = dimensions.platform), words(kinds(dimensions.kind))];
    names.extend(dimensions.lang.map(|lang| say!("in {lang}", lang = lang.as_str())));
    names.extend(dimensions.sentiment.map(|sentiment| words(feeling(sentiment))));
    names
}

/// What mentions of a kind are called.
const fn kinds(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Original => word("originals"),
        PostKind::Reply => word("replies"),
        PostKind::Quote => word("quotes"),
        PostKind::Repost => word("reposts"),
        PostKind::Comment => word("comments"),
        PostKind::Review => word("reviews"),
        PostKind::Direct => word("direct messages"),
    }
}

const fn feeling(sentiment: Sentiment) -> &'static str {
    match sentiment {
        Sentiment::Negative => word("negative"),
        Sentiment::Neutral => word("neutral"),
        Sentiment::Positive => word("positive"),
    }
}

/// What the mentions of a spike say, as far as their texts are kept: hashtags, links, other tags, and by how many people.
#[derive(Clone, Debug)]
pub struct Said {
    tag: String,
    start: Timestamp,
    end: Timestamp,
    names: BTreeMap<String, (u64, BTreeSet<u64>)>,
    before: BTreeMap<String, u64>,
    mentions_before: u64,
    authors: BTreeMap<u64, u64>,
}

impl Said {
    /// Nothing read yet of this spike.
    #[must_use]
    pub fn of(spike: &Spike<'_>) -> Self {
        Self {
            tag: spike.tag.to_owned(),
            start: spike.start,
            end: spike.end(),
            names: BTreeMap::new(),
            before: BTreeMap::new(),
            mentions_before: 0,
            authors: BTreeMap::new(),
        }
    }

    /// The first instant whose texts tell what is usual: a day before.
    #[must_use]
    pub fn usual_from(&self) -> Timestamp {
        Timestamp(self.start.0 - 24 * HOUR)
    }

    /// Looks at a kept mention; others than those of the spike and of the day before it are passed over.
    pub fn read(&mut self, kept: &Kept<'_>) {
        let is_one = kept.tagged.standing == Standing::Received
            && kept.tagged.tags.iter().any(|tag| {
                let name = tag.name.as_str();
                name == self.tag
                    || name.strip_prefix(&self.tag).is_some_and(|rest| rest.starts_with('/'))
            });
        if !is_one || kept.published_at >= self.end {
            return;
        }
        let names = said(kept, &self.tag);
        if kept.published_at < self.start {
            self.mentions_before += 1;
            for name in names {
                *self.before.entry(name).or_default() += 1;
            }
            return;
        }
        let person = kept.author.map(|author| xxh3_64(author.as_bytes()));
        if let Some(person) = person {
            *self.authors.entry(person).or_default() += 1;
        }
        for name in names {
            if self.names.len() < NAMES_MAX || self.names.contains_key(&name) {
                let (mentions, people) = self.names.entry(name).or_default();
                *mentions += 1;
                people.extend(person);
            }
        }
    }

    /// How many mentions the one wrote who wrote most; zero where nobody is known.
    #[must_use]
    pub fn loudest(&self) -> u64 {
        self.authors.values().max().copied().unwrap_or(0)
    }

    fn share_before(&self, name: &str) -> f64 {
        number::quotient(self.before.get(name).copied().unwrap_or(0), self.mentions_before)
    }
}

/// The hashtags, links and other tags of a mention, each once.
fn said(kept: &Kept<'_>, but: &str) -> BTreeSet<String> {
    let text = &kept.mention.text;
    let mut found = Vec::new();
    match &kept.mention.entities {
        Some(marked) => found.clone_from(marked),
        None => entities(text, &mut found),
    }
    let hashtags = found.iter().filter(|entity| entity.kind == EntityKind::Hashtag);
    let hashtags = hashtags
        .filter_map(|entity| text.get(entity.start as usize..entity.end as usize))
        .map(|hashtag| format!("#{}", hashtag.trim_start_matches(['#', '＃']).to_lowercase()));
    let links = kept.mention.links.iter().cloned();
    let tags = kept.tagged.tags.iter().map(|tag| tag.name.to_string()).filter(|name| name != but);
    hashtags.chain(links).chain(tags).collect()
}
