//! What hours of the week are usually like, and means that forget.

use std::time::Duration;

use mention::Timestamp;

use super::{between, hours};

/// How long an hour's factor takes to forget half.
const HALF_LIFE: Duration = Duration::from_hours(14 * 24);

/// Hours a factor of the day must have been seen to count as much as no factor at all.
const DAY_PRIOR: f64 = 2.0;

/// Hours a factor of the week must have been seen to count as much as that of its hour of the day.
const WEEK_PRIOR: f64 = 16.0;

/// A mean in which what is old weighs less and less.
#[derive(Clone, Debug)]
pub(super) struct Fading {
    /// How many hours went in, faded.
    pub(super) weight: f64,
    sum: f64,
    at: Timestamp,
    half_life: Duration,
}

impl Fading {
    pub(super) fn new(half_life: Duration) -> Self {
        Self { weight: 0.0, sum: 0.0, at: Timestamp(0), half_life }
    }

    /// Takes a value in; times must not go back.
    pub(super) fn add(&mut self, at: Timestamp, value: f64, weight: f64) {
        let kept = self.kept(at);
        self.weight = self.weight * kept + weight;
        self.sum = self.sum * kept + value * weight;
        self.at = at;
    }

    /// The mean; `None` before anything went in.
    pub(super) fn mean(&self, at: Timestamp) -> Option<f64> {
        (self.weight > 0.0 && self.kept(at) > 0.0).then(|| self.sum / self.weight)
    }

    /// The mean, drawn towards `prior` as if that had been seen for `prior_weight` hours.
    fn drawn(&self, at: Timestamp, prior: f64, prior_weight: f64) -> f64 {
        let kept = self.kept(at);
        (self.sum * kept + prior * prior_weight) / (self.weight * kept + prior_weight)
    }

    /// The share of the weight that is left at `at`.
    fn kept(&self, at: Timestamp) -> f64 {
        (-hours(between(self.at, at)) / hours(self.half_life)).exp2()
    }
}

/// How much is said in each hour of the week, over the level.
#[derive(Clone, Debug)]
pub(super) struct Season {
    day: Vec<Fading>,
    week: Vec<Fading>,
}

impl Season {
    pub(super) fn new() -> Self {
        let of = |hours| vec![Fading::new(HALF_LIFE); hours];
        Self { day: of(24), week: of(168) }
    }

    /// The factor of an hour of the week, drawn towards that of its hour of the day, and that to 1.
    pub(super) fn factor(&self, hour_of_week: usize, at: Timestamp) -> f64 {
        let day = self.day[hour_of_week % 24].drawn(at, 1.0, DAY_PRIOR);
        self.week[hour_of_week % 168].drawn(at, day, WEEK_PRIOR)
    }

    /// Learns what was said over the level.
    pub(super) fn add(&mut self, hour_of_week: usize, at: Timestamp, ratio: f64, weight: f64) {
        self.day[hour_of_week % 24].add(at, ratio, weight);
        self.week[hour_of_week % 168].add(at, ratio, weight);
    }
}
