//! Faults that tests plant, to see that they would find them; only builds with debug assertions can have them.

#[cfg(debug_assertions)]
use std::sync::LazyLock;

#[cfg(debug_assertions)]
static PLANTED: LazyLock<String> =
    LazyLock::new(|| std::env::var("TAGLINE_PLANT").unwrap_or_default());

/// Whether reading begins where the group says and the position is sought afterwards, as consumers do that keep
/// offsets outside of Kafka without care; what comes before the seek is taken in.
#[cfg(debug_assertions)]
pub(super) fn seeks() -> bool {
    *PLANTED == "seek"
}

/// By how much the position that is handed on falls short: by one, as where the last record's offset is taken for the next.
#[cfg(debug_assertions)]
pub(super) fn shortfall() -> i64 {
    i64::from(*PLANTED == "short")
}

/// Whether everything in hand is thrown away when any partition is taken back.
#[cfg(debug_assertions)]
pub(super) fn flushes() -> bool {
    *PLANTED == "flush"
}

/// Ends the process over a record that names the fault, as a mistake of ours in reading it would.
#[cfg(debug_assertions)]
pub(super) fn die_of(record: &[u8]) {
    let named = |deadly: &str| record.windows(deadly.len()).any(|bytes| bytes == deadly.as_bytes());
    if PLANTED.strip_prefix("deadly:").is_some_and(named) {
        std::process::abort();
    }
}

/// Ends the process at a step that names the fault, the first time it comes there.
#[cfg(debug_assertions)]
pub(super) fn die_at(step: &str) {
    if PLANTED.strip_prefix("die:") == Some(step) {
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

/// By how much the position that is handed on falls short: by nothing.
#[cfg(not(debug_assertions))]
pub(super) const fn shortfall() -> i64 {
    0
}

/// Whether everything in hand is thrown away when any partition is taken back: never.
#[cfg(not(debug_assertions))]
pub(super) const fn flushes() -> bool {
    false
}
