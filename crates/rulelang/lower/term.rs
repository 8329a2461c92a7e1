//! Terms: words, phrases, entities and letters, each as the keys it is compared by.

use mention::{EntityKind, LookIn, Script, TokenKind, fold_key};

use super::address::addresses;
use super::{Lowerer, test, text_test};
use crate::term::{Piece, Place, places};
use crate::{
    Accents, Code, Condition, Diagnostic, FieldName, FieldTest, Glob, Key, Node, Part, Pattern,
    TokenKeys, TokenTest, Track, Words,
};

impl Lowerer<'_> {
    /// A word; `foo_bar` is the body of a hashtag or handle, or the phrase foo bar.
    pub(super) fn word(&mut self, text: &str, node: &Node, look_in: LookIn) -> Option<Condition> {
        let addresses = addresses(text);
        if !addresses.is_empty() {
            return self.with_addresses(text, &addresses, node, look_in);
        }
        let phrase = self.phrase_of(text, look_in)?;
        let name = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let joined = name.trim_matches('_').contains('_')
            && name.chars().all(|c| {
                c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
            });
        if !joined {
            return Some(phrase);
        }
        let (track, key) = self.keyed(fold_key(name));
        let token = TokenTest { track, key: Key::Is(key), glued: false };
        let body = Pattern::Phrase { parts: vec![Part::Token(token)], slop: 0 };
        Some(Condition::Any(vec![text_test(look_in, body), phrase]))
    }

    /// Words in a row, names of addresses among them.
    pub(super) fn phrase(
        &mut self,
        text: &str,
        slop: u32,
        node: &Node,
        look_in: LookIn,
    ) -> Option<Condition> {
        let addresses = addresses(text);
        if !addresses.is_empty() && slop == 0 {
            return self.with_addresses(text, &addresses, node, look_in);
        }
        let parts = self.parts(text)?;
        Some(text_test(look_in, Pattern::Phrase { parts, slop }))
    }

    /// Words in a row, whatever they are.
    pub(super) fn phrase_of(&mut self, text: &str, look_in: LookIn) -> Option<Condition> {
        let parts = self.parts(text)?;
        Some(text_test(look_in, Pattern::Phrase { parts, slop: 0 }))
    }

    /// A word or phrase in a field that is not among the texts.
    pub(super) fn worded(
        &mut self,
        field: &FieldName,
        text: &str,
        node: &Node,
    ) -> Option<Condition> {
        let (of, whole) = test::worded(field)?;
        let Some(parts) = self.parts(text) else {
            let message = format!("`{}:` cannot look for `{text}`", field.name());
            let found = Diagnostic::error(Code::FieldValue, node.span.clone(), message);
            self.report(found.help(
                "write a word, or a phrase in quotes; `*` stands after two letters at least",
            ));
            return None;
        };
        Some(Condition::Field(FieldTest::Words(Words { of, parts, whole })))
    }

    /// The tokens of a word or phrase; `None` where there are none, or a wildcard stands where none can.
    fn parts(&mut self, text: &str) -> Option<Vec<Part>> {
        let (places, misplaced) = places(text);
        let fit =
            misplaced.is_none() && places.iter().any(|place| matches!(place, Place::Word { .. }));
        if !fit {
            return None;
        }
        let last = places.len() - 1;
        let parts: Vec<Part> = places
            .into_iter()
            .enumerate()
            .map(|(at, place)| match place {
                Place::Any => Part::Any,
                Place::Word { pieces, kind, glued } => {
                    Part::Token(self.token(&pieces, kind, glued, at == last))
                }
            })
            .collect();
        self.terms += parts.len() - 1;
        Some(parts)
    }

    fn token(&self, pieces: &[Piece], kind: TokenKind, glued: bool, last: bool) -> TokenTest {
        let accented = pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text { exact, bare } if exact != bare));
        let track = self.track(accented);
        let text = |piece: &Piece| match piece {
            Piece::Text { exact, bare } => if track == Track::Exact { exact } else { bare }.clone(),
            Piece::One | Piece::Many => String::new(),
        };
        let key = match pieces {
            [one] if last && kind == TokenKind::Word(Script::Hangul) => Key::Starts(text(one)),
            [one] => Key::Is(text(one)),
            [one, Piece::Many] => Key::Starts(text(one)),
            pieces => Key::Glob(
                pieces
                    .iter()
                    .map(|piece| match piece {
                        Piece::Text { .. } => Glob::Text(text(piece)),
                        Piece::One => Glob::One,
                        Piece::Many => Glob::Many,
                    })
                    .collect(),
            ),
        };
        TokenTest { track, key, glued }
    }

    pub(super) fn entity(&self, kind: EntityKind, name: &str, look_in: LookIn) -> Condition {
        let whole = name.trim_end_matches('*');
        let (track, key) = self.keyed(fold_key(whole));
        let key = if whole.len() < name.len() { Key::Starts(key) } else { Key::Is(key) };
        let any_host = kind == EntityKind::Handle && !name.contains('@');
        let test = TokenTest { track, key, glued: false };
        text_test(look_in, Pattern::Entity { kind, test, any_host })
    }

    pub(super) fn contains(
        &mut self,
        (track, key): (Track, String),
        node: &Node,
        look_in: LookIn,
    ) -> Option<Condition> {
        if key.trim().is_empty() {
            let found = Diagnostic::error(
                Code::FieldValue,
                node.span.clone(),
                "`contains:` has nothing to look for",
            );
            self.report(found.help("write the letters to look for right after the colon"));
            return None;
        }
        Some(text_test(look_in, Pattern::Contains(TokenKeys { track, key })))
    }

    /// The key that is compared, out of one with accents kept and one with them taken off.
    pub(super) fn keyed(&self, (exact, bare): (String, String)) -> (Track, String) {
        let track = self.track(exact != bare);
        (track, if track == Track::Exact { exact } else { bare })
    }

    fn track(&self, accented: bool) -> Track {
        match self.context.settings.accents {
            Accents::Exact => Track::Exact,
            Accents::Smart if accented => Track::Exact,
            Accents::Smart | Accents::Ignore => Track::Bare,
        }
    }
}
