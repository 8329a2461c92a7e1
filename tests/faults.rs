//! What must not change a count: crashes, each at its worst moment.

mod controls;
mod edges;
mod kafka;
mod ops;
mod outward;
mod scene;
mod storm;
#[cfg(feature = "postgres")]
mod storms;
