//! How long people wait for a first reply, those still waiting included.
//!
//! # Source
//!
//! Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", J. Am. Stat. Assoc. 53
//! (1958). Variance by Greenwood; interval on the log–log scale, which stays within 0 and 1:
//! Kalbfleisch and Prentice, "The Statistical Analysis of Failure Time Data", 2nd ed., §1.4.

use crate::stats::distribution::Z;

/// One mention that needed an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait {
    /// Until the first reply, or until the data end: any unit, the same for all.
    pub time: u64,
    /// Whether there was a reply; else it is only known that it took longer.
    pub answered: bool,
}

/// The share of mentions still unanswered, as it falls with time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survival {
    /// By time, each once: only times at which a reply came.
    steps: Vec<Step>,
    /// The longest time anything was watched for.
    watched: u64,
}

/// The curve right after one time.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    time: u64,
    unanswered: f64,
    /// Greenwood's sum: the variance over the square of the share.
    spread: f64,
}

impl Survival {
    /// The curve of these waits; one cut off at the moment of a reply counts as waiting at it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    pub fn of(mut waits: Vec<Wait>) -> Self {
        waits.sort_unstable();
        let mut curve =
            Self { steps: Vec::new(), watched: waits.last().map_or(0, |wait| wait.time) };
        let (mut unanswered, mut spread) = (1.0, 0.0);
        let mut left = waits.len();
        for same in waits.chunk_by(|one, other| one.time == other.time) {
            let replies = same.iter().filter(|wait| wait.answered).count() as f64;
            let waiting = left as f64;
            if replies > 0.0 {
                unanswered *= 1.0 - replies / waiting;
                spread += replies / (waiting * (waiting - replies));
                curve.steps.push(Step { time: same[0].time, unanswered, spread });
            }
            left -= same.len();
        }
        curve
    }

    /// The time by which at least `share` was answered; `None` if it was not while anybody watched.
    #[must_use]
    pub fn answered_by(&self, share: f64) -> Option<u64> {
        // A product of fractions may miss the round number it equals by a last digit.
        let reached = |step: &&Step| 1.0 - step.unanswered >= share - 1e-12;
        self.steps.iter().find(reached).map(|step| step.time)
    }

    /// The share still unanswered after `time`, with its 95 % interval; `None` past what was watched.
    #[must_use]
    pub fn unanswered_after(&self, time: u64) -> Option<(f64, f64, f64)> {
        if time > self.watched {
            return None;
        }
        let past = self.steps.partition_point(|step| step.time <= time);
        let Some(step) = past.checked_sub(1).map(|at| self.steps[at]) else {
            return Some((1.0, 1.0, 1.0));
        };
        if step.unanswered <= 0.0 {
            return Some((0.0, 0.0, 0.0));
        }
        let reach = Z * step.spread.sqrt() / step.unanswered.ln().abs();
        let end = |sign: f64| step.unanswered.powf((sign * reach).exp());
        Some((step.unanswered, end(1.0), end(-1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::stats::draw::exponential;

    fn waits(answered: &[u64], waiting: &[u64]) -> Survival {
        let one = |answered| move |time: &u64| Wait { time: *time, answered };
        let all = answered.iter().map(one(true)).chain(waiting.iter().map(one(false)));
        Survival::of(all.collect())
    }

    #[track_caller]
    fn check(curve: &Survival, time: u64, expected: (f64, f64, f64)) {
        let (share, low, high) = curve.unanswered_after(time).unwrap();
        let off = [share - expected.0, low - expected.1, high - expected.2];
        assert!(off.iter().all(|off| off.abs() < 5e-4), "{time}: {share} {low} {high}");
    }

    #[test]
    fn hand_computed() {
        // Five waits: replies after 10, 20 and 40, one cut off at 20, one at 50.
        // 4/5 = 0.8; at 20 still four: · 3/4 = 0.6; at 40 two: · 1/2 = 0.3.
        let curve = waits(&[10, 20, 40], &[20, 50]);
        let share = |time| curve.unanswered_after(time).map(|(share, _, _)| (share * 1e9).round());
        assert_eq!(share(9), Some(1e9));
        assert_eq!(share(10), Some(0.8e9));
        assert_eq!(share(20), Some(0.6e9));
        assert_eq!(share(50), Some(0.3e9));
        assert_eq!(share(51), None);
        assert_eq!(curve.answered_by(0.5), Some(40));
        assert_eq!(curve.answered_by(0.4), Some(20));
        assert_eq!(curve.answered_by(0.9), None);
        assert_eq!(Survival::of(Vec::new()).answered_by(0.5), None);
    }

    #[test]
    fn agrees_with_the_published_leukemia_trial() {
        // Freireich et al., Blood 21 (1963), patients given 6-MP; R: survfit(conf.type = "log-log").
        let curve = waits(
            &[6, 6, 6, 7, 10, 13, 16, 22, 23],
            &[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
        );
        check(&curve, 6, (0.8571, 0.6197, 0.9516));
        check(&curve, 10, (0.7529, 0.5032, 0.8894));
        check(&curve, 23, (0.4482, 0.1881, 0.6801));
        assert_eq!(curve.answered_by(0.5), Some(23));
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes")]
    fn it_holds_the_true_share_though_a_third_is_still_waiting() {
        let mut random = Random::seeded(29);
        // Replies after 60 minutes in the mean: e^−1 unanswered after an hour, half within 41.6.
        let truth = (-1.0_f64).exp();
        let (mut held, mut naive, mut middle) = (0, 0, 0.0);
        for _ in 0..1000 {
            let mut drawn: Vec<Wait> = Vec::with_capacity(150);
            for _ in 0..150 {
                let (reply, end) = (exponential(60.0, &mut random), 150.0 * random.unit());
                let time = (reply.min(end) * 100.0) as u64;
                drawn.push(Wait { time, answered: reply <= end });
            }
            let only: Vec<Wait> = drawn.iter().filter(|wait| wait.answered).copied().collect();
            let inside = |curve: &Survival| {
                let found = curve.unanswered_after(6_000);
                found.is_some_and(|(_, low, high)| (low..=high).contains(&truth))
            };
            let curve = Survival::of(drawn);
            held += u32::from(inside(&curve));
            naive += u32::from(inside(&Survival::of(only)));
            middle +=
                f64::from(u32::try_from(curve.answered_by(0.5).unwrap()).unwrap()) / 100_000.0;
        }
        assert!((925..=975).contains(&held), "{held} of 1000 held the truth");
        assert!((middle - 41.6).abs() < 0.8, "the middle reply, in the mean: {middle}");
        assert!(naive < 400, "negative control: without those who wait {naive} of 1000");
    }
}
