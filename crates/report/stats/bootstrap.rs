//! How far shares may be off when a few people write much.
//!
//! # Source
//!
//! Percentile bootstrap: Efron, "Bootstrap Methods: Another Look at the Jackknife", Ann. Stat. 7
//! (1979); whole authors are resampled, because mentions of one author are not independent.
//! Random numbers: `SplitMix64`, Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
//! Generators", OOPSLA 2014.

/// Rounds of resampling.
const ROUNDS: usize = 2_000;

/// People from which on kinds of them are drawn, not each by themselves.
const ONE_BY_ONE_BELOW: usize = 20_000;

/// The expected number of successes from which on a binomial distribution is taken for normal.
const NORMAL_FROM: f64 = 50.0;

/// The share of rounds left out at each end.
const TAIL: f64 = 0.025;

/// Random numbers that follow from a seed and nothing else.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers that follow from `seed`.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, any of 2^64 equally likely.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `[0, 1)`, a multiple of 2^−53.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below `end`, each equally likely to within 2^−32 for any `end` up to 2^32.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        usize::try_from(wide >> 64).expect("the product's upper half is below `end`, a usize")
    }
}

/// The 95 % interval of each part's share in the sum of all parts, by resampling `people`.
///
/// Each person is how much they add to each part; all have the same number of parts. Rounds in which
/// nothing was drawn for any part are left out. Empty when there are no people.
///
/// # Cost
///
/// 2,000 draws a person, from 20,000 people on a kind of person: how often each kind is met is then
/// drawn at once, from the binomial distribution that single draws would follow.
#[must_use]
pub fn share_intervals(people: &[Vec<u64>], seed: u64) -> Vec<(f64, f64)> {
    let Some(first) = people.first() else { return Vec::new() };
    let parts = first.len();
    // Most people are alike (one mention of one brand): a draw only counts which kind it met.
    let mut kinds: Vec<&[u64]> = people.iter().map(Vec::as_slice).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kind_of = |person: &Vec<u64>| {
        kinds.binary_search(&person.as_slice()).expect("each person's vector is among the kinds")
    };
    let met: Vec<usize> = people.iter().map(kind_of).collect();
    let mut sizes = vec![0_u64; kinds.len()];
    for kind in &met {
        sizes[*kind] += 1;
    }
    let mut random = Random::seeded(seed);
    let mut shares = vec![Vec::with_capacity(ROUNDS); parts];
    for _ in 0..ROUNDS {
        let mut drawn = vec![0_u64; kinds.len()];
        if people.len() >= ONE_BY_ONE_BELOW {
            draw_kinds(&sizes, &mut random, &mut drawn);
        } else {
            for _ in 0..people.len() {
                drawn[met[random.below(people.len())]] += 1;
            }
        }
        record(&drawn, &kinds, &mut shares);
    }
    shares.into_iter().map(|mut round| ends(&mut round)).collect()
}

/// Draws as many people as there are, with replacement, and counts how often each kind is met: a
/// multinomial distribution, one binomial after the other.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn draw_kinds(sizes: &[u64], random: &mut Random, drawn: &mut [u64]) {
    let mut people: u64 = sizes.iter().sum();
    let mut left = people;
    for (size, met) in sizes.iter().zip(drawn) {
        *met = if people == *size {
            left
        } else {
            binomial(left, *size as f64 / people as f64, random)
        };
        left -= *met;
        people -= size;
    }
}

/// A number of successes in `draws` draws with probability `p` each.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts stay below 2^53, and the deviate is cut to them"
)]
fn binomial(draws: u64, p: f64, random: &mut Random) -> u64 {
    if p > 0.5 {
        return draws - binomial(draws, 1.0 - p, random);
    }
    let expected = draws as f64 * p;
    if expected >= NORMAL_FROM {
        let radius = (-2.0 * (1.0 - random.unit()).ln()).sqrt();
        let deviate = radius * (std::f64::consts::TAU * random.unit()).cos();
        let successes = expected + deviate * (expected * (1.0 - p)).sqrt();
        return (successes.round().max(0.0) as u64).min(draws);
    }
    // Summed up from zero on, until the sum passes a number drawn from [0, 1).
    let (odds, mut left) = (p / (1.0 - p), random.unit());
    let (mut successes, mut weight) = (0, (draws as f64 * (-p).ln_1p()).exp());
    while left >= weight && successes < draws {
        left -= weight;
        weight *= (draws - successes) as f64 / (successes + 1) as f64 * odds;
        successes += 1;
    }
    successes
}

/// Adds one round's share of each part, unless the round is empty.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn record(drawn: &[u64], kinds: &[&[u64]], shares: &mut [Vec<f64>]) {
    let mut sums = vec![0_u64; shares.len()];
    for (times, kind) in drawn.iter().zip(kinds) {
        for (sum, value) in sums.iter_mut().zip(*kind) {
            *sum += times * value;
        }
    }
    let whole: u64 = sums.iter().sum();
    if whole == 0 {
        return;
    }
    for (share, sum) in shares.iter_mut().zip(sums) {
        share.push(sum as f64 / whole as f64);
    }
}

