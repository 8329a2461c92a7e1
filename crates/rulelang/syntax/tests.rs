//! Broken TOML and what is said about it.
