//! Which rules to decide once a word is found: those of one word stand in a row, ready to be read on.

use crate::found::Found;
use crate::index::LiteralId;
use crate::literal::Entrance;

/// For each literal, the rules it announces.
#[derive(Debug)]
pub(crate) struct Postings {
    /// One posting after the other: the root, how many numbers follow with whether they settle it, and in them for
    /// each group how many literals it has with whether one is wanted or none, and which.
    stream: Vec<u32>,
    /// For each literal, where its postings begin; then where the last end.
    starts: Vec<u32>,
}

/// A rule that a word announces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Its root.
    pub(crate) root: u32,
    /// Whether the words found make it hold, if they stand where everything looks.
    pub(crate) settled: bool,
}

impl Postings {
    /// The postings of `ways`, each with the root it leads to, by `literals` literals.
    pub(crate) fn new(mut ways: Vec<(Entrance, u32)>, literals: usize) -> Self {
        ways.sort_unstable_by_key(|(way, root)| (way.literal, *root));
        let mut stream: Vec<u32> = Vec::new();
        let mut starts = Vec::with_capacity(literals + 1);
        for (way, root) in ways {
            while starts.len() <= way.literal as usize {
                starts.push(number(stream.len()));
            }
            let head = stream.len();
            stream.extend([root, 0]);
            for (group, wanted) in
                way.groups.iter().map(|it| (it, 1)).chain(way.without.iter().map(|it| (it, 0)))
            {
                stream.push(number(group.len()) << 1 | wanted);
                stream.extend(group);
            }
            stream[head + 1] = number(stream.len() - head - 2) << 1 | u32::from(way.settled);
        }
        starts.resize(literals + 1, number(stream.len()));
        stream.shrink_to_fit();
        Self { stream, starts }
    }

    /// Hands over the rules that `literal` announces and whose groups let them pass; `plainly` says whether words were
    /// found only where everything looks, without which none can be excluded.
    pub(crate) fn open(
        &self,
        literal: LiteralId,
        found: &Found,
        plainly: bool,
        mut announce: impl FnMut(Candidate),
    ) {
        let literal = literal as usize;
        let (start, end) = (self.starts[literal], self.starts[literal + 1]);
        let mut rest = &self.stream[start as usize..end as usize];
        while let [root, head, after @ ..] = rest {
            let (groups, next) = after.split_at((head >> 1) as usize);
            if pass(groups, found, plainly) {
                announce(Candidate { root: *root, settled: plainly && head & 1 == 1 });
            }
            rest = next;
        }
    }
}

/// Whether a literal of each group that is wanted was found, and `plainly` none of the others.
fn pass(mut groups: &[u32], found: &Found, plainly: bool) -> bool {
    while let [head, after @ ..] = groups {
        let (group, next) = after.split_at((head >> 1) as usize);
        let wanted = head & 1 == 1;
        if (wanted || plainly) && group.iter().any(|&literal| found.has(literal)) != wanted {
            return false;
        }
        groups = next;
    }
    true
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("the words of all rules together have fewer than 2^31 places")
}
