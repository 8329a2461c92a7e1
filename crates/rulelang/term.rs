//! The places of a word or phrase: its tokens with their wildcards.

use mention::{Script, TermToken, TokenKind, term_tokens};

/// One place of a phrase as it was written.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A lone `*`.
    Any,
    /// A token, perhaps with wildcards in or after it.
    Word {
        /// Its pieces in order; the first is a text.
        pieces: Vec<Piece>,
        /// What its first token is.
        kind: TokenKind,
        /// Whether it must begin where the place before it ends.
        glued: bool,
    },
}

/// A piece of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Characters, with accents kept and taken off.
    Text { exact: String, bare: String },
    /// `?`.
    One,
    /// `*`.
    Many,
}

/// What cannot be meant by a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// It stands before the word it belongs to.
    Leading,
    /// It stands after fewer than two characters.
    Short,
    /// It stands inside a word of a script in which each character is a word.
    Blankless,
}

/// The places of `text`, and what is wrong with its wildcards.
pub(crate) fn places(text: &str) -> (Vec<Place>, Option<Misplaced>) {
    let mut reader = Reader { places: Vec::new(), joins: false, misplaced: None };
    let mut end = 0;
    let tokens = term_tokens(text);
    for token in &tokens {
        reader.gap(&text[end..token.start], true);
        reader.token(token);
        end = token.end;
    }
    reader.gap(&text[end..], false);
    for place in &mut reader.places {
        if let Some(misplaced) = settle(place) {
            reader.misplaced.get_or_insert(misplaced);
        }
    }
    (reader.places, reader.misplaced)
}

struct Reader {
    places: Vec<Place>,
    /// Whether the next token goes on with the last place.
    joins: bool,
    misplaced: Option<Misplaced>,
}

impl Reader {
    /// What stands between two tokens, or before the first or after the last.
    fn gap(&mut self, gap: &str, token_follows: bool) {
        let mut rest = gap;
        self.joins = false;
        if let Some(Place::Word { pieces, .. }) = self.places.last_mut() {
            rest = gap.trim_start_matches(['*', '?']);
            for wildcard in gap[..gap.len() - rest.len()].chars() {
                let piece = if wildcard == '*' { Piece::Many } else { Piece::One };
                if piece != Piece::Many || pieces.last() != Some(&Piece::Many) {
                    pieces.push(piece);
                }
            }
            self.joins = rest.is_empty() && !gap.is_empty() && token_follows;
        }
        if token_follows && rest.ends_with(['*', '?']) {
            self.misplaced.get_or_insert(Misplaced::Leading);
        }
        let lone = rest.split_whitespace().filter(|between| *between == "*").count();
        self.places.extend(std::iter::repeat_n(Place::Any, lone));
    }

    fn token(&mut self, token: &TermToken) {
        let text = Piece::Text { exact: token.exact.clone(), bare: token.bare.clone() };
        let before = match self.places.last_mut() {
            Some(Place::Word { pieces, kind, .. }) if self.joins => {
                if *kind != token.kind {
                    self.misplaced.get_or_insert(Misplaced::Blankless);
                }
                return pieces.push(text);
            }
            Some(Place::Word { kind, .. }) => Some(*kind),
            _ => None,
        };
        let word = |kind| matches!(kind, TokenKind::Word(_));
        let glued = token.glued && before.is_some_and(|before| word(before) && word(token.kind));
        self.places.push(Place::Word { pieces: vec![text], kind: token.kind, glued });
    }
}

/// Judges the wildcards of one place; takes off those that have no effect.
fn settle(place: &mut Place) -> Option<Misplaced> {
    let Place::Word { pieces, kind, .. } = place else { return None };
    if pieces.len() == 1 {
        return None;
    }
    if *kind == TokenKind::Word(Script::Blankless) {
        if pieces[1..] == [Piece::Many] {
            pieces.truncate(1);
            return None;
        }
        return Some(Misplaced::Blankless);
    }
    let letters = match &pieces[0] {
        Piece::Text { exact, .. } => exact.chars().count(),
        _ => 0,
    };
    (pieces.contains(&Piece::Many) && letters < 2).then_some(Misplaced::Short)
}
