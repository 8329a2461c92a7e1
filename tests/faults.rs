//! What must not change a count: crashes, each at its worst moment.

mod kafka;
