//! What a commit adds and takes: a mention's state, what that state counts, and the difference between two.
//!
//! Nothing here knows SQL. Names are already numbers, so that a state is a few integers; the caller
//! turns the sums into rows.

use std::collections::HashMap;
use std::ops::AddAssign;

use foldhash::fast::RandomState;
use mention::{Bucket, Day, Engagement, EventHash, LedgerClass, Standing, Timestamp, Version};

use crate::hand::Decision;

/// The first and last instant that is counted, 183,000 years from 1970: what claims to lie beyond
/// counts there, so that days and buckets fit into the keys of their rows.
pub(crate) const INSTANTS: (Timestamp, Timestamp) =
    (Day(-(1 << 26)).start(), Timestamp(Day(1 << 26).start().0 - 1));

/// The number of the reserved tag `*`: every mention.
pub(crate) const EVERY: u32 = 1;
/// The number of the reserved tag `*tagged`: every mention with a tag.
pub(crate) const TAGGED: u32 = 2;

/// The most engagements or impressions one mention counts: sums of 2^22 such mentions still fit.
const AMOUNT_MAX: u64 = 1 << 40;

/// Where an event stands among all events of its mention.
pub(crate) type Rank = (Version, bool, EventHash);

/// The version and publication time of the earliest post of a mention.
pub(crate) type First = (Version, Timestamp);

/// What decides a mention's state: the greatest event and the earliest post.
///
/// Both are joins, so the order in which events arrive, and how often, does not matter. The earliest
/// post gives the bucket: an edit, whatever publication time it states, does not move it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standpoint {
    /// The rank of the latest event; `None` when none was seen.
    pub latest: Option<Rank>,
    /// The earliest post; `None` when only a deletion was seen.
    pub first: Option<First>,
}

impl Standpoint {
    /// Takes in an event, `published_at` for a post; `new` is the class of a mention never seen.
    pub(crate) fn take(
        &mut self,
        rank: Rank,
        published_at: Option<Timestamp>,
        new: LedgerClass,
    ) -> LedgerClass {
        if let Some(published_at) = published_at {
            let first = (rank.0, published_at);
            self.first = Some(self.first.map_or(first, |known| known.min(first)));
        }
        let known = self.latest;
        if known.is_none_or(|known| known < rank) {
            self.latest = Some(rank);
        }
        match (known, rank.1) {
            (Some(known), _) if known > rank => LedgerClass::Stale,
            (Some(known), _) if known == rank => LedgerClass::Duplicate,
            (_, true) => LedgerClass::Deleted,
            (Some(_), false) => LedgerClass::Updated,
            (None, false) => new,
        }
    }
}

/// Who gave a stored tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Giver {
    /// A rule.
    Rules,
    /// The source.
    Import,
    /// A person.
    Person,
}

/// A tag and who gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Given {
    /// The tag's number.
    pub tag: u32,
    /// Who gave it.
    pub giver: Giver,
}

/// What the latest version of a mention counts, before its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Post {
    /// The rule set's number.
    pub rules: u32,
    /// The number of the dimensions.
    pub dimensions: u32,
    /// The standing among those dimensions.
    pub standing: Standing,
    /// Engagements, as counted.
    pub engagements: i64,
    /// Impressions, as counted.
    pub impressions: i64,
    /// The number of its author.
    pub person: Option<i64>,
}

/// What one mention adds to the counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contribution {
    /// When it was published.
    pub published_at: Timestamp,
    /// The number of its dimensions.
    pub dimensions: u32,
    /// Its standing.
    pub standing: Standing,
    /// Its engagements.
    pub engagements: i64,
    /// Its impressions.
    pub impressions: i64,
    /// Its author.
    pub person: Option<i64>,
    /// Every tag it counts for: its own, those above them, the reserved ones; sorted, each once.
    pub tags: Vec<u32>,
}

