//! So many rules that wait for one word that they are entered by their next-rarest ones.

use std::cell::Cell;
use std::collections::BTreeMap;

use mention::{Facts, Mention};
use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::sample::select;
use rulelang::{Condition, Context, Settings, lower, parse};

use super::{engine_says, oracle_says, runner};
use crate::posting::HOT;
use crate::{Matcher, Scratch};

/// The word of all rules, longer than all others and so expected to be rarer.
const ANCHOR: &str = "quarterly";
const WORDS: [&str; 12] = ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi", "ij", "jk", "kl", "lm"];

fn condition(query: &str) -> Condition {
    let (lists, settings) = (BTreeMap::new(), Settings::default());
    let context = Context { settings, lists: &lists, brand: None };
    lower(&parse(query).node.unwrap(), &context).0.unwrap()
}

/// Rules that ask for the word of all and for others, in most ways that rules do.
fn rule() -> impl Strategy<Value = Condition> {
    let word = || select(&WORDS[..]);
    (word(), word(), word(), word(), 0..7u8).prop_map(|(a, b, c, d, shape)| {
        condition(&match shape {
            0 => ANCHOR.to_owned(),
            1 => format!("{ANCHOR} -{a}"),
            2 => format!("\"{ANCHOR} {a}\" OR ({ANCHOR} {b} {c})"),
            3 => format!("{ANCHOR} NEAR/1 ({a} OR {b})"),
            4 => format!("{ANCHOR} ({a} OR {b}) (\"{c}\" OR \"{d}\") -{c}"),
            _ => format!("{ANCHOR} ({a} OR {b} OR \"{c} {d}\")"),
        })
    })
}

#[test]
fn engine_and_oracle_agree_on_rules_of_one_word() {
    let (pairs, holding) = (Cell::new(0), Cell::new(0));
    let text = vec(select([&[ANCHOR][..], &WORDS[..]].concat()), 0..HOT + 20);
    let few = vec(select([&[ANCHOR; 4][..], &WORDS[..]].concat()), 0..6);
    let texts = (text, vec(few, 3)).prop_map(|(many, few)| [few, vec![many]].concat());
    let agree = |(rules, texts): (Vec<Condition>, Vec<Vec<&str>>)| {
        let matcher = Matcher::new(&rules).unwrap();
        let mut scratch = Scratch::default();
        for words in texts {
            let mention = Mention { text: words.join(" "), ..Mention::default() };
            let facts = Facts::of(&mention);
            let said = oracle_says(&rules, &facts);
            pairs.set(pairs.get() + rules.len());
            holding.set(holding.get() + said.len());
            assert_eq!(engine_says(&matcher, &facts, &mut scratch), said, "{}", mention.text);
        }
        Ok(())
    };
    runner(150).run(&(vec(rule(), HOT * 2), texts), agree).unwrap();
    let (pairs, holding) = (pairs.get(), holding.get());
    assert!(holding > pairs / 10 && holding < pairs / 2, "{pairs} {holding}");
}
