//! Words in fields that are not among the texts: folded only when a rule asks, and once a mention.

use std::iter;

use mention::{Folded, Mention, Token, fold_texts};
use rulelang::{Key, Part, TokenTest, Track, Worded, Words};

use super::columns;
use crate::index;

/// The number of a field of words among those a program asks for.
pub(crate) type Side = u32;

/// The folded words of such fields, each as of the pass that folded it.
#[derive(Debug, Default)]
pub(crate) struct Sides(Vec<(u32, Folded)>);

impl Sides {
    /// Makes room for `count` fields.
    pub(crate) fn open(&mut self, count: usize) {
        if self.0.len() < count {
            self.0.resize_with(count, Default::default);
        }
    }

    /// Forgets which passes were made.
    pub(crate) fn restart(&mut self) {
        self.0.iter_mut().for_each(|(pass, _)| *pass = 0);
    }

    /// Whether `words`, whose field has the number `side`, are in the mention of `pass`.
    pub(crate) fn hold(&mut self, words: &Words, side: Side, mention: &Mention, pass: u32) -> bool {
        let (known, folded) = &mut self.0[side as usize];
        if *known != pass {
            fold(&words.of, mention, folded);
            *known = pass;
        }
        stand(words, folded)
    }
}

fn fold(of: &Worded, mention: &Mention, folded: &mut Folded) {
    let author = mention.author.as_ref();
    let place = mention.place.as_ref();
    match of {
        Worded::AuthorBio => fold_texts(author.and_then(|it| it.bio.as_deref()), folded),
        Worded::AuthorName => fold_texts(author.and_then(|it| it.name.as_deref()), folded),
        Worded::AuthorLocation => {
            fold_texts(author.and_then(|it| it.location.as_deref()), folded);
        }
        Worded::Region => fold_texts(place.and_then(|it| it.region.as_deref()), folded),
        Worded::City => fold_texts(place.and_then(|it| it.city.as_deref()), folded),
        Worded::Place => {
            let names = place.into_iter().flat_map(|it| [&it.name, &it.city, &it.region]);
            fold_texts(names.flatten().map(String::as_str), folded);
        }
        Worded::Custom(name) => fold_texts(columns(mention, name), folded),
    }
}

/// Whether the words stand in a row among the tokens.
fn stand(words: &Words, folded: &Folded) -> bool {
    let (tokens, parts) = (folded.tokens(), &words.parts);
    if words.whole {
        return tokens.len() == parts.len() && are(tokens, parts, folded);
    }
    tokens.windows(parts.len()).any(|row| are(row, parts, folded))
}

/// Whether `tokens`, of which there are as many as `parts`, are the words in a row.
fn are(tokens: &[Token], parts: &[Part], folded: &Folded) -> bool {
    let positions = tokens.first().map_or(0, |first| first.position)..;
    iter::zip(positions, tokens).all(|(position, token)| token.position == position)
        && iter::zip(tokens, parts).all(|(token, part)| match part {
            Part::Any => true,
            Part::Token(test) => is(token, test, folded),
        })
}

fn is(token: &Token, test: &TokenTest, folded: &Folded) -> bool {
    let key = match test.track {
        Track::Exact => folded.exact(token),
        Track::Bare => folded.bare(token),
    };
    let same = match &test.key {
        Key::Is(whole) => key == whole,
        Key::Starts(start) => key.starts_with(start.as_str()),
        Key::Glob(pieces) => index::passes(pieces, key),
    };
    same && (token.glued || !test.glued)
}
