//! Whether what is said right now is far more than is usual at this hour: the detector behind alerts.
//!
//! The expected count of a step is a level, learnt over weeks, times a factor for the hour of the
//! week. How unlikely the last quarter of an hour, hour and four hours are is the upper tail of a
//! negative binomial distribution each; the score is the mean of the three, in powers of ten. How far
//! counts scatter is learnt from the scores themselves: where the model is right, surprises have a
//! known mean, and the dispersion follows until they do. All is learnt from the past alone, so a
//! step's score depends on no later step, and a replay of the same steps gives the same alerts.
//!
//! # Source
//!
//! Negative binomial counts with level and season as in Noufaily et al., "An Improved Algorithm for
//! Outbreak Detection in Multiple Surveillance Systems", Statistics in Medicine 32 (2013), with
//! exponential forgetting in place of a regression. Dispersion by stochastic approximation, Robbins
//! and Monro, Ann. Math. Stat. 22 (1951), on the bounded negative logarithm of the tail, which has
//! mean 1 − e^−bound where the model holds; by its bound it is robust. Counts are held back before
//! they are learnt, Huber, Ann. Math. Stat. 35 (1964).
//!
//! # How the constants were chosen
//!
//! By hand on the five series that `spike/nab.rs` scores, as round numbers in the middle of a broad
//! plateau, then held to simulated tags (`spike/tests.rs`); `crates/README.md` has the figures, those
//! of series left out among them.

#[cfg(test)]
mod nab;
mod season;
mod span;
#[cfg(test)]
mod tests;

use std::time::Duration;

use mention::Timestamp;

use season::{Fading, Season};
use span::Span;

/// How long a detector only learns.
const LEARNING: Duration = Duration::from_hours(48);

/// How long the level takes to forget half.
const LEVEL_HALF_LIFE: Duration = Duration::from_hours(14 * 24);

/// Hours of level after which counts are held back before they are learnt.
const LEVEL_HOURS: f64 = 4.0;

/// Standard deviations above the expected count from which on a count is learnt as if it were there.
const LEARNT_DEVIATIONS: f64 = 4.0;

/// The least factor of an hour: the night makes no mountain of a molehill.
const SEASON_MIN: f64 = 0.5;

/// The least level, in mentions an hour, so that nothing is divided by zero.
const LEVEL_MIN: f64 = 0.1;

/// What is judged together, beside the step itself where it is longer.
const SPANS: [Duration; 3] =
    [Duration::from_mins(15), Duration::from_hours(1), Duration::from_hours(4)];

/// When an alert is raised.
#[derive(Clone, Debug, PartialEq)]
pub struct SpikeSettings {
    /// How long a step is: any, the same for all.
    pub step: Duration,
    /// The score an alert needs: the mean power of ten of how unlikely the counts are.
    pub score_min: f64,
    /// The mentions an alert needs in the last hour, or step where that is longer.
    pub mentions_min: f64,
    /// The people an alert needs in its step, where people are known.
    pub people_min: u64,
    /// How long after an alert no other is raised.
    pub cool_down: Duration,
}

impl SpikeSettings {
    /// The settings for steps of this length: a score of 7, 10 mentions, 5 people, a day's cool-down.
    #[must_use]
    pub const fn of_step(step: Duration) -> Self {
        Self {
            step,
            score_min: 7.0,
            mentions_min: 10.0,
            people_min: 5,
            cool_down: Duration::from_hours(24),
        }
    }
}

/// What was counted in one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When it begins.
    pub at: Timestamp,
    /// The hour of the week it begins in, in the zone of whoever is alerted: 0 to 167, from any day.
    pub hour_of_week: usize,
    /// How many mentions; zero or more.
    pub mentions: f64,
    /// How many people wrote them, where that is known.
    pub people: Option<u64>,
    /// Whether all of it was heard: no source was down, behind or catching up.
    pub complete: bool,
}

/// What a step amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Too little is known yet to judge by.
    Learning,
    /// The step is not complete, or the first after a gap: neither judged nor learnt from.
    Incomplete,
    /// Nothing to tell.
    Usual,
    /// An alert.
    Alert,
    /// An alert was raised a short while ago; whatever this is belongs to it.
    CoolingDown,
}

/// A step, judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// How many mentions were expected.
    pub expected: f64,
    /// How unlikely what was counted is: 7 is one in 10^7. Zero where nothing was judged.
    pub strength: f64,
    /// What it amounts to.
    pub state: State,
}

