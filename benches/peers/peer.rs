//! What every engine that is measured can do.

use std::time::Duration;

/// A text and a rule that holds for it, by number.
pub type Match = (u32, u32);

/// What one pass over the texts took and found.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// On the core, of the thread that matched.
    pub time: Duration,
    /// How many matches were found, as the engine counts them: some count each place.
    pub matches: u64,
}

/// An engine that holds rules and is shown texts.
pub trait Peer {
    /// What it is called.
    fn name(&self) -> &str;
    /// How long it took to be ready.
    fn ready(&self) -> Duration;
    /// How many of the texts it is shown: the slow are shown fewer.
    fn texts(&self) -> usize;
    /// All matches, in any order; a match may be there several times.
    fn all(&mut self) -> anyhow::Result<Vec<Match>>;
    /// One pass over the texts.
    fn pass(&mut self) -> anyhow::Result<Pass>;
}

/// How long this thread has run on a core so far.
pub fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a thread has run for no negative time")
}

/// Runs `work` and says what it took.
pub fn timed(work: impl FnOnce() -> u64) -> Pass {
    let before = thread_time();
    let matches = work();
    Pass { time: thread_time().saturating_sub(before), matches }
}
