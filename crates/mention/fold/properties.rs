//! What holds for every text there can be.

use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig as Config, Strategy, any, prop, prop_assert_eq, proptest};
use proptest::test_runner::RngSeed;
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::tests::{folded, mention};
use super::{Folded, fold_key, oracle, term_tokens};
use crate::entity::{Handles, find};
use crate::json;
use crate::{Entity, Token, TokenKind};

/// Characters that have a part in some rule, parted by bars.
const PIECES: &str = concat!(
    "a|I|i|İ|ı|ß|é|s|t|ş|ţ|ș|ø|Æ|ǆ|ŉ|K|ﬁ|ё|й|е|Σ|ς|ᾳ|ΐ|\u{300}|\u{301}|\u{307}|\u{308}|",
    "\u{323}|\u{326}|\u{327}|\u{345}|\u{20DD}|\u{20E3}|ا|أ|ـ|\u{64B}|\u{654}|\u{670}|ﷺ|",
    "\u{FE70}|ש|\u{5B8}|\u{5C1}|הּ|क|\u{94D}|\u{93F}|日|本|カ|ｶ|ﾞ|ー|〇|\u{3099}|ก|ำ|\u{E49}|မ|한|",
    "\u{1112}|\u{1161}|\u{11AB}|ﾣ|1|٣|²|½|_|_|#|@|$|＃|.|/|:|-|'| | |\n|\u{AD}|\u{200B}|",
    "\u{200C}|\u{200D}|\u{FE0F}|😀|🏽|🇸|©|com|http://t.co/a",
);

/// Texts of characters that have a part in some rule, mixed with any others.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.split('|').collect::<Vec<_>>()).prop_map(str::to_owned);
    let other = any::<char>().prop_map(String::from);
    prop::collection::vec(proptest::prop_oneof![9 => piece, 1 => other], 0..24)
        .prop_map(|pieces| pieces.concat())
}

/// What is wrong with the places of `tokens` in `text`, if anything.
fn misplaced(text: &str, tokens: &[Token]) -> Option<String> {
    let mut borders: BTreeSet<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    borders.insert(text.len());
    let mut position = 0;
    let mut end = 0;
    for token in tokens {
        let (from, to) = (token.start as usize, token.end as usize);
        if !(borders.contains(&from) && borders.contains(&to) && from < to) {
            return Some(format!("{token:?} cuts a cluster"));
        }
        if token.position < position || token.position > position + 1 {
            return Some(format!("{token:?} follows position {position}"));
        }
        if !matches!(token.kind, TokenKind::Entity(_)) {
            if from < end {
                return Some(format!("{token:?} overlaps what ends at {end}"));
            }
            end = to;
        }
        position = token.position;
    }
    None
}

/// What is wrong with the keys of `folded`, if anything.
fn unstable(folded: &Folded) -> Option<String> {
    folded.tokens().iter().find_map(|token| {
        let (exact, bare) = (folded.exact(token), folded.bare(token));
        // An emoji's key is the emoji: ™ stays ™.
        let stable = token.kind == TokenKind::Emoji
            || fold_key(exact) == (exact.to_owned(), bare.to_owned())
                && fold_key(bare) == (bare.to_owned(), bare.to_owned());
        (exact.is_empty() || bare.is_empty() || !stable).then(|| format!("{exact:?} {bare:?}"))
    })
}

/// The keys and kinds of a term, without places.
fn keys(text: &str) -> Vec<(TokenKind, bool, String, String)> {
    term_tokens(text).into_iter().map(|t| (t.kind, t.glued, t.exact, t.bare)).collect()
}

fn entities(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    find(text, Handles::Anywhere, &mut found);
    found
}

/// The same texts in every run.
fn config() -> Config {
    Config {
        cases: 2000,
        rng_seed: RngSeed::Fixed(15),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn spans_never_cut_a_character_and_positions_never_fall(text in texts()) {
        prop_assert_eq!(misplaced(&text, folded(&mention(&text)).tokens()), None);
    }

    #[test]
    fn keys_are_never_empty_and_fold_to_themselves(text in texts()) {
        prop_assert_eq!(unstable(&folded(&mention(&text))), None);
    }

    #[test]
    fn keys_do_not_depend_on_the_normal_form(text in texts()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(keys(&composed), keys(&text));
        prop_assert_eq!(keys(&decomposed), keys(&text));
    }

    #[test]
    fn keys_are_those_of_the_oracle(text in texts()) {
        prop_assert_eq!(fold_key(&text), oracle::keys(&text));
    }

    #[test]
    fn texts_and_terms_are_folded_alike(text in texts()) {
        let text = text.replace(['#', '@', '$', '＃', '＠', '.'], "!");
        let folded = folded(&mention(&text));
        let tokens = folded.tokens().iter().map(|t| {
            (t.kind, t.glued, folded.exact(t).to_owned(), folded.bare(t).to_owned())
        });
        prop_assert_eq!(tokens.collect::<Vec<_>>(), keys(&text));
    }

    #[test]
    fn entities_come_in_order_and_on_characters(text in texts()) {
        let found = entities(&text);
        let places: Vec<_> = found.iter().flat_map(|e| [e.start as usize, e.end as usize]).collect();
        assert!(places.is_sorted() && places.iter().all(|&at| text.is_char_boundary(at)));
        let again: Vec<_> = found.iter().map(|e| (e.kind, e.start < e.end)).collect();
        assert!(again.iter().all(|&(_, some)| some));
    }
}

#[test]
fn real_posts_hold_to_the_properties() {
    let Some(lines) = json::lines("unicode-mix/samples.jsonl") else { return };
    assert!(lines.len() > 500);
    for line in lines {
        let text = line["text"].as_str().unwrap();
        let folded = folded(&mention(text));
        assert_eq!(misplaced(text, folded.tokens()), None, "{text}");
        assert_eq!(unstable(&folded), None, "{text}");
        assert_eq!(fold_key(text), oracle::keys(text), "{text}");
        assert_eq!(keys(&text.nfd().collect::<String>()), keys(&text.nfc().collect::<String>()));
    }
}

#[test]
fn a_cut_character_and_a_falling_position_are_seen() {
    let text = "e\u{301} b";
    let tokens = folded(&mention(text)).tokens().to_vec();
    assert_eq!(misplaced(text, &tokens), None);
    for wrong in [Token { end: 1, ..tokens[0] }, Token { position: 2, ..tokens[1] }] {
        assert!(misplaced(text, &[wrong]).is_some());
    }
    assert!(misplaced(text, &[tokens[1], tokens[0]]).is_some());
    assert!(misplaced(text, &[tokens[0], tokens[0]]).is_some());
}
