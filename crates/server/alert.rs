//! Alerts of a run: judged beside what is committed, stored, and sent to whom they concern.
//!
//! A [`Desk`] has a store of its own and does one [pass](Desk::pass) after the other, on a thread that nothing else waits
//! for. What it judges it stores with what is to be sent, in one transaction; sending goes by what is stored. So a crash at
//! any moment loses nothing and raises nothing twice, and whatever fails is tried again by the next pass.

mod backtest;
mod digest;
pub(crate) mod json;
mod judge;
mod message;
mod outbox;
mod post;
mod send;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use mention::{Catalog, Part, RuleSetId, Timestamp};
use report::{Book, Language, Zone};
use store::{Store, StoreError};

pub use backtest::{Backtest, Trial, backtest};
pub use post::{Doors, MailSecurity, Mailbox};
pub use send::{Form, Quiet, Send, To, Weekly, What};

use judge::Judge;

/// What a pass goes by.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The rule set in use.
    pub rules: RuleSetId,
    /// What it calls its tags.
    pub catalog: &'a Catalog,
    /// What it says is watched, and who answers for it.
    pub book: &'a Book,
}

/// How far a run has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Each part that it reads, up to when that was heard.
    Parts(Vec<(Part, Timestamp)>),
    /// Everything there is, of inputs that have ended.
    Everything,
    /// An input that goes on in the order things are said: up to the last of them.
    Stream,
    /// An input that goes on in no order: nothing is judged before its end.
    Something,
}

/// What a pass did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Alerts that were raised.
    pub raised: usize,
    /// Messages that arrived.
    pub sent: usize,
    /// What could not be sent, a sentence each; to be tried again.
    pub troubles: Vec<String>,
}

/// Raises alerts and sends what is to be sent.
#[derive(Debug)]
pub struct Desk {
    store: Store,
    judge: Judge,
    sends: Vec<Send>,
    doors: Doors,
    zone: Zone,
    language: Language,
    version: &'static str,
    /// What was looked at last: nothing is judged anew before something was written or an hour is over.
    seen: Option<(String, Option<Timestamp>)>,
    /// When it was last written down how far parts were heard, and how far all were.
    heard: Option<(Timestamp, Option<Timestamp>)>,
    /// The digests that this desk has asked for.
    asked: BTreeSet<String>,
}

/// How often it is written down how far parts were heard, in milliseconds.
const HEARD_EVERY: i64 = 15_000;

impl Desk {
    /// One that writes to `store`. `zone` is that of the people who are told, `lateness` how long after its end an hour is
    /// judged.
    #[must_use]
    pub fn new(
        store: Store,
        sends: Vec<Send>,
        doors: Doors,
        zone: Zone,
        lateness: Duration,
        version: &'static str,
    ) -> Self {
        let judge = Judge::new(zone.clone(), lateness);
        Self {
            store,
            judge,
            sends,
            doors,
            zone,
            language: Language::English,
            version,
            seen: None,
            heard: None,
            asked: BTreeSet::new(),
        }
    }

    /// One that tells digests in this language.
    #[must_use]
    pub fn telling(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Judges what is complete by now, and sends what is due.
    ///
    /// # Errors
    ///
    /// Those of the database; the next pass goes on where this one failed.
    pub fn pass(
        &mut self,
        ground: &Ground<'_>,
        heard: &Heard,
        now: Timestamp,
    ) -> Result<Passed, StoreError> {
        let raised = self.judged(ground, heard, now)?;
        digest::queue(self, now)?;
        let mut passed = Passed { raised, ..Passed::default() };
        outbox::send(self, ground, now, &mut passed)?;
        Ok(passed)
    }

    fn judged(
        &mut self,
        ground: &Ground<'_>,
        heard: &Heard,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let until = match heard {
            Heard::Something => return Ok(0),
            Heard::Parts(parts) => match self.heard {
                Some((at, until)) if (0..HEARD_EVERY).contains(&(now.0 - at.0)) => until,
                _ => self.store.hear(parts, now)?,
            },
            Heard::Everything => Some(self.store.hear(&[], now)?.unwrap_or(Timestamp(i64::MAX))),
            Heard::Stream => self.store.span()?.map(|(_, last)| last.min(now)),
        };
        if self.heard.is_none_or(|(at, _)| !(0..HEARD_EVERY).contains(&(now.0 - at.0))) {
            self.heard = Some((now, until));
        }
        let seen = (self.store.stamp()?, until.map(Timestamp::hour));
        if *heard != Heard::Everything && self.seen.as_ref() == Some(&seen) {
            return Ok(0);
        }
        let raised = self.judge.pass(&mut self.store, ground, &self.sends, (until, now))?;
        self.seen = Some(seen);
        Ok(raised)
    }
}
