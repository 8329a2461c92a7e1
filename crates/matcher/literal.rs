//! The words a rule cannot fire without, and which of them to wait for.

use std::iter;

use rulelang::{Glob, Key};

use crate::index::{LiteralId, Term};
use crate::program::{List, Nearness, Node, NodeId, PhraseToken, Program, Word};

/// A way into a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entrance {
    /// The word that opens it.
    pub(crate) literal: LiteralId,
    /// Further sets of words; without one of each this way leads nowhere.
    pub(crate) groups: Vec<Box<[LiteralId]>>,
    /// Words of which none may be there, in the fields that everything looks in.
    pub(crate) without: Vec<Box<[LiteralId]>>,
    /// Whether the rule holds if the words are there, in the fields that everything looks in.
    pub(crate) settled: bool,
}

/// The ways into the rule at `root`: it cannot hold unless the words of one of them stand in the mention.
///
/// Of all such sets it is the one expected to be seen least often. `None` when there is none, as for
/// rules made of fields only; empty for a rule that never holds.
pub(crate) fn entrances(plan: &Plan<'_>, root: NodeId) -> Option<Vec<Entrance>> {
    let mut anchor = anchor(plan, root, true)?;
    anchor.entrances.sort_unstable();
    anchor.entrances.dedup();
    Some(anchor.entrances)
}

/// What is known for choosing: the rules, and how often each of their literals is expected.
pub(crate) struct Plan<'p> {
    program: &'p Program,
    costs: Vec<u64>,
}

impl<'p> Plan<'p> {
    /// The plan where literal number n was seen in `seen[n]` of `mentions`.
    pub(crate) fn new(program: &'p Program, seen: &[u32], mentions: usize) -> Self {
        let guesses =
            program.terms.iter().map(guess).zip(seen.iter().copied().chain(iter::repeat(0)));
        let words = guesses.map(|(guess, seen)| match mentions {
            0 => guess,
            // Among what was not seen the guess decides, but it counts less than being seen once.
            mentions => u64::from(seen) * ALWAYS / mentions as u64 + (guess >> UNSEEN_BITS),
        });
        let substrings = program.substrings.iter().map(|it| substring_guess(&it.text));
        Self { program, costs: words.chain(substrings).collect() }
    }
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

    /// Whether one of the words, and nothing else, makes it hold.
    fn is_plain(&self) -> bool {
        let plain = |way: &Entrance| way.settled && way.groups.is_empty() && way.without.is_empty();
        self.entrances.iter().all(plain)
    }
}

/// The best set for `node` to be `wanted`.
fn anchor(plan: &Plan<'_>, node: NodeId, wanted: bool) -> Option<Anchor> {
    let of = |part: &NodeId| anchor(plan, *part, wanted);
    let parts = |list: List| plan.program.parts(list);
    let part_words = |word: &PhraseToken| Some(one(plan, word.literal));
    let program = plan.program;
    match (program.nodes[node as usize], wanted) {
        (Node::All(list), true) => all(plan, parts(list)),
        (Node::Any(list), false) => unsettled(every(plan, parts(list).iter().map(of))),
        (Node::Any(list), true) => some(parts(list).iter().map(of)),
        (Node::All(list), false) => unsettled(some(parts(list).iter().map(of))),
        (Node::Not(inner), _) => anchor(plan, inner, !wanted),
        (Node::Token { look_in, glued, literal }, true) => {
            let way = one(plan, literal);
            let word = Word { look_in, glued, literal };
            if word.is_plain() { Some(way) } else { unsettled(Some(way)) }
        }
        (Node::Phrase(phrase), true) => {
            let words = program.phrases[phrase as usize].parts.iter().flatten();
            unsettled(every(plan, words.map(part_words)))
        }
        (Node::Near(near), true) => {
            let Nearness { left, right, .. } = program.nears[near as usize];
            unsettled(every(plan, [left, right].iter().map(of)))
        }
        (Node::Window(window), true) => {
            let operands = program.windows[window as usize].operands;
            unsettled(every(plan, parts(operands).iter().map(of)))
        }
        (Node::Characters { substring, .. }, true) => unsettled(Some(one(plan, substring))),
        (Node::Regex(it), true) if !program.expressions[it as usize].needs.is_empty() => {
            let needs = program.expressions[it as usize].needs.iter();
            unsettled(some(needs.map(|&need| Some(one(plan, need)))))
        }
        _ => None,
    }
}

/// The best set for all of `parts`, without the words that must not be there.
fn all(plan: &Plan<'_>, parts: &[NodeId]) -> Option<Anchor> {
    let (mut open, mut without) = (Vec::new(), Vec::new());
    for &part in parts {
        match (anchor(plan, part, true), excluded(plan, part)) {
            (None, Some(words)) => without.push(words),
            (way, _) => open.push(way),
        }
    }
    let mut all = every(plan, open.into_iter())?;
    for way in &mut all.entrances {
        way.without.extend(without.iter().cloned());
    }
    Some(all)
}

