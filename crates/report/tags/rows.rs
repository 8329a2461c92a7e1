//! Which tags have a row, in which group and order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use mention::{Catalog, EntryKind, Standing, TagName};

use super::Desk;
use crate::number;
use crate::say::say;

/// A tag that has a row.
pub(super) struct TagRow<'a> {
    pub(super) name: &'a str,
    pub(super) label: String,
    pub(super) group: String,
    /// How far it stands below a tag above it.
    pub(super) depth: usize,
}

/// The groups of tags, in the order they are listed; themes asked for each brand stand under the brand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group<'a> {
    Brands,
    Themes,
    OfBrand(Reverse<u64>, &'a str),
    Campaigns,
    Gone,
}

/// What people call `tag`; a tag that is in no rule any more is called by its name.
pub(super) fn label(catalog: &Catalog, tag: &str) -> String {
    catalog.get(tag).map_or_else(|| tag.to_owned(), |entry| entry.label.clone())
}

/// The rows of `tags`, grouped; in a group those with the greatest `weight` first, a tag directly
/// followed by those below it.
pub(super) fn arrange<'a>(
    catalog: &'a Catalog,
    tags: impl Iterator<Item = &'a str>,
    weight: &dyn Fn(&str) -> u64,
) -> Vec<TagRow<'a>> {
    let mut groups: BTreeMap<Group<'a>, Vec<&'a str>> = BTreeMap::new();
    for tag in tags {
        groups.entry(group(catalog, tag, weight)).or_default().push(tag);
    }
    let mut rows = Vec::new();
    for (group, mut tags) in groups {
        tags.sort_by_key(|tag| (Reverse(weight(tag)), *tag));
        let mut children: BTreeMap<Option<&str>, Vec<&'a str>> = BTreeMap::new();
        for tag in &tags {
            let parent = ancestors(tag).find(|above| tags.contains(above));
            children.entry(parent).or_default().push(tag);
        }
        let heading = heading(catalog, &group);
        place(catalog, &heading, &children, (None, 0), &mut rows);
    }
    rows
}

/// Lists the tags below `above.0`, which stands at depth `above.1` less one, each followed by its own.
fn place<'a>(
    catalog: &Catalog,
    heading: &str,
    children: &BTreeMap<Option<&str>, Vec<&'a str>>,
    above: (Option<&str>, usize),
    rows: &mut Vec<TagRow<'a>>,
) {
    for tag in children.get(&above.0).into_iter().flatten() {
        let group = heading.to_owned();
        rows.push(TagRow { name: tag, label: short_label(catalog, tag), group, depth: above.1 });
        place(catalog, heading, children, (Some(tag), above.1 + 1), rows);
    }
}

fn group<'a>(catalog: &Catalog, tag: &'a str, weight: &dyn Fn(&str) -> u64) -> Group<'a> {
    match catalog.get(tag).map(|entry| entry.kind) {
        None => Group::Gone,
        Some(EntryKind::Brand(_)) => Group::Brands,
        Some(EntryKind::Campaign) => Group::Campaigns,
        Some(EntryKind::Theme) => match brand_above(catalog, tag) {
            Some(brand) => Group::OfBrand(Reverse(weight(brand)), brand),
            None => Group::Themes,
        },
    }
}

fn heading(catalog: &Catalog, group: &Group<'_>) -> String {
    match group {
        Group::Brands => say!("Brands"),
        Group::Themes => say!("Themes"),
        Group::OfBrand(_, brand) => say!("Themes of {brand}", brand = label(catalog, brand)),
        Group::Campaigns => say!("Campaigns"),
        Group::Gone => say!("No longer in the rules"),
    }
}

/// The brand a theme was asked for: the nearest name above it that is a brand's.
pub(crate) fn brand_above<'a>(catalog: &Catalog, tag: &'a str) -> Option<&'a str> {
    ancestors(tag).find(|above| {
        catalog.get(above).is_some_and(|entry| matches!(entry.kind, EntryKind::Brand(_)))
    })
}

fn ancestors(tag: &str) -> impl Iterator<Item = &str> {
    tag.rmatch_indices('/').map(|(at, _)| &tag[..at])
}

/// The label without the brand's in front, under whose heading the row stands.
fn short_label(catalog: &Catalog, tag: &str) -> String {
    let whole = label(catalog, tag);
    let brand = brand_above(catalog, tag).map(|brand| format!("{} · ", label(catalog, brand)));
    brand.and_then(|brand| whole.strip_prefix(&brand).map(str::to_owned)).unwrap_or(whole)
}

/// How many tags of the rules have no row because nothing was said of them.
pub(super) fn silent_note(desk: &Desk<'_>) -> Option<String> {
    let asked = |name: &TagName| {
        desk.request.tags.is_empty() || desk.request.tags.iter().any(|tag| tag == name.as_str())
    };
    let shown = super::received::tags(desk);
    let sent: Vec<&str> = desk.now.tags(Standing::Sent).collect();
    let silent = desk
        .input
        .catalog
        .entries
        .iter()
        .filter(|entry| asked(&entry.name))
        .filter(|entry| {
            !shown.contains(entry.name.as_str()) && !sent.contains(&entry.name.as_str())
        })
        .count();
    (silent > 0).then(|| {
        let tags =
            number::of(silent as u64, "{n} tag of the rules has", "{n} tags of the rules have");
        say!("{tags} no row: nothing with it was received or sent.", tags)
    })
}
