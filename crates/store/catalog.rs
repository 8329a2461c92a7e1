//! Rule sets and what they call their tags, between the words of `mention` and the columns of a row.

use mention::{BrandRole, Entry, EntryKind, RuleSetId, TagName};

use crate::error::{Unreadable, unreadable};

/// The text of a rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetText {
    /// Its id.
    pub id: RuleSetId,
    /// Its canonical text.
    pub canonical: String,
}

/// The columns of a catalog's entry.
pub(crate) struct EntryColumns<'a> {
    /// The tag.
    pub tag: &'a str,
    /// What people read.
    pub label: &'a str,
    /// What it is.
    pub kind: &'a str,
    /// Whose brand, for a brand.
    pub role: Option<&'a str>,
    /// Who looks after it.
    pub owner: Option<&'a str>,
    /// Its former names, parted by blanks.
    pub aliases: &'a str,
}

impl EntryColumns<'_> {
    /// The entry they hold.
    pub(crate) fn entry(&self) -> Result<Entry, Unreadable> {
        Ok(Entry {
            name: tag(self.tag)?,
            label: self.label.to_owned(),
            kind: kind_of(self.kind, self.role).ok_or_else(|| unreadable("the kind of a tag"))?,
            owner: self.owner.map(ToOwned::to_owned),
            aliases: self.aliases.split_ascii_whitespace().map(tag).collect::<Result<_, _>>()?,
        })
    }
}

fn tag(name: &str) -> Result<TagName, Unreadable> {
    TagName::parse(name).ok_or_else(|| unreadable("the name of a tag"))
}

/// The names of an entry's aliases, parted by blanks.
pub(crate) fn aliases(entry: &Entry) -> String {
    entry.aliases.iter().map(TagName::as_str).collect::<Vec<_>>().join(" ")
}

/// The rule set with this id, as a row has it.
pub(crate) fn rule_set_id(text: &str) -> Result<RuleSetId, Unreadable> {
    RuleSetId::parse(text).ok_or_else(|| unreadable("the id of a rule set"))
}

/// The words for what an entry is, and for a brand whose.
pub(crate) fn kind_names(kind: EntryKind) -> (&'static str, Option<&'static str>) {
    match kind {
        EntryKind::Brand(role) => ("brand", Some(role.name())),
        EntryKind::Theme => ("theme", None),
        EntryKind::Campaign => ("campaign", None),
    }
}

fn kind_of(kind: &str, role: Option<&str>) -> Option<EntryKind> {
    const ROLES: [BrandRole; 3] = [BrandRole::Own, BrandRole::Competitor, BrandRole::Partner];
    match kind {
        "theme" => Some(EntryKind::Theme),
        "campaign" => Some(EntryKind::Campaign),
        "brand" => ROLES.into_iter().find(|one| Some(one.name()) == role).map(EntryKind::Brand),
        _ => None,
    }
}
