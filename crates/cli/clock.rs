//! The one place that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use mention::Timestamp;

/// The present; 1970 on a machine whose clock is set before it.
pub(crate) fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}
