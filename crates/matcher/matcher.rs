//! Many conditions compiled into one thing, and one pass of it over a mention.

use mention::{Facts, Folded};
use rulelang::{Condition, Part, Pattern};

use crate::condition::Pass;
use crate::index::{Index, LiteralId};
use crate::literal::{self, Entrance};
use crate::program::{Node, NodeId, Program};
use crate::scratch::{Hit, Hits, Scratch};
use crate::stretch::merge;

/// Conditions, ready to be decided on mentions; immutable, shared between workers.
#[derive(Debug)]
pub struct Matcher {
    program: Program,
    index: Index,
    /// Distinct conditions and the rules that have them.
    roots: Vec<Root>,
    /// The roots to be decided when a literal is found, those of one literal after those of another.
    postings: Vec<Posting>,
    /// For each literal, where its postings begin; then where the last end.
    posting_starts: Vec<u32>,
    /// Roots that no word announces.
    slow: Vec<u32>,
}

#[derive(Debug)]
struct Root {
    node: NodeId,
    rules: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Posting {
    root: u32,
    also: Option<LiteralId>,
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
    /// A phrase asks for no word at all.
    #[error("rule {rule} has a phrase without a word")]
    NoWord {
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
        let program = Program::new(conditions);
        let roots = roots(&program);
        let mut slow = Vec::new();
        let mut ways: Vec<(Entrance, u32)> = Vec::new();
        for (number, root) in (0..).zip(&roots) {
            match literal::entrances(&program, root.node) {
                Some(entrances) => ways.extend(entrances.into_iter().map(|way| (way, number))),
                None => slow.push(number),
            }
        }
        ways.sort_unstable();
        let index = Index::new(&program.terms);
        let literals = u32::try_from(program.terms.len()).expect("terms have 32-bit numbers");
        let start = |literal| ways.partition_point(|(way, _)| way.literal < literal);
        let posting_starts = (0..=literals)
            .map(|literal| u32::try_from(start(literal)).expect("fewer than 2^32 postings"))
            .collect();
        let postings =
            ways.iter().map(|(way, root)| Posting { root: *root, also: way.also }).collect();
        Ok(Self { program, index, roots, postings, posting_starts, slow })
    }

    /// The rules that are decided for every mention because no word announces them, sorted.
    #[must_use]
    pub fn slow_rules(&self) -> Vec<u32> {
        let mut rules: Vec<u32> =
            self.slow.iter().flat_map(|&root| &self.roots[root as usize].rules).copied().collect();
        rules.sort_unstable();
        rules
    }

    /// The rules that hold for the mention of `facts`, which was folded into `folded`.
    ///
    /// # Cost
    ///
    /// One look a token, then the rules whose rarest words were found; nothing is allocated once
    /// `scratch` has seen mentions as large.
    pub fn hits<'s>(
        &self,
        facts: &Facts<'_>,
        folded: &Folded,
        scratch: &'s mut Scratch,
    ) -> Hits<'s> {
        scratch.hits.clear();
        scratch.spans.clear();
        let pass = scratch.room.open(&self.program);
        self.index.find(folded, &mut scratch.room.found.finds);
        scratch.room.found.settle(pass, self.program.terms.len());
        self.list_candidates(pass, scratch);
        let Scratch { room, hits, spans, candidates, .. } = &mut *scratch;
        let mut pass = Pass { program: &self.program, facts, folded, room };
        for &root in self.slow.iter().chain(&*candidates) {
            let Root { node, rules } = &self.roots[root as usize];
            if !pass.holds(*node) {
                continue;
            }
            pass.room.causes.clear();
            pass.causes(*node, true);
            let start = spans.len();
            merge(&mut pass.room.causes, spans);
            let hit =
                Hit { rule: 0, clause: clause(&mut pass, *node), spans: (start, spans.len()) };
            hits.extend(rules.iter().map(|&rule| Hit { rule, ..hit }));
        }
        hits.sort_unstable_by_key(|hit| hit.rule);
        Hits::of(scratch)
    }

    /// Lists the roots that a word found announces, each once.
    fn list_candidates(&self, pass: u32, scratch: &mut Scratch) {
        let Scratch { room, candidates, listed, .. } = scratch;
        candidates.clear();
        if listed.len() < self.roots.len() {
            listed.resize(self.roots.len(), 0);
        }
        if pass == 1 {
            listed.fill(0);
        }
        for finds in room.found.finds.chunk_by(|a, b| a.literal == b.literal) {
            let literal = finds[0].literal as usize;
            let postings = self.posting_starts[literal]..self.posting_starts[literal + 1];
            for posting in &self.postings[postings.start as usize..postings.end as usize] {
                let known = &mut listed[posting.root as usize];
                if *known != pass && posting.also.is_none_or(|also| room.found.has(also)) {
                    *known = pass;
                    candidates.push(posting.root);
                }
            }
        }
    }
}

/// The first alternative of `node` that holds, which it does.
fn clause(pass: &mut Pass<'_>, node: NodeId) -> u16 {
    let Node::Any(parts) = &pass.program.nodes[node as usize] else { return 0 };
    let first = parts.iter().position(|&part| pass.holds(part)).unwrap_or(0);
    u16::try_from(first).unwrap_or(u16::MAX)
}

/// The distinct conditions of a program and the rules that have them.
fn roots(program: &Program) -> Vec<Root> {
    let mut rules: Vec<(NodeId, u32)> = program.roots.iter().copied().zip(0..).collect();
    rules.sort_unstable();
    rules
        .chunk_by(|a, b| a.0 == b.0)
        .map(|equal| Root {
            node: equal[0].0,
            rules: equal.iter().map(|&(_, rule)| rule).collect(),
        })
        .collect()
}

/// Refuses what has no meaning.
fn check(condition: &Condition, rule: u32) -> Result<(), BuildError> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().try_for_each(|part| check(part, rule))
        }
        Condition::Not(inner) => check(inner, rule),
        Condition::Field(_) => Ok(()),
        Condition::Text(test) => match &test.pattern {
            Pattern::Phrase { parts, .. } if parts.iter().all(|part| *part == Part::Any) => {
                Err(BuildError::NoWord { rule })
            }
            _ => Ok(()),
        },
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

#[cfg(test)]
mod tests;
