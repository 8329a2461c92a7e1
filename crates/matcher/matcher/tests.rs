//! The engine against the oracle, on random conditions and texts from a small vocabulary.

mod explain;
mod hot;
mod long;
mod repair;
mod repeated;
mod vocabulary;

use std::cell::Cell;

use mention::{Facts, Folded, Mention, Span};
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rulelang::{Condition, FieldTest, Pattern, TextTest, TokenTest, Track};

use self::vocabulary::{Case, cases};
use super::*;
use crate::{HitSpan, condition, oracle};

/// A rule that holds, as both sides say it.
type Said = (usize, u16, Vec<HitSpan>);

/// Chance that repeats: the same cases in each run.
fn runner(cases: u32) -> TestRunner {
    let config = Config { failure_persistence: None, ..Config::default() };
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = Config { cases: if asked { config.cases } else { cases }, ..config };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn folded(mention: &Mention) -> Folded {
    let mut folded = Folded::default();
    mention::fold(mention, &mut folded);
    folded
}

fn engine_says(matcher: &Matcher, facts: &Facts<'_>, scratch: &mut Scratch) -> Vec<Said> {
    let hits = matcher.hits(facts, &folded(facts.mention), scratch);
    hits.iter().map(|hit| (hit.rule as usize, hit.clause, hits.spans(hit).to_vec())).collect()
}

fn oracle_says(rules: &[Condition], facts: &Facts<'_>) -> Vec<Said> {
    let folded = folded(facts.mention);
    let decide = |rule: &Condition| oracle::decide(rule, facts, &folded);
    let said = rules.iter().map(decide).enumerate();
    said.filter_map(|(rule, verdict)| verdict.map(|it| (rule, it.clause, it.spans))).collect()
}

/// What the engine says wrongly when built from `built` instead of `case.rules`.
fn disagreement(case: &Case, built: &[Condition], scratch: &mut Scratch) -> Option<String> {
    let matcher = Matcher::new(built).unwrap();
    case.mentions.iter().find_map(|mention| {
        let facts = vocabulary::facts(mention);
        let expected = oracle_says(&case.rules, &facts);
        let got = engine_says(&matcher, &facts, scratch);
        (got != expected).then(|| format!("{mention:?}\nengine {got:?}\noracle {expected:?}"))
    })
}

#[test]
fn engine_and_oracle_agree() {
    let scratch = std::cell::RefCell::new(Scratch::default());
    let (pairs, holding, spans) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let agree = |case: Case| {
        for mention in &case.mentions {
            let said = oracle_says(&case.rules, &vocabulary::facts(mention));
            pairs.set(pairs.get() + case.rules.len());
            holding.set(holding.get() + said.len());
            spans.set(spans.get() + said.iter().map(|(_, _, spans)| spans.len()).sum::<usize>());
        }
        let found = disagreement(&case, &case.rules, &mut scratch.borrow_mut());
        assert_eq!(found, None, "{:#?}", case.rules);
        Ok(())
    };
    runner(3_000).run(&cases(), agree).unwrap();
    let (pairs, holding, spans) = (pairs.get(), holding.get(), spans.get());
    assert!(holding > pairs / 6 && spans > pairs / 8, "{pairs} {holding} {spans}");
    eprintln!("{pairs} rules on mentions, {holding} hold, by {spans} spans");
}

#[test]
fn what_a_sample_says_changes_no_hit() {
    let check = |case: Case| {
        let (matcher, planned) = (
            Matcher::new(&case.rules).unwrap(),
            Matcher::planned(&case.rules, &case.mentions).unwrap(),
        );
        for mention in &case.mentions {
            let facts = vocabulary::facts(mention);
            let said = engine_says(&planned, &facts, &mut Scratch::default());
            assert_eq!(said, engine_says(&matcher, &facts, &mut Scratch::default()));
            assert_eq!(said, oracle_says(&case.rules, &facts));
        }
        Ok(())
    };
    runner(1_000).run(&cases(), check).unwrap();
}

#[test]
fn s20_the_order_of_rules_does_not_matter() {
    let check = |case: Case| {
        let turned: Vec<Condition> = case.rules.iter().rev().cloned().collect();
        let (matcher, other) = (Matcher::new(&case.rules).unwrap(), Matcher::new(&turned).unwrap());
        for mention in &case.mentions {
            let facts = vocabulary::facts(mention);
            let said = engine_says(&matcher, &facts, &mut Scratch::default());
            let mut again = engine_says(&other, &facts, &mut Scratch::default());
            for said in &mut again {
                said.0 = turned.len() - 1 - said.0;
            }
            again.reverse();
            assert_eq!(said, again);
        }
        Ok(())
    };
    runner(500).run(&cases(), check).unwrap();
}

#[test]
fn spans_are_sorted_apart_and_on_characters() {
    let check = |case: Case| {
        let matcher = Matcher::new(&case.rules).unwrap();
        for mention in &case.mentions {
            let facts = vocabulary::facts(mention);
            for (_, _, spans) in engine_says(&matcher, &facts, &mut Scratch::default()) {
                for HitSpan { span: Span { field, start, end }, first, last } in &spans {
                    let words = mention.field(*field).get(*start as usize..*end as usize);
                    assert!(words.is_some_and(|words| !words.is_empty()) && first <= last);
                }
                let apart = |pair: &[HitSpan]| {
                    let (one, other) = (pair[0].span, pair[1].span);
                    (one.field, one.end) <= (other.field, other.start) || one.field < other.field
                };
                assert!(spans.windows(2).all(apart), "{spans:?}");
            }
        }
        Ok(())
    };
    runner(500).run(&cases(), check).unwrap();
}

#[test]
fn the_numbers_of_passes_begin_again() {
    let check = |case: Case| {
        let matcher = Matcher::new(&case.rules).unwrap();
        let mut scratch = Scratch::default();
        for pass in [0, condition::PASSES_MAX - 2] {
            scratch.room.pass = pass;
            for mention in case.mentions.iter().cycle().take(6) {
                let facts = vocabulary::facts(mention);
                let said = engine_says(&matcher, &facts, &mut scratch);
                assert_eq!(said, oracle_says(&case.rules, &facts));
            }
        }
        Ok(())
    };
    runner(100).run(&cases(), check).unwrap();
}

#[test]
fn a_matcher_is_shared_between_workers() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Matcher>();
}