impl Verdict {
    /// The strength, but zero while an alert cools down: the number to hold against a threshold.
    #[must_use]
    pub fn score(&self) -> f64 {
        if self.state == State::CoolingDown { 0.0 } else { self.strength }
    }
}

/// Judges one tag's steps as they come, in order of time.
///
/// # Cost
///
/// About 4 kB; a microsecond or two a step.
#[derive(Clone, Debug)]
pub struct SpikeDetector {
    settings: SpikeSettings,
    level: Fading,
    season: Season,
    spans: Vec<Span>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    alerted: Option<Timestamp>,
}

impl SpikeDetector {
    /// One that knows nothing yet.
    #[must_use]
    pub fn new(settings: SpikeSettings) -> Self {
        let mut lengths: Vec<Duration> =
            SPANS.iter().map(|span| settings.step.max(*span)).collect();
        lengths.dedup();
        Self {
            level: Fading::new(LEVEL_HALF_LIFE),
            season: Season::new(),
            spans: lengths.into_iter().map(|length| Span::new(length, settings.step)).collect(),
            first: None,
            last: None,
            alerted: None,
            settings,
        }
    }

    /// Judges the next step, then learns from it.
    ///
    /// A step that is not complete, and the first one after missing steps, which may hold what was
    /// caught up, are passed over.
    pub fn judge(&mut self, step: &Step) -> Verdict {
        let first = *self.first.get_or_insert(step.at);
        let since = self.last.map_or(self.settings.step, |last| between(last, step.at));
        self.last = Some(step.at);
        let hours = hours(self.settings.step);
        let factor = self.season.factor(step.hour_of_week, step.at);
        let level = self.level.mean(step.at).unwrap_or(step.mentions / hours).max(LEVEL_MIN);
        let expected = level * factor.max(SEASON_MIN) * hours;
        let caught_up = since > self.settings.step.mul_f64(1.5);
        if !step.complete || caught_up {
            return Verdict { expected, strength: 0.0, state: State::Incomplete };
        }
        let known = between(first, step.at);
        let held_back = self.held_back(step.mentions, expected);
        // Else the storm of one would still be there in the next step's four hours.
        let is_storm = step.people.is_some_and(|people| people < self.settings.people_min);
        let mentions = if is_storm { held_back } else { step.mentions };
        let surprise = |span: &mut Span| span.surprise(step.at, mentions, expected, known);
        let surprises: Vec<f64> = self.spans.iter_mut().map(surprise).collect();
        let strength = mean(&surprises) / std::f64::consts::LN_10;
        self.learn(step, held_back, factor);
        if known < LEARNING {
            return Verdict { expected, strength: 0.0, state: State::Learning };
        }
        Verdict { expected, strength, state: self.state(step, strength) }
    }

    /// What a step of this strength amounts to; remembers an alert.
    fn state(&mut self, step: &Step, strength: f64) -> State {
        let cooling = |alerted| between(alerted, step.at) < self.settings.cool_down;
        if self.alerted.is_some_and(cooling) {
            return State::CoolingDown;
        }
        let hour = self.spans.iter().rfind(|span| span.length <= SPANS[1].max(self.settings.step));
        let mentions = hour.map_or(0.0, |span| span.mentions);
        let many = mentions >= self.settings.mentions_min
            && step.people.is_none_or(|people| people >= self.settings.people_min);
        if strength < self.settings.score_min || !many {
            return State::Usual;
        }
        self.alerted = Some(step.at);
        State::Alert
    }

    /// The count, but no more than what may be learnt as usual.
    fn held_back(&self, mentions: f64, expected: f64) -> f64 {
        let deviation = self.spans[0].deviation(expected).max(1.0);
        mentions.min(expected + LEARNT_DEVIATIONS * deviation)
    }

    fn learn(&mut self, step: &Step, held_back: f64, factor: f64) {
        let hours = hours(self.settings.step);
        let is_young = self.level.weight < LEVEL_HOURS;
        let mentions = if is_young { step.mentions } else { held_back };
        self.level.add(step.at, mentions / hours / factor, hours);
        let level = self.level.mean(step.at).unwrap_or(LEVEL_MIN).max(LEVEL_MIN);
        self.season.add(step.hour_of_week, step.at, mentions / hours / level, hours);
    }
}

fn mean(values: &[f64]) -> f64 {
    let count = values.iter().fold(0.0, |sum, _| sum + 1.0);
    values.iter().sum::<f64>() / count
}

/// The time from one instant to a later one; none when it is not later.
fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(to.0.saturating_sub(from.0)).unwrap_or(0))
}

fn hours(length: Duration) -> f64 {
    length.as_secs_f64() / 3600.0
}
