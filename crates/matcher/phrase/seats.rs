//! Giving each part of a loose phrase a token of its own, where several parts can be the same token.

/// Parts, the positions each can take, and which of them they have.
#[derive(Debug, Default)]
pub(crate) struct Seats {
    /// A position and a part that can take it.
    choices: Vec<(u32, usize)>,
    /// The position that each part has so far.
    taken: Vec<Option<u32>>,
    /// Parts that were asked to make room in this round.
    asked: Vec<bool>,
    /// Choices looked at so far.
    pub(crate) steps: u64,
}

impl Seats {
    /// Begins anew, for parts below number `parts`.
    pub(crate) fn clear(&mut self, parts: usize) {
        self.choices.clear();
        self.taken.clear();
        self.taken.resize(parts, None);
    }

    /// Notes that `part` can take `position`.
    pub(crate) fn offer(&mut self, position: u32, part: usize) {
        self.choices.push((position, part));
    }

    /// One past the last position when `wanted` parts have one each: the least that can be reached. Absent when they
    /// cannot all have one.
    ///
    /// Positions are given away from the first on. A part that has one makes room if it can take another, and what is
    /// taken once stays taken; so the position that makes the last part happy is the least possible.
    ///
    /// # Cost
    ///
    /// For each position, at most the choices that there are.
    pub(crate) fn fill(&mut self, wanted: usize) -> Option<u32> {
        self.choices.sort_unstable();
        let mut seated = 0;
        let mut at = 0;
        while let Some(&(position, _)) = self.choices.get(at) {
            at += self.choices[at..].iter().take_while(|choice| choice.0 == position).count();
            self.asked.clear();
            self.asked.resize(self.taken.len(), false);
            seated += usize::from(self.give(position));
            if seated == wanted {
                return Some(position + 1);
            }
        }
        None
    }

    /// Gives `position` to a part that has none, or whose own position another can take.
    fn give(&mut self, position: u32) -> bool {
        let start = self.choices.partition_point(|choice| choice.0 < position);
        for at in start..self.choices.len() {
            let (place, part) = self.choices[at];
            if place != position {
                break;
            }
            self.steps += 1;
            if std::mem::replace(&mut self.asked[part], true) {
                continue;
            }
            if self.taken[part].is_none_or(|held| self.give(held)) {
                self.taken[part] = Some(position);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Seats;

    /// The least end by trying every way.
    fn tried(choices: &[Vec<u32>], taken: &mut Vec<u32>) -> Option<u32> {
        let Some(own) = choices.get(taken.len()) else {
            return taken.iter().map(|position| position + 1).max();
        };
        let mut best = None;
        for &position in own {
            if taken.contains(&position) {
                continue;
            }
            taken.push(position);
            let end = tried(choices, taken);
            taken.pop();
            best = best.into_iter().chain(end).min();
        }
        best
    }

    #[test]
    fn the_end_is_the_least_there_is() {
        // Every way to let three parts choose among four positions.
        let mut held = 0;
        for bits in 0..1_u32 << 12 {
            let choices: Vec<Vec<u32>> = (0..3)
                .map(|part| (0..4).filter(|at| bits >> (part * 4 + at) & 1 == 1).collect())
                .collect();
            let mut seats = Seats::default();
            seats.clear(3);
            for (part, positions) in choices.iter().enumerate() {
                for &position in positions {
                    seats.offer(position, part);
                }
            }
            let expected = tried(&choices, &mut Vec::new());
            assert_eq!(seats.fill(3), expected, "{choices:?}");
            held += u32::from(expected.is_some());
        }
        assert!(held > 500 && held < 4_000, "{held}");
    }
}
