//! The parts blamed for a condition that does not hold, against the oracle.

use std::cell::Cell;

use mention::{Facts, Folded};
use rulelang::{Condition, Near, Pattern, TextTest, Window};

use super::vocabulary::{self, cases};
use super::{folded, runner};
use crate::explain::{Alternative, Fault, Reason, why_not};
use crate::oracle;

/// One mention and what the oracle says about it.
struct Reading<'a> {
    facts: &'a Facts<'a>,
    folded: &'a Folded,
}

impl Reading<'_> {
    fn holds(&self, condition: &Condition) -> bool {
        oracle::decide(condition, self.facts, self.folded).is_some()
    }

    fn why_not(&self, condition: &Condition) -> Vec<Fault> {
        why_not(condition, self.facts, self.folded)
    }

    /// Whether `faults` is what is wrong with `condition`: each part named is false, and what is needed beside them is true.
    fn is_right(&self, condition: &Condition, faults: &[Fault]) -> bool {
        match condition {
            Condition::Any(parts) if parts.len() == 1 => return self.is_right(&parts[0], faults),
            Condition::Not(inner) => {
                if let Condition::Not(twice) = &**inner {
                    return self.is_right(twice, faults);
                }
            }
            _ => {}
        }
        let beside = match condition {
            Condition::All(parts) => {
                let named: Vec<Fault> = parts.iter().flat_map(|part| self.why_not(part)).collect();
                named == faults && parts.iter().all(|part| self.is_right(part, &self.why_not(part)))
            }
            _ => true,
        };
        beside
            && faults.is_empty() == self.holds(condition)
            && faults.iter().all(|fault| self.is_fault(fault))
    }

    fn is_fault(&self, Fault { part, reason }: &Fault) -> bool {
        let right = match reason {
            Reason::Absent | Reason::Field | Reason::Turned | Reason::Scattered => true,
            Reason::Words(absent) => absent.iter().all(|word| !self.holds(word)),
            Reason::Operands(faults) => faults.iter().all(|fault| self.is_fault(fault)),
            Reason::Apart { least, .. } => {
                self.holds(&with(part, *least)) && !self.holds(&with(part, least - 1))
            }
            Reason::Alternatives(alternatives) => {
                let right =
                    |it: &Alternative| !it.faults.is_empty() && self.is_right(&it.part, &it.faults);
                alternatives.iter().all(right)
            }
            Reason::Excluded { by, .. } => {
                !by.is_empty() && by.iter().all(|excluded| self.holds(excluded))
            }
        };
        right && !self.holds(part)
    }
}

/// The part with another distance.
fn with(part: &Condition, number: u32) -> Condition {
    match part.clone() {
        Condition::Near(near) => Condition::Near(Box::new(Near { distance: number, ..*near })),
        Condition::Window(window) => Condition::Window(Window { extra: number, ..window }),
        Condition::Text(TextTest { look_in, pattern: Pattern::Phrase { parts, .. } }) => {
            let pattern = Pattern::Phrase { parts, slop: number };
            Condition::Text(TextTest { look_in, pattern })
        }
        other => panic!("{other:?} has no distance"),
    }
}

/// How many of the cases `change` makes wrong, and in how many there was something to change.
fn wrong(cases_max: u32, change: fn(&mut Vec<Fault>)) -> (u32, u32) {
    let (wrong, failing) = (Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<u32>| cell.set(cell.get() + 1);
    runner(cases_max)
        .run(&cases(), |case| {
            for mention in &case.mentions {
                let (facts, folded) = (vocabulary::facts(mention), folded(mention));
                let reading = Reading { facts: &facts, folded: &folded };
                for rule in &case.rules {
                    let mut faults = reading.why_not(rule);
                    if !faults.is_empty() {
                        count(&failing);
                        change(&mut faults);
                    }
                    if !reading.is_right(rule, &faults) {
                        count(&wrong);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    (wrong.get(), failing.get())
}

#[test]
fn the_parts_blamed_are_false_and_those_beside_them_true() {
    let (wrong, failing) = wrong(400, |_| {});
    assert_eq!(wrong, 0);
    assert!(failing > 400, "{failing}");
}

#[test]
fn a_part_overlooked_is_noticed() {
    let (wrong, failing) = wrong(100, |faults| {
        faults.pop();
    });
    assert_eq!(wrong, failing);
}

#[test]
fn a_part_wrongly_blamed_is_noticed() {
    let (wrong, failing) = wrong(100, |faults| {
        let part = Condition::All(Vec::new());
        faults.push(Fault { part, reason: Reason::Field });
    });
    assert_eq!(wrong, failing);
}
