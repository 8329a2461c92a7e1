//! How likely a negative binomial count is this great or greater.
//!
//! # Source
//!
//! The upper tail is a regularized incomplete beta function (Johnson, Kemp and Kotz, "Univariate
//! Discrete Distributions", 3rd ed., §5.6), summed here as the continued fraction of Abramowitz and
//! Stegun 26.5.8 by Lentz's method: as a logarithm, because tails of spikes are smaller than any
//! double.

use statrs::function::gamma::ln_gamma;

/// Terms of the continued fraction at most; a count of a million needs a few hundred.
const TERMS_MAX: u32 = 4_000;

/// What stands for zero in the continued fraction's denominators.
const TINY: f64 = 1e-290;

/// The natural logarithm of the probability that a negative binomial count is `count` or more.
///
/// Its variance is `mean + dispersion · mean²`; with a dispersion near 0 it is Poisson's.
pub(crate) fn negative_binomial_tail(count: f64, mean: f64, dispersion: f64) -> f64 {
    if count <= 0.0 {
        return 0.0;
    }
    let size = 1.0 / dispersion;
    let share = mean / (mean + size);
    if share > (count + 1.0) / (count + size + 2.0) {
        // The greater part is above: its complement is the one that can be summed.
        let below = ln_beta(size, count, 1.0 - share).exp();
        return (-below.min(1.0 - f64::EPSILON)).ln_1p();
    }
    ln_beta(count, size, share)
}

/// The logarithm of the regularized incomplete beta function left of its mean.
fn ln_beta(first: f64, second: f64, at: f64) -> f64 {
    let front = ln_gamma(first + second) - ln_gamma(first) - ln_gamma(second)
        + first * at.ln()
        + second * (-at).ln_1p();
    front + fraction(first, second, at).ln() - first.ln()
}

/// The continued fraction of Abramowitz and Stegun 26.5.8.
fn fraction(first: f64, second: f64, at: f64) -> f64 {
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let both = first + second;
    let mut upper = 1.0;
    let mut lower = 1.0 / away(1.0 - both * at / (first + 1.0));
    let mut sum = lower;
    for term in 1..TERMS_MAX {
        let term = f64::from(term);
        let twice = first + 2.0 * term;
        let even = term * (second - term) * at / ((twice - 1.0) * twice);
        let odd = -(first + term) * (both + term) * at / (twice * (twice + 1.0));
        let mut change = 1.0;
        for part in [even, odd] {
            lower = 1.0 / away(1.0 + part * lower);
            upper = away(1.0 + part / upper);
            change = lower * upper;
            sum *= change;
        }
        if (change - 1.0).abs() < 1e-13 {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same tail by adding probabilities up to just below the count.
    fn summed(count: u32, mean: f64, dispersion: f64) -> f64 {
        let size = 1.0 / dispersion;
        let share = mean / (mean + size);
        let mut weight = (1.0 - share).powf(size);
        let mut below = 0.0;
        for number in 0..count {
            below += weight;
            weight *= (f64::from(number) + size) / (f64::from(number) + 1.0) * share;
        }
        1.0 - below
    }

    #[test]
    fn tails_agree_with_their_sums() {
        // Shape 1 is geometric: the tail is share^count. Mean 4: share 0.8; 0.8^10 by hand.
        let geometric = negative_binomial_tail(10.0, 4.0, 1.0).exp();
        assert!((geometric - 0.107_374_182_4).abs() < 1e-12);
        for mean in [0.3, 2.0, 40.0, 300.0] {
            for dispersion in [0.01, 0.2, 1.0, 4.0] {
                for count in [1, 2, 5, 30, 200] {
                    let tail = negative_binomial_tail(f64::from(count), mean, dispersion).exp();
                    let sum = summed(count, mean, dispersion);
                    assert!((tail - sum).abs() < 1e-9, "{mean} {dispersion} {count}: {tail} {sum}");
                }
            }
        }
        assert!(negative_binomial_tail(0.0, 5.0, 0.1).abs() < 1e-12);
    }

    #[test]
    fn far_tails_stay_finite_and_fall() {
        let mut before = 0.0;
        for count in [1e2, 1e3, 1e4, 1e5, 1e6] {
            let tail = negative_binomial_tail(count, 10.0, 0.05);
            assert!(tail.is_finite() && tail < before, "{count}: {tail}");
            before = tail;
        }
    }
}
