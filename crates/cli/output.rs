//! All that is printed: answers to standard output, the rest to standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use report::{Color, TextOptions};

use crate::json;

/// Standard output, buffered. A closed pipe is an error of the kind `BrokenPipe`, which ends the command well.
pub(crate) fn answer() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// Writes one line of the answer.
///
/// # Errors
///
/// When standard output cannot be written.
pub(crate) fn answer_line(line: impl Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}

/// Whether only what went wrong is said; set once, before anything is printed.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on says only what went wrong.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether only what went wrong is to be said.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Tells the user something beside the answer, unless only what went wrong is to be said.
pub(crate) fn note(line: impl Display) {
    if !is_quiet() {
        say("INFO", &line.to_string());
    }
}

/// Whether every line of standard error is JSON; set once, before anything is printed.
static MACHINE_READABLE: AtomicBool = AtomicBool::new(false);

/// From now on what is said to the user is a line of JSON, as log lines are.
pub(crate) fn be_machine_readable() {
    MACHINE_READABLE.store(true, Ordering::Relaxed);
}

/// Tells the user what went wrong.
pub(crate) fn warn(line: impl Display) {
    say("WARN", &line.to_string());
}

fn say(level: &'static str, line: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = if MACHINE_READABLE.load(Ordering::Relaxed) {
        writeln!(io::stderr().lock(), "{}", json::log_line(level, line))
    } else {
        writeln!(io::stderr().lock(), "{line}")
    };
}

/// Tells the user what failed, with every cause beneath.
pub(crate) fn failure(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    say("ERROR", &format!("error: {}", causes.join("\n  because ")));
}

/// Whether a person looks at standard output.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person looks at standard error.
pub(crate) fn is_terminal_beside() -> bool {
    io::stderr().is_terminal()
}

/// Writes the whole of an answer: a text that ends with a line feed, or bytes.
///
/// # Errors
///
/// When standard output cannot be written.
pub(crate) fn answer_whole(answer: impl AsRef<[u8]>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(answer.as_ref())?;
    out.flush()
}

/// Whether standard output is shown in colors: it is a terminal, and `NO_COLOR` is not set.
pub(crate) fn has_color() -> bool {
    is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

/// Styles of a terminal, as ANSI names them.
pub(crate) const RED: &str = "31";
pub(crate) const GREEN: &str = "32";
pub(crate) const YELLOW: &str = "33";
pub(crate) const CYAN: &str = "36";
pub(crate) const BOLD: &str = "1";
const BOLD_GREEN: &str = "1;32";

/// The text in a style, where there are colors.
pub(crate) fn styled(style: &str, text: &str) -> String {
    if has_color() { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
}

/// The words that matter in a line: in a style where there are colors, else in square brackets.
pub(crate) fn emphasized(text: &str) -> String {
    if has_color() { styled(BOLD_GREEN, text) } else { format!("[{text}]") }
}

/// How reports are written for whoever looks at standard output: as wide as the terminal, with color if it is one.
pub(crate) fn text_options() -> TextOptions {
    let color = if has_color() { Color::Yes } else { Color::No };
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    TextOptions { width, color }
}