/// The words that `node` forbids, if it does nothing else.
fn excluded(plan: &Plan<'_>, node: NodeId) -> Option<Box<[LiteralId]>> {
    let Node::Not(inner) = plan.program.nodes[node as usize] else { return None };
    let mut words = Vec::new();
    let only_words = plain_words(plan, inner, &mut words);
    (only_words && words.len() <= GROUP_WORDS_MAX).then(|| words.into())
}

/// Appends the words of which one makes `node` hold; whether that is all there is to it.
fn plain_words(plan: &Plan<'_>, node: NodeId, out: &mut Vec<LiteralId>) -> bool {
    match plan.program.nodes[node as usize] {
        Node::Token { look_in, glued, literal }
            if (Word { look_in, glued, literal }).is_plain() =>
        {
            out.push(literal);
        }
        Node::Any(list) => {
            let mut parts = plan.program.parts(list).iter();
            return parts.all(|&part| plain_words(plan, part, out));
        }
        _ => return false,
    }
    true
}

/// The same ways, each of which now takes a closer look.
fn unsettled(anchor: Option<Anchor>) -> Option<Anchor> {
    let mut anchor = anchor?;
    anchor.entrances.iter_mut().for_each(|way| way.settled = false);
    Some(anchor)
}

fn one(plan: &Plan<'_>, literal: LiteralId) -> Anchor {
    let cost = plan.costs[literal as usize];
    let (groups, without) = (Vec::new(), Vec::new());
    Anchor { entrances: vec![Entrance { literal, groups, without, settled: true }], cost }
}

/// All must hold: the rarest set will do, and the others come along with each of its words.
///
/// Substrings do not come along: they would have to be looked for in every mention.
fn every(plan: &Plan<'_>, parts: impl Iterator<Item = Option<Anchor>>) -> Option<Anchor> {
    let parts: Vec<Option<Anchor>> = parts.collect();
    let mut settled = parts.iter().all(Option::is_some);
    let mut parts: Vec<Anchor> = parts.into_iter().flatten().collect();
    parts.sort_by_key(|part| part.cost);
    let mut parts = parts.into_iter();
    let mut best = parts.next()?;
    for part in parts {
        settled &= part.is_plain();
        let further = match part.entrances.as_slice() {
            [only] => only.groups.as_slice(),
            _ => &[],
        };
        for group in [part.group()].iter().chain(further) {
            let of_words = !group.iter().any(|&literal| plan.program.is_substring(literal));
            let fits = group.len() <= GROUP_WORDS_MAX && of_words;
            for way in best.entrances.iter_mut().filter(|way| !group.contains(&way.literal)) {
                if fits && way.groups.len() < GROUPS_MAX {
                    way.groups.push(group.clone());
                } else {
                    way.settled = false;
                }
            }
        }
    }
    if settled { Some(best) } else { unsettled(Some(best)) }
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
fn guess(term: &Term) -> u64 {
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
        return ALWAYS;
    }
    let bytes = text.len().min(LONG_BYTES).saturating_sub(open);
    let cost = 1 << (LONG_BYTES - bytes);
    if is_word { cost << 2 } else { cost }
}

/// A substring is waited for only where all words of a rule are common ones: to find it takes a look at every
/// character of every mention.
fn substring_guess(text: &str) -> u64 {
    ALWAYS - 1 - text.len().min(LONG_BYTES) as u64
}

/// What stands in every mention.
const ALWAYS: u64 = 1 << (2 * LONG_BYTES);

/// How much less a guess counts where mentions were seen.
const UNSEEN_BITS: u32 = 4;

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
        let mut ways: Vec<_> =
            entrances(&Plan::new(&program, &[], 0), program.roots[0])?.iter().map(way).collect();
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
    fn a_sample_says_which_words_are_rare() {
        let lists = std::collections::BTreeMap::new();
        let context = Context { settings: Settings::default(), lists: &lists, brand: None };
        let node = parse("quarterly (late OR refund)").node.unwrap();
        let program = Program::new(&[lower(&node, &context).0.unwrap()]);
        let opening = |seen: &[u32]| {
            let plan = Plan::new(&program, seen, 10);
            let ways = entrances(&plan, program.roots[0]).unwrap();
            ways.iter().map(|way| way.literal).collect::<Vec<_>>()
        };
        let [quarterly, late, refund] = ["quarterly", "late", "refund"].map(|word| {
            let is = |term: &Term| term.key == Key::Is(word.into());
            u32::try_from(program.terms.iter().position(is).unwrap()).unwrap()
        });
        let seen = |counts: [(u32, u32); 3]| {
            let mut seen = [0; 3];
            for (literal, count) in counts {
                seen[literal as usize] = count;
            }
            seen
        };
        assert_eq!(opening(&seen([(quarterly, 1), (late, 1), (refund, 1)])), [quarterly]);
        let mut both = [late, refund];
        both.sort_unstable();
        assert_eq!(opening(&seen([(quarterly, 9), (late, 1), (refund, 2)])), both);
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
