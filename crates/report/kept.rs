//! What is read of kept mentions beside counts: how much of what was counted is still kept, and all names of a tag.

use std::collections::BTreeSet;

use mention::{Counts, Sample, TagName, Tagged};

use crate::number;
use crate::say::say;
use crate::tally::ALL;

/// The part of the counted mentions whose texts must be kept for their words to be compared.
const COMPARED_MIN: f64 = 0.95;

/// The part that a sample of many thousands reaches in spite of chance where nothing is lost.
const BY_CHANCE_MIN: f64 = 0.98;

/// All mentions of these counts, whatever their standing.
pub(crate) fn counted(counts: &Counts) -> u64 {
    let every = counts.mentions.iter().filter(|count| *count.tag == *ALL);
    every.map(|count| count.mentions).sum()
}

/// What must be said where only a sample of the texts is read.
pub(crate) fn sample_note(sample: Sample, read: u64, all: u64) -> Option<String> {
    (sample != Sample::WHOLE).then(|| {
        say!("Words are counted in {read} texts of {all}, drawn by the hash of their ids: the same at each making.", read = number::count(read), all = number::count(all))
    })
}

/// How many mentions of a period were counted, and of how many the text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    read: u64,
    counted: u64,
}

impl Reading {
    /// `read` of the mentions of these counts, whatever their standing.
    pub(crate) fn of(read: u64, counts: Option<&Counts>) -> Self {
        Self { read, counted: counts.map_or(0, counted) }
    }

    /// The same, where only a sample was read.
    pub(crate) fn sampled(read: u64, sample: Sample, counts: Option<&Counts>) -> Self {
        let counted = counts.map_or(0, counted);
        // Chance draws some more or fewer than the part; that is no loss.
        let whole = sample.whole_of(read);
        let by_chance =
            sample != Sample::WHOLE && number::quotient(whole, counted) >= BY_CHANCE_MIN;
        Self { read: if by_chance { counted } else { whole.min(counted) }, counted }
    }

    /// Why nothing can be told, where mentions were counted and no text of them is kept.
    pub(crate) fn refusal(self) -> Option<String> {
        (self.read == 0 && self.counted > 0).then(|| {
            say!("none of {counted} of this period is kept with its text (`keep.mode`, `keep.tagged_days`, `keep.untagged_days`), and this is read from texts", counted = number::of(self.counted, "{n} mention", "{n} mentions"))
        })
    }

    /// What must be said where not all texts are kept.
    pub(crate) fn note(self) -> Option<String> {
        let lost = self.counted.saturating_sub(self.read);
        (lost > 0).then(|| {
            say!("{lost} of {counted} mentions of this period are no longer kept with their text and are not among what is read from texts.", lost = number::count(lost), counted = number::count(self.counted))
        })
    }

    /// Whether so many are kept that words can be compared with those of another such period.
    pub(crate) fn is_whole(self) -> bool {
        number::quotient(self.read, self.counted) >= COMPARED_MIN
    }
}

/// Every tag a mention counts for: its own and those above them.
pub(crate) fn all_tags(tagged: &Tagged) -> BTreeSet<&str> {
    with_above(tagged.tags.iter().map(|tag| &tag.name))
}

/// These names and those above them.
pub(crate) fn with_above<'a>(names: impl Iterator<Item = &'a TagName>) -> BTreeSet<&'a str> {
    let mut tags = BTreeSet::new();
    for name in names {
        tags.insert(name.as_str());
        tags.extend(name.ancestors());
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::world::{BEGIN, World, post};
    use crate::say::in_english;

    #[test]
    fn what_is_lost_is_told_and_nothing_kept_refuses() {
        let posts = (0..20).map(|n| post(&n.to_string(), "a", BEGIN, &["delivery/late"])).collect();
        let world = World { posts, ..World::default() };
        let to = mention::Timestamp(BEGIN.0 + 1);
        let counts = world.counts(&mention::Question::all(BEGIN, to));
        let of = |read| Reading::of(read, Some(&counts));
        assert!(in_english(&of(0).refusal().unwrap()).starts_with("none of 20 mentions"));
        assert_eq!((of(1).refusal(), of(20).note()), (None, None));
        assert!(in_english(&of(15).note().unwrap()).starts_with("5 of 20"));
        assert_eq!([of(18), of(19)].map(Reading::is_whole), [false, true]);
        assert_eq!(Reading::of(0, None).refusal(), None);
        let late = counts.mentions.iter().filter(|count| &*count.tag == "delivery");
        assert_eq!(late.map(|count| count.mentions).sum::<u64>(), 20);
    }

    #[test]
    fn the_names_above_a_tag_are_among_its_tags() {
        let tagged = post("1", "a", BEGIN, &["a/b/c", "d"]).tagged;
        assert_eq!(all_tags(&tagged).into_iter().collect::<Vec<_>>(), ["a", "a/b", "a/b/c", "d"]);
    }
}
