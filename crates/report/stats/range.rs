//! Where a total usually is, judged by the totals of earlier periods.
//!
//! # Source
//!
//! Median absolute deviation with the factor 1.4826, which makes it estimate the standard deviation
//! of a normal distribution: Hampel, "The Influence Curve and its Role in Robust Estimation",
//! J. Am. Stat. Assoc. 69 (1974). The central interval of the Poisson distribution is exact: its
//! weights are summed.

use crate::Usual;

/// How many earlier periods a usual range needs.
pub const PERIODS_FOR_RANGE: usize = 8;

/// What makes a median absolute deviation estimate a standard deviation.
const DEVIATIONS: f64 = 1.4826;

/// The weight, relative to the mode's, from which on a Poisson distribution is not summed.
const NEGLIGIBLE: f64 = 1e-18;

/// The share of a Poisson distribution left out at each end.
const TAIL: f64 = 0.025;

/// The median of `totals` ± 2 · 1.4826 · their median absolute deviation, never narrower than the
/// central 95 % Poisson interval with that median as mean, never below zero.
///
/// `None` with fewer totals than [`PERIODS_FOR_RANGE`].
#[must_use]
pub fn usual(totals: &[f64]) -> Option<Usual> {
    if totals.len() < PERIODS_FOR_RANGE {
        return None;
    }
    let middle = median(totals);
    let distances: Vec<f64> = totals.iter().map(|total| (total - middle).abs()).collect();
    let spread = 2.0 * DEVIATIONS * median(&distances);
    let (low, high) = poisson_interval(middle);
    Some(Usual { low: (middle - spread).min(low).max(0.0), high: (middle + spread).max(high) })
}

/// The central 95 % interval of a Poisson distribution: the least number with at least 2.5 % at or
/// below it, and the least with at least 97.5 %.
///
/// # Cost
///
/// About 40 · √mean steps, no allocation.
#[must_use]
pub fn poisson_interval(mean: f64) -> (f64, f64) {
    if mean <= 0.0 {
        return (0.0, 0.0);
    }
    // Weights relative to that of the mode need no factorial: each follows from its neighbor.
    let mode = mean.floor();
    let (mut first, mut weight, mut sum) = (mode, 1.0, 1.0);
    while first > 0.0 && weight > NEGLIGIBLE {
        weight *= first / mean;
        first -= 1.0;
        sum += weight;
    }
    let at_first = weight;
    let (mut last, mut weight) = (mode, 1.0);
    while weight > NEGLIGIBLE {
        last += 1.0;
        weight *= mean / last;
        sum += weight;
    }
    let (mut number, mut weight, mut below) = (first, at_first, at_first);
    let mut quantile = |part: f64| {
        while below < part * sum && number < last {
            number += 1.0;
            weight *= mean / number;
            below += weight;
        }
        number
    };
    (quantile(TAIL), quantile(1.0 - TAIL))
}

/// The median; of an even number, the mean of the two in the middle; of none, zero.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[half],
        _ => f64::midpoint(sorted[half - 1], sorted[half]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::stats::draw::poisson;

    #[test]
    fn hand_computed() {
        // Median 100, distances 0 0 2 2 4 4 10 50: their median 3, spread 2 · 1.4826 · 3 = 8.8956;
        // the Poisson interval of 100 is 81 to 120, wider.
        let calm = [100.0, 100.0, 98.0, 102.0, 96.0, 104.0, 110.0, 50.0];
        assert_eq!(usual(&calm), Some(Usual { low: 81.0, high: 120.0 }));
        // Median 1,000, distances 0 0 200 200 400 400 600 600: median 300, spread 889.56.
        let wild = [1000.0, 1000.0, 800.0, 1200.0, 600.0, 1400.0, 400.0, 1600.0];
        let range = usual(&wild).unwrap();
        assert!((range.low - 110.44).abs() < 1e-9 && (range.high - 1889.56).abs() < 1e-9);
        assert_eq!(usual(&[0.0; 8]), Some(Usual { low: 0.0, high: 0.0 }));
        assert_eq!(usual(&calm[..7]), None);
    }

    #[test]
    fn poisson_quantiles_agree_with_published_tables() {
        // R: qpois(c(.025, .975), mean)
        for (mean, low, high) in [
            (0.5, 0.0, 2.0),
            (1.0, 0.0, 3.0),
            (3.0, 0.0, 7.0),
            (10.0, 4.0, 17.0),
            (100.0, 81.0, 120.0),
            (1000.0, 938.0, 1062.0),
        ] {
            assert_eq!(poisson_interval(mean), (low, high), "mean {mean}");
        }
        // Far out the distribution is normal: mean ± 1.96 · √mean.
        let (low, high) = poisson_interval(1e8);
        assert!((low - (1e8 - 19_599.6)).abs() < 3.0 && (high - (1e8 + 19_599.6)).abs() < 3.0);
    }

    #[test]
    fn nineteen_in_twenty_poisson_draws_fall_inside_and_a_third_more_does_not() {
        let mut random = Random::seeded(7);
        let mut inside = |mean: f64, drawn: f64| {
            let (low, high) = poisson_interval(mean);
            let hits = (0..4000).filter(|_| (low..=high).contains(&poisson(drawn, &mut random)));
            hits.count()
        };
        assert!(inside(40.0, 40.0) >= 3800);
        assert!(inside(40.0, 54.0) < 3000, "negative control");
    }

    #[test]
    fn calm_weeks_rarely_leave_their_range_and_doubled_ones_do() {
        let mut random = Random::seeded(11);
        let (mut calm, mut doubled, mut narrow) = (0, 0, 0);
        for _ in 0..1000 {
            let totals: Vec<f64> = (0..8).map(|_| poisson(60.0, &mut random)).collect();
            let range = usual(&totals).unwrap();
            calm += u32::from((range.low..=range.high).contains(&poisson(60.0, &mut random)));
            let half = (range.high - range.low) / 4.0;
            narrow += u32::from((poisson(60.0, &mut random) - 60.0).abs() < half);
            doubled += u32::from(poisson(120.0, &mut random) > range.high);
        }
        assert!(calm >= 900, "{calm} of 1000 calm weeks inside");
        assert!(narrow < 900, "negative control: half the range holds {narrow} of 1000");
        assert!(doubled >= 950, "{doubled} of 1000 doubled weeks outside");
    }
}
