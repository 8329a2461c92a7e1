//! What the detector promises: quiet where nothing happens, loud where something does, never early.

use std::time::Duration;

use mention::Timestamp;

use super::season::{Fading, Season};
use super::{SpikeDetector, SpikeSettings, State, Step, Verdict};
use crate::stats::Random;
use crate::stats::draw::negative_binomial;

const HOUR: Duration = Duration::from_hours(1);
const QUARTER: Duration = Duration::from_mins(15);

fn step(number: usize, length: Duration, mentions: f64) -> Step {
    let at = i64::try_from(length.as_millis()).unwrap() * i64::try_from(number).unwrap();
    let hour_of_week = usize::try_from(at / 3_600_000).unwrap() % 168;
    Step { at: Timestamp(at), hour_of_week, mentions, people: None, complete: true }
}

fn steps(length: Duration, mentions: impl IntoIterator<Item = f64>) -> Vec<Step> {
    mentions.into_iter().enumerate().map(|(number, count)| step(number, length, count)).collect()
}

fn judge(settings: SpikeSettings, steps: &[Step]) -> Vec<Verdict> {
    let mut detector = SpikeDetector::new(settings);
    steps.iter().map(|step| detector.judge(step)).collect()
}

fn alerts(verdicts: &[Verdict]) -> Vec<usize> {
    let raised = |(at, verdict): (usize, &Verdict)| (verdict.state == State::Alert).then_some(at);
    verdicts.iter().enumerate().filter_map(raised).collect()
}

/// Ten days of ten mentions an hour, and what happens at the end of them.
fn calm_then(end: &[f64]) -> Vec<Step> {
    steps(HOUR, std::iter::repeat_n(10.0, 240).chain(end.iter().copied()))
}

/// A tag's ordinary life: by hour of day and week, with chance beyond Poisson's.
#[derive(Clone, Copy, Debug)]
struct Life {
    an_hour: f64,
    dispersion: f64,
    swing: f64,
}

impl Life {
    /// `days` of it; steps shorter than an hour scatter more, so that hours scatter alike.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand steps")]
    fn draw(self, days: usize, length: Duration, random: &mut Random) -> Vec<Step> {
        let a_day = usize::try_from(86_400 / length.as_secs()).unwrap();
        let hours = length.as_secs_f64() / 3600.0;
        let count = |number: usize| {
            let turn = std::f64::consts::TAU * (number % a_day) as f64 / a_day as f64;
            let weekend = if (number / a_day) % 7 >= 5 { 1.0 - 0.6 * self.swing } else { 1.0 };
            let mean = self.an_hour * hours * (1.0 + self.swing * turn.sin()) * weekend;
            negative_binomial(mean, self.dispersion / hours, random)
        };
        steps(length, (0..days * a_day).map(count).collect::<Vec<_>>())
    }
}

/// Tags of all sizes: from one mention in three hours to a thousand an hour.
fn lives() -> Vec<Life> {
    let mut lives = Vec::new();
    for an_hour in [0.3, 3.0, 30.0, 300.0, 1000.0] {
        for dispersion in [0.0, 0.02, 0.1] {
            for swing in [0.0, 0.6] {
                lives.push(Life { an_hour, dispersion, swing });
            }
        }
    }
    lives
}

#[test]
fn hand_computed() {
    // Two hours of weight at 5, two weeks later one hour at 2: (5 · 2/2 + 2) / (2/2 + 1) = 3.5.
    let mut mean = Fading::new(Duration::from_hours(14 * 24));
    mean.add(Timestamp(0), 5.0, 2.0);
    let later = Timestamp(14 * 86_400_000);
    mean.add(later, 2.0, 1.0);
    assert!((mean.mean(later).unwrap() - 3.5).abs() < 1e-12);
    // One hour three times as busy: its hour of the day (1 · 2 + 3) / 3 = 5/3, its hour of the week
    // (16 · 5/3 + 3) / 17 = 1.745098; the same hour another day only 5/3, any other 1.
    let mut season = Season::new();
    season.add(30, Timestamp(0), 3.0, 1.0);
    for (hour, expected) in [(30, 1.745_098), (6, 1.666_667), (7, 1.0)] {
        assert!((season.factor(hour, Timestamp(0)) - expected).abs() < 1e-6, "hour {hour}");
    }
}

#[test]
fn a_step_is_expected_at_its_level_and_hour() {
    let day = |number: usize| if number % 24 == 12 { 40.0 } else { 10.0 };
    let verdicts = judge(SpikeSettings::of_step(HOUR), &steps(HOUR, (0..24 * 60).map(day)));
    let (noon, one) = (verdicts[24 * 59 + 12].expected, verdicts[24 * 59 + 13].expected);
    assert!((35.0..41.0).contains(&noon) && (9.0..12.0).contains(&one), "{noon} {one}");
    assert!(alerts(&verdicts).is_empty());
}

