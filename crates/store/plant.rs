//! A fault that tests plant, to see that they would find it; only builds with debug assertions can have it.

/// Whether a commit counts though its claim is no longer the last one.
#[cfg(debug_assertions)]
pub(crate) fn is_unguarded() -> bool {
    std::env::var("TAGLINE_PLANT").is_ok_and(|planted| planted == "no-guard")
}

/// Whether a commit counts though its claim is no longer the last one: never.
#[cfg(not(debug_assertions))]
pub(crate) const fn is_unguarded() -> bool {
    false
}
