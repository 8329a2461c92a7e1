//! Whether people who got a reply come back more than people like them who did not.
//!
//! # Source
//!
//! Exact matching on strata, effect on those who were answered: Stuart, "Matching Methods for Causal
//! Inference: A Review and a Look Forward", Statistical Science 25 (2010), §3.3. Interval by
//! percentile bootstrap of persons: Efron, Ann. Stat. 7 (1979); of very many by the infinitesimal jackknife, which
//! is what the bootstrap's variance comes to without drawing: Efron, "The Jackknife, the Bootstrap and Other Resampling
//! Plans", SIAM (1982), chapter 6. What could have been seen: 2.8
//! standard errors, Gelman and Hill, "Data Analysis Using Regression and Multilevel Models", §20.1.

use std::collections::BTreeMap;

use crate::stats::Random;
use crate::stats::bootstrap::ends;

/// How many matched pairs an uplift needs.
pub const PAIRS_MIN: u64 = 30;

/// Rounds of resampling.
const ROUNDS: usize = 2_000;

/// The most persons that are drawn; of more the interval is that of a normal distribution, which theirs then is.
const DRAWN_MAX: usize = 5_000;

/// Standard errors on each side of the middle 95 % of a normal distribution.
const NORMAL: f64 = 1.959_963_985;

/// Standard errors an effect must have to be seen four times in five at 95 %.
const SEEN: f64 = 2.8;

/// One person who mentioned us in a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Who it is: somebody looked at in several weeks is drawn with all of them.
    pub who: usize,
    /// Who is alike: week, platform and band of mentions in that week and in the 8 weeks before.
    pub stratum: usize,
    /// Whether they got their first reply in that week; else they had not got one by its end. Not "never
    /// got one": who writes more is answered sooner or later, so that those never answered write less.
    pub answered: bool,
    /// What came after: 1 or 0 for having written again within 28 days, or how many mentions.
    pub after: f64,
}

/// What a reply did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uplift {
    /// Those who were answered and have somebody like them who was not.
    pub answered: Arm,
    /// Those who were not and have somebody like them who was, weighed to be like them.
    pub others: Arm,
    /// Pairs that could be formed, each person in one at most.
    pub pairs: u64,
    /// The difference of the means with its 95 % interval; `None` below [`PAIRS_MIN`] pairs.
    pub effect: Option<(f64, f64, f64)>,
    /// The least difference that would show four times in five; `None` with fewer than two a side.
    pub visible: Option<f64>,
}

/// One side of the comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Arm {
    /// How many people.
    pub people: u64,
    /// The sum of what came after, as counted.
    pub sum: f64,
    /// The mean that is compared.
    pub mean: f64,
}

/// Both sides of one stratum: people and sum of what came after.
type Sides = [(f64, f64); 2];

/// Compares people who were answered with people like them who were not.
///
/// # Cost
///
/// 2,000 draws a person, where there are pairs enough; linear in the persons from 5,000 on.
#[must_use]
pub fn uplift(people: &[Person], seed: u64) -> Uplift {
    let mut strata: BTreeMap<usize, Sides> = BTreeMap::new();
    for person in people {
        add(strata.entry(person.stratum).or_default(), person, 1.0);
    }
    strata.retain(|_, [others, answered]| others.0 > 0.0 && answered.0 > 0.0);
    let matched: Vec<Person> =
        people.iter().filter(|person| strata.contains_key(&person.stratum)).copied().collect();
    let pairs = strata.values().map(|[others, answered]| whole(others.0.min(answered.0))).sum();
    let (answered, others) = means(strata.values()).unwrap_or_default();
    let arm = |side: usize, mean: f64| Arm {
        people: strata.values().map(|sides| whole(sides[side].0)).sum(),
        // An empty sum of floats is less than nothing, which reads as -0.
        sum: strata.values().fold(0.0, |sum, sides| sum + sides[side].1),
        mean,
    };
    Uplift {
        answered: arm(1, answered),
        others: arm(0, others),
        pairs,
        effect: (pairs >= PAIRS_MIN).then(|| {
            let (low, high) = interval(&matched, seed);
            (answered - others, low, high)
        }),
        visible: visible(&matched),
    }
}

fn add(sides: &mut Sides, person: &Person, times: f64) {
    let side = &mut sides[usize::from(person.answered)];
    side.0 += times;
    side.1 += times * person.after;
}

