//! Long lists of alternatives, entered by the words that were found: none is walked to find the few that hold.

use crate::door::Doors;
use crate::found::Found;
use crate::index::LiteralId;
use crate::literal::{self, Plan};
use crate::program::{List, Node, Program};

/// Alternatives a list has at least to be entered by words; a shorter one is walked sooner.
pub(crate) const WIDE: usize = 32;

/// The long lists of a program.
#[derive(Debug, Default)]
pub(crate) struct WideLists {
    /// Their numbers, sorted.
    lists: Vec<List>,
    /// The doors of each, to the numbers of its alternatives.
    doors: Vec<Doors>,
}

impl WideLists {
    /// The doors of the long lists of `program`; `announced` says of which substrings it is known whether they are there.
    pub(crate) fn new(
        program: &Program,
        plan: &Plan<'_>,
        announced: impl Fn(LiteralId) -> bool,
    ) -> Self {
        let mut lists: Vec<List> = Vec::new();
        for node in &program.nodes {
            if let &Node::Any(list) = node
                && program.parts(list).len() >= WIDE
            {
                lists.push(list);
            }
        }
        lists.sort_unstable();
        lists.dedup();
        let known = |literal: LiteralId| !program.is_substring(literal) || announced(literal);
        let doors = lists.iter().map(|&list| doors(program, plan, list, known)).collect();
        Self { lists, doors }
    }

    /// Appends the numbers of the alternatives of `list`, a long one, that may hold where these words were `found`, some
    /// more than once.
    pub(crate) fn enter(&self, list: List, found: &Found, out: &mut Vec<u32>) {
        let at = self.lists.binary_search(&list).expect("each long list has its doors");
        self.doors[at].enter(found, |alternative| out.push(alternative));
    }
}

/// The ways into one list.
fn doors(
    program: &Program,
    plan: &Plan<'_>,
    list: List,
    known: impl Fn(LiteralId) -> bool,
) -> Doors {
    let (mut doors, mut open) = (Vec::new(), Vec::new());
    for (alternative, &part) in (0u32..).zip(program.parts(list)) {
        let ways = literal::entrances(plan, part);
        match ways.filter(|ways| ways.iter().all(|way| known(way.literal))) {
            None => open.push(alternative),
            Some(ways) => doors.extend(ways.iter().map(|way| (way.literal, alternative))),
        }
    }
    Doors::new(doors, open)
}
