//! The clock, as the rest of this crate asks for it.

pub(crate) use ingest::now;
