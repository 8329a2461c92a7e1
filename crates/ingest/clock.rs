//! The one place that reads the clock; in builds with debug assertions tests may have it be wrong.

use std::time::{SystemTime, UNIX_EPOCH};

use mention::Timestamp;

/// The present; 1970 on a machine whose clock is set before it.
#[must_use]
pub fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let ms = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
    Timestamp(ms.saturating_add(planted_ms()))
}

/// By how much `TAGLINE_PLANT=clock:HOURS` has it be wrong.
#[cfg(debug_assertions)]
fn planted_ms() -> i64 {
    const HOUR_MS: i64 = 60 * 60 * 1_000;
    static PLANTED_MS: std::sync::LazyLock<i64> = std::sync::LazyLock::new(|| {
        let planted = std::env::var("TAGLINE_PLANT").unwrap_or_default();
        let hours = planted.strip_prefix("clock:").and_then(|hours| hours.parse::<i64>().ok());
        if let Some(hours) = hours {
            tracing::warn!(hours, "planted: a clock that is wrong");
        }
        hours.unwrap_or(0) * HOUR_MS
    });
    *PLANTED_MS
}

/// By how much it is wrong: not at all.
#[cfg(not(debug_assertions))]
const fn planted_ms() -> i64 {
    0
}
