//! Whether a run goes on: when it is alive, when it is ready, and what stands still.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::metrics::Doing;

/// After how long without a sign of life a run is better started anew: as long as Kafka's group bears with a member.
const DEAD_AFTER: Duration = Duration::from_mins(5);

/// Where a part stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartSeen {
    /// Its source.
    pub source: Arc<str>,
    /// Its name there.
    pub part: Arc<str>,
    /// What is to be read next; everything before is in the store.
    pub next: u64,
    /// Records behind that are there; absent while the part is ours and could not be claimed yet.
    pub behind: Option<u64>,
}

/// What is known of a run.
#[derive(Debug, Default)]
pub(crate) struct Health {
    parts: BTreeMap<(Arc<str>, Arc<str>), Part>,
    /// The last sign of life.
    seen_at: Option<Instant>,
    /// Whether a batch is in hand.
    works: bool,
}

#[derive(Debug)]
struct Part {
    next: u64,
    behind: Option<u64>,
    /// When it last moved, or had nothing to move for.
    fine_at: Instant,
}

/// Whether a run does its work.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It has not begun.
    Starting,
    /// It does.
    Ready,
    /// It gives no sign of life, for this long.
    Silent(Duration),
    /// These parts have records and stand still, for so long.
    Stalled(Vec<(String, Duration)>),
}

impl Health {
    /// Hears how far every part has come that is ours.
    pub(crate) fn see(&mut self, parts: &[PartSeen], doing: Doing, now: Instant) {
        (self.seen_at, self.works) = (Some(now), doing == Doing::Batch);
        let before = std::mem::take(&mut self.parts);
        for seen in parts {
            let key = (Arc::clone(&seen.source), Arc::clone(&seen.part));
            let stands = before.get(&key).filter(|part| part.next == seen.next);
            let fine_at = match stands {
                Some(part) if seen.behind != Some(0) => part.fine_at,
                _ => now,
            };
            self.parts.insert(key, Part { next: seen.next, behind: seen.behind, fine_at });
        }
    }

    /// Whether it is worth going on with this process.
    pub(crate) fn is_alive(&self, now: Instant) -> bool {
        self.silence(now) < DEAD_AFTER
    }

    /// Whether it does its work; what stands still for `stall_after` does not.
    pub(crate) fn verdict(&self, now: Instant, stall_after: Duration) -> Verdict {
        if self.seen_at.is_none() {
            return Verdict::Starting;
        }
        let stalled = self.stalls(now).filter(|(_, still)| *still >= stall_after);
        let stalled: Vec<(String, Duration)> =
            stalled.map(|((source, part), still)| (format!("{source}/{part}"), still)).collect();
        if !stalled.is_empty() {
            return Verdict::Stalled(stalled);
        }
        match self.silence(now) {
            silent if silent >= stall_after => Verdict::Silent(silent),
            _ => Verdict::Ready,
        }
    }

    /// How long each part stands still although there are records, sorted by source and part; zero for those that do not.
    pub(crate) fn stalls(
        &self,
        now: Instant,
    ) -> impl Iterator<Item = ((&Arc<str>, &Arc<str>), Duration)> {
        self.parts.iter().map(move |((source, part), standing)| {
            let still = match standing.behind {
                Some(0) => Duration::ZERO,
                _ => now.saturating_duration_since(standing.fine_at),
            };
            ((source, part), still)
        })
    }

    /// How long there is no sign of life although there should be one. Without a batch in hand, and without parts of
    /// which there is always something to say, silence is that of the input.
    fn silence(&self, now: Instant) -> Duration {
        if !self.works && self.parts.is_empty() {
            return Duration::ZERO;
        }
        self.seen_at.map_or(Duration::ZERO, |at| now.saturating_duration_since(at))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Starting => f.write_str("starting: nothing was read yet\n"),
            Self::Ready => f.write_str("ready\n"),
            Self::Silent(still) => {
                writeln!(
                    f,
                    "no sign of life for {} s: a batch or the store takes long",
                    still.as_secs()
                )
            }
            Self::Stalled(parts) => parts.iter().try_for_each(|(part, still)| {
                writeln!(f, "{part} has records and stands still for {} s", still.as_secs())
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STALL: Duration = Duration::from_mins(1);

    fn part(next: u64, behind: Option<u64>) -> Vec<PartSeen> {
        vec![PartSeen { source: "kafka:c/t".into(), part: "0".into(), next, behind }]
    }

    /// What is said at the end, after each of `seen` was heard at its second.
    fn check(seen: &[(u64, Vec<PartSeen>)], at: u64, expected: &str) {
        let begin = Instant::now();
        let second = |second| begin + Duration::from_secs(second);
        let mut health = Health::default();
        for (at, parts) in seen {
            health.see(parts, Doing::Waiting, second(*at));
        }
        assert_eq!(health.verdict(second(at), STALL).to_string(), expected);
    }

    #[test]
    fn a_part_with_records_that_stands_still_is_not_ready() {
        check(&[], 0, "starting: nothing was read yet\n");
        check(&[(0, vec![])], 59, "ready\n");
        check(&[(0, vec![])], 999, "ready\n");
        check(
            &[(0, part(7, Some(0)))],
            60,
            "no sign of life for 60 s: a batch or the store takes long\n",
        );
        let stands =
            |last| vec![(0, part(7, Some(0))), (10, part(7, Some(5))), (last, part(7, Some(9)))];
        check(&stands(59), 59, "ready\n");
        check(&stands(60), 60, "kafka:c/t/0 has records and stands still for 60 s\n");
        // One that moves, and one that has nothing to move for.
        check(
            &[(0, part(7, Some(5))), (50, part(8, Some(90))), (100, part(8, Some(90)))],
            100,
            "ready\n",
        );
        check(&[(0, part(7, Some(0))), (500, part(7, Some(0)))], 500, "ready\n");
        // One that is ours and cannot be claimed, and one that was given up in between.
        check(
            &[(0, part(0, None)), (60, part(0, None))],
            60,
            "kafka:c/t/0 has records and stands still for 60 s\n",
        );
        check(&[(0, part(7, Some(5))), (50, vec![]), (99, part(7, Some(5)))], 99, "ready\n");
    }

    #[test]
    fn silence_is_the_inputs_until_there_is_a_batch_in_hand() {
        let begin = Instant::now();
        let mut health = Health::default();
        for (doing, expected) in [
            (Doing::Waiting, Verdict::Ready),
            (Doing::Batch, Verdict::Silent(STALL)),
            (Doing::Stored { tag: STALL, commit: STALL }, Verdict::Ready),
        ] {
            health.see(&[], doing, begin);
            assert_eq!(health.verdict(begin + STALL, STALL), expected, "{doing:?}");
        }
    }

    #[test]
    fn silence_ends_a_life_only_after_minutes() {
        let begin = Instant::now();
        let mut health = Health::default();
        assert!(health.is_alive(begin), "it may take its time to begin");
        health.see(&part(7, Some(5)), Doing::Waiting, begin);
        assert!(health.is_alive(begin + STALL));
        assert!(!health.is_alive(begin + DEAD_AFTER));
    }
}
