//! Faults that tests plant, to see that they would find them; only builds with debug assertions can have them.

/// Whether a commit counts though its claim is no longer the last one.
pub(crate) fn is_unguarded() -> bool {
    is_planted("no-guard")
}

/// Whether a commit reads what is stored of a mention without keeping others from changing it meanwhile.
#[cfg(feature = "postgres")]
pub(crate) fn is_unlocked() -> bool {
    is_planted("no-lock")
}

#[cfg(debug_assertions)]
fn is_planted(fault: &str) -> bool {
    std::env::var("TAGLINE_PLANT").is_ok_and(|planted| planted == fault)
}

#[cfg(not(debug_assertions))]
const fn is_planted(_: &str) -> bool {
    false
}
