//! The `tagline` command: arguments, configuration, wiring, exit codes.

fn main() {}
