//! Going on as another client, after the brokers have fenced the last one off.

use std::thread;
use std::time::{Duration, Instant};

use super::Member;
use crate::kafka::assignment::Assignment;
use crate::kafka::desk::{Ended, Heard};

/// How often to look whether the run is to end.
const LOOK_WAIT: Duration = Duration::from_millis(20);

impl Member {
    /// Forgets what the last client was given and waits; `false` when the run is to end instead.
    ///
    /// What was handed on before is committed under its claims meanwhile, unless another has claimed the partition.
    pub(in crate::kafka) fn rest(&mut self, wait: Duration) -> bool {
        tracing::warn!(
            wait_ms = wait.as_millis(),
            "fenced off: another member, or an earlier self of this one, is known by its group.instance.id; joining again"
        );
        self.assignment = Assignment::new();
        self.assigned.clear();
        self.fetched.clear();
        self.logs.clear();
        self.fenced_off = None;
        self.parts.send_replace(Some(Vec::new()));
        let until = Instant::now() + wait;
        while Instant::now() < until {
            match self.desk.heard() {
                Ok(Some(Heard::Stop)) | Err(Ended) => return false,
                // Of the last client's claims: the next asks for its own.
                Ok(Some(Heard::Committed(..) | Heard::Fenced(_))) => {}
                Ok(None) => thread::sleep(LOOK_WAIT),
            }
        }
        true
    }
}