/// The values at 2.5 % and 97.5 % of the sorted rounds.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most 2,000 rounds"
)]
pub(crate) fn ends(rounds: &mut [f64]) -> (f64, f64) {
    if rounds.is_empty() {
        return (0.0, 1.0);
    }
    rounds.sort_by(f64::total_cmp);
    let last = (rounds.len() - 1) as f64;
    let at = |part: f64| rounds[(part * last).round() as usize];
    (at(TAIL), at(1.0 - TAIL))
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first numbers from seed 1234567, as in the authors' reference program.
        let mut random = Random::seeded(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn hand_computed() {
        // All alike: every resample is the same, so nothing is uncertain.
        assert_eq!(share_intervals(&vec![vec![3, 1]; 9], 1), [(0.75, 0.75), (0.25, 0.25)]);
        // One person who says all: only they can be drawn.
        assert_eq!(share_intervals(&[vec![5, 0]], 1), [(1.0, 1.0), (0.0, 0.0)]);
        assert_eq!(share_intervals(&[], 1), []);
        // The same seed gives the same answer, another one nearly so.
        let people: Vec<Vec<u64>> = (0..200).map(|n| vec![u64::from(n % 3 == 0), 1]).collect();
        assert_eq!(share_intervals(&people, 5), share_intervals(&people, 5));
        assert_ne!(share_intervals(&people, 5), share_intervals(&people, 6));
    }

    #[test]
    fn agrees_with_the_exact_binomial_where_each_person_says_one_thing() {
        // 40 of 100 people name the first brand: resampled shares are Binomial(100, 0.4) / 100,
        // whose 2.5 % and 97.5 % quantiles are 31 and 50 (R: qbinom).
        let people: Vec<Vec<u64>> =
            (0..100).map(|n| if n < 40 { vec![1, 0] } else { vec![0, 1] }).collect();
        let (low, high) = share_intervals(&people, 1)[0];
        assert!((low - 0.31).abs() < 0.011 && (high - 0.50).abs() < 0.011, "{low} {high}");
    }

    #[test]
    fn binomial_numbers_have_their_mean_and_variance() {
        let mut random = Random::seeded(5);
        for (draws, p) in [(10, 0.3), (1_000, 0.01), (40_000, 0.25), (40_000, 0.999), (7, 0.0)] {
            let drawn: Vec<f64> =
                (0..20_000).map(|_| binomial(draws, p, &mut random) as f64).collect();
            let mean = drawn.iter().sum::<f64>() / 20_000.0;
            let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
            let (expected, of) = (draws as f64 * p, draws as f64 * p * (1.0 - p));
            assert!((mean - expected).abs() <= 4.0 * (of / 20_000.0).sqrt(), "{draws} {p}: {mean}");
            assert!((variance - of).abs() <= 0.06 * of, "{draws} {p}: {variance} for {of}");
        }
    }

    #[test]
    fn many_people_drawn_by_kind_agree_with_the_binomial() {
        // 12,000 of 30,000 people name the first brand: the resampled share is normal to four digits,
        // 0.4 ± 1.96 · √(0.24 ÷ 30,000).
        let people: Vec<Vec<u64>> =
            (0..30_000).map(|n| if n % 5 < 2 { vec![1, 0] } else { vec![0, 1] }).collect();
        let (low, high) = share_intervals(&people, 1)[0];
        assert!((low - 0.39446).abs() < 0.0006 && (high - 0.40554).abs() < 0.0006, "{low} {high}");
    }

    #[test]
    fn it_holds_the_true_share_where_mentions_of_one_author_hang_together() {
        let mut random = Random::seeded(17);
        let (mut held, mut naive) = (0, 0);
        for round in 0..200 {
            // Loud people, ten mentions each, half of them for each brand: the truth is 0.5.
            let people: Vec<Vec<u64>> = (0..60)
                .map(|_| {
                    let loud = if random.unit() < 0.2 { 10 } else { 1 };
                    if random.unit() < 0.5 { vec![loud, 0] } else { vec![0, loud] }
                })
                .collect();
            let (low, high) = share_intervals(&people, round)[0];
            held += u32::from((low..=high).contains(&0.5));
            let part = people.iter().map(|p| p[0]).sum();
            let whole = people.iter().flatten().sum();
            let (low, high) = crate::stats::wilson(part, whole).unwrap();
            naive += u32::from((low..=high).contains(&0.5));
        }
        assert!(held >= 178, "{held} of 200");
        assert!(naive < 165, "negative control: mentions taken as independent held {naive} of 200");
    }
}