/// The means of those answered and of the others weighed to be like them; `None` when none is matched.
fn means<'a>(strata: impl Iterator<Item = &'a Sides>) -> Option<(f64, f64)> {
    let (mut people, mut after, mut expected) = (0.0, 0.0, 0.0);
    for [others, answered] in strata.filter(|[others, answered]| others.0 * answered.0 > 0.0) {
        people += answered.0;
        after += answered.1;
        expected += answered.0 * others.1 / others.0;
    }
    (people > 0.0).then(|| (after / people, expected / people))
}

/// A person's place among the strata, of each week they were looked at.
type Placed<'a> = (usize, usize, &'a Person);

/// The values between which 95 % of the differences lie when persons are drawn anew.
fn interval(matched: &[Person], seed: u64) -> (f64, f64) {
    let mut numbers: Vec<usize> = matched.iter().map(|person| person.stratum).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let place = |person: &Person| {
        numbers.binary_search(&person.stratum).expect("each person's stratum is in the list")
    };
    let mut rows: Vec<Placed<'_>> =
        matched.iter().map(|person| (person.who, place(person), person)).collect();
    rows.sort_by_key(|(who, place, _)| (*who, *place));
    let persons: Vec<&[Placed<'_>]> = rows.chunk_by(|a, b| a.0 == b.0).collect();
    if persons.len() > DRAWN_MAX {
        return normal(&persons, numbers.len());
    }
    drawn(&persons, numbers.len(), seed)
}

/// By drawing persons.
fn drawn(persons: &[&[Placed<'_>]], strata: usize, seed: u64) -> (f64, f64) {
    let mut random = Random::seeded(seed);
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let mut strata = vec![Sides::default(); strata];
        for _ in 0..persons.len() {
            for (_, place, person) in persons[random.below(persons.len())] {
                add(&mut strata[*place], person, 1.0);
            }
        }
        rounds.extend(means(strata.iter()).map(|(answered, others)| answered - others));
    }
    ends(&mut rounds)
}

/// By how much each person moves the difference, to the first order.
fn normal(persons: &[&[Placed<'_>]], strata: usize) -> (f64, f64) {
    let mut sides = vec![Sides::default(); strata];
    for (_, place, person) in persons.iter().copied().flatten() {
        add(&mut sides[*place], person, 1.0);
    }
    let (mean, expected) = means(sides.iter()).unwrap_or_default();
    let all: f64 = sides.iter().map(|[_, answered]| answered.0).sum();
    let moves = |(_, place, person): &Placed<'_>| {
        let [others, answered] = &sides[*place];
        let like_them = others.1 / others.0;
        if person.answered {
            (person.after - mean - (like_them - expected)) / all
        } else {
            -answered.0 / all * (person.after - like_them) / others.0
        }
    };
    let square = |rows: &&[Placed<'_>]| rows.iter().map(moves).sum::<f64>().powi(2);
    let error = persons.iter().map(square).sum::<f64>().sqrt();
    let difference = mean - expected;
    (difference - NORMAL * error, difference + NORMAL * error)
}

/// The difference that people so many and so unlike could show.
fn visible(matched: &[Person]) -> Option<f64> {
    let side = |answered: bool| {
        let values = || matched.iter().filter(move |person| person.answered == answered);
        let count = values().fold(0.0, |sum, _| sum + 1.0);
        let mean = values().map(|person| person.after).sum::<f64>() / count;
        let squares = values().map(|person| (person.after - mean).powi(2)).sum::<f64>();
        (count > 1.0).then(|| squares / (count - 1.0) / count)
    };
    Some(SEEN * (side(true)? + side(false)?).sqrt())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of people")]
fn whole(count: f64) -> u64 {
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(stratum: usize, answered: bool, after: f64) -> Person {
        Person { who: 0, stratum, answered, after }
    }

    #[test]
    fn hand_computed() {
        // Stratum 0: answered 1, 0 (mean 0.5); others 1, 0, 0, 0 (mean 0.25). Stratum 1: answered 1;
        // others 1, 1. Stratum 2 has nobody to compare with. Answered (0.5 · 2 + 1) / 3 = 0.667;
        // others (0.25 · 2 + 1 · 1) / 3 = 0.5; pairs 2 + 1.
        let mut people = vec![person(0, true, 1.0), person(0, true, 0.0), person(1, true, 1.0)];
        people.extend([1.0, 0.0, 0.0, 0.0].map(|after| person(0, false, after)));
        people.extend([1.0, 1.0].map(|after| person(1, false, after)));
        people.push(person(2, true, 9.0));
        let found = uplift(&people, 1);
        assert_eq!(found.answered, Arm { people: 3, sum: 2.0, mean: 2.0 / 3.0 });
        assert_eq!(found.others, Arm { people: 6, sum: 3.0, mean: 0.5 });
        assert_eq!((found.pairs, found.effect), (3, None));
        // Variances 1/3 over 3 and 0.3 over 6: 2.8 · √(0.1111 + 0.05) = 1.1239.
        assert!((found.visible.unwrap() - 1.1239).abs() < 1e-4);
        assert_eq!(uplift(&[], 1).pairs, 0);
    }

    #[test]
    fn weeks_of_one_person_are_drawn_together() {
        // Forty people a side, each looked at twenty times over: that adds no knowledge.
        let mut random = Random::seeded(8);
        let rows = |random: &mut Random, times: usize| -> Vec<Person> {
            let one = |who: usize| {
                let after = f64::from(u8::from(random.unit() < 0.5));
                vec![Person { who, ..person(0, who.is_multiple_of(2), after) }; times]
            };
            (0..80).flat_map(one).collect()
        };
        let width = |people: &[Person]| {
            let (_, low, high) = uplift(people, 1).effect.unwrap();
            high - low
        };
        let (once, often) = (width(&rows(&mut random, 1)), width(&rows(&mut random, 20)));
        assert!(often > 0.8 * once, "{once} {often}");
        let apart: Vec<Person> = rows(&mut random, 20)
            .into_iter()
            .enumerate()
            .map(|(who, person)| Person { who, ..person })
            .collect();
        assert!(width(&apart) < 0.5 * once, "negative control: {}", width(&apart));
    }

    /// The team answers those who write much, who come back anyway; a reply adds `effect`.
    fn drawn(effect: f64, random: &mut Random) -> Vec<Person> {
        let one = |who| {
            let band = random.below(4);
            let active = [0.1, 0.2, 0.4, 0.6][band];
            let answered = random.unit() < active;
            let again = active + if answered { effect } else { 0.0 };
            let after = f64::from(u8::from(random.unit() < again));
            Person { who, ..person(band, answered, after) }
        };
        (0..300).map(one).collect()
    }

    #[test]
    fn matching_finds_the_effect_that_plain_comparison_overstates() {
        let mut random = Random::seeded(47);
        let (mut held, mut nothing, mut plain) = (0, 0, 0);
        let holds = |people: &[Person], seed: u64, truth: f64| {
            let (_, low, high) = uplift(people, seed).effect.unwrap();
            u32::from((low..=high).contains(&truth))
        };
        for seed in 0..100 {
            let people = drawn(0.15, &mut random);
            held += holds(&people, seed, 0.15);
            let without = drawn(0.0, &mut random);
            nothing += holds(&without, seed, 0.0);
            let alike: Vec<Person> =
                without.iter().map(|person| Person { stratum: 0, ..*person }).collect();
            plain += holds(&alike, seed, 0.0);
        }
        assert!(held >= 89, "{held} of 100 held the planted effect");
        assert!(nothing >= 89, "{nothing} of 100 held that there was none");
        assert!(plain <= 40, "negative control: without matching {plain} of 100");
    }

    #[test]
    fn of_many_the_interval_is_the_one_that_drawing_gives() {
        let mut random = Random::seeded(11);
        let mut people = Vec::new();
        for who in 0..3_000 {
            // Who writes again in one week does in the others, too.
            let luck = random.below(10);
            for week in 0..=who % 3 {
                let answered = week == who % 3 && random.below(8) == 0;
                let after = f64::from(u8::from(luck < 3 + 2 * usize::from(answered)));
                people.push(Person { who, stratum: week * 4 + who % 4, answered, after });
            }
        }
        let rows: Vec<Placed<'_>> =
            people.iter().map(|person| (person.who, person.stratum, person)).collect();
        let persons: Vec<&[Placed<'_>]> = rows.chunk_by(|a, b| a.0 == b.0).collect();
        let (drawn, normal) = (super::drawn(&persons, 12, 5), super::normal(&persons, 12));
        let width = drawn.1 - drawn.0;
        assert!((drawn.0 - normal.0).abs() < width / 20.0, "{drawn:?} {normal:?}");
        assert!((drawn.1 - normal.1).abs() < width / 20.0, "{drawn:?} {normal:?}");
        // Without tying together the weeks of a person it would be another one.
        let apart: Vec<&[Placed<'_>]> = rows.chunks(1).collect();
        assert!((super::normal(&apart, 12).1 - normal.1).abs() > width / 1_000.0);
    }
}
