//! The word of a post that comes nearest to one it lacks: a typing mistake, or an ending the rule does not allow for.

use mention::{Facts, Field, fold_key};
use rulelang::{Condition, Key, Part, Pattern};

/// Letters a word may have more than the rule's, so that a wildcard is proposed.
const ENDING_MAX: usize = 4;

/// What the post has in the place of one of `parts`, as the end of a sentence; empty when nothing comes near.
pub(super) fn nearest(parts: &[Condition], facts: &Facts<'_>) -> String {
    let words = parts.iter().filter_map(word);
    let near = words.filter_map(|word| near(&word, facts)).min();
    match near {
        Some(Near { wildcard: Some(wildcard), word, .. }) => {
            format!(", only \"{word}\", which `{wildcard}` would find")
        }
        Some(Near { word, .. }) => format!(", only \"{word}\""),
        None => String::new(),
    }
}

/// A word of a post that is like a rule's; the nearest is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    /// Letters that are other, missing, or too many.
    distance: usize,
    word: String,
    /// What would find it, if it is the rule's word with an ending.
    wildcard: Option<String>,
}

/// The one word a condition asks for, as it is compared.
fn word(part: &Condition) -> Option<String> {
    let Condition::Text(test) = part else { return None };
    let Pattern::Phrase { parts, .. } = &test.pattern else { return None };
    match parts.as_slice() {
        [Part::Token(test)] => match &test.key {
            Key::Is(word) => Some(word.clone()),
            Key::Starts(_) | Key::Glob(_) => None,
        },
        _ => None,
    }
}

/// The word of the post that is most like `wanted`.
fn near(wanted: &str, facts: &Facts<'_>) -> Option<Near> {
    let wanted_bare = fold_key(wanted).1;
    let letters = wanted_bare.chars().count();
    let distance_max = match letters {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    let texts = Field::ALL.map(|field| facts.mention.field(field));
    let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words
        .filter(|word| !word.is_empty())
        .filter_map(|word| {
            let bare = fold_key(word).1;
            let ending = bare.strip_prefix(&wanted_bare).map(|ending| ending.chars().count());
            let ending = ending.filter(|ending| (1..=ENDING_MAX).contains(ending));
            let distance = strsim::damerau_levenshtein(&bare, &wanted_bare);
            let wildcard = ending.map(|_| format!("{wanted}*"));
            let near = wildcard.is_some() || distance <= distance_max;
            near.then(|| Near { distance, word: word.to_owned(), wildcard })
        })
        .min()
}
