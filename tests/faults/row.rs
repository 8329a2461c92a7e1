//! What a storm or a control came to: a row on the page of results.
//!
//! `tests/run --faults` names a folder in `TAGLINE_FAULT_RESULTS`, a file a row, and says in `TAGLINE_FAULT_DATE`,
//! `TAGLINE_FAULT_COMMIT` and `TAGLINE_FAULT_COMMAND` what every row of its has. A row is red from its beginning until its
//! storm has come to a good end.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// A row that is being written.
pub(super) struct Row {
    name: String,
    began: Instant,
    /// What was done so far.
    pub(super) injected: usize,
    /// How many records there are.
    pub(super) records: u64,
    /// How often something was done, where that is not what counts.
    pub(super) rounds: usize,
    ended: bool,
}

impl Row {
    pub(super) fn begin(name: &str) -> Self {
        let row = Self {
            name: name.to_owned(),
            began: Instant::now(),
            injected: 0,
            records: 0,
            rounds: 0,
            ended: false,
        };
        row.write(RED, RED);
        row
    }

    /// It has come to its end: what was lost, and what counts twice.
    pub(super) fn end(&mut self, lost: &str, twice: &str) {
        self.ended = true;
        self.write(lost, twice);
    }

    fn write(&self, lost: &str, twice: &str) {
        let Some(folder) = env::var_os("TAGLINE_FAULT_RESULTS").map(PathBuf::from) else { return };
        let of_run = |name: &str| env::var(name).unwrap_or_default();
        let (date, commit) = (of_run("TAGLINE_FAULT_DATE"), of_run("TAGLINE_FAULT_COMMIT"));
        let (command, seconds) = (of_run("TAGLINE_FAULT_COMMAND"), self.began.elapsed().as_secs());
        let Self { name, injected, records, rounds, .. } = self;
        let row = format!(
            "| {name} | {date} | {commit} | {rounds} | {injected} | {records} | {lost} | {twice} | {seconds} | `{command}` |\n"
        );
        let file = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(file), row).unwrap();
    }
}

/// What stands where a storm has not come to a good end.
const RED: &str = "**RED**";

impl Drop for Row {
    fn drop(&mut self) {
        if !self.ended {
            self.write(RED, RED);
        }
    }
}
