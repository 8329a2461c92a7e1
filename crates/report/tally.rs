//! Sums over counts: what one tag had in one period.

use std::collections::BTreeMap;

use mention::{Counts, DimensionCount, Kind, Sentiment, Standing};

/// The tag every mention has.
pub(crate) const ALL: &str = "*";
/// The tag every mention has that has a tag.
pub(crate) const TAGGED: &str = "*tagged";

/// The sums of one period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally<'a> {
    sums: BTreeMap<(&'a str, Standing), Sum>,
    people: BTreeMap<&'a str, People>,
}

/// What mentions with one tag and standing add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) mentions: u64,
    pub(crate) reposts: u64,
    pub(crate) engagements: u64,
    pub(crate) impressions: u64,
    pub(crate) positive: u64,
    pub(crate) neutral: u64,
    pub(crate) negative: u64,
    pub(crate) questions: u64,
}

impl Sum {
    pub(crate) fn originals(&self) -> u64 {
        self.mentions - self.reposts
    }

    pub(crate) fn rated(&self) -> u64 {
        self.positive + self.neutral + self.negative
    }

    fn join(&mut self, other: &Self) {
        self.mentions += other.mentions;
        self.reposts += other.reposts;
        self.engagements += other.engagements;
        self.impressions += other.impressions;
        self.positive += other.positive;
        self.neutral += other.neutral;
        self.negative += other.negative;
        self.questions += other.questions;
    }

    fn add(&mut self, count: &DimensionCount) {
        self.mentions += count.mentions;
        self.engagements += count.engagements;
        self.impressions += count.impressions;
        if count.dimensions.kind == Kind::Repost {
            self.reposts += count.mentions;
        }
        if count.dimensions.question {
            self.questions += count.mentions;
        }
        match count.dimensions.sentiment {
            Some(Sentiment::Positive) => self.positive += count.mentions,
            Some(Sentiment::Neutral) => self.neutral += count.mentions,
            Some(Sentiment::Negative) => self.negative += count.mentions,
            None => {}
        }
    }

    /// What is left of this sum without `part`, which is contained in it.
    pub(crate) fn without(&self, part: &Self) -> Self {
        Self {
            mentions: self.mentions - part.mentions,
            reposts: self.reposts - part.reposts,
            engagements: self.engagements - part.engagements,
            impressions: self.impressions - part.impressions,
            positive: self.positive - part.positive,
            neutral: self.neutral - part.neutral,
            negative: self.negative - part.negative,
            questions: self.questions - part.questions,
        }
    }
}

/// The people behind mentions with one tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    /// How many.
    pub(crate) people: u64,
    /// How many mentions they wrote: those with a known author.
    pub(crate) mentions: u64,
}

impl<'a> Tally<'a> {
    pub(crate) fn of(counts: &'a Counts) -> Self {
        let mut tally = Self::default();
        // Those of a tag stand together, so that a tag is looked up once a step, not once a count.
        for same in counts.mentions.chunk_by(|a, b| a.tag == b.tag) {
            let mut sums = [Sum::default(); Standing::ALL.len()];
            for count in same {
                sums[count.dimensions.standing as usize].add(count);
            }
            for standing in Standing::ALL {
                let sum = sums[standing as usize];
                if sum != Sum::default() {
                    let key = (&*same[0].tag, standing);
                    tally.sums.entry(key).or_default().join(&sum);
                }
            }
        }
        for count in &counts.people {
            let people = People { people: count.people, mentions: count.mentions };
            tally.people.insert(count.tag.as_str(), people);
        }
        tally
    }

    pub(crate) fn sum(&self, tag: &str, standing: Standing) -> Sum {
        self.sums.get(&(tag, standing)).copied().unwrap_or_default()
    }

    pub(crate) fn received(&self, tag: &str) -> Sum {
        self.sum(tag, Standing::Received)
    }

    pub(crate) fn people(&self, tag: &str) -> People {
        self.people.get(tag).copied().unwrap_or_default()
    }

    /// The tags with a mention of this standing, sorted, without the reserved ones.
    pub(crate) fn tags(&self, standing: Standing) -> impl Iterator<Item = &'a str> {
        self.sums
            .iter()
            .filter(move |((tag, of), sum)| {
                *of == standing && !tag.starts_with('*') && sum.mentions > 0
            })
            .map(|((tag, _), _)| *tag)
    }

    /// Whether any mention, of any standing, has something of what `amount` picks.
    pub(crate) fn has(&self, amount: impl Fn(&Sum) -> u64) -> bool {
        self.sums.values().any(|sum| amount(sum) > 0)
    }

    pub(crate) fn knows_people(&self) -> bool {
        !self.people.is_empty()
    }
}
