//! Drives the built binary as a person would.
