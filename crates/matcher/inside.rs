//! The words inside hashtags and addresses: a second track beside the tokens of a text, for rules that look there.

use mention::{EntityKind, Folded, LookIn, Mention, Token, TokenKind, fold_words};

/// The words inside the hashtags and addresses of one mention.
#[derive(Debug, Default)]
pub(crate) struct Inside {
    words: Vec<InsideWord>,
    /// The words of addresses, with their keys.
    addresses: Folded,
}

/// A word inside a hashtag or an address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InsideWord {
    /// The word.
    pub(crate) token: Token,
    /// What it is inside of, as a token of the text.
    pub(crate) entity: u32,
    /// Whether that is an address.
    pub(crate) in_address: bool,
    /// Its number there, from 0.
    pub(crate) nth: u32,
    /// How many words there are.
    pub(crate) of: u32,
}

impl Inside {
    /// Replaces what was held before by the words inside the entities of `mention` that `look_in` asks for.
    pub(crate) fn set(&mut self, look_in: LookIn, mention: &Mention, folded: &Folded) {
        self.words.clear();
        self.addresses.clear();
        if !look_in.is_in_hashtags() && !look_in.is_in_addresses() {
            return;
        }
        for (at, entity) in (0..).zip(folded.tokens()) {
            match entity.kind {
                TokenKind::Entity(EntityKind::Hashtag) if look_in.is_in_hashtags() => {
                    add(&mut self.words, folded.parts(entity), at, false);
                }
                TokenKind::Entity(EntityKind::Link) if look_in.is_in_addresses() => {
                    let known = self.addresses.tokens().len();
                    fold_words(mention, entity, &mut self.addresses);
                    add(&mut self.words, &self.addresses.tokens()[known..], at, true);
                }
                _ => {}
            }
        }
    }

    /// The words, those of one entity in a row, in the order of the text.
    pub(crate) fn words(&self) -> &[InsideWord] {
        &self.words
    }

    /// The word number `at`.
    pub(crate) fn word(&self, at: usize) -> &InsideWord {
        &self.words[at]
    }

    /// The token of the word number `at`.
    pub(crate) fn token(&self, at: usize) -> &Token {
        &self.words[at].token
    }

    /// The exact and the bare key of a word.
    pub(crate) fn keys<'a>(&'a self, word: &InsideWord, folded: &'a Folded) -> (&'a str, &'a str) {
        let holder = if word.in_address { &self.addresses } else { folded };
        (holder.exact(&word.token), holder.bare(&word.token))
    }
}

fn add(words: &mut Vec<InsideWord>, tokens: &[Token], entity: u32, in_address: bool) {
    let of = u32::try_from(tokens.len()).expect("an entity has fewer than 2^32 words");
    words.extend((0..).zip(tokens).map(|(nth, &token)| InsideWord {
        token,
        entity,
        in_address,
        nth,
        of,
    }));
}
