//! Shares on page one, with where they usually are.

use super::Desk;
use crate::say::say;
use crate::stats::{median, wilson};
use crate::tally::Tally;
use crate::{Cell, Change, Direction, Figure, Usual, number};

/// What makes a median absolute deviation estimate a standard deviation.
const DEVIATIONS: f64 = 1.4826;

/// A share of the period, with the usual range and the share before in words beside it.
pub(super) fn figure(
    desk: &Desk<'_>,
    key: &'static str,
    label: &str,
    of: impl Fn(&Tally<'_>) -> (u64, u64),
    why: &str,
) -> Figure {
    let (part, whole) = of(&desk.now);
    let mut figure = Figure::new(key, label, Cell::share(part, whole, why));
    if whole == 0 {
        return figure;
    }
    let now = number::quotient(part, whole);
    let before = desk.past.sums_before().map(&of);
    let before = before.filter(|(_, whole)| *whole > 0);
    let mut words: Vec<String> = before
        .iter()
        .map(|(part, whole)| say!("{share} before", share = number::share(*part, *whole)))
        .collect();
    if let Some(earlier) = desk.past.sums_for_range() {
        let shares: Vec<(u64, u64)> = earlier.map(&of).collect();
        if let Some(usual) = usual_share(&shares, whole) {
            let before = before.map_or(now, |(part, whole)| number::quotient(part, whole));
            words.push(beside_usual(&Change { now, before, usual: Some(usual) }, &usual));
        }
    }
    figure.beside = (!words.is_empty()).then(|| words.join(", "));
    figure
}

/// `▲ usual 30%–40%`; what moved against the side on which it stands says so in words.
fn beside_usual(change: &Change, usual: &Usual) -> String {
    let range = format!("{}–{}", number::percent(usual.low), number::percent(usual.high));
    match (change.direction(), change.agrees()) {
        (Direction::Above, true) => format!("▲ {}", say!("usual {range}", range)),
        (Direction::Above, false) => say!("yet above the usual {range}", range),
        (Direction::Below, true) => format!("▼ {}", say!("usual {range}", range)),
        (Direction::Below, false) => say!("yet below the usual {range}", range),
        (Direction::Inside | Direction::Unknown, _) => say!("usual {range}", range),
    }
}

/// The median of earlier shares ± 2 · 1.4826 · MAD, never narrower than Wilson's interval of that
/// median in a whole of this size; `None` where any period has no whole.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts stay below 2^53"
)]
fn usual_share(earlier: &[(u64, u64)], whole: u64) -> Option<Usual> {
    if earlier.iter().any(|(_, whole)| *whole == 0) {
        return None;
    }
    let shares: Vec<f64> =
        earlier.iter().map(|(part, whole)| number::quotient(*part, *whole)).collect();
    let middle = median(&shares);
    let distances: Vec<f64> = shares.iter().map(|share| (share - middle).abs()).collect();
    let spread = 2.0 * DEVIATIONS * median(&distances);
    let (low, high) = wilson((middle * whole as f64).round() as u64, whole)?;
    Some(Usual {
        low: (middle - spread).min(low).max(0.0),
        high: (middle + spread).max(high).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_computed() {
        // Shares 0.30 to 0.37: median 0.335, distances 0.005, 0.015, 0.025, 0.035 twice: MAD 0.02.
        let earlier: Vec<(u64, u64)> = (30..38).map(|part| (part, 100)).collect();
        let usual = usual_share(&earlier, 1_000_000).unwrap();
        assert!((usual.low - (0.335 - 0.059_304)).abs() < 1e-6, "{usual:?}");
        assert!((usual.high - (0.335 + 0.059_304)).abs() < 1e-6, "{usual:?}");
        // All alike: as wide as Wilson's interval of 50 of 100, 0.4038 to 0.5962.
        let usual = usual_share(&[(1, 2); 8], 100).unwrap();
        assert!((usual.low - 0.4038).abs() < 1e-4 && (usual.high - 0.5962).abs() < 1e-4);
        assert_eq!(usual_share(&[(0, 0); 8], 100), None);
    }
}
