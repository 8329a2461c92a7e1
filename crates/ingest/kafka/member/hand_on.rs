//! Handing a batch on to the loop, and what must be written down before that.

use std::time::Instant;

use mention::Part;

use super::Member;
use crate::kafka::assignment::Partition;
use crate::kafka::desk::{Cargo, Loop, Said};
use crate::kafka::position::position;
use crate::kafka::trial::{Trial, Verdict};
use crate::{Cursors, Hold, SourceError};

impl Member {
    /// Hands a batch on to the loop, waiting until `until` where that is set.
    pub(super) fn hand_on(&mut self, partition: &Partition, until: Option<Instant>) -> Loop {
        let Some(handed) = self.assignment.hand_on(partition) else { return Loop::Runs };
        let part = self.positions.part(partition);
        match self.prepare(partition, &part, handed.trial) {
            Ok(Hold::Kept) => {}
            Ok(Hold::Lost) => {
                self.fenced(&part);
                return Loop::Runs;
            }
            Err(failed) => {
                // A batch that time runs out for is left to whoever takes over.
                if until.is_none_or(|until| Instant::now() < until) {
                    self.fail(failed);
                }
                return Loop::Runs;
            }
        }
        let bytes =
            self.logs.get_mut(partition).map_or(0, |log| std::mem::take(&mut log.bytes_pending));
        let quarantined = handed.trial.is_some_and(|trial| trial.verdict == Verdict::Quarantine);
        let (from, to) = (position(handed.from), position(handed.to));
        let records = handed.records;
        let said = Said::Batch(Cargo { part, from, to, records, quarantined, bytes });
        let kept = match until {
            Some(until) => self.desk.say_until(said, until),
            None => self.desk.say(said).map(|()| true),
        };
        if kept.is_err() { Loop::Ended } else { Loop::Runs }
    }

    /// Notes what must be known should the process end over the batch that comes.
    fn prepare(
        &mut self,
        partition: &Partition,
        part: &Part,
        trial: Option<Trial>,
    ) -> Result<Hold, SourceError> {
        if let Some(log) = self.logs.get_mut(partition)
            && log.read_epoch > log.noted.leader_epoch
        {
            log.noted.leader_epoch = log.read_epoch;
            if self.desk.note_topic(part, &log.noted)? == Hold::Lost {
                return Ok(Hold::Lost);
            }
        }
        match trial {
            Some(Trial { attempt, verdict: Verdict::Try, .. }) => {
                self.desk.mark_trial(part, attempt)
            }
            _ => Ok(Hold::Kept),
        }
    }
}
