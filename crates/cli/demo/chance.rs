//! Chance that comes out the same every time: one seed, one world.

/// `SplitMix64`.
///
/// # Source
///
/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, figure 16.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("it is less than a usize")
    }

    /// True in `percent` of a hundred.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`.
    pub(super) fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of `items`, the likelier the greater its weight; weights are not all 0.
    pub(super) fn weighted<'a, T>(&mut self, items: &'a [(T, usize)]) -> &'a T {
        let mut left = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return item,
            }
        }
        unreachable!("`left` is less than the sum of the weights")
    }

    /// A figure below `bound` where small ones are much likelier, as likes are.
    pub(super) fn skewed(&mut self, bound: usize) -> u64 {
        let once = self.below(bound);
        let twice = self.below(once + 1);
        self.below(twice + 1) as u64
    }
}
