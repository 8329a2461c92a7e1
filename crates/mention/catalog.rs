//! What a rule set calls its tags: what a report needs to know of rules.

use crate::{RuleSetId, TagName};

/// The tags a rule set can give, with their labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The rule set.
    pub rules: RuleSetId,
    /// Its tags, sorted by name, each name once.
    pub entries: Vec<Entry>,
}

impl Catalog {
    /// The entry of `name`; a tag of an older rule set may have none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
        Some(&self.entries[at])
    }
}

/// One tag as reports show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The tag.
    pub name: TagName,
    /// What people call it.
    pub label: String,
    /// What it stands for.
    pub kind: EntryKind,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Former names of the tag.
    pub aliases: Vec<TagName>,
}

/// What a tag stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A brand.
    Brand(BrandRole),
    /// A theme.
    Theme,
    /// A campaign.
    Campaign,
}

/// Whose brand it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrandRole {
    /// Ours.
    Own,
    /// A rival's.
    Competitor,
    /// A partner's.
    Partner,
}

impl BrandRole {
    /// The role's name in rule files and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Competitor => "competitor",
            Self::Partner => "partner",
        }
    }
}