#[test]
fn rules_no_word_announces_are_slow() {
    let condition = |query: &str| {
        let (lists, settings) = (std::collections::BTreeMap::new(), rulelang::Settings::default());
        let node = rulelang::parse(query).node.unwrap();
        let context = rulelang::Context { settings, lists: &lists, brand: None };
        rulelang::lower(&node, &context).0.unwrap()
    };
    let queries = [
        "late",
        "has:links",
        "late has:links",
        "{C++}",
        "late OR contains:gate",
        "regex:\"order [0-9]\"",
        "regex:\"[a-z]+\"",
        "late OR has:links",
    ];
    let matcher = Matcher::new(&queries.map(condition)).unwrap();
    assert_eq!(matcher.slow_rules(), [1, 6, 7]);
}

/// What a bug would make of a condition.
type Bug = fn(&mut Condition);

const BUGS: [(&str, Bug); 16] = [
    ("hashtags are not taken apart", |it| {
        if let Condition::Text(test) = it {
            test.look_in = test.look_in.fields();
        }
    }),
    ("addresses are taken apart", |it| {
        if let Condition::Text(test) = it {
            test.look_in = test.look_in.and_in_addresses();
        }
    }),
    ("an expression waits for the wrong letters", |it| {
        if let Some(Pattern::Regex { needs, .. }) = pattern(it) {
            *needs = vec!["xyz".to_owned()];
        }
    }),
    ("a NEAR reaches too far", |it| {
        if let Condition::Near(near) = it {
            near.distance += 1;
        }
    }),
    ("a NEAR forgets its order", |it| {
        if let Condition::Near(near) = it {
            near.ordered = false;
        }
    }),
    ("a window is too wide", |it| {
        if let Condition::Window(window) = it {
            window.extra += 1;
        }
    }),
    ("a phrase is too loose", |it| {
        if let Some(Pattern::Phrase { slop, .. }) = pattern(it) {
            *slop += 1;
        }
    }),
    ("gaps are overlooked", |it| tokens(it, |test| test.glued = false)),
    ("accents are overlooked", |it| tokens(it, |test| test.track = Track::Bare)),
    ("a host is overlooked", |it| {
        if let Some(Pattern::Entity { any_host, .. }) = pattern(it) {
            *any_host = true;
        }
    }),
    ("alternatives are turned round", |it| {
        if let Condition::Any(parts) = it {
            parts.reverse();
        }
    }),
    ("a range is open", |it| {
        if let Condition::Field(FieldTest::Number(_, range)) = it {
            range.least = None;
        }
    }),
    ("the words of a profile may be among others", |it| {
        if let Condition::Field(FieldTest::Words(words)) = it {
            words.whole = false;
        }
    }),
    ("a path is overlooked", |it| {
        if let Condition::Field(FieldTest::Site(site)) = it {
            site.path.clear();
        }
    }),
    ("a circle is too wide", |it| {
        if let Condition::Field(FieldTest::Circle(circle)) = it {
            circle.km = rulelang::Number::new(500.0).unwrap();
        }
    }),
    ("a negation is lost", |it| {
        if let Condition::Not(inner) = it {
            *it = (**inner).clone();
        }
    }),
];

/// Each bug is noticed by the comparison that finds none in the engine.
#[test]
fn a_broken_engine_is_noticed() {
    for (name, bug) in BUGS {
        let mut runner = runner(0);
        let strategy = cases();
        let noticed = (0..3_000).any(|_| {
            let case = strategy.new_tree(&mut runner).unwrap().current();
            let built: Vec<Condition> = case.rules.iter().map(|rule| broken(rule, bug)).collect();
            disagreement(&case, &built, &mut Scratch::default()).is_some()
        });
        assert!(noticed, "nobody noticed that {name}");
    }
}

fn tokens(condition: &mut Condition, change: fn(&mut TokenTest)) {
    if let Some(Pattern::Phrase { parts, .. }) = pattern(condition) {
        for part in parts {
            if let Part::Token(test) = part {
                change(test);
            }
        }
    }
}

fn pattern(condition: &mut Condition) -> Option<&mut Pattern> {
    match condition {
        Condition::Text(TextTest { pattern, .. }) => Some(pattern),
        _ => None,
    }
}

/// `condition` with `bug` in every part.
fn broken(condition: &Condition, bug: Bug) -> Condition {
    let mut condition = condition.clone();
    let all = |parts: &mut Vec<Condition>| parts.iter_mut().for_each(|it| *it = broken(it, bug));
    match &mut condition {
        Condition::All(parts) | Condition::Any(parts) => all(parts),
        Condition::Not(inner) => **inner = broken(inner, bug),
        Condition::Near(near) => {
            near.left = broken(&near.left, bug);
            near.right = broken(&near.right, bug);
        }
        Condition::Window(window) => all(&mut window.operands),
        Condition::Text(_) | Condition::Field(_) => {}
    }
    bug(&mut condition);
    condition
}
