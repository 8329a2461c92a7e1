//! Opening a browser, where one can open.

use std::env;
use std::process::{Command, Stdio};

use crate::output;

/// The program that opens an address in whatever browser people have.
#[cfg(target_os = "macos")]
const OPENER: &str = "open";
#[cfg(not(target_os = "macos"))]
const OPENER: &str = "xdg-open";

/// Whether somebody sits here, before a screen that can show one.
pub(crate) fn can_open() -> bool {
    let has_screen = cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    is_watched() && has_screen && !is_set("SSH_CONNECTION")
}

/// Whether somebody sits at a terminal, and reads what is said.
pub(crate) fn is_watched() -> bool {
    output::is_terminal_beside() && !is_set("CI")
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Opens the address; who has no such program reads it on the screen.
pub(crate) fn open(address: &str) {
    let silent = || Stdio::null();
    // Nobody waits for it: it ends when it has told the browser.
    let started =
        Command::new(OPENER).arg(address).stdin(silent()).stdout(silent()).stderr(silent()).spawn();
    if started.is_err() {
        output::note(format_args!("open {address} in a browser"));
    }
}
