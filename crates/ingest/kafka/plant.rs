//! A fault that tests plant, to see that they would find it; only builds with debug assertions can have it.

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

/// Whether reading begins where the group says and the position is sought afterwards: never.
#[cfg(not(debug_assertions))]
pub(super) const fn seeks() -> bool {
    false
}
