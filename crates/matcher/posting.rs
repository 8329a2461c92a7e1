//! Which rules to decide once a word is found: those of one word stand in a row, ready to be read on.

use crate::door::Doors;
use crate::found::Found;
use crate::index::LiteralId;
use crate::literal::Entrance;

/// Rules a word announces at least to be hot: they are entered by the next-rarest words they wait for.
pub(crate) const HOT: usize = 32;

/// For each literal, the rules it announces.
#[derive(Debug)]
pub(crate) struct Postings {
    /// One posting after the other: the root, how many numbers follow with whether they settle it, and in them for
    /// each group how many literals it has with whether one is wanted or none, and which.
    stream: Vec<u32>,
    /// For each literal, where its postings begin, and whether it is hot; then where the last end.
    starts: Vec<Start>,
    /// The hot literals, sorted.
    hot: Vec<LiteralId>,
    /// For each of them, how many postings it has, and where they are by the words of their first group.
    second: Vec<(usize, Doors)>,
}

/// Where the postings of a literal begin, twice, and one more if it is hot.
#[derive(Clone, Copy, Debug)]
struct Start(u32);

impl Start {
    fn at(self) -> usize {
        (self.0 >> 1) as usize
    }

    fn is_hot(self) -> bool {
        self.0 & 1 == 1
    }
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
        let (stream, starts, hot, second) = <(Vec<u32>, Vec<Start>, Vec<_>, Vec<_>)>::default();
        let mut postings = Self { stream, starts, hot, second };
        postings.starts.reserve_exact(literals + 1);
        for of_literal in ways.chunk_by(|a, b| a.0.literal == b.0.literal) {
            postings.add(of_literal);
        }
        postings.starts.resize(literals + 1, Start(number(postings.stream.len()) << 1));
        postings.stream.shrink_to_fit();
        postings
    }

    /// Adds all ways that one literal opens.
    fn add(&mut self, ways: &[(Entrance, u32)]) {
        let literal = ways[0].0.literal;
        let start = number(self.stream.len()) << 1;
        self.starts.resize(literal as usize, Start(start));
        let is_hot = ways.len() >= HOT;
        self.starts.push(Start(start | u32::from(is_hot)));
        let (mut doors, mut open) = (Vec::new(), Vec::new());
        for (way, root) in ways {
            let head = self.stream.len();
            match way.groups.first() {
                Some(group) => doors.extend(group.iter().map(|&word| (word, number(head)))),
                None => open.push(number(head)),
            }
            self.stream.extend([*root, 0]);
            let wanted = way.groups.iter().map(|it| (it, 1));
            for (group, wanted) in wanted.chain(way.without.iter().map(|it| (it, 0))) {
                self.stream.push(number(group.len()) << 1 | wanted);
                self.stream.extend(group);
            }
            let length = number(self.stream.len() - head - 2);
            self.stream[head + 1] = length << 1 | u32::from(way.settled);
        }
        if is_hot {
            self.hot.push(literal);
            self.second.push((ways.len(), Doors::new(doors, open)));
        }
    }

    /// Hands over the rules that `literal` announces and whose groups let them pass, some more than once; `plainly` says
    /// whether words were found only where everything looks, without which none can be excluded.
    pub(crate) fn open(
        &self,
        literal: LiteralId,
        found: &Found,
        plainly: bool,
        mut announce: impl FnMut(Candidate),
    ) {
        let at = literal as usize;
        let (start, end) = (self.starts[at], self.starts[at + 1]);
        if start.is_hot() && self.enter(literal, found, plainly, &mut announce) {
            return;
        }
        let mut rest = &self.stream[start.at()..end.at()];
        while let [root, head, after @ ..] = rest {
            let (groups, next) = after.split_at((head >> 1) as usize);
            if pass(groups, found, plainly) {
                announce(Candidate { root: *root, settled: plainly && head & 1 == 1 });
            }
            rest = next;
        }
    }

    /// The same for a hot literal, by the other words found; whether they are fewer than its postings.
    #[cold]
    fn enter(
        &self,
        literal: LiteralId,
        found: &Found,
        plainly: bool,
        announce: &mut impl FnMut(Candidate),
    ) -> bool {
        let at = self.hot.binary_search(&literal).expect("a hot literal is among them");
        let (count, doors) = &self.second[at];
        if *count < found.different() {
            return false;
        }
        doors.enter(found, |posting| {
            if let [root, head, after @ ..] = &self.stream[posting as usize..]
                && pass(&after[..(head >> 1) as usize], found, plainly)
            {
                announce(Candidate { root: *root, settled: plainly && head & 1 == 1 });
            }
        });
        true
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
