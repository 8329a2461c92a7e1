//! How far a share of counted things may be off.
//!
//! # Source
//!
//! Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", J. Am. Stat.
//! Assoc. 22 (1927), without continuity correction.

use crate::stats::distribution::Z;

/// The 95 % Wilson interval of `part` in `whole`; `None` when the whole is zero.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
pub fn wilson(part: u64, whole: u64) -> Option<(f64, f64)> {
    if whole == 0 {
        return None;
    }
    let (count, share) = (whole as f64, part as f64 / whole as f64);
    let scale = 1.0 + Z * Z / count;
    let center = (share + Z * Z / (2.0 * count)) / scale;
    let variance = share * (1.0 - share) / count + Z * Z / (4.0 * count * count);
    let half = Z * variance.sqrt() / scale;
    Some(((center - half).max(0.0), (center + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    #[test]
    fn hand_computed() {
        // R: prop.test(x, n, correct = FALSE)$conf.int
        for (part, whole, low, high) in [
            (0, 10, 0.0, 0.277_533),
            (5, 10, 0.236_593, 0.763_407),
            (80, 100, 0.711_170, 0.866_633),
        ] {
            let (from, to) = wilson(part, whole).unwrap();
            assert!(
                (from - low).abs() < 1e-5 && (to - high).abs() < 1e-5,
                "{part} of {whole}: {from} {to}"
            );
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn it_holds_the_true_share_about_nineteen_times_in_twenty() {
        let mut random = Random::seeded(3);
        for truth in [0.05, 0.3, 0.5] {
            let (mut held, mut plain) = (0, 0);
            for _ in 0..2000 {
                let part = (0..80).filter(|_| random.unit() < truth).count() as u64;
                let (low, high) = wilson(part, 80).unwrap();
                held += u32::from((low..=high).contains(&truth));
                let share = f64::from(u32::try_from(part).unwrap()) / 80.0;
                let reach = Z * (share * (1.0 - share) / 80.0).sqrt();
                plain += u32::from((share - truth).abs() <= reach);
            }
            assert!((1840..=1960).contains(&held), "{held} of 2000 at {truth}");
            assert!(
                truth > 0.1 || plain < 1840,
                "negative control: by plain error {plain} of 2000"
            );
        }
    }
}
