//! Long lists of alternatives, entered by the words that were found: none is walked to find the few that hold.

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
    /// Each list's doors.
    tables: Vec<Table>,
}

/// The ways into one list.
#[derive(Debug)]
struct Table {
    /// How far a hash is shifted to be the number of a bucket.
    shift: u32,
    /// For each bucket, where its doors begin; then where the last end.
    starts: Box<[u32]>,
    /// The doors, one bucket after the other.
    doors: Box<[Door]>,
    /// The alternatives that no word opens.
    open: Box<[u32]>,
}

/// A word, and an alternative that may hold where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Door {
    literal: LiteralId,
    /// Its number in the list.
    alternative: u32,
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
            if let Node::Any(list) = node
                && program.parts(*list).len() >= WIDE
            {
                lists.push(*list);
            }
        }
        lists.sort_unstable();
        lists.dedup();
        let known = |literal: LiteralId| !program.is_substring(literal) || announced(literal);
        let table = |list: &List| Table::new(program, plan, *list, known);
        let tables = lists.iter().map(table).collect();
        Self { lists, tables }
    }

    /// Appends the numbers of the alternatives of `list`, a long one, that may hold where these words were `found`, some
    /// more than once.
    pub(crate) fn enter(&self, list: List, found: &Found, out: &mut Vec<u32>) {
        let at = self.lists.binary_search(&list).expect("each long list has its doors");
        let table = &self.tables[at];
        out.extend(&table.open);
        for literal in found.literals() {
            let here = table.bucket(literal).iter().filter(|door| door.literal == literal);
            out.extend(here.map(|door| door.alternative));
        }
    }
}

impl Table {
    fn new(
        program: &Program,
        plan: &Plan<'_>,
        list: List,
        known: impl Fn(LiteralId) -> bool,
    ) -> Self {
        let (mut doors, mut open) = (Vec::new(), Vec::new());
        for (alternative, &part) in (0u32..).zip(program.parts(list)) {
            let entrances = literal::entrances(plan, part);
            match entrances.filter(|ways| ways.iter().all(|way| known(way.literal))) {
                None => open.push(alternative),
                Some(ways) => {
                    doors.extend(ways.iter().map(|it| Door { literal: it.literal, alternative }));
                }
            }
        }
        // Half of the buckets stay empty, so that most words end there.
        let bits = (2 * doors.len()).max(2).next_power_of_two().trailing_zeros();
        let shift = u32::BITS - bits;
        doors.sort_unstable_by_key(|door| (bucket(door.literal, shift), *door));
        doors.dedup();
        let before = |bucket_of: u32| {
            number(doors.partition_point(|door| bucket(door.literal, shift) < bucket_of))
        };
        let starts = (0..=1 << bits).map(before).collect();
        Self { shift, starts, doors: doors.into(), open: open.into() }
    }

    /// The doors among which those of `literal` are.
    fn bucket(&self, literal: LiteralId) -> &[Door] {
        let at = bucket(literal, self.shift) as usize;
        &self.doors[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// The bucket of a literal, by Fibonacci hashing.
fn bucket(literal: LiteralId, shift: u32) -> u32 {
    literal.wrapping_mul(0x9E37_79B1) >> shift
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a list has fewer than 2^32 words")
}
