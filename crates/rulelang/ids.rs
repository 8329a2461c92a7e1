//! Ids, each for one rule only: over all kinds of rules, all files, former ids and the ids themes get by brand.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use mention::TagName;

use crate::draft::Draft;
use crate::rule::Rule;
use crate::set::shown;
use crate::{Code, Diagnostic, Per, SourceFile};

/// Tags that themes may give by brand, all together: each is a name of its own.
const BY_BRAND_MAX: usize = 200_000;

/// The finding that the themes of `drafts` that go by brand would give more tags than there may be.
pub(crate) fn too_many_by_brand(drafts: &[Draft]) -> Option<(Arc<SourceFile>, Diagnostic)> {
    let brands: usize = drafts.iter().map(|draft| draft.brands.len()).sum();
    let themes = || {
        let themes = drafts.iter().flat_map(|draft| &draft.themes);
        themes.filter(|theme| matches!(theme.kind.per, Per::Brand { .. }))
    };
    let first = themes().next()?;
    let count = themes().count();
    if brands.saturating_mul(count) <= BY_BRAND_MAX {
        return None;
    }
    let message = format!(
        "{count} themes go by brand and there are {brands} brands: together they give more than {BY_BRAND_MAX} tags"
    );
    let help = "take `per = \"brand\"` out of themes that need no tag of their own for each brand";
    let found = Diagnostic::error(Code::TooManyTerms, first.kind.per_span.clone(), message);
    Some((Arc::clone(&first.source), found.help(help)))
}

/// An id that something has taken.
struct Taken<'d> {
    id: TagName,
    source: &'d Arc<SourceFile>,
    span: Range<usize>,
    how: How,
}

#[derive(Clone, PartialEq, Eq)]
enum How {
    Id,
    Alias,
    /// A theme that goes by brand, for one brand.
    ByBrand,
}

/// What is wrong with the ids.
pub(crate) fn unique_ids(drafts: &[Draft]) -> Vec<(Arc<SourceFile>, Diagnostic)> {
    let mut taken = Vec::new();
    for draft in drafts {
        draft.brands.iter().for_each(|rule| own(rule, &mut taken));
        draft.themes.iter().for_each(|rule| own(rule, &mut taken));
        draft.campaigns.iter().for_each(|rule| own(rule, &mut taken));
        draft.excludes.iter().for_each(|rule| own(rule, &mut taken));
    }
    by_brand(drafts, &mut taken);
    let mut known: BTreeMap<&str, &Taken<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for entry in taken
        .iter()
        .filter(|entry| entry.how != How::Alias)
        .chain(taken.iter().filter(|entry| entry.how == How::Alias))
    {
        match known.get(entry.id.as_str()) {
            Some(first) => found.push((Arc::clone(entry.source), duplicate(entry, first))),
            None => {
                known.insert(entry.id.as_str(), entry);
            }
        }
    }
    found.extend(too_long(&taken));
    found
}

/// The themes that get a name by brand that is no tag any more, each told once.
fn too_long(taken: &[Taken<'_>]) -> Vec<(Arc<SourceFile>, Diagnostic)> {
    let by_brand = taken.chunk_by(|a, b| {
        a.how == How::ByBrand && std::ptr::eq(a.source, b.source) && a.span == b.span
    });
    let longest = by_brand.filter_map(|themes| {
        themes.iter().find(|entry| entry.id.as_str().len() > TagName::BYTES_MAX)
    });
    longest
        .map(|entry| {
            let message = format!(
                "by brand this theme is called `{}`, which is longer than the {} letters a tag can have",
                entry.id,
                TagName::BYTES_MAX
            );
            let found = Diagnostic::error(Code::BadId, entry.span.clone(), message);
            (Arc::clone(entry.source), found.help("give the theme or the brand a shorter id"))
        })
        .collect()
}

fn own<'d, K>(rule: &'d Rule<K>, taken: &mut Vec<Taken<'d>>) {
    let source = &rule.source;
    taken.push(Taken {
        id: rule.head.id.clone(),
        source,
        span: rule.id_span.clone(),
        how: How::Id,
    });
    taken.extend(rule.aliases.iter().map(|alias| Taken {
        id: alias.value.clone(),
        source,
        span: alias.span.clone(),
        how: How::Alias,
    }));
}

fn by_brand<'d>(drafts: &'d [Draft], taken: &mut Vec<Taken<'d>>) {
    let themes = drafts.iter().flat_map(|draft| &draft.themes);
    for theme in themes.filter(|theme| matches!(theme.kind.per, Per::Brand { .. })) {
        for brand in drafts.iter().flat_map(|draft| &draft.brands) {
            taken.push(Taken {
                id: brand.head.id.join(&theme.head.id),
                source: &theme.source,
                span: theme.id_span.clone(),
                how: How::ByBrand,
            });
        }
    }
}

fn duplicate(second: &Taken<'_>, first: &Taken<'_>) -> Diagnostic {
    let (id, place) = (&second.id, shown(first.source, &first.span));
    let message = match (&second.how, &first.how) {
        (How::ByBrand, How::Id) => format!(
            "by brand this theme is called `{id}`, which is the id of a rule already, in {place}"
        ),
        (How::ByBrand, _) => {
            format!("by brand this theme is called `{id}`, as another one is, in {place}")
        }
        (How::Alias, How::Alias) => {
            format!("`{id}` is a former id of two rules, here and in {place}")
        }
        (How::Alias, _) => format!("`{id}` cannot be a former id: a rule is called so, in {place}"),
        (How::Id, _) => format!("the id `{id}` is there already, in {place}"),
    };
    let mut found = Diagnostic::error(Code::DuplicateId, second.span.clone(), message);
    if second.source.name == first.source.name && second.span != first.span {
        found = found.label(first.span.clone(), "the first of them");
    }
    found.help(match second.how {
        How::Alias => "take it out of `aliases`",
        How::Id | How::ByBrand => "give one of the two another id, or join the two rules",
    })
}
