//! What today's rules find in what is kept of two periods: how much of a change is the world's, and how much an
//! edit of the rules.

use std::collections::BTreeMap;
use std::ops::Range;

use mention::{Kept, Provenance, Standing, Tagged, Timestamp};

use crate::kept::{all_tags, counted};
use crate::say::say;
use crate::tally::{ALL, TAGGED};
use crate::{Period, number};

/// What today's rules find in two periods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restated {
    /// In the report's own.
    pub now: Found,
    /// In the one compared with.
    pub before: Found,
}

/// What today's rules find in one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    received: BTreeMap<String, u64>,
    read: u64,
}

impl Found {
    /// Counts a kept mention as `fresh` says, which is what today's rules find in it. Tags that people gave stay.
    pub fn take(&mut self, kept: &Kept<'_>, fresh: &Tagged) {
        self.read += 1;
        if fresh.standing != Standing::Received {
            return;
        }
        let by_hand = kept.tagged.tags.iter();
        let by_hand = by_hand.filter(|tag| matches!(tag.provenance, Provenance::Person { .. }));
        let mut all = fresh.clone();
        all.tags.extend(by_hand.cloned());
        let tags = all_tags(&all);
        let tagged = (!tags.is_empty()).then_some(TAGGED);
        for tag in tags.into_iter().chain([ALL]).chain(tagged) {
            match self.received.get_mut(tag) {
                Some(mentions) => *mentions += 1,
                None => {
                    self.received.insert(tag.to_owned(), 1);
                }
            }
        }
    }

    /// The received mentions with this tag.
    pub(crate) fn received(&self, tag: &str) -> u64 {
        self.received.get(tag).copied().unwrap_or(0)
    }
}

/// The spans of two periods, as [`crate::Draft::restates`] has them.
pub(crate) fn spans(now: &Period, before: &Period) -> [Range<Timestamp>; 2] {
    [now.from..now.to, before.from..before.to]
}

/// Why a change cannot be split: some of what was counted is not kept; `None` where all is.
pub(crate) fn lost(
    restated: &Restated,
    now: &mention::Counts,
    before: &mention::Counts,
) -> Option<String> {
    let all = counted(now) + counted(before);
    let read = restated.now.read + restated.before.read;
    (read < all).then(|| {
        say!("The rules changed since, and changes are not split: {read} of {all} mentions of the two periods are no longer kept with their text.", read = number::count(all - read), all = number::count(all))
    })
}
