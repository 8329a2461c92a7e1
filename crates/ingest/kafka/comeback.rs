//! Coming back after the brokers have fenced a member off: a new client, after a wait that grows.
//!
//! Who is known by a fixed name (`group.instance.id`) is fenced off when another joins by it. Most often that other is
//! the same process: a coordinator that dies takes with it that the member has joined, and the one that follows knows
//! an earlier self. librdkafka takes this for fatal and its client can do no more, so a new one is made. Only where it
//! happens again and again does another process really use the name.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::consumer::BaseConsumer;

use super::context::Context;
use super::failure;
use crate::SourceError;

/// When to try again, and when to give up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// How long to wait after being fenced off once; each time more doubles it.
    pub(super) wait: Duration,
    /// How often it may happen within `window`. With the waits of two processes that fence each other off in turn, one
    /// of them finds out before the window is over.
    pub(super) fencings_max: usize,
    pub(super) window: Duration,
}

impl Default for Bounds {
    /// The waits add up to a minute: longer than brokers remember a member that died without a word.
    fn default() -> Self {
        Self { wait: Duration::from_millis(500), fencings_max: 7, window: Duration::from_mins(5) }
    }
}

/// How a client is made anew, and how often that was lately.
pub(super) struct Comeback {
    client: ClientConfig,
    bounds: Bounds,
    fenced_at: VecDeque<Instant>,
}

impl Comeback {
    pub(super) const fn new(client: ClientConfig, bounds: Bounds) -> Self {
        Self { client, bounds, fenced_at: VecDeque::new() }
    }

    /// How long to wait after having been fenced off; `None` when it is of no use to come back.
    pub(super) fn wait(&mut self, now: Instant) -> Option<Duration> {
        let Bounds { wait, fencings_max, window } = self.bounds;
        self.fenced_at.push_back(now);
        self.fenced_at.retain(|at| now.duration_since(*at) < window);
        let before = self.fenced_at.len() - 1;
        (before < fencings_max)
            .then(|| wait * 2_u32.saturating_pow(u32::try_from(before).unwrap_or(u32::MAX)))
    }

    pub(super) fn client(&self) -> Result<BaseConsumer<Context>, SourceError> {
        let made = self.client.create_with_context(Context::default());
        made.map_err(|wrong| failure::unusable(&wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is waited after being fenced off at these seconds; `-` is where it gives up.
    fn check(fenced_at: &[u64], expected: &str) {
        let bounds = Bounds {
            wait: Duration::from_secs(1),
            fencings_max: 3,
            window: Duration::from_mins(1),
        };
        let (mut comeback, began) = (Comeback::new(ClientConfig::new(), bounds), Instant::now());
        let waits = fenced_at.iter().map(|at| {
            let wait = comeback.wait(began + Duration::from_secs(*at));
            wait.map_or("-".to_owned(), |wait| wait.as_secs().to_string())
        });
        assert_eq!(waits.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn waits_grow_until_it_has_been_too_often_and_are_forgotten_in_time() {
        check(&[0], "1");
        check(&[0, 2, 5], "1 2 4");
        check(&[0, 2, 5, 10], "1 2 4 -");
        check(&[0, 2, 5, 61], "1 2 4 4");
        check(&[0, 100, 200, 300, 400], "1 1 1 1 1");
    }

    #[test]
    fn a_member_that_died_is_forgotten_by_the_brokers_before_we_give_up() {
        let bounds = Bounds::default();
        let mut comeback = Comeback::new(ClientConfig::new(), bounds);
        let now = Instant::now();
        let waits: Vec<Duration> = std::iter::from_fn(|| comeback.wait(now)).collect();
        assert_eq!(waits.len(), bounds.fencings_max);
        let waited: Duration = waits.iter().sum();
        assert!(waited > Duration::from_secs(45), "sessions last 45 s, waits {waited:?}");
        // Two that fence each other off, with heartbeats each 3 s, and one more to find out.
        let beats = Duration::from_secs(3) * u32::try_from(2 * bounds.fencings_max).unwrap();
        assert!(2 * waited + beats < bounds.window);
    }
}
