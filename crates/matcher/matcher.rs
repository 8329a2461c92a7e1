//! Many conditions compiled into one thing, and one pass of it over a mention.

use mention::{Facts, Folded};
use rulelang::Condition;

use crate::oracle;
use crate::{Hit, Hits, Scratch};

/// Conditions, ready to be decided on mentions; immutable, shared between workers.
#[derive(Debug)]
pub struct Matcher {
    conditions: Vec<Condition>,
}

/// Why conditions cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// An operand of a NEAR or a window is not made of words only.
    #[error("rule {rule} asks for nearness of something that has no place in the text")]
    NoPlace {
        /// The rule's number.
        rule: u32,
    },
    /// A window has more operands than [`Matcher::WINDOW_OPERANDS_MAX`].
    #[error("rule {rule} has a window of {operands} operands; {max} are possible", max = Matcher::WINDOW_OPERANDS_MAX)]
    WideWindow {
        /// The rule's number.
        rule: u32,
        /// How many operands its window has.
        operands: usize,
    },
}

impl Matcher {
    /// Operands a window may have.
    pub const WINDOW_OPERANDS_MAX: usize = 64;

    /// Compiles `conditions`; a rule's number is its index.
    ///
    /// # Errors
    ///
    /// [`BuildError`], for conditions that `rulelang` does not make.
    pub fn new(conditions: &[Condition]) -> Result<Self, BuildError> {
        for (rule, condition) in (0..).zip(conditions) {
            check(condition, rule)?;
        }
        Ok(Self { conditions: conditions.to_vec() })
    }

    /// The rules that hold for the mention of `facts`, which was folded into `folded`.
    pub fn hits<'s>(
        &self,
        facts: &Facts<'_>,
        folded: &Folded,
        scratch: &'s mut Scratch,
    ) -> Hits<'s> {
        scratch.hits.clear();
        scratch.spans.clear();
        for (rule, condition) in (0..).zip(&self.conditions) {
            if let Some(verdict) = oracle::decide(condition, facts, folded) {
                let spans = (scratch.spans.len(), scratch.spans.len() + verdict.spans.len());
                scratch.spans.extend(verdict.spans);
                scratch.hits.push(Hit { rule, clause: verdict.clause, spans });
            }
        }
        Hits::of(scratch)
    }
}

/// Refuses what has no meaning inside a NEAR or a window.
fn check(condition: &Condition, rule: u32) -> Result<(), BuildError> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().try_for_each(|part| check(part, rule))
        }
        Condition::Not(inner) => check(inner, rule),
        Condition::Text(_) | Condition::Field(_) => Ok(()),
        Condition::Near(near) => {
            check_operand(&near.left, rule)?;
            check_operand(&near.right, rule)
        }
        Condition::Window(window) => {
            let operands = window.operands.len();
            if operands > Matcher::WINDOW_OPERANDS_MAX {
                return Err(BuildError::WideWindow { rule, operands });
            }
            window.operands.iter().try_for_each(|operand| check_operand(operand, rule))
        }
    }
}

fn check_operand(condition: &Condition, rule: u32) -> Result<(), BuildError> {
    match condition {
        Condition::Any(parts) => parts.iter().try_for_each(|part| check_operand(part, rule)),
        Condition::All(_) | Condition::Not(_) | Condition::Field(_) => {
            Err(BuildError::NoPlace { rule })
        }
        Condition::Text(_) | Condition::Near(_) | Condition::Window(_) => check(condition, rule),
    }
}
