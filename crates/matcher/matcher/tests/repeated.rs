//! Few words that come again and again: where nearness has most to choose from.

use mention::{Facts, LookIn, Mention};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use rulelang::{
    Condition, Context, Key, Near, Part, Pattern, Settings, TextTest, TokenTest, Track, Window,
    lower, parse,
};

use super::{engine_says, folded, oracle_says, runner};
use crate::{Matcher, Scratch};

fn text(words: &[&str]) -> Mention {
    Mention { text: words.join(" "), ..Mention::default() }
}

fn word() -> impl Strategy<Value = Part> {
    let token = |key| Part::Token(TokenTest { track: Track::Bare, key, glued: false });
    prop_oneof![
        8 => select(&["a", "b", "c"][..]).prop_map(move |word| token(Key::Is(word.into()))),
        1 => Just(token(Key::Starts("a".into()))),
    ]
}

fn phrase() -> impl Strategy<Value = Pattern> {
    let part = prop_oneof![7 => word(), 1 => Just(Part::Any)];
    (word(), vec(part, 0..3), 0..3usize, select(&[0, 0, 1, 2, 3, 5, 100][..])).prop_map(
        |(first, mut parts, at, slop)| {
            parts.insert(at.min(parts.len()), first);
            Pattern::Phrase { parts, slop }
        },
    )
}

fn placed() -> BoxedStrategy<Condition> {
    phrase()
        .prop_map(|pattern| Condition::Text(TextTest { look_in: LookIn::DEFAULT, pattern }))
        .prop_recursive(3, 8, 3, |inner| {
            let distance = || select(&[0, 1, 2, 3, 5, 100][..]);
            let near = (inner.clone(), inner.clone(), distance(), any::<bool>()).prop_map(
                |(left, right, distance, ordered)| {
                    Condition::Near(Box::new(Near { left, right, distance, ordered }))
                },
            );
            let window = (vec(inner.clone(), 2..4), distance())
                .prop_map(|(operands, extra)| Condition::Window(Window { operands, extra }));
            prop_oneof![3 => near, 2 => window, 1 => vec(inner, 1..3).prop_map(Condition::Any)]
        })
        .boxed()
}

#[test]
fn s10_s17_engine_and_oracle_agree_on_words_that_come_again_and_again() {
    let mut scratch = Scratch::default();
    let scratch = std::cell::RefCell::new(&mut scratch);
    let texts = prop_oneof![
        vec(select(&["a", "b"][..]), 0..22),
        vec(select(&["a", "b", "c", "x"][..]), 0..26),
        vec(select(&["a", "ab", "x", ":)"][..]), 0..22),
    ];
    let holding = std::cell::Cell::new((0, 0));
    let agree = |(rule, words): (Condition, Vec<&str>)| {
        let (rules, mention) = ([rule], text(&words));
        let facts = Facts::of(&mention);
        let expected = oracle_says(&rules, &facts);
        let (all, held) = holding.get();
        holding.set((all + 1, held + expected.len()));
        let matcher = Matcher::new(&rules).unwrap();
        let said = engine_says(&matcher, &facts, &mut scratch.borrow_mut());
        assert_eq!(said, expected, "{rules:#?} on {}", mention.text);
        Ok(())
    };
    runner(10_000).run(&(placed(), texts), agree).unwrap();
    let (all, held) = holding.get();
    assert!(held > all / 6 && held < all - all / 6, "{held} of {all} hold");
}

/// What becomes of `query` on so many bytes of `words` again and again: whether it holds, the room used, and how many tokens there are.
fn tried(query: &str, words: &str, bytes: usize) -> (bool, Scratch, usize) {
    let (lists, settings) = (std::collections::BTreeMap::new(), Settings::default());
    let node = parse(query).node.unwrap();
    let rule = lower(&node, &Context { settings, lists: &lists, brand: None }).0.unwrap();
    let mention = Mention { text: words.repeat(bytes / words.len()), ..Mention::default() };
    let (facts, folded) = (Facts::of(&mention), folded(&mention));
    let mut scratch = Scratch::default();
    let matcher = Matcher::new(&[rule]).unwrap();
    let holds = !matcher.hits(&facts, &folded, &mut scratch).is_empty();
    (holds, scratch, folded.tokens().len())
}

/// A post can be written so that every word stands near every other; what is kept of it must not grow with
/// their pairs.
#[test]
fn s10_s17_a_post_of_two_words_repeated_has_few_places() {
    for (query, words) in [
        ("a NEAR/1000 b", "a b "),
        ("a NEAR/100000 b NEAR/100000 a NEAR/100000 b", "a b "),
        ("(a NEAR/50 b) NEAR/50 (b NEAR/50 a)", "a a b b "),
        ("a ONEAR/3000 (b OR \"a b\")", "a b "),
        ("\"a b\"~1000", "a b "),
        ("\"b a a\"~1000", "a b "),
        ("\"a b c d\"~500", "d c b a "),
        ("\"a * a\"~300", "a x "),
        ("(a b c)~1000", "a b c "),
        ("(a a b b \"a b\")~500", "a b "),
        ("(a b c d e f g h)~100", "h g f e d c b a "),
        ("(a (b OR \"a b\") (a NEAR/9 b))~900", "a b "),
    ] {
        let (holds, scratch, tokens) = tried(query, words, 65_536);
        let places = scratch.room.places();
        assert!(holds, "{query}");
        assert!(places <= 24 * tokens, "{query}: {places} places of {tokens} tokens");
    }
}

/// Words of a loose phrase that can be the same tokens could be given them in every order; the work must not grow
/// with the ways, most of all where none is right.
#[test]
fn s10_a_loose_phrase_of_equal_words_takes_few_steps() {
    let equal = |word: &str, count: usize| format!("\"{}\"", vec![word; count].join(" "));
    // Eleven in reach, where twelve or eleven are asked for.
    let sparse = format!("{}{}", "a x x x x ".repeat(11), "x ".repeat(200));
    for (query, words, expected) in [
        (format!("{}~1000", equal("a", 12)), "a ", true),
        (format!("{}~33", equal("a", 12)), "a b b b ", true),
        (format!("{}~32", equal("a", 12)), "a b b b ", false),
        (format!("{}~150", equal("a", 11)), sparse.as_str(), true),
        (format!("{}~150", equal("a", 12)), sparse.as_str(), false),
        ("\"aa* a?a aaa* aa* a?a aaa* aa* aaa\"~28".to_owned(), "aaa x x x x ", true),
        ("\"aa* a?a aaa* aa* a?a aaa* aa* aaa\"~27".to_owned(), "aaa x x x x ", false),
        ("\"a * a * a * a * a * a\"~30".to_owned(), "a x ", true),
        ("\"a a a * a a a * a a a\"~6".to_owned(), "a x ", true),
        ("\"a a a * a a a * a a a\"~5".to_owned(), "a x ", false),
        (format!("{}~40", equal("日日", 9)), "日 日日日 ", true),
        (format!("{}~4", equal("日日", 9)), "日日日 x ", false),
    ] {
        let (holds, scratch, tokens) = tried(&query, words, 8_192);
        assert_eq!(holds, expected, "{query}");
        let steps = scratch.room.steps();
        let few = 1..=2_000 * tokens as u64;
        assert!(few.contains(&steps), "{query}: {steps} steps of {tokens} tokens");
    }
}