impl Contribution {
    /// What `post`, published at `published_at` and tagged with `tags`, adds.
    pub(crate) fn of<'a>(
        post: &Post,
        published_at: Timestamp,
        tags: &[Given],
        above: impl Fn(u32) -> &'a [u32],
    ) -> Self {
        Self {
            published_at,
            dimensions: post.dimensions,
            standing: post.standing,
            engagements: post.engagements,
            impressions: post.impressions,
            person: post.person,
            tags: counted_tags(tags, above),
        }
    }
}

/// The tags a mention with `tags` counts for, sorted, each once.
fn counted_tags<'a>(tags: &[Given], above: impl Fn(u32) -> &'a [u32]) -> Vec<u32> {
    let mut counted = Vec::with_capacity(2 + 2 * tags.len());
    counted.push(EVERY);
    if !tags.is_empty() {
        counted.push(TAGGED);
    }
    for given in tags {
        counted.push(given.tag);
        counted.extend_from_slice(above(given.tag));
    }
    counted.sort_unstable();
    counted.dedup();
    counted
}

/// The tags that count once people had their say, sorted by tag.
///
/// A tag is decided by the latest decision about it or the latest removal of a tag above it; where
/// nobody decided, rules and source do.
pub(crate) fn effective<'a>(
    given: &[Given],
    hand: &[Decision],
    above: impl Fn(u32) -> &'a [u32],
) -> Vec<Given> {
    let mut candidates: Vec<Given> = given.to_vec();
    for decision in hand {
        if !decision.removed && !given.iter().any(|given| given.tag == decision.tag) {
            candidates.push(Given { tag: decision.tag, giver: Giver::Person });
        }
    }
    candidates.retain_mut(|candidate| {
        let about = hand.iter().filter(|decision| {
            decision.tag == candidate.tag
                || decision.removed && above(candidate.tag).contains(&decision.tag)
        });
        match about.max_by_key(|decision| decision.rank()) {
            Some(decision) if decision.removed => false,
            Some(_) => {
                candidate.giver = Giver::Person;
                true
            }
            None => true,
        }
    });
    candidates.sort_unstable();
    candidates
}

/// Engagements and impressions as counted: absent figures add nothing, absurd ones a bounded amount.
pub(crate) fn amounts(engagement: &Engagement) -> (i64, i64) {
    let bounded = |amount: u64| amount.min(AMOUNT_MAX).cast_signed();
    (bounded(engagement.total()), bounded(engagement.impressions.unwrap_or(0)))
}

/// What a count gains or loses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amounts {
    /// Mentions.
    pub mentions: i64,
    /// Engagements.
    pub engagements: i64,
    /// Impressions.
    pub impressions: i64,
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        self.mentions += other.mentions;
        self.engagements += other.engagements;
        self.impressions += other.impressions;
    }
}

/// What the counts of one bucket and dimensions gain or lose, tag by tag.
pub(crate) type BucketCounts = ((Bucket, u32), Vec<(u32, Amounts)>);

/// What one person's day gains or loses for one tag and standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PersonChange {
    /// The [`day_key`] of the day and the person.
    pub day_key: i64,
    /// The [`person_key`] of the tag and the standing.
    pub key: u32,
    /// Mentions.
    pub mentions: i64,
}

/// Differences added up over a batch.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    counts: HashMap<(Bucket, u32), Vec<(u32, Amounts)>, RandomState>,
    /// One entry for each tag of each mention, in the order they came: they are sorted once, at the end.
    people: Vec<PersonChange>,
}

impl Differences {
    /// Room for what about so many mentions change.
    pub(crate) fn of_mentions(mentions: usize) -> Self {
        // Most mentions count for all, for all tagged and for one tag.
        Self { counts: HashMap::default(), people: Vec::with_capacity(3 * mentions) }
    }

    /// Adds what changes when `old` gives way to `new`.
    pub(crate) fn replace(&mut self, old: Option<&Contribution>, new: Option<&Contribution>) {
        if old == new {
            return;
        }
        if let Some(old) = old {
            self.add(old, -1);
        }
        if let Some(new) = new {
            self.add(new, 1);
        }
    }

