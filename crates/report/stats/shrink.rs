//! Which hours of the week are better for posting, where most have seen only a few posts.
//!
//! # Source
//!
//! Empirical Bayes for a normal mean: Efron and Morris, "Data Analysis Using Stein's Estimator and
//! its Generalizations", J. Am. Stat. Assoc. 70 (1975). Between-slot variance by DerSimonian and
//! Laird, "Meta-Analysis in Clinical Trials", Control. Clin. Trials 7 (1986). That the group's mean
//! and the pull towards it are estimates widens the interval: Morris, "Parametric Empirical Bayes
//! Inference: Theory and Applications", J. Am. Stat. Assoc. 78 (1983), §4.

use std::collections::BTreeMap;

use crate::stats::distribution::t_quantile;

/// One hour of the week with the posts published in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Which slots share a mean to shrink towards: network and type of day.
    pub group: usize,
    /// Each post's rate over the account's own mean: 1 is as usual, 0 a post without engagement.
    pub posts: Vec<f64>,
}

/// How much better a slot is than the account's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    /// The slot's mean after shrinking; 1 is as usual.
    pub mean: f64,
    /// The 95 % interval's lower end.
    pub low: f64,
    /// The 95 % interval's upper end.
    pub high: f64,
    /// How many posts it rests on.
    pub posts: usize,
}

/// What the slots of one group share.
#[derive(Clone, Copy, Debug)]
struct Shared {
    mean: f64,
    /// The variance of `mean`.
    error: f64,
}

/// How posts and slots scatter, all groups together.
#[derive(Clone, Copy, Debug)]
struct Scatter {
    /// The variance of posts within a slot.
    within: f64,
    /// The variance of slots around their group's mean.
    between: f64,
    /// How many slots and groups `between` was learnt from: the former less the latter.
    degrees: f64,
    /// How many standard errors reach 95 %.
    reach: f64,
}

/// The lift of each slot, in the order given; `None` for all when no slot has two posts.
///
/// A slot moves towards its group's mean by how little it knows: one post says next to nothing, a
/// hundred posts nearly all. How far posts scatter, and how far slots, is learnt from all together.
#[must_use]
pub fn lifts(slots: &[Slot]) -> Option<Vec<Lift>> {
    let (within, degrees) = within(slots)?;
    let mut groups: BTreeMap<usize, Vec<&Slot>> = BTreeMap::new();
    for slot in slots {
        groups.entry(slot.group).or_default().push(slot);
    }
    for slots in groups.values_mut() {
        slots.retain(|slot| !slot.posts.is_empty());
    }
    let scatter = scatter(groups.values(), within, t_quantile(degrees));
    let shared: BTreeMap<usize, Shared> =
        groups.into_iter().map(|(group, slots)| (group, shared(&slots, scatter))).collect();
    Some(slots.iter().map(|slot| lift(slot, shared[&slot.group], scatter)).collect())
}

/// How many posts a slot needs for a lift of `wanted` (0.2 is 20 %) to stand out from chance.
///
/// `None` when no slot has two posts, so that nothing is known of how posts scatter.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of posts")]
pub fn posts_needed(slots: &[Slot], wanted: f64) -> Option<usize> {
    let (within, degrees) = within(slots)?;
    Some((within * (t_quantile(degrees) / wanted).powi(2)).ceil() as usize)
}

/// The pooled variance of posts within slots, and its degrees of freedom.
fn within(slots: &[Slot]) -> Option<(f64, f64)> {
    let (mut squares, mut degrees) = (0.0, 0.0);
    for slot in slots.iter().filter(|slot| slot.posts.len() > 1) {
        let mean = mean(slot);
        squares += slot.posts.iter().map(|post| (post - mean).powi(2)).sum::<f64>();
        degrees += count(slot) - 1.0;
    }
    (degrees > 0.0).then(|| (squares / degrees, degrees))
}

