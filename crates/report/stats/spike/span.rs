//! The last quarter of an hour, hour or four hours: what was counted, and how surprising that is.

use std::collections::VecDeque;
use std::time::Duration;

use mention::Timestamp;

use super::{between, hours};
use crate::stats::negative_binomial::negative_binomial_tail;

/// The least expected count, in mentions an hour: nothing is a spike only because nothing was expected.
const EXPECTED_MIN: f64 = 3.0;

/// The dispersion before anything was learnt: a standard deviation of about a third beyond chance.
const DISPERSION_FIRST: f64 = 0.1;

/// The dispersion stays between these, as natural logarithms.
const LN_DISPERSION: (f64, f64) = (-7.0, 3.0);

/// The surprise from which on the dispersion learns no more from it, so that a spike does not hide the next.
const SURPRISE_MAX: f64 = 8.0;

/// The dispersion learns from what was known for at least and at most so long.
const MEMORY: (Duration, Duration) = (Duration::from_hours(12), Duration::from_hours(28 * 24));

/// Steps that are judged together.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// How long.
    pub(super) length: Duration,
    /// The mentions in it.
    pub(super) mentions: f64,
    step: Duration,
    recent: VecDeque<(Timestamp, f64, f64)>,
    ln_dispersion: f64,
}

impl Span {
    pub(super) fn new(length: Duration, step: Duration) -> Self {
        let ln_dispersion = DISPERSION_FIRST.ln();
        Self { length, step, recent: VecDeque::new(), mentions: 0.0, ln_dispersion }
    }

    /// The negative natural logarithm of how likely so many mentions or more were; then learns from it.
    ///
    /// `known` is for how long anything was learnt.
    pub(super) fn surprise(
        &mut self,
        at: Timestamp,
        mentions: f64,
        expected: f64,
        known: Duration,
    ) -> f64 {
        self.recent.push_back((at, mentions, expected));
        while self.recent.front().is_some_and(|(first, ..)| between(*first, at) >= self.length) {
            self.recent.pop_front();
        }
        self.mentions = self.recent.iter().map(|(_, mentions, _)| mentions).sum();
        let expected: f64 = self.recent.iter().map(|(.., expected)| expected).sum();
        let heard = self.recent.iter().map(|_| hours(self.step)).sum::<f64>();
        let expected = expected.max(EXPECTED_MIN * heard);
        let surprise = -negative_binomial_tail(self.mentions, expected, self.ln_dispersion.exp());
        self.learn(surprise, known);
        surprise
    }

    /// Moves the dispersion until bounded surprises have the mean they would have if it were right.
    fn learn(&mut self, surprise: f64, known: Duration) {
        let usual = 1.0 - (-SURPRISE_MAX).exp();
        let pace = hours(self.step) / hours(known.clamp(MEMORY.0, MEMORY.1));
        let moved = self.ln_dispersion + pace * (surprise.min(SURPRISE_MAX) - usual);
        self.ln_dispersion = moved.clamp(LN_DISPERSION.0, LN_DISPERSION.1);
    }

    /// How far counts scatter around this expected one.
    pub(super) fn deviation(&self, expected: f64) -> f64 {
        (expected + self.ln_dispersion.exp() * expected * expected).sqrt()
    }
}