    fn add(&mut self, contribution: &Contribution, sign: i64) {
        let bucket = contribution.published_at.bucket();
        let amounts = Amounts {
            mentions: sign,
            engagements: sign * contribution.engagements,
            impressions: sign * contribution.impressions,
        };
        self.counts
            .entry((bucket, contribution.dimensions))
            .or_default()
            .extend(contribution.tags.iter().map(|&tag| (tag, amounts)));
        if let Some(person) = contribution.person {
            let day_key = day_key(contribution.published_at.day(), person);
            self.people.extend(contribution.tags.iter().map(|&tag| PersonChange {
                day_key,
                key: person_key(tag, contribution.standing),
                mentions: sign,
            }));
        }
    }

    /// The counts that change, sorted by bucket and dimensions; within, sorted by tag, no zeroes.
    pub(crate) fn counts(&mut self) -> Vec<BucketCounts> {
        added_up(self.counts.drain())
    }

    /// What changes on days of people, sorted by day and person, then key; each once, no zeroes.
    pub(crate) fn people(&mut self) -> Vec<PersonChange> {
        let mut changes = std::mem::take(&mut self.people);
        changes.sort_unstable_by_key(|change| (change.day_key, change.key));
        changes.dedup_by(|next, kept| {
            let same = (next.day_key, next.key) == (kept.day_key, kept.key);
            if same {
                kept.mentions += next.mentions;
            }
            same
        });
        changes.retain(|change| change.mentions != 0);
        changes
    }
}

/// Adds up the entries of each key; keys without entries are dropped, the rest is sorted.
fn added_up<K: Ord + Copy, V: AddAssign + Copy + Default + PartialEq>(
    all: impl Iterator<Item = (K, Vec<(u32, V)>)>,
) -> Vec<(K, Vec<(u32, V)>)> {
    let mut sums = Vec::new();
    for (key, mut entries) in all {
        add_up(&mut entries);
        if !entries.is_empty() {
            sums.push((key, entries));
        }
    }
    sums.sort_unstable_by_key(|(key, _)| *key);
    sums
}

/// The key of a count row: bucket and dimensions as one number.
pub(crate) fn count_key(bucket: Bucket, dimensions: u32) -> i64 {
    assert!(dimensions < 1 << COUNT_KEY_BITS, "a store holds fewer than 2^24 sets of dimensions");
    (bucket.0 << COUNT_KEY_BITS) | i64::from(dimensions)
}

/// The bucket and the dimensions of a [`count_key`].
pub(crate) fn split_count_key(key: i64) -> (Bucket, u32) {
    let dimensions = key & ((1 << COUNT_KEY_BITS) - 1);
    (Bucket(key >> COUNT_KEY_BITS), u32::try_from(dimensions).expect("24 bits fit in 32"))
}

/// The key of a person's day: day and number as one number.
pub(crate) fn day_key(day: Day, person: i64) -> i64 {
    assert!((0..1 << DAY_KEY_BITS).contains(&person), "a store holds fewer than 2^36 people");
    (day.0 << DAY_KEY_BITS) | person
}

/// The day and the person of a [`day_key`].
pub(crate) fn split_day_key(key: i64) -> (Day, i64) {
    (Day(key >> DAY_KEY_BITS), key & ((1 << DAY_KEY_BITS) - 1))
}

/// Bits of a count's key that hold its dimensions; the statements know this number too.
const COUNT_KEY_BITS: u32 = 24;
/// Bits of a day's key that hold the person; the statements know this number too.
const DAY_KEY_BITS: u32 = 36;

/// Tag and standing as one number: the key inside a person's day.
pub(crate) fn person_key(tag: u32, standing: Standing) -> u32 {
    tag * 8 + standing as u32
}

/// Sorts by key and adds up equal keys; what adds up to nothing is dropped.
pub(crate) fn add_up<V: AddAssign + Copy + Default + PartialEq>(entries: &mut Vec<(u32, V)>) {
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    entries.retain(|(_, count)| *count != V::default());
}