fn scatter<'a>(
    groups: impl Iterator<Item = &'a Vec<&'a Slot>>,
    within: f64,
    reach: f64,
) -> Scatter {
    let (mut squares, mut even, mut degrees) = (0.0, 0.0, 0.0);
    for slots in groups.filter(|slots| !slots.is_empty()) {
        let posts: f64 = slots.iter().map(|slot| count(slot)).sum();
        let overall = slots.iter().map(|slot| mean(slot) * count(slot)).sum::<f64>() / posts;
        let apart = |slot: &&Slot| count(slot) * (mean(slot) - overall).powi(2);
        squares += slots.iter().map(apart).sum::<f64>();
        even += posts - slots.iter().map(|slot| count(slot).powi(2)).sum::<f64>() / posts;
        degrees += slots.iter().fold(-1.0, |sum, _| sum + 1.0);
    }
    let between = if even > 0.0 { ((squares - degrees * within) / even).max(0.0) } else { 0.0 };
    Scatter { within, between, degrees, reach }
}

fn shared(slots: &[&Slot], scatter: Scatter) -> Shared {
    if slots.is_empty() {
        return Shared { mean: 1.0, error: scatter.within };
    }
    // Each slot weighs by what it adds, not by its posts: slots differ, too.
    let within = scatter.within.max(f64::EPSILON);
    let weight = |slot: &Slot| 1.0 / (scatter.between + within / count(slot));
    let weights: f64 = slots.iter().map(|slot| weight(slot)).sum();
    let mean = slots.iter().map(|slot| weight(slot) * mean(slot)).sum::<f64>() / weights;
    Shared { mean, error: 1.0 / weights }
}

fn lift(slot: &Slot, shared: Shared, scatter: Scatter) -> Lift {
    let Scatter { within, between, degrees, reach } = scatter;
    let posts = slot.posts.len();
    if posts == 0 {
        return around(shared.mean, reach * (between + shared.error).sqrt(), posts);
    }
    let own = within / count(slot);
    let pull = if own > 0.0 { own / (own + between) } else { 0.0 };
    let apart = mean(slot) - shared.mean;
    // Three unknowns: the slot's own truth, its group's mean, and how hard to pull.
    let doubt = 2.0 * pull * pull / (degrees - 2.0).max(1.0) * apart * apart;
    let error = own * (1.0 - pull) + pull * pull * shared.error + doubt;
    around(shared.mean + (1.0 - pull) * apart, reach * error.sqrt(), posts)
}

