//! Drives the built binary as a person would, and holds the shape of the tree.

mod architecture;
mod bad_input;
mod command;
mod demo;
mod kill;
mod real_data;
