//! Rules that are named on the command line by their tags.

use mention::TagName;
use rulelang::{Per, RuleSet};

use crate::exit::Mistake;

/// The rules that were asked for.
pub(super) struct Chosen {
    /// Their ids, and those above them; empty when all are meant.
    tags: Vec<String>,
}

impl Chosen {
    /// The rules that have one of these tags or stand below one; all when there is none.
    ///
    /// # Errors
    ///
    /// When no rule has one of the tags.
    pub(super) fn of(rules: &RuleSet, tags: &[String]) -> Result<Self, Mistake> {
        let mut chosen = Vec::new();
        for tag in tags {
            let rule = rule_of(rules, tag);
            if !rules.heads().any(|head| is_below(&head.id, &rule)) {
                return Err(unknown(rules, tag));
            }
            chosen.push(rule);
        }
        Ok(Self { tags: chosen })
    }

    /// Whether the rule is one of them.
    pub(super) fn has(&self, rule: &TagName) -> bool {
        self.tags.is_empty() || self.tags.iter().any(|tag| is_below(rule, tag))
    }
}

/// The id of the rule that gives `tag`: of `acme/late` that is `late`, where the theme `late` goes by brand.
pub(super) fn rule_of(rules: &RuleSet, tag: &str) -> String {
    let known = |id: &str| rules.heads().any(|head| head.id.as_str() == id);
    if let Some((brand, rest)) = tag.split_once('/')
        && !known(tag)
        && rules.brands.iter().any(|known| known.head.id.as_str() == brand)
        && rules
            .themes
            .iter()
            .any(|theme| matches!(theme.per, Per::Brand { .. }) && is_below(&theme.head.id, rest))
    {
        return rest.to_owned();
    }
    tag.to_owned()
}

fn is_below(id: &TagName, tag: &str) -> bool {
    id.as_str().strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What is told of a tag that no rule gives.
pub(super) fn unknown(rules: &RuleSet, tag: &str) -> Mistake {
    let near = rules
        .heads()
        .map(|head| (strsim::damerau_levenshtein(head.id.as_str(), tag), head.id.as_str()))
        .filter(|(distance, _)| *distance <= 1 + tag.len() / 4)
        .min();
    let help = match near {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None => "a tag is what a rule has as `id`".to_owned(),
    };
    Mistake(format!("no rule has the tag `{tag}`; {help}"))
}
