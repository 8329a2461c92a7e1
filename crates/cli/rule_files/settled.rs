//! Rules that are being written at the very moment a run begins: a checkout, a copy, an editor that saves.
//!
//! Who starts a run from Kafka may be a machine by night, and what ends for its rules is not started again by systemd. So
//! rules that cannot be used but were written moments ago are read again until they have stayed as they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tagger::{Tagger, Trial};

use super::{Unusable, compile_noting};
use crate::output;

/// How long nothing may have been written for the rules to be as they are meant.
const QUIET: Duration = Duration::from_secs(5);
/// How long to wait for that.
const LONGEST: Duration = Duration::from_mins(1);
/// How often to look.
const LOOK_WAIT: Duration = Duration::from_millis(100);

/// As [`compile_noting`], of rules that may be half-written.
pub(crate) fn compile_settled(
    path: &Path,
    trial: Trial,
) -> (Result<Tagger, Unusable>, BTreeSet<PathBuf>) {
    let began = Instant::now();
    let mut written = written(path);
    let mut until = Instant::now() + QUIET.saturating_sub(age(written));
    let mut told = false;
    loop {
        let (rules, named) = compile_noting(path, trial);
        if rules.is_ok() {
            return (rules, named);
        }
        loop {
            let now = self::written(path);
            if now != written {
                written = now;
                until = Instant::now() + QUIET;
                break;
            }
            if Instant::now() >= until || began.elapsed() >= LONGEST {
                return (rules, named);
            }
            if !std::mem::replace(&mut told, true) {
                output::warn(
                    "the rules cannot be used, and were written moments ago: waiting until they stay as they are",
                );
            }
            thread::sleep(LOOK_WAIT);
        }
    }
}

/// When any of the files and folders at `path` was written last, and how many there are.
fn written(path: &Path) -> (Option<SystemTime>, usize) {
    let (mut latest, mut count) = (None, 0);
    let mut left = vec![path.to_path_buf()];
    while let Some(path) = left.pop() {
        let Ok(about) = fs::metadata(&path) else { continue };
        latest = latest.max(about.modified().ok());
        count += 1;
        if let (true, Ok(entries)) = (about.is_dir(), fs::read_dir(&path)) {
            left.extend(entries.flatten().map(|entry| entry.path()));
        }
    }
    (latest, count)
}

fn age((latest, _): (Option<SystemTime>, usize)) -> Duration {
    let Some(latest) = latest else { return Duration::MAX };
    SystemTime::now().duration_since(latest).unwrap_or_default()
}
