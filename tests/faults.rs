//! What must not change a count: crashes, each at its worst moment.

mod absent;
mod connect;
mod controls;
mod edges;
mod kafka;
mod names;
mod ops;
mod outward;
#[cfg(feature = "registry")]
mod registry;
mod row;
mod scene;
mod storm;
#[cfg(feature = "postgres")]
mod storms;
