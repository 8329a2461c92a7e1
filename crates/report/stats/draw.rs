//! Draws from known distributions, by which tests see whether a statistic keeps its promise.

use crate::stats::Random;

/// A normal number, by Box and Muller.
pub(crate) fn normal(random: &mut Random) -> f64 {
    let radius = (-2.0 * (1.0 - random.unit()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.unit()).cos()
}

/// An exponential number.
pub(crate) fn exponential(mean: f64, random: &mut Random) -> f64 {
    -mean * (1.0 - random.unit()).ln()
}

/// A Poisson number: Knuth's product of uniforms in pieces, rounded normal from a mean of 200 on.
pub(crate) fn poisson(mean: f64, random: &mut Random) -> f64 {
    if mean >= 200.0 {
        return (mean + mean.sqrt() * normal(random)).round().max(0.0);
    }
    let (mut count, mut left) = (0.0, mean);
    loop {
        left -= exponential(1.0, random);
        if left < 0.0 {
            return count;
        }
        count += 1.0;
    }
}

/// A gamma number with mean 1 and variance `dispersion`, by Marsaglia and Tsang.
pub(crate) fn gamma(dispersion: f64, random: &mut Random) -> f64 {
    let shape = 1.0 / dispersion;
    let boost = if shape < 1.0 { (1.0 - random.unit()).powf(dispersion) } else { 1.0 };
    let third = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
    loop {
        let drawn = normal(random);
        let cube = (1.0 + drawn / (9.0 * third).sqrt()).powi(3);
        let accepted = 0.5 * drawn * drawn + third - third * cube + third * cube.ln();
        if cube > 0.0 && (1.0 - random.unit()).ln() < accepted {
            return third * cube * boost * dispersion;
        }
    }
}

/// A negative binomial number with variance `mean + dispersion · mean²`.
pub(crate) fn negative_binomial(mean: f64, dispersion: f64, random: &mut Random) -> f64 {
    let scale = if dispersion > 0.0 { gamma(dispersion, random) } else { 1.0 };
    poisson(mean * scale, random)
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "a few thousand draws")]
fn draws_have_the_mean_and_variance_they_should() {
    let mut random = Random::seeded(3);
    for (mean, dispersion) in [(0.5, 0.0), (6.0, 0.3), (40.0, 2.0), (400.0, 0.1)] {
        let drawn: Vec<f64> =
            (0..20_000).map(|_| negative_binomial(mean, dispersion, &mut random)).collect();
        let average = drawn.iter().sum::<f64>() / drawn.len() as f64;
        let spread = drawn.iter().map(|value| (value - average).powi(2)).sum::<f64>();
        let expected = mean + dispersion * mean * mean;
        assert!((average / mean - 1.0).abs() < 0.05, "{mean} {dispersion}: mean {average}");
        let spread = spread / drawn.len() as f64;
        assert!((spread / expected - 1.0).abs() < 0.15, "{mean} {dispersion}: variance {spread}");
    }
}
