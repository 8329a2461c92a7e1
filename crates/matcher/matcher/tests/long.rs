//! Lists of alternatives so long that they are entered by the words found.

use std::cell::{Cell, RefCell};

use proptest::collection::vec;
use proptest::prelude::Strategy;
use rulelang::{Condition, Near};

use super::vocabulary::{self, Case};
use super::{disagreement, oracle_says, runner};
use crate::Scratch;
use crate::wide::WIDE;

/// Rules that are such a list, or have one somewhere inside.
fn cases() -> impl Strategy<Value = Case> {
    let long = || vec(vocabulary::condition(), WIDE..WIDE + 4).prop_map(Condition::Any);
    let placed = || vec(vocabulary::placed(), WIDE..WIDE + 4).prop_map(Condition::Any);
    let rules = (long(), placed(), vocabulary::condition(), vocabulary::placed(), 0..4u32);
    let rules = rules.prop_map(|(long, placed, short, left, distance)| {
        let near = Near { left, right: placed.clone(), distance, ordered: false };
        let not = |condition: &Condition| Condition::Not(Box::new(condition.clone()));
        vec![
            Condition::All(vec![not(&long), short.clone()]),
            Condition::All(vec![short.clone(), long.clone()]),
            Condition::All(vec![short, not(&Condition::All(vec![not(&placed), not(&long)]))]),
            Condition::Near(Box::new(near)),
            placed,
            long,
        ]
    });
    (rules, vec(vocabulary::mention(), 1..4)).prop_map(|(rules, mentions)| Case { rules, mentions })
}

#[test]
fn engine_and_oracle_agree_on_long_lists() {
    let scratch = RefCell::new(Scratch::default());
    let (holding, clauses) = (Cell::new(0), Cell::new(0));
    let agree = |case: Case| {
        for mention in &case.mentions {
            let said = oracle_says(&case.rules, &vocabulary::facts(mention));
            holding.set(holding.get() + said.len());
            clauses.set(clauses.get() + said.iter().filter(|(_, clause, _)| *clause > 1).count());
        }
        let found = disagreement(&case, &case.rules, &mut scratch.borrow_mut());
        assert_eq!(found, None, "{:#?}", case.rules);
        Ok(())
    };
    runner(120).run(&cases(), agree).unwrap();
    let (holding, clauses) = (holding.get(), clauses.get());
    assert!(holding > 300 && clauses > 30, "{holding} {clauses}");
}
