//! Faults that tests plant, to see that they would find them; only builds with debug assertions can have them.

#[cfg(debug_assertions)]
use std::sync::LazyLock;

#[cfg(debug_assertions)]
static SEEKS: LazyLock<bool> =
    LazyLock::new(|| std::env::var("TAGLINE_PLANT").is_ok_and(|planted| planted == "seek"));

/// Whether reading begins where the group says and the position is sought afterwards, as consumers do that keep
/// offsets outside of Kafka without care; what comes before the seek is taken in.
#[cfg(debug_assertions)]
pub(super) fn seeks() -> bool {
    *SEEKS
}

/// Ends the process over a record that names the fault, as a mistake of ours in reading it would.
#[cfg(debug_assertions)]
pub(super) fn die_of(record: &[u8]) {
    static DEADLY: LazyLock<Option<String>> = LazyLock::new(|| {
        std::env::var("TAGLINE_PLANT").ok()?.strip_prefix("deadly:").map(str::to_owned)
    });
    let named =
        |deadly: &String| record.windows(deadly.len()).any(|bytes| bytes == deadly.as_bytes());
    if DEADLY.as_ref().is_some_and(named) {
        std::process::abort();
    }
}

/// Ends the process at a step that names the fault, the first time it comes there.
#[cfg(debug_assertions)]
pub(super) fn die_at(step: &str) {
    let planted = std::env::var("TAGLINE_PLANT").unwrap_or_default();
    if planted.strip_prefix("die:") == Some(step) {
        std::process::abort();
    }
}

/// Ends no process.
#[cfg(not(debug_assertions))]
pub(super) const fn die_at(_: &str) {}

/// Ends no process.
#[cfg(not(debug_assertions))]
pub(super) const fn die_of(_: &[u8]) {}

/// Whether reading begins where the group says and the position is sought afterwards: never.
#[cfg(not(debug_assertions))]
pub(super) const fn seeks() -> bool {
    false
}
