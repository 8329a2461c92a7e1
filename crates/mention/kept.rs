//! What reports read beside counts: kept mentions one by one, and people by the day.

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
