//! Why a mention has a tag, or counts as noise, for a person who asks.

use mention::{Cause, Mention, Tag, TagName};
use rulelang::Place;

use crate::tag::{Scratch, Tagger};
use crate::why;

/// Characters of a part of a rule that are told.
const PART_MAX: usize = 100;

/// Why a rule gives a mention its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What gave it where no words did, as a part of a sentence.
    pub because: Option<&'static str>,
    /// The part of the rule that holds, cut where it is long; absent where no query was asked.
    pub part: Option<String>,
    /// Where the rule is written; absent for a tag that no rule of these gave.
    pub place: Option<Place>,
}

impl Tagger {
    /// Why `mention` has `tag`, which these rules gave it.
    ///
    /// # Cost
    ///
    /// That of [`why`](Self::why).
    #[must_use]
    pub fn reason(&self, tag: &Tag, mention: &Mention, scratch: &mut Scratch) -> Reason {
        let asked = matches!(tag.cause, Cause::Words | Cause::Fields);
        let part = asked.then(|| self.part(&tag.rule, Some(tag.clause), mention, scratch));
        Reason { because: because(tag.cause), part: part.flatten(), place: self.place(&tag.rule) }
    }

    /// Why the exclusion `rule` calls `mention` noise.
    ///
    /// # Cost
    ///
    /// That of [`why`](Self::why).
    #[must_use]
    pub fn noise(&self, rule: &TagName, mention: &Mention, scratch: &mut Scratch) -> Reason {
        let part = self.part(rule, None, mention, scratch);
        Reason { because: Some("noise: kept out of reports"), part, place: self.place(rule) }
    }

    /// Where the rule `id` is written.
    #[must_use]
    pub fn place(&self, id: &TagName) -> Option<Place> {
        self.rules.heads().find(|head| &head.id == id).map(|head| head.place.clone())
    }

    fn part(
        &self,
        rule: &TagName,
        clause: Option<u16>,
        mention: &Mention,
        scratch: &mut Scratch,
    ) -> Option<String> {
        let part = self.why(rule, clause, mention, scratch)?;
        Some(why::cut(&part.to_string(), PART_MAX))
    }
}

/// What gave a tag, where it was not words.
const fn because(cause: Cause) -> Option<&'static str> {
    match cause {
        Cause::Words => None,
        Cause::Fields => Some("by what is known of the post, not by its words"),
        Cause::Addressed => Some("because the post is addressed to one of its accounts"),
        Cause::Place => Some("because the post stands in one of its places"),
        Cause::Given => Some("because the post came with it"),
    }
}