#[test]
fn a_spike_is_told_once_and_again_when_it_cooled_down() {
    let mut end = vec![120.0, 200.0];
    end.extend([10.0; 46]);
    end.push(120.0);
    let verdicts = judge(SpikeSettings::of_step(HOUR), &calm_then(&end));
    assert_eq!(alerts(&verdicts), [240, 288]);
    assert_eq!(verdicts[241].state, State::CoolingDown);
    assert!(verdicts[241].strength > 7.0 && verdicts[241].score() < 1e-9);
    assert_eq!(verdicts[47].state, State::Learning);
    assert_eq!(verdicts[48].state, State::Usual);
}

#[test]
fn nothing_is_told_of_what_was_caught_up_or_of_few_people() {
    let settings = || SpikeSettings::of_step(HOUR);
    // Three hours were missed, and all of them come at once.
    let mut gap = calm_then(&[0.0, 0.0, 0.0, 150.0, 10.0]);
    gap.drain(240..243);
    let verdicts = judge(settings(), &gap);
    assert!(alerts(&verdicts).is_empty());
    assert_eq!(verdicts[240].state, State::Incomplete);
    assert!((verdicts[241].expected - 10.0).abs() < 0.5, "the burst was learnt: {verdicts:?}");
    let without_gate = calm_then(&[150.0, 10.0]);
    assert_eq!(alerts(&judge(settings(), &without_gate)), [240], "negative control");
    // The source says itself that it was behind.
    let mut behind = without_gate.clone();
    behind[240].complete = false;
    assert!(alerts(&judge(settings(), &behind)).is_empty());
    // One person's storm is no crisis; five people's may be.
    for (people, expected) in [(1, vec![]), (4, vec![]), (5, vec![240])] {
        let mut storm = without_gate.clone();
        storm[240].people = Some(people);
        assert_eq!(alerts(&judge(settings(), &storm)), expected, "{people} people");
    }
    // A count must be worth a look, however little was usual.
    let quiet = steps(HOUR, std::iter::repeat_n(0.0, 240).chain([9.0]));
    assert!(alerts(&judge(SpikeSettings { score_min: 0.1, ..settings() }, &quiet)).is_empty());
}

#[test]
fn a_score_depends_on_no_later_step() {
    let mut random = Random::seeded(53);
    let life = Life { an_hour: 20.0, dispersion: 0.1, swing: 0.5 };
    let steps = life.draw(20, QUARTER, &mut random);
    let whole = judge(SpikeSettings::of_step(QUARTER), &steps);
    for end in [1, 100, 700, 1500] {
        let mut other = steps.clone();
        other[end..].iter_mut().for_each(|step| step.mentions = 500.0);
        let changed = judge(SpikeSettings::of_step(QUARTER), &other);
        assert_eq!(changed[..end], whole[..end]);
        assert_ne!(changed[end..], whole[end..], "negative control");
    }
}

/// In how many of the runs of 90 days there was an alert, and how many runs.
fn noisy(length: Duration, score_min: f64, runs: u32, random: &mut Random) -> (u32, u32) {
    let (mut noisy, mut all) = (0, 0);
    for life in lives() {
        for _ in 0..runs {
            let settings = SpikeSettings { score_min, ..SpikeSettings::of_step(length) };
            let steps = life.draw(90, length, random);
            noisy += u32::from(!alerts(&judge(settings, &steps)).is_empty());
            all += 1;
        }
    }
    (noisy, all)
}

#[test]
fn at_most_one_tag_in_twenty_raises_an_alert_in_ninety_days_of_nothing() {
    let mut random = Random::seeded(59);
    for (length, runs) in [(HOUR, 4), (QUARTER, 2)] {
        let (loud, all) =
            noisy(length, SpikeSettings::of_step(length).score_min, runs, &mut random);
        assert!(loud * 20 <= all, "{loud} of {all} tags at {length:?}");
    }
    let (loud, all) = noisy(HOUR, 2.0, 1, &mut random);
    assert!(loud * 20 > all * 5, "negative control: {loud} of {all} tags at a hundredth a step");
}

#[test]
fn a_planted_crisis_is_found_within_hours() {
    let mut random = Random::seeded(61);
    let (mut found, mut missed) = (0, Vec::new());
    for round in 0..40 {
        let life = Life { an_hour: 20.0, dispersion: 0.1, swing: 0.5 };
        let mut steps = life.draw(40, HOUR, &mut random);
        // Six times as much as usual, over six hours, at any time of the week.
        let begin = 30 * 24 + 7 * round % 200;
        steps[begin..begin + 6]
            .iter_mut()
            .for_each(|step| step.mentions = step.mentions * 6.0 + 20.0);
        let raised = alerts(&judge(SpikeSettings::of_step(HOUR), &steps));
        if raised.iter().any(|at| (begin..begin + 6).contains(at)) {
            found += 1;
        } else {
            missed.push(begin);
        }
    }
    assert!(found >= 38, "{found} of 40; not those at {missed:?}");
}
