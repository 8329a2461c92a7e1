//! When too many records cannot be read: the format has changed upstream, and reading on would only throw it all away.

use std::collections::VecDeque;

use mention::Batch;

/// How many of the last records are looked at.
const RECORDS_LOOKED_AT: u64 = 1_000;
/// With fewer nothing is judged: the first record of a topic may be a stray one.
const RECORDS_MIN: u64 = 100;

/// How many of the last records may be rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RejectLimit {
    /// In a hundred; beyond it the run stops.
    pub percent: u8,
}

/// What was seen of late, a batch at a time.
#[derive(Debug, Default)]
pub(crate) struct Lately {
    batches: VecDeque<(u64, u64)>,
    records: u64,
    rejects: u64,
}

/// Too many were rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany {
    pub(crate) records: u64,
    pub(crate) rejects: u64,
}

impl Lately {
    /// Looks at a batch before it is stored; says so when with it too many of the last records are rejected.
    pub(crate) fn look(&mut self, batch: &Batch, limit: RejectLimit) -> Result<(), TooMany> {
        self.add(batch.records.len() as u64, batch.rejects().count() as u64, limit)
    }

    fn add(&mut self, records: u64, rejects: u64, limit: RejectLimit) -> Result<(), TooMany> {
        self.batches.push_back((records, rejects));
        self.records += records;
        self.rejects += rejects;
        while let Some(&(records, rejects)) = self.batches.front()
            && self.records - records >= RECORDS_LOOKED_AT
        {
            self.batches.pop_front();
            self.records -= records;
            self.rejects -= rejects;
        }
        if self.records >= RECORDS_MIN
            && self.rejects.saturating_mul(100) > self.records.saturating_mul(limit.percent.into())
        {
            return Err(TooMany { records: self.records, rejects: self.rejects });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After which of the batches, each of so many records and rejects, it stops.
    fn check(batches: &[(u64, u64)], expected: Option<(usize, u64, u64)>) {
        let (mut lately, limit) = (Lately::default(), RejectLimit { percent: 50 });
        let stopped = batches.iter().enumerate().find_map(|(at, &(records, rejects))| {
            let TooMany { records, rejects } = lately.add(records, rejects, limit).err()?;
            Some((at, records, rejects))
        });
        assert_eq!(stopped, expected, "{batches:?}");
    }

    #[test]
    fn more_than_half_of_the_last_thousand_stops() {
        check(&[(20_000, 10_000)], None);
        check(&[(20_000, 10_001)], Some((0, 20_000, 10_001)));
        // Few tell nothing, many few do.
        check(&[(99, 99)], None);
        check(&[(60, 60), (60, 60)], Some((1, 120, 120)));
        // What is long ago counts no more, in either way.
        check(&[(99, 99), (2_000, 0), (99, 99)], None);
        check(&[(50_000, 0), (400, 400), (400, 400), (400, 400)], Some((3, 1_200, 1_200)));
        check(&[(900, 0), (400, 400), (499, 499)], None);
        check(&[(900, 0), (400, 400), (502, 502)], Some((2, 1_802, 902)));
    }
}
