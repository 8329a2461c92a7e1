//! Statistics the reports promise, each in a file that names its source and tests its promise.

mod bootstrap;
mod distribution;
#[cfg(test)]
mod draw;
mod negative_binomial;
mod range;
mod ratio;
mod rising;
mod shrink;
mod spike;
mod survival;
mod uplift;
mod wilson;

pub use bootstrap::{Random, share_intervals};
pub(crate) use range::median;
pub use range::{PERIODS_FOR_RANGE, poisson_interval, usual};
pub use ratio::{DAYS_BEFORE_MIN, RateRatio, rate_ratio};
pub use rising::{RISING_PEOPLE, RISING_Z, Rise, TermCount, rises};
pub use shrink::{Lift, Slot, lifts, posts_needed};
pub use spike::{SpikeDetector, SpikeSettings, State, Step, Verdict};
pub use survival::{Survival, Wait};
pub use uplift::{Arm, PAIRS_MIN, Person, Uplift, uplift};
pub use wilson::wilson;
