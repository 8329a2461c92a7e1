//! How a run bears with a database or brokers that are away for a while: restarted, failed over, cut off, busy with
//! others, out of room.

#[cfg(test)]
mod tests;

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use store::StoreError;
use tokio::sync::watch;

use crate::SourceError;

/// The first pause; each is twice the one before.
const PAUSE: Duration = Duration::from_millis(50);
/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_secs(2);
/// How often it is told that one still waits, once that has taken long.
const TELL_EVERY: Duration = Duration::from_mins(1);
/// How soon the end of a pause is noticed when the run is to end.
const LOOK_WAIT: Duration = Duration::from_millis(100);

/// How long to ask again, and what ends that before.
#[derive(Clone, Copy, Debug)]
pub struct Patience<'a> {
    /// Holds `true` once the run is to end.
    pub shutdown: &'a watch::Receiver<bool>,
    /// How long to ask on, from the first failure.
    pub longest: Duration,
}

impl Patience<'_> {
    /// Asks until there is an answer, there is no hope, or nobody wants to wait any more. `error` shows what is wrong with
    /// a failure; whether there is hope [`is_passing`] says.
    ///
    /// # Errors
    ///
    /// The last failure.
    pub fn ask<T, E>(
        &self,
        error: impl Fn(&E) -> &(dyn Error + 'static),
        mut question: impl FnMut() -> Result<T, E>,
    ) -> Result<T, E> {
        let (mut began, mut told, mut pause) = (None, None::<Instant>, PAUSE);
        loop {
            let answer = question();
            let Err(failed) = &answer else { return answer };
            let now = Instant::now();
            let waited = now - *began.get_or_insert(now);
            if !is_passing(error(failed)) || waited >= self.longest || *self.shutdown.borrow() {
                return answer;
            }
            // While it is short each try is told, later one a minute: an outage may last all night.
            if waited < TELL_EVERY || told.is_none_or(|told| now - told >= TELL_EVERY) {
                told = Some(now);
                let source = error(failed).source().map(ToString::to_string);
                tracing::warn!(
                    waited_ms = waited.as_millis(),
                    source,
                    "{}; trying again",
                    error(failed)
                );
            }
            self.rest(pause);
            pause = (2 * pause).min(PAUSE_MAX);
        }
    }

    /// Pauses, but for as long as the run goes on.
    fn rest(&self, pause: Duration) {
        let until = Instant::now() + pause;
        while !*self.shutdown.borrow() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(LOOK_WAIT));
        }
    }
}

/// Whether `error`, or what it came of, passes without anybody asking differently: a store or brokers are away.
#[must_use]
pub fn is_passing(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let away = matches!(error.downcast_ref(), Some(SourceError::Away { .. }));
        if away || error.downcast_ref().is_some_and(StoreError::is_passing) {
            return true;
        }
        cause = error.source();
    }
    false
}
