//! Which rules to decide once a word is found: those of one word stand in a row, ready to be read on.

use crate::found::Found;
use crate::index::LiteralId;
use crate::literal::Entrance;

/// For each literal, the rules it announces.
#[derive(Debug)]
pub(crate) struct Postings {
    /// One posting after the other: the root, how many numbers follow, and in them for each group how
    /// many literals it has and which.
    stream: Vec<u32>,
    /// For each literal, where its postings begin; then where the last end.
    starts: Vec<usize>,
}

impl Postings {
    /// The postings of `ways`, each with the root it leads to, by `literals` literals.
    pub(crate) fn new(mut ways: Vec<(Entrance, u32)>, literals: usize) -> Self {
        ways.sort_unstable();
        let count = |slice: &[LiteralId]| u32::try_from(slice.len()).expect("groups are small");
        let mut stream: Vec<u32> = Vec::new();
        let mut starts = Vec::with_capacity(literals + 1);
        for (Entrance { literal, groups }, root) in ways {
            while starts.len() <= literal as usize {
                starts.push(stream.len());
            }
            let numbers: Vec<u32> =
                groups.iter().flat_map(|group| [&[count(group)], &**group].concat()).collect();
            stream.extend([root, count(&numbers)]);
            stream.extend(numbers);
        }
        starts.resize(literals + 1, stream.len());
        Self { stream, starts }
    }

    /// Hands over the roots that `literal` announces and whose other groups are in `found` as well.
    pub(crate) fn open(&self, literal: LiteralId, found: &Found, mut announce: impl FnMut(u32)) {
        let literal = literal as usize;
        let mut rest = &self.stream[self.starts[literal]..self.starts[literal + 1]];
        while let [root, numbers, after @ ..] = rest {
            let (groups, next) = after.split_at(*numbers as usize);
            if meets(groups, found) {
                announce(*root);
            }
            rest = next;
        }
    }
}

/// Whether a literal of each group was found.
fn meets(mut groups: &[u32], found: &Found) -> bool {
    while let [count, after @ ..] = groups {
        let (group, next) = after.split_at(*count as usize);
        if !group.iter().any(|&literal| found.has(literal)) {
            return false;
        }
        groups = next;
    }
    true
}
