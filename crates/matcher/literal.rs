//! The words a rule cannot fire without, and which of them to wait for.

use rulelang::{Glob, Key};

use crate::index::{LiteralId, Term};
use crate::program::{Node, NodeId, Program};

/// A way into a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entrance {
    /// The word that opens it.
    pub(crate) literal: LiteralId,
    /// Further sets of words; without one of each this way leads nowhere.
    pub(crate) groups: Vec<Box<[LiteralId]>>,
}

/// The ways into the rule at `root`: it cannot hold unless the words of one of them stand in the mention.
///
/// Of all such sets it is the one expected to be seen least often. `None` when there is none, as for
/// rules made of fields only; empty for a rule that never holds.
pub(crate) fn entrances(program: &Program, root: NodeId) -> Option<Vec<Entrance>> {
    let mut anchor = anchor(program, root, true)?;
    anchor.entrances.sort_unstable();
    anchor.entrances.dedup();
    Some(anchor.entrances)
}

/// A set of words, one of which must be there, and how often that is expected.
struct Anchor {
    entrances: Vec<Entrance>,
    cost: u64,
}

impl Anchor {
    /// The words, as a group of another entrance.
    fn group(&self) -> Box<[LiteralId]> {
        let mut words: Vec<_> = self.entrances.iter().map(|way| way.literal).collect();
        words.sort_unstable();
        words.dedup();
        words.into()
    }
}

/// The best set for `node` to be `wanted`.
fn anchor(program: &Program, node: NodeId, wanted: bool) -> Option<Anchor> {
    let of = |part: &NodeId| anchor(program, *part, wanted);
    match (&program.nodes[node as usize], wanted) {
        (Node::All(parts), true) | (Node::Any(parts), false) => {
            every(program, parts.iter().map(of))
        }
        (Node::Any(parts), true) | (Node::All(parts), false) => some(parts.iter().map(of)),
        (Node::Not(inner), _) => anchor(program, *inner, !wanted),
        (Node::Token(word), true) => Some(one(program, word.literal)),
        (Node::Phrase(phrase), true) => {
            let words = phrase.parts.iter().flatten();
            every(program, words.map(|part| Some(one(program, part.literal))))
        }
        (Node::Near { left, right, .. }, true) => every(program, [left, right].into_iter().map(of)),
        (Node::Window { operands, .. }, true) => every(program, operands.iter().map(of)),
        (Node::Characters { substring, .. }, true) => Some(one(program, *substring)),
        (Node::Regex { needs, .. }, true) if !needs.is_empty() => {
            some(needs.iter().map(|&need| Some(one(program, need))))
        }
        _ => None,
    }
}

fn one(program: &Program, literal: LiteralId) -> Anchor {
    let cost = match program.terms.get(literal as usize) {
        Some(term) => cost(term),
        None => substring_cost(&program.substring(literal).text),
    };
    Anchor { entrances: vec![Entrance { literal, groups: Vec::new() }], cost }
}

/// All must hold: the rarest set will do, and the others come along with each of its words.
///
/// Substrings do not come along: they would have to be looked for in every mention.
fn every(program: &Program, parts: impl Iterator<Item = Option<Anchor>>) -> Option<Anchor> {
    let mut parts: Vec<Anchor> = parts.flatten().collect();
    parts.sort_by_key(|part| part.cost);
    let mut parts = parts.into_iter();
    let mut best = parts.next()?;
    for part in parts {
        let further = match part.entrances.as_slice() {
            [only] => only.groups.as_slice(),
            _ => &[],
        };
        let groups = [part.group()].into_iter().chain(further.iter().cloned());
        let of_words =
            |group: &[LiteralId]| !group.iter().any(|&literal| program.is_substring(literal));
        let groups = groups.filter(|group| group.len() <= GROUP_WORDS_MAX && of_words(group));
        for group in groups {
            for way in &mut best.entrances {
                if way.groups.len() < GROUPS_MAX && !group.contains(&way.literal) {
                    way.groups.push(group.clone());
                }
            }
        }
    }
    Some(best)
}

/// Groups an entrance has at most; more of them cost more than they spare.
const GROUPS_MAX: usize = 3;

/// Words a group has at most, for the same reason.
const GROUP_WORDS_MAX: usize = 32;

/// One must hold: any of them may be the one.
fn some(parts: impl Iterator<Item = Option<Anchor>>) -> Option<Anchor> {
    let mut all = Anchor { entrances: Vec::new(), cost: 0 };
    for part in parts {
        let part = part?;
        all.entrances.extend(part.entrances);
        all.cost = all.cost.saturating_add(part.cost);
    }
    Some(all)
}

