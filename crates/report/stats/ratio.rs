//! How many times as much a day was said during a campaign as before it.
//!
//! # Source
//!
//! Quasi-Poisson regression with one factor of two levels: Wedderburn, "Quasi-likelihood Functions,
//! Generalized Linear Models, and the Gauss–Newton Method", Biometrika 61 (1974); dispersion from
//! Pearson's statistic, McCullagh and Nelder, "Generalized Linear Models", 2nd ed., §4.5 and §9.2.

use crate::stats::distribution::t_quantile;

/// How many days before a campaign a ratio needs.
pub const DAYS_BEFORE_MIN: usize = 14;

/// A ratio of means a day with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateRatio {
    /// The mean a day now over the mean a day before.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// How many times as far days scatter as a Poisson count would.
    pub dispersion: f64,
}

/// The ratio of the means of two runs of daily counts, days with gaps left out of both.
///
/// The dispersion is never taken below 1: days that are more alike than chance allows are chance.
/// `None` with fewer than [`DAYS_BEFORE_MIN`] days before, without a day now, or without a mention
/// on either side.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "days stay below 2^53")]
pub fn rate_ratio(before: &[f64], now: &[f64]) -> Option<RateRatio> {
    let sums = [before.iter().sum::<f64>(), now.iter().sum::<f64>()];
    if before.len() < DAYS_BEFORE_MIN || now.is_empty() || sums.contains(&0.0) {
        return None;
    }
    let means = [sums[0] / before.len() as f64, sums[1] / now.len() as f64];
    let pearson =
        |days: &[f64], mean: f64| days.iter().map(|day| (day - mean).powi(2) / mean).sum::<f64>();
    let degrees = (before.len() + now.len() - 2) as f64;
    let dispersion = (pearson(before, means[0]) + pearson(now, means[1])) / degrees;
    let dispersion = dispersion.max(1.0);
    let error = (dispersion * (1.0 / sums[0] + 1.0 / sums[1])).sqrt();
    let reach = (t_quantile(degrees) * error).exp();
    let ratio = means[1] / means[0];
    Some(RateRatio { ratio, low: ratio / reach, high: ratio * reach, dispersion })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::stats::distribution::Z;
    use crate::stats::draw::negative_binomial;

    #[test]
    fn hand_computed() {
        // Before: 6 and 14 in turn, mean 10, sum 140, Pearson 14 · 16 / 10 = 22.4. Now: 12, 20 and
        // 28 seven times round, mean 20, sum 140 over 7 days: Pearson (64 · 4) / 20 = 12.8.
        // Dispersion 35.2 / 19 = 1.852632; error √(1.852632 · 2 / 140) = 0.162685;
        // t(19) = 2.093024: reach e^0.340504 = 1.405656.
        let before = [6.0, 14.0].repeat(7);
        let now = [12.0, 28.0, 12.0, 28.0, 20.0, 20.0, 20.0];
        let found = rate_ratio(&before, &now).unwrap();
        for (value, expected) in [
            (found.ratio, 2.0),
            (found.dispersion, 1.852_632),
            (found.low, 1.422_823),
            (found.high, 2.811_312),
        ] {
            assert!((value - expected).abs() < 1e-5, "{found:?}");
        }
        assert_eq!(rate_ratio(&before[1..], &now), None, "13 days before");
        assert_eq!(rate_ratio(&before, &[]), None);
        assert_eq!(rate_ratio(&before, &[0.0; 7]), None);
        let alike = rate_ratio(&[10.0; 14], &[10.0; 7]).unwrap();
        assert!((alike.dispersion - 1.0).abs() < 1e-12, "{alike:?}");
    }

    #[test]
    fn nineteen_in_twenty_intervals_hold_the_truth_and_poissons_do_not() {
        let mut random = Random::seeded(23);
        let (mut held, mut poisson, mut shown) = (0, 0, 0);
        for _ in 0..2000 {
            let mut days = |mean: f64, count: usize| -> Vec<f64> {
                (0..count).map(|_| negative_binomial(mean, 0.1, &mut random)).collect()
            };
            let (before, now, same) = (days(40.0, 21), days(60.0, 14), days(40.0, 14));
            let found = rate_ratio(&before, &now).unwrap();
            held += u32::from((found.low..=found.high).contains(&1.5));
            let error = 1.0 / before.iter().sum::<f64>() + 1.0 / now.iter().sum::<f64>();
            poisson += u32::from((found.ratio / 1.5).ln().abs() < Z * error.sqrt());
            let none = rate_ratio(&before, &same).unwrap();
            shown += u32::from(none.low > 1.0 || none.high < 1.0);
        }
        assert!((1860..=1940).contains(&held), "{held} of 2000 held the truth");
        assert!(shown <= 140, "{shown} of 2000 campaigns without effect showed one");
        assert!(poisson < 1500, "negative control: without dispersion {poisson} of 2000");
    }
}
