//! Tags that came with a mention.

use std::collections::HashMap;

use mention::{Cause, Provenance, Tag, TagName};
use rulelang::RuleSet;

/// Maps the tags a source gives to tags of ours: by id, by former id, by label, in any case.
#[derive(Debug, Default)]
pub(crate) struct GivenTags {
    ours: HashMap<String, TagName>,
}

impl GivenTags {
    pub(crate) fn new(rules: &RuleSet) -> Self {
        let mut ours = HashMap::new();
        for entry in rules.catalog().entries {
            for name in entry.aliases.iter().chain([&entry.name]) {
                ours.insert(name.to_string(), entry.name.clone());
            }
            ours.entry(entry.label.to_lowercase()).or_insert(entry.name);
        }
        Self { ours }
    }

    /// The tag for a given one; what is not ours becomes `given/…`, so that it can be counted all the same.
    ///
    /// `None` for a tag without a letter or digit.
    pub(crate) fn tag(&self, given: &str) -> Option<Tag> {
        let given = given.trim().to_lowercase();
        let name = self
            .ours
            .get(&given)
            .cloned()
            .or_else(|| TagName::parse(&format!("given/{}", slug(&given))))?;
        Some(Tag {
            rule: name.clone(),
            name,
            provenance: Provenance::Import,
            cause: Cause::Given,
            clause: 0,
            spans: Vec::new(),
        })
    }
}

/// `text` with everything but `[a-z0-9]` drawn together to single `-`, none at either end.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_tags_that_are_not_ours_keep_a_readable_name() {
        let name = |given| GivenTags::default().tag(given).map(|tag| tag.name.to_string());
        assert_eq!(name("Late Delivery!").as_deref(), Some("given/late-delivery"));
        assert_eq!(name(" VIP ").as_deref(), Some("given/vip"));
        assert_eq!(name("!!!"), None);
    }
}