/// How often a term is expected to be seen, by its length alone but for the commonest words.
fn cost(term: &Term) -> u64 {
    let (text, open) = match &term.key {
        Key::Is(whole) => (whole.as_str(), 0),
        Key::Starts(start) => (start.as_str(), OPEN_END_BYTES),
        Key::Glob(pieces) => match pieces.first() {
            Some(Glob::Text(start)) => (start.as_str(), OPEN_END_BYTES),
            _ => ("", 0),
        },
    };
    let is_word = term.class.is_word();
    if is_word && COMMON.binary_search(&text).is_ok() {
        return 1 << (2 * LONG_BYTES);
    }
    let bytes = text.len().min(LONG_BYTES).saturating_sub(open);
    let cost = 1 << (LONG_BYTES - bytes);
    if is_word { cost << 2 } else { cost }
}

/// A substring is waited for only where all words of a rule are common ones: to find it takes a look at every
/// character of every mention.
fn substring_cost(text: &str) -> u64 {
    (1 << (2 * LONG_BYTES)) - 1 - text.len().min(LONG_BYTES) as u64
}

/// From here on a longer word is no rarer.
const LONG_BYTES: usize = 12;

/// What an open end takes from a word's length.
const OPEN_END_BYTES: usize = 2;

/// Words that stand in every other text, sorted.
const COMMON: [&str; 91] = [
    "a", "about", "all", "also", "an", "and", "are", "as", "at", "att", "be", "but", "by", "can",
    "che", "das", "de", "den", "der", "det", "die", "do", "e", "el", "en", "est", "et", "for",
    "from", "get", "good", "had", "has", "have", "i", "ich", "il", "in", "is", "ist", "it", "just",
    "la", "le", "les", "like", "los", "love", "me", "my", "na", "new", "nicht", "no", "not", "now",
    "och", "of", "on", "one", "or", "os", "our", "out", "para", "por", "que", "se", "si", "so",
    "som", "that", "the", "they", "this", "time", "to", "un", "und", "une", "up", "was", "we",
    "what", "when", "will", "with", "y", "you", "your", "är",
];

#[cfg(test)]
mod tests {
    use rulelang::{Context, Settings, lower, parse};

    use super::*;

    /// The ways into `query`: `word(other|others)`, sorted.
    fn ways(query: &str) -> Option<Vec<String>> {
        let lists = std::collections::BTreeMap::new();
        let context = Context { settings: Settings::default(), lists: &lists, brand: None };
        let node = parse(query).node.unwrap();
        let program = Program::new(&[lower(&node, &context).0.unwrap()]);
        let word = |literal: LiteralId| match &program.terms[literal as usize].key {
            Key::Is(word) => word.clone(),
            Key::Starts(word) => format!("{word}*"),
            Key::Glob(_) => "?".into(),
        };
        let word = |literal: LiteralId| {
            if program.is_substring(literal) {
                return format!("…{}…", program.substring(literal).text);
            }
            word(literal)
        };
        let group = |group: &[LiteralId]| {
            let words: Vec<_> = group.iter().copied().map(word).collect();
            format!("({})", words.join("|"))
        };
        let way = |way: &Entrance| {
            let groups: String = way.groups.iter().map(|it| group(it)).collect();
            word(way.literal) + &groups
        };
        let mut ways: Vec<_> = entrances(&program, program.roots[0])?.iter().map(way).collect();
        ways.sort();
        Some(ways)
    }

    fn check(query: &str, expected: &[&str]) {
        let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(ways(query), Some(expected), "{query}");
    }

    #[test]
    fn a_rule_waits_for_its_rarest_words() {
        check("late", &["late"]);
        check("the quarterly", &["quarterly(the)"]);
        check("\"the quarterly report\"", &["quarterly(report)(the)"]);
        check("late OR refund", &["late", "refund"]);
        check("late (refund OR cancelled)", &["cancelled(late)", "refund(late)"]);
        check("(a OR b) refund", &["refund(a|b)"]);
        check("late NEAR/3 refund", &["refund(late)"]);
        check("late -refund", &["late"]);
        check("-(-late)", &["late"]);
        check("late has:links {C++}", &["late"]);
        check("deliver*", &["deliver*"]);
    }

    #[test]
    fn a_rule_without_a_rare_word_waits_for_a_substring() {
        check("{C++}", &["…C++…"]);
        check("the contains:gate", &["…gate…(the)"]);
        check("late contains:gate", &["late"]);
        check("late OR {C++}", &["late", "…C++…"]);
        check("regex:\"order (no|nr)\\.? ?[0-9]+\"", &["…order no…", "…order nr…"]);
    }

    #[test]
    fn some_rules_wait_for_no_word() {
        for query in ["has:links", "-late has:links", "late OR has:links", "regex:\"[a-z]+\""] {
            assert_eq!(ways(query), None, "{query}");
        }
    }
}