fn around(mean: f64, reach: f64, posts: usize) -> Lift {
    Lift { mean, low: mean - reach, high: mean + reach, posts }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn count(slot: &Slot) -> f64 {
    slot.posts.len() as f64
}

fn mean(slot: &Slot) -> f64 {
    slot.posts.iter().sum::<f64>() / count(slot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::stats::draw::{gamma, normal};

    fn slot(group: usize, posts: &[f64]) -> Slot {
        Slot { group, posts: posts.to_vec() }
    }

    #[test]
    fn hand_computed() {
        // Two posts a slot: means 0.5, 1, 1.5, 1; squares within 0.02 · 4 over 4 degrees: 0.02.
        // Overall mean 1, scatter 2 · (0.25 + 0.25) = 1; even 8 − 16/8 = 6;
        // between (1 − 3 · 0.02) / 6 = 0.156667; a slot's own variance 0.01;
        // pull 0.01 / 0.166667 = 0.06: 0.5 becomes 0.06 + 0.94 · 0.5 = 0.53.
        let slots = [
            slot(0, &[0.4, 0.6]),
            slot(0, &[0.9, 1.1]),
            slot(0, &[1.4, 1.6]),
            slot(0, &[0.9, 1.1]),
            slot(0, &[]),
        ];
        let found = lifts(&slots).unwrap();
        let means: Vec<i64> = found.iter().map(|lift| whole(lift.mean)).collect();
        assert_eq!(means, [530_000, 1_000_000, 1_470_000, 1_000_000, 1_000_000]);
        // Error² 0.01 · 0.94 + 0.0036 · 0.166667 / 4 + 2 · 0.0036 / (3 − 2) · 0.5² = 0.01135, its root
        // 0.106536; t(4) = 2.776445: ± 0.295792.
        assert_eq!(whole(found[0].high - found[0].mean), 295_792);
        // (2.776445 / 0.2)² · 0.02 = 3.85.
        assert_eq!(posts_needed(&slots, 0.2), Some(4));
        assert_eq!(lifts(&[slot(0, &[1.0]), slot(0, &[2.0])]), None);
        // All slots alike: each is its group's mean.
        let alike = lifts(&[slot(0, &[0.5, 1.5]), slot(0, &[0.5, 1.5]), slot(1, &[2.0])]).unwrap();
        assert_eq!(
            alike.iter().map(|lift| whole(lift.mean)).collect::<Vec<_>>()[..2],
            [1_000_000; 2]
        );
    }

    #[expect(clippy::cast_possible_truncation, reason = "small test numbers")]
    fn whole(value: f64) -> i64 {
        (value * 1e6).round() as i64
    }

    /// A week of 168 slots with 1 to 12 posts; their true means lie around 1 (weekdays) or 0.8.
    fn week(between: f64, random: &mut Random) -> (Vec<f64>, Vec<Slot>) {
        let mut truths = Vec::new();
        let mut slots = Vec::new();
        for hour in 0..168 {
            let group = usize::from(hour >= 120);
            let center = if group == 1 { 0.8 } else { 1.0 };
            let truth = (center + between * normal(random)).max(0.05);
            let posts = 1 + hour % 12;
            // Engagement is skewed: a gamma number with a standard deviation of 0.7 of its mean.
            slots.push(Slot {
                group,
                posts: (0..posts).map(|_| truth * gamma(0.5, random)).collect(),
            });
            truths.push(truth);
        }
        (truths, slots)
    }

    #[test]
    fn intervals_hold_and_the_best_slot_is_not_oversold() {
        let mut random = Random::seeded(31);
        let (mut held, mut asked) = (0, 0);
        let (mut oversold, mut raw_oversold, mut error, mut raw_error) = (0.0, 0.0, 0.0, 0.0);
        for _ in 0..60 {
            let (truths, slots) = week(0.2, &mut random);
            let found = lifts(&slots).unwrap();
            for ((truth, lift), slot) in truths.iter().zip(&found).zip(&slots) {
                held += u32::from((lift.low..=lift.high).contains(truth));
                asked += 1;
                error += (lift.mean - truth).powi(2);
                raw_error += (mean(slot) - truth).powi(2);
            }
            let top = |value: &dyn Fn(usize) -> f64| {
                let best = (0..168).max_by(|one, other| value(*one).total_cmp(&value(*other)));
                best.map(|at| value(at) - truths[at]).unwrap()
            };
            oversold += top(&|at| found[at].mean) / 60.0;
            raw_oversold += top(&|at| mean(&slots[at])) / 60.0;
        }
        let held = f64::from(held) / f64::from(asked);
        assert!((0.93..=0.98).contains(&held), "{held} held the truth");
        assert!(error < 0.5 * raw_error, "squared error {error}, of plain means {raw_error}");
        assert!(oversold.abs() < 0.12, "the best slot is {oversold} above its truth");
        assert!(
            raw_oversold > 0.8,
            "negative control: the best plain mean is {raw_oversold} above"
        );
    }

    #[test]
    fn where_hours_do_not_differ_hardly_any_stands_out() {
        let mut random = Random::seeded(37);
        let (mut out, mut raw_out) = (0, 0);
        for _ in 0..60 {
            let (_, slots) = week(0.0, &mut random);
            let weekdays = &slots[..120];
            out += lifts(weekdays).unwrap().iter().filter(|lift| lift.low > 1.0).count();
            raw_out += weekdays.iter().filter(|slot| mean(slot) > 1.3).count();
        }
        assert!(out <= 60 * 120 / 40, "{out} of {} slots above the mean", 60 * 120);
        assert!(raw_out > 500, "negative control: {raw_out} plain means 30 % above");
    }
}
