//! What is stated of a post on the command line and that no rule and no source knows: a slip of the keyboard, mostly.

use std::collections::BTreeSet;

use mention::fold_key;
use rulelang::{Condition, Exactly, FieldTest, RuleSet};

use super::Try;
use crate::exit::Mistake;

/// Platforms as sources name them.
const PLATFORMS: [&str; 17] = [
    "app-store",
    "bluesky",
    "discord",
    "facebook",
    "file",
    "google-play",
    "instagram",
    "linkedin",
    "mastodon",
    "pinterest",
    "reddit",
    "telegram",
    "threads",
    "tiktok",
    "twitter",
    "vk",
    "youtube",
];

/// Sentences on what is stated of the post and nobody knows.
///
/// # Errors
///
/// When a place is none at all.
pub(super) fn doubts(what: &Try, rules: &RuleSet) -> Result<Vec<String>, Mistake> {
    let platform = what.platform.as_deref().and_then(|written| platform(written, rules));
    let place = what.place.as_deref().map(|written| place(written, rules)).transpose()?.flatten();
    let account = what.to.as_deref().and_then(|written| account(written, rules));
    Ok([platform, place, account].into_iter().flatten().collect())
}

fn platform(written: &str, rules: &RuleSet) -> Option<String> {
    let key = mention::platform_key(written.trim());
    let mut known: BTreeSet<String> = PLATFORMS.iter().map(|name| (*name).to_owned()).collect();
    known.extend(rules.accounts.iter().filter_map(|account| account.platform.clone()));
    for condition in conditions(rules) {
        named(condition, Exactly::Platform, &mut known);
    }
    if known.contains(&key) {
        return None;
    }
    let help = near(&key, &known).unwrap_or_else(|| "it is tried as it stands".to_owned());
    Some(format!("--platform {written}: no rule and no source names such a platform; {help}"))
}

fn place(written: &str, rules: &RuleSet) -> Result<Option<String>, Mistake> {
    let folded = |text: &str| fold_key(text.trim()).0;
    let Some((kind, name)) = written.split_once(':').filter(|(_, name)| !name.starts_with("//"))
    else {
        let name = written.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        return Err(Mistake(format!(
            "--place {written} is no place: its kind is missing; write subreddit:{name}, channel:{name} or app:{name}"
        )));
    };
    let key = format!("{}:{}", folded(kind), folded(name));
    let mut known: BTreeSet<String> =
        rules.brands.iter().flat_map(|brand| brand.places.iter().cloned()).collect();
    for (field, kind) in [(Exactly::Subreddit, "subreddit"), (Exactly::Channel, "channel")] {
        let mut names = BTreeSet::new();
        for condition in conditions(rules) {
            named(condition, field, &mut names);
        }
        known.extend(names.iter().map(|name| format!("{kind}:{name}")));
    }
    if known.contains(&key) {
        return Ok(None);
    }
    let help = near(&key, &known)
        .unwrap_or_else(|| "a brand lists its own as `places = [\"subreddit:acme\"]`".to_owned());
    Ok(Some(format!("--place {written}: no brand has this place, and no rule asks for it; {help}")))
}

fn account(written: &str, rules: &RuleSet) -> Option<String> {
    let key = fold_key(written.trim_start_matches('@')).0;
    let brands = rules.brands.iter().flat_map(|brand| brand.accounts.iter().cloned());
    let accounts = rules.accounts.iter().filter_map(|account| account.handle.clone());
    let known: BTreeSet<String> = brands.chain(accounts).collect();
    if known.is_empty() || known.contains(&key) {
        return None;
    }
    let help = near(&key, &known)?;
    Some(format!("--to {written}: no brand has this account; {help}"))
}

/// What was likely meant, as the end of a sentence.
fn near(key: &str, known: &BTreeSet<String>) -> Option<String> {
    let distance = |name: &String| strsim::damerau_levenshtein(name, key);
    let near = known.iter().min_by_key(|name| distance(name))?;
    (distance(near) <= 1 + key.len() / 4).then(|| format!("did you mean {near}?"))
}

fn conditions(rules: &RuleSet) -> impl Iterator<Item = &Condition> {
    let brands = rules.brands.iter().filter_map(|brand| brand.query.as_ref());
    let themes = rules.themes.iter().map(|theme| &theme.query);
    let campaigns = rules.campaigns.iter().map(|campaign| &campaign.condition);
    let excludes = rules.excludes.iter().map(|exclude| &exclude.query);
    brands.chain(themes).chain(campaigns).chain(excludes)
}

/// The values that a condition asks of a field.
fn named(condition: &Condition, field: Exactly, values: &mut BTreeSet<String>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                named(part, field, values);
            }
        }
        Condition::Not(part) => named(part, field, values),
        Condition::Field(FieldTest::Is(of, value)) if *of == field => {
            values.insert(value.clone());
        }
        _ => {}
    }
}
