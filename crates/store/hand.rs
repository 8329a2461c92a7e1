//! Tags given and taken by hand.

use mention::{TagName, Timestamp};

/// What a person says about one tag of one mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandTag {
    /// The tag.
    pub tag: TagName,
    /// Whether it belongs there.
    pub action: HandAction,
    /// Who says so.
    pub who: String,
    /// When it was said; the latest word about a tag counts, and a removal beats an addition of the same instant.
    pub at: Timestamp,
}

impl HandTag {
    /// The same in numbers.
    pub(crate) fn decided(&self, tag: u32) -> Decision {
        let removed = self.action == HandAction::Remove;
        Decision { tag, at: self.at, removed, who: self.who.clone() }
    }
}

/// Whether a tag belongs to a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HandAction {
    /// It does.
    Add,
    /// It does not, nor does any tag below it.
    Remove,
}

/// What became of a hand tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandTagged {
    /// It is the latest word about this tag.
    Taken,
    /// A later word about this tag is stored.
    Stale,
    /// The mention is not known yet; the word is kept and counts once the mention comes.
    Waiting,
    /// This store keeps no ids, so nothing can be tagged by hand.
    Impossible,
}

/// A hand tag in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The tag's number.
    pub tag: u32,
    /// When.
    pub at: Timestamp,
    /// Whether the tag was taken away.
    pub removed: bool,
    /// Who.
    pub who: String,
}

impl Decision {
    /// The greatest decides.
    pub(crate) fn rank(&self) -> (Timestamp, bool, &str) {
        (self.at, self.removed, &self.who)
    }
}
