//! Many conditions compiled into one thing, and one pass of it over a mention.

use mention::{Facts, Folded, LookIn, Mention};
use regex::Regex;
use rulelang::{Condition, Part, Pattern, compile_regex};

use crate::condition::Pass;
use crate::found::Found;
use crate::index::Index;
use crate::inside::Inside;
use crate::literal::{self, Entrance, Plan};
use crate::posting::{Candidate, Postings};
use crate::program::{Node, NodeId, Program};
use crate::scratch::{Hit, Hits, Scratch};
use crate::stretch::merge;
use crate::substring::Substrings;
use crate::wide::WideLists;
use crate::window;

/// Conditions, ready to be decided on mentions; immutable, shared between workers.
#[derive(Debug)]
pub struct Matcher {
    program: Program,
    index: Index,
    substrings: Substrings,
    regexes: Vec<Regex>,
    /// Distinct conditions.
    roots: Vec<Root>,
    /// The rules that have them, one condition after the other.
    rules: Vec<u32>,
    postings: Postings,
    /// Roots that no word announces.
    slow: Vec<u32>,
}

/// A condition, and where the rules that have it begin and end.
#[derive(Clone, Copy, Debug)]
struct Root {
    node: NodeId,
    rules: (u32, u32),
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
    /// A regular expression cannot be compiled within the limits.
    #[error("rule {rule} has a regular expression that cannot be compiled")]
    Regex {
        /// The rule's number.
        rule: u32,
    },
    /// The substrings of all rules do not fit into an automaton.
    #[error("the rules look for more exact characters than can be held")]
    Substrings,
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
    pub const WINDOW_OPERANDS_MAX: usize = window::OPERANDS_MAX;

    /// Compiles `conditions`; a rule's number is its index.
    ///
    /// # Errors
    ///
    /// [`BuildError`], for conditions that `rulelang` does not make.
    pub fn new(conditions: &[Condition]) -> Result<Self, BuildError> {
        Self::planned(conditions, &[])
    }

    /// Compiles `conditions` for mentions like those of `sample`: rules wait for the words that are rarest there.
    ///
    /// The hits are the same whatever the sample; a few thousand mentions say enough.
    ///
    /// # Errors
    ///
    /// As [`Matcher::new`].
    ///
    /// # Cost
    ///
    /// That of compiling, and one look a token of the sample.
    pub fn planned(conditions: &[Condition], sample: &[Mention]) -> Result<Self, BuildError> {
        for (rule, condition) in (0..).zip(conditions) {
            check(condition, rule)?;
        }
        let mut program = Program::new(conditions);
        let index = Index::new(&program.terms);
        let plan = Plan::new(&program, &seen(&program, &index, sample), sample.len());
        let (roots, rules) = roots(&program);
        let mut slow = Vec::new();
        let mut ways: Vec<(Entrance, u32)> = Vec::new();
        for (number, root) in (0..).zip(&roots) {
            match literal::entrances(&plan, root.node) {
                Some(entrances) => ways.extend(entrances.into_iter().map(|way| (way, number))),
                None => slow.push(number),
            }
        }
        let announced = ways.iter().map(|(way, _)| way.literal);
        let substrings =
            Substrings::new(&program, announced.collect()).ok_or(BuildError::Substrings)?;
        program.wide = WideLists::new(&program, &plan, |literal| substrings.look_for(literal));
        let postings = Postings::new(ways, program.literals());
        program.forget();
        let compiled = |it: &String| compile_regex(it).expect("`check` has compiled each of them");
        let regexes = program.regexes.iter().map(compiled).collect();
        Ok(Self { program, index, substrings, regexes, roots, rules, postings, slow })
    }

    /// The rules that are decided for every mention because no word announces them, sorted.
    #[must_use]
    pub fn slow_rules(&self) -> Vec<u32> {
        let slow = self.slow.iter().map(|&root| self.roots[root as usize]);
        let mut rules: Vec<u32> = slow.flat_map(|root| self.rules(root)).copied().collect();
        rules.sort_unstable();
        rules
    }

    /// The rules that the last pass of this matcher with `scratch` had to decide, whether they hold or not: those that no
    /// word announces, and those whose words were found. Sorted, each once.
    #[must_use]
    pub fn looked_at(&self, scratch: &Scratch) -> Vec<u32> {
        let announced = scratch.candidates.iter().map(|candidate| candidate.root);
        let roots = self.slow.iter().copied().chain(announced);
        let rules = roots.flat_map(|root| self.rules(self.roots[root as usize]));
        let mut rules: Vec<u32> = rules.copied().collect();
        rules.sort_unstable();
        rules
    }

