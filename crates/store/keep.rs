//! What is kept of a mention, and for how long.

use std::collections::BTreeMap;

use mention::{Day, Tagged, Timestamp};

/// What the store keeps, from `[keep]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// What is kept at all.
    pub mode: KeepMode,
    /// Days the text of a tagged mention is kept, from its publication.
    pub tagged_days: u32,
    /// Days the text of an untagged mention is kept.
    pub untagged_days: u32,
    /// Platforms whose terms ask for less: the most days a text from there is kept.
    pub platform_days: BTreeMap<String, u32>,
    /// Days counts are kept, with the ids that explain them; for ever when absent.
    pub counts_days: Option<u32>,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            mode: KeepMode::All,
            tagged_days: 400,
            untagged_days: 90,
            platform_days: BTreeMap::new(),
            counts_days: None,
        }
    }
}

impl Keep {
    /// The first day whose mentions are kept `days` days, seen from `now`.
    pub(crate) fn since(now: Timestamp, days: u32) -> Day {
        Day(now.day().0 - i64::from(days))
    }
}

/// What is kept of a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeepMode {
    /// The text of every mention.
    #[default]
    All,
    /// The texts of mentions that rules or source tagged; of the others, id and contribution.
    Tagged,
    /// Ids and contributions only.
    Ids,
    /// Nothing but counts. Repeated, edited and deleted mentions are then not told apart.
    None,
}

impl KeepMode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::All, Self::Tagged, Self::Ids, Self::None];

    /// Whether the text of a mention so tagged is kept.
    pub(crate) fn keeps_text(self, tagged: &Tagged) -> bool {
        match self {
            Self::All => true,
            Self::Tagged => !tagged.tags.is_empty(),
            Self::Ids | Self::None => false,
        }
    }

    /// The name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Tagged => "tagged",
            Self::Ids => "ids",
            Self::None => "none",
        }
    }
}

/// What a sweep took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Texts past their time; their mentions go on counting.
    pub texts: u64,
    /// Ids older than the counts they explained, with those counts.
    pub ids: u64,
}
