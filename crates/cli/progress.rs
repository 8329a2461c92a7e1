//! How far a run has come, for a person who waits.

use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output;

/// A bar on a terminal, nothing elsewhere.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::no_length();
        let shown = if output::is_terminal_beside() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        bar.set_draw_target(shown);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// Shows where the run stands.
    pub(crate) fn show(&self, now: &ingest::Progress<'_>) {
        if self.bar.length().is_none()
            && let Some(total) = now.extent.bytes_total
        {
            let style = "{bar:32} {percent:>3} %  {msg}  {eta} left";
            self.bar.set_style(
                ProgressStyle::with_template(style).expect("the template is a constant"),
            );
            self.bar.set_length(total);
        }
        self.bar.set_position(now.extent.bytes_read);
        let (records, rate) = (HumanCount(now.summary.records), now.summary.records_per_second());
        let behind =
            now.extent.records_behind.map(|behind| format!("  {} behind", HumanCount(behind)));
        let behind = behind.unwrap_or_default();
        self.bar.set_message(format!("{records} records  {rate:.0}/s{behind}"));
    }

    /// Tells the user something above the bar.
    pub(crate) fn note(&self, line: &str) {
        self.bar.suspend(|| output::note(line));
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