    /// The rules that have a condition.
    fn rules(&self, root: Root) -> &[u32] {
        &self.rules[root.rules.0 as usize..root.rules.1 as usize]
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
        let room = &mut scratch.room;
        room.inside.set(self.program.inside, facts.mention, folded);
        room.found.set(&self.index, self.program.substrings.len(), folded, &room.inside);
        self.substrings.mark(facts.mention, pass, &mut room.plains, &mut room.found);
        let plainly = are_plain(folded);
        self.list_candidates(pass, plainly, scratch);
        if self.slow.is_empty() && scratch.candidates.is_empty() {
            return Hits::of(scratch);
        }
        scratch.room.found.gather();
        let Scratch { room, hits, spans, candidates, .. } = &mut *scratch;
        let regexes = &self.regexes;
        let mut pass = Pass { program: &self.program, regexes, facts, folded, plainly, room };
        let slow = self.slow.iter().map(|&root| Candidate { root, settled: false });
        for Candidate { root, settled } in slow.chain(candidates.iter().copied()) {
            let it = self.roots[root as usize];
            if !settled && !pass.holds(it.node) {
                continue;
            }
            pass.room.causes.clear();
            pass.causes(it.node, true);
            let start = spans.len();
            merge(&mut pass.room.causes, spans);
            let hit =
                Hit { rule: 0, clause: clause(&mut pass, it.node), spans: (start, spans.len()) };
            hits.extend(self.rules(it).iter().map(|&rule| Hit { rule, ..hit }));
        }
        hits.sort_unstable_by_key(|hit| hit.rule);
        Hits::of(scratch)
    }

    /// Lists the roots that a word found announces, each once.
    fn list_candidates(&self, pass: u32, plainly: bool, scratch: &mut Scratch) {
        let Scratch { room, candidates, listed, .. } = scratch;
        candidates.clear();
        if listed.len() < self.roots.len() {
            listed.resize(self.roots.len(), 0);
        }
        if pass == 1 {
            listed.fill(0);
        }
        for literal in room.found.literals() {
            self.postings.open(literal, &room.found, plainly, |candidate| {
                let known = &mut listed[candidate.root as usize];
                if *known != pass {
                    *known = pass;
                    candidates.push(candidate);
                }
            });
        }
    }
}

/// For each literal, how many mentions of `sample` have it.
fn seen(program: &Program, index: &Index, sample: &[Mention]) -> Vec<u32> {
    let mut seen = vec![0; program.terms.len()];
    let (mut folded, mut inside, mut found) = <(Folded, Inside, Found)>::default();
    for mention in sample {
        mention::fold(mention, &mut folded);
        inside.set(program.inside, mention, &folded);
        found.set(index, program.substrings.len(), &folded, &inside);
        for literal in found.literals() {
            seen[literal as usize] += 1;
        }
    }
    seen
}

/// Whether all words stand in the fields that every rule looks in unless it says otherwise.
fn are_plain(folded: &Folded) -> bool {
    folded.tokens().last().is_none_or(|last| LookIn::DEFAULT.contains(last.field))
}

/// The first alternative of `node` that holds, which it does.
fn clause(pass: &mut Pass<'_>, node: NodeId) -> u16 {
    let Node::Any(list) = pass.program.nodes[node as usize] else { return 0 };
    let mut first = 0;
    pass.any(list, |pass, number, part| {
        first = number;
        pass.holds(part)
    });
    u16::try_from(first).unwrap_or(u16::MAX)
}

/// The distinct conditions of a program and the rules that have them.
fn roots(program: &Program) -> (Vec<Root>, Vec<u32>) {
    let mut rules: Vec<(NodeId, u32)> = program.roots.iter().copied().zip(0..).collect();
    rules.sort_unstable();
    let mut start = 0;
    let roots = rules.chunk_by(|a, b| a.0 == b.0).map(|equal| {
        let end = start + u32::try_from(equal.len()).expect("rules have 32-bit numbers");
        Root { node: equal[0].0, rules: (std::mem::replace(&mut start, end), end) }
    });
    (roots.collect(), rules.iter().map(|&(_, rule)| rule).collect())
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
            Pattern::Regex { pattern, .. } if compile_regex(pattern).is_err() => {
                Err(BuildError::Regex { rule })
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
