//! Words of a rule that a post has only inside an address, where no words are read.

use mention::{EntityKind, Facts, Folded, TokenKind, fold, fold_words};
use rulelang::{Condition, Key, Part, Pattern, TextTest, TokenTest, Track, address_of};

/// Characters of an address that are shown.
const ADDRESS_MAX: usize = 60;

/// The address that has the words of one of `parts`, and what would find it, as the end of a sentence; empty when none
/// has.
pub(super) fn holding(parts: &[Condition], facts: &Facts<'_>) -> String {
    let mention = facts.mention;
    let mut folded = Folded::default();
    fold(mention, &mut folded);
    let links =
        folded.tokens().iter().filter(|token| token.kind == TokenKind::Entity(EntityKind::Link));
    for link in links {
        let mut words = Folded::default();
        fold_words(mention, link, &mut words);
        let place = link.start as usize..link.end as usize;
        let Some(address) = mention.field(link.field).get(place) else { continue };
        for part in parts {
            let (phrase, query) = match part {
                Condition::Any(all) => match (all.first(), address_of(all)) {
                    (Some(Condition::Text(test)), Some(name)) => (test, format!("site:{name}")),
                    _ => continue,
                },
                Condition::Text(test) => {
                    (test, format!("url:{}", part.to_string().replace('"', "")))
                }
                _ => continue,
            };
            if phrase.look_in.contains(link.field) && has_words(phrase, &words) {
                let query = if query.contains(' ') {
                    String::new()
                } else {
                    format!("`{query}` finds such links, and ")
                };
                let address = super::cut(address, ADDRESS_MAX);
                return format!(
                    ", only in the address `{address}`, whose words are not read: {query}`match_urls = true` reads them"
                );
            }
        }
    }
    String::new()
}

/// Whether the words of a phrase stand in a row.
fn has_words(test: &TextTest, words: &Folded) -> bool {
    let Pattern::Phrase { parts, slop: 0 } = &test.pattern else { return false };
    let is = |part: &Part, token: &mention::Token| match part {
        Part::Any => true,
        Part::Token(TokenTest { track, key, .. }) => {
            let posted =
                if *track == Track::Exact { words.exact(token) } else { words.bare(token) };
            match key {
                Key::Is(word) => posted == word,
                Key::Starts(start) => posted.starts_with(start.as_str()),
                Key::Glob(_) => false,
            }
        }
    };
    words
        .tokens()
        .windows(parts.len())
        .any(|row| parts.iter().zip(row).all(|(part, token)| is(part, token)))
}
