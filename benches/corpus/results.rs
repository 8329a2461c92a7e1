//! What came out of a bench, kept with where and when it was measured: the tables of `README.md` are written from it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

/// A table of figures, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Day, machine, commit and command, in the words they are shown with.
    pub measured: String,
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<String>>,
}

impl Results {
    /// An empty table of what is measured today, here, by `command`.
    #[must_use]
    pub fn new(columns: &[&str], command: &str) -> Self {
        let columns = columns.iter().map(|&it| it.to_owned()).collect();
        let measured = format!("{}, {}, commit {}: `{command}`", today(), machine(), commit());
        Self { measured, columns, rows: Vec::new() }
    }

    /// Reads the table called `name`; an empty one when there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read(name: &str) -> io::Result<Self> {
        let text = match fs::read_to_string(path(name)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines();
        let measured = lines.next().unwrap_or_default().trim_start_matches("# ").to_owned();
        let columns = lines.next().map(cells).unwrap_or_default();
        Ok(Self { measured, columns, rows: lines.map(cells).collect() })
    }

    /// Keeps the table as `name`.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, name: &str) -> io::Result<()> {
        let mut text = format!("# {}\n{}\n", self.measured, self.columns.join("\t"));
        for row in &self.rows {
            text.push_str(&row.join("\t"));
            text.push('\n');
        }
        fs::create_dir_all(path(name).parent().unwrap_or(Path::new(".")))?;
        fs::write(path(name), text)
    }

    /// Puts `row` where a row begins with the same `keys` cells, else at the end.
    pub fn put(&mut self, row: Vec<String>, keys: usize) {
        match self.rows.iter_mut().find(|other| other.get(..keys) == row.get(..keys)) {
            Some(other) => *other = row,
            None => self.rows.push(row),
        }
    }

    /// The table in Markdown, with the line that says where it comes from.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("{}\n\n", self.measured);
        let rule: Vec<&str> = self.columns.iter().map(|_| "---").collect();
        let _ = writeln!(text, "| {} |\n|{}|", self.columns.join(" | "), rule.join("|"));
        for row in &self.rows {
            let _ = writeln!(text, "| {} |", row.join(" | "));
        }
        text
    }

    /// The table in columns, for a terminal.
    #[must_use]
    pub fn plain(&self) -> String {
        let width = |at: usize| {
            let cells = self.rows.iter().chain([&self.columns]).filter_map(|row| row.get(at));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        for row in [&self.columns].into_iter().chain(&self.rows) {
            for (cell, width) in row.iter().zip(&widths) {
                let _ = write!(text, "{cell:<width$}  ");
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../results").join(format!("{name}.tsv"))
}

/// Today's date (UTC).
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    let days = seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

/// How many cores of which processor, and how fast they run (Linux).
fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = text.lines().filter_map(|line| line.strip_prefix("model name"));
    let models: Vec<&str> = models.map(|it| it.trim_start_matches(['\t', ':', ' '])).collect();
    let model = models.first().copied().unwrap_or("an unknown processor");
    let speed = text.lines().find_map(|line| line.strip_prefix("cpu MHz")?.split_once(": "));
    let speed = speed.and_then(|(_, mhz)| mhz.parse::<f64>().ok());
    let speed = speed.map_or(String::new(), |mhz| format!(" at {:.1} GHz", mhz / 1e3));
    format!("{} cores of {model}{speed}", models.len())
}

/// The commit, and whether the sources have changed since.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        let out = git.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
        let out = out.ok().filter(|out| out.status.success());
        out.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default()
    };
    let status = git(&["status", "--porcelain", "--untracked-files=no", "--", "../../crates"]);
    let changes = if status.is_empty() { "" } else { " and changes" };
    format!("{}{changes}", git(&["log", "-1", "--format=%h"]))
}
