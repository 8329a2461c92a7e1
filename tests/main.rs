//! Drives the built binary as a person would, and holds the shape of the tree.
#![expect(clippy::unwrap_used, reason = "here all code is test code, also what is called by tests")]

mod alerts;
mod api;
mod architecture;
mod bad_input;
mod browser;
mod check;
mod command;
mod convert;
mod demo;
mod deployment;
mod doors;
mod examples;
#[cfg(feature = "kafka")]
mod faults;
mod filter;
mod full;
mod hostile;
#[cfg(feature = "kafka")]
mod kafka;
mod kill;
mod language;
mod layout;
mod measures;
mod ops;
#[cfg(feature = "postgres")]
mod postgres;
mod real_data;
mod reload;
mod reports;
mod sheet;
mod state;
mod try_text;
mod workspaces;
