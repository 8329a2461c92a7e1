//! Phrases whose feeling somebody set: `"war zone" = 0`.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use mention::{Field, Folded, Token, TokenKind, term_tokens};

use crate::unit::Units;

/// The phrases, by their first word.
#[derive(Debug, Default)]
pub(crate) struct Exceptions {
    by_first: HashMap<String, Vec<Phrase>, RandomState>,
}

/// One phrase behind its first word.
#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    figure: f64,
}

impl Exceptions {
    /// Phrases as they were written, each with its figure; accents count as little as in a rule without any.
    pub(crate) fn new(written: &[(String, f64)]) -> Self {
        let mut by_first: HashMap<String, Vec<Phrase>, RandomState> = HashMap::default();
        for (phrase, figure) in written {
            let mut words = term_tokens(phrase).into_iter().map(|token| token.bare);
            let Some(first) = words.next() else { continue };
            let phrase = Phrase { rest: words.collect(), figure: *figure };
            let phrases = by_first.entry(first).or_default();
            // Of phrases that begin alike the longest is meant, so it stands first.
            let at = phrases.partition_point(|other| other.rest.len() >= phrase.rest.len());
            phrases.insert(at, phrase);
        }
        Self { by_first }
    }

    /// Writes down where phrases stand in title and text; none overlap.
    pub(crate) fn find(&self, folded: &Folded, units: &mut Units) {
        units.exceptions.clear();
        if self.by_first.is_empty() {
            return;
        }
        let searched = |token: &&Token| {
            matches!(token.field, Field::Title | Field::Text)
                && !matches!(token.kind, TokenKind::Entity(_))
        };
        let tokens = folded.tokens();
        let mut behind = None;
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| searched(token)) {
            if behind.is_some_and(|(field, end)| field == token.field && token.start < end) {
                continue;
            }
            let Some(phrases) = self.by_first.get(folded.bare(token)) else { continue };
            let next = || tokens[at + 1..].iter().filter(searched);
            let last = phrases.iter().find_map(|phrase| {
                let mut last = token;
                for (word, token) in phrase.rest.iter().zip(next().map(Some).chain([None])) {
                    let follows = token.is_some_and(|token| {
                        token.field == last.field
                            && token.position == last.position + 1
                            && folded.bare(token) == word
                    });
                    if !follows {
                        return None;
                    }
                    last = token?;
                }
                Some((last, phrase.figure))
            });
            if let Some((last, figure)) = last {
                units.exceptions.push((token.field, token.start, last.end, figure));
                behind = Some((token.field, last.end));
            }
        }
    }
}
