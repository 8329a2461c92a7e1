//! What reports read beside counts: kept mentions one by one, and people by the day.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::{Day, Mention, Tagged, Timestamp};

/// A mention that is kept, as a report reads it.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The mention, in its latest version.
    pub mention: &'a Mention,
    /// What tagging found, with what people added and took away by hand.
    pub tagged: &'a Tagged,
    /// When it counts as published.
    pub published_at: Timestamp,
    /// Who wrote it, by the key people are counted by: platform and author id, else platform and folded handle.
    pub author: Option<&'a str>,
}

/// Which part of the kept mentions is read: each is in or out by the hash of its identity, so that the
/// same seed draws the same ones wherever they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// What is drawn follows from it and nothing else.
    pub seed: u64,
    /// A mention is in whose hash is not above this.
    last: u64,
}

impl Sample {
    /// All of them.
    pub const WHOLE: Self = Self { seed: 0, last: u64::MAX };

    /// About `wanted` of `all`; all of them where that is not fewer.
    #[must_use]
    pub fn about(wanted: u64, all: u64, seed: u64) -> Self {
        if wanted >= all {
            return Self::WHOLE;
        }
        let last = u128::from(wanted) * u128::from(u64::MAX) / u128::from(all);
        Self { seed, last: u64::try_from(last).unwrap_or(u64::MAX) }
    }

    /// Whether the mention with this identity is in.
    #[must_use]
    pub fn takes(&self, platform: &str, id: &str) -> bool {
        if self.last == u64::MAX {
            return true;
        }
        let platform = xxh3_64_with_seed(platform.as_bytes(), self.seed);
        xxh3_64_with_seed(id.as_bytes(), platform) <= self.last
    }

    /// How many there are of which so many were drawn, as far as chance tells.
    #[must_use]
    pub fn whole_of(&self, drawn: u64) -> u64 {
        if self.last == u64::MAX {
            return drawn;
        }
        let whole = u128::from(drawn) * u128::from(u64::MAX) / u128::from(self.last.max(1));
        u64::try_from(whole).unwrap_or(u64::MAX)
    }
}

/// Which people a report asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleQuestion {
    /// The first UTC day.
    pub from: Day,
    /// One past the last.
    pub to: Day,
    /// Their mentions with these tags, one with two of them counted twice; all mentions when empty.
    pub tags: Vec<String>,
}

/// One person's received mentions, day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDays {
    /// Platform and author id, else platform and folded handle.
    pub author: String,
    /// The first day anything of theirs counted, whatever its tag and however long ago.
    pub first_day: Option<Day>,
    /// The days asked for with mentions, sorted, each once.
    pub days: Vec<(Day, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_holds_as_many_as_it_says_and_the_same_each_time() {
        let drawn = |sample: Sample| {
            let ids = (0..100_000_u32).map(|id| id.to_string());
            ids.filter(|id| sample.takes("twitter", id)).collect::<Vec<_>>()
        };
        let tenth = Sample::about(10_000, 100_000, 7);
        let ids = drawn(tenth);
        assert!((9_500..10_500).contains(&ids.len()), "{}", ids.len());
        let whole = tenth.whole_of(ids.len() as u64);
        assert!((95_000..105_000).contains(&whole), "{whole}");
        assert_eq!(ids, drawn(tenth));
        assert_ne!(ids, drawn(Sample::about(10_000, 100_000, 8)));
        assert_eq!(drawn(Sample::about(5, 5, 7)).len(), 100_000);
        assert_eq!((Sample::WHOLE.whole_of(3), Sample::about(0, 1, 7).whole_of(0)), (3, 0));
    }
}
