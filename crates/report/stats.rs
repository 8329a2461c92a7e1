//! Statistics the reports promise, each in a file that names its source and tests its promise.

mod bootstrap;
mod range;
mod wilson;

pub use bootstrap::{Random, share_intervals};
pub(crate) use range::median;
pub use range::{PERIODS_FOR_RANGE, poisson_interval, usual};
pub use wilson::wilson;
