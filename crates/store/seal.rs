//! Reports that were sealed: their bytes as they were handed over, and how each mention of their period stood then, by which
//! can be told why a number is another one today.
//!
//! A mention is known again by hashes, so that nothing of what somebody wrote is in a seal, and it may outlast them.

use std::cmp::Ordering;
use std::ops::Range;

use mention::{Standing, Timestamp};
use xxhash_rust::xxh3::Xxh3Default;

use crate::copy::{Cell, Record};
use crate::error::{Unreadable, unreadable};
use crate::store::ask;
use crate::{Store, StoreError};

/// A report as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// What makes it again; no two seals have the same.
    pub report: String,
    /// When it was sealed.
    pub at: Timestamp,
    /// The hash of its bytes, in hexadecimal.
    pub hash: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How each mention of its period stood, sorted.
    pub states: Vec<State>,
}

/// How a mention stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    /// A hash of its platform and id.
    mention: u64,
    /// A hash of its latest version.
    version: u64,
    /// How it counts: the place of its standing, or [`DELETED`].
    standing: u8,
}

/// What stands for no standing.
const DELETED: u8 = u8::MAX;
/// Bytes of a state.
const BYTES: usize = 16;

/// Why another number of mentions is received today than a seal says: the causes add up to the difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// Received when it was sealed.
    pub then: i64,
    /// Received now.
    pub now: i64,
    /// By what was deleted.
    pub deleted: i64,
    /// By what has a later version.
    pub edited: i64,
    /// By what arrived later.
    pub late: i64,
    /// By what was erased, or is past its time.
    pub gone: i64,
    /// By what has other tags though it is the same version: by other rules or by hand.
    pub retagged: i64,
}

impl State {
    /// How a mention stands whose version has this hash; `None` for one that is deleted.
    pub(crate) fn of(platform: &str, id: &str, version: &[u8], standing: Option<Standing>) -> Self {
        let hash = |parts: [&[u8]; 2]| {
            let mut hash = Xxh3Default::new();
            for part in parts {
                hash.update(part);
                hash.update(&[0]);
            }
            hash.digest()
        };
        Self {
            mention: hash([platform.as_bytes(), id.as_bytes()]),
            version: hash([version, &[]]) >> 8,
            standing: standing.map_or(DELETED, |standing| standing as u8),
        }
    }

    fn received(self) -> i64 {
        i64::from(self.standing == Standing::Received as u8)
    }

    fn bytes(self) -> [u8; BYTES] {
        let rest = self.version << 8 | u64::from(self.standing);
        (u128::from(self.mention) << 64 | u128::from(rest)).to_be_bytes()
    }

    fn read(bytes: [u8; BYTES]) -> Self {
        let [mention @ .., _, _, _, _, _, _, _, _] = bytes;
        let [_, _, _, _, _, _, _, _, rest @ ..] = bytes;
        let rest = u64::from_be_bytes(rest);
        let [.., standing] = rest.to_be_bytes();
        Self { mention: u64::from_be_bytes(mention), version: rest >> 8, standing }
    }
}

impl Since {
    /// What happened between two states of the mentions of a period, each sorted.
    fn between(then: &[State], now: &[State]) -> Self {
        let mut since = Self::default();
        let (mut before, mut after) = (then.iter().peekable(), now.iter().peekable());
        loop {
            let order = match (before.peek(), after.peek()) {
                (None, None) => return since,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(before), Some(after)) => before.mention.cmp(&after.mention),
            };
            let was = before.next_if(|_| order.is_le());
            let is = after.next_if(|_| order.is_ge());
            let [counted, counts] =
                [was, is].map(|state| state.map_or(0, |state| state.received()));
            since.then += counted;
            since.now += counts;
            let cause = match (was, is) {
                (None, _) => &mut since.late,
                (_, None) => &mut since.gone,
                (_, Some(is)) if is.standing == DELETED => &mut since.deleted,
                (Some(was), Some(is)) if was.version != is.version => &mut since.edited,
                _ => &mut since.retagged,
            };
            *cause += counts - counted;
        }
    }
}

impl Seal {
    /// Why another number of mentions is received now that the mentions of its period stand so.
    #[must_use]
    pub fn since(&self, now: &[State]) -> Since {
        Since::between(&self.states, now)
    }
}

impl Store {
    /// Stores a seal; `false` when its report was sealed before, and that seal stays.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn put_seal(&mut self, seal: &Seal) -> Result<bool, StoreError> {
        ask!(self, store => store.put_seal(seal))
    }

    /// The seal of the report that is made so.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn seal(&self, report: &str) -> Result<Option<Seal>, StoreError> {
        ask!(self, store => store.seal(report))
    }

    /// How each mention stands that was published in this time, as [`Seal::states`] has it.
    ///
    /// # Errors
    ///
    /// Those of the database.
    ///
    /// # Cost
    ///
    /// Reads each mention of the time, without its text; 24 bytes of memory each.
    pub fn states(&self, time: Range<Timestamp>) -> Result<Vec<State>, StoreError> {
        let mut states = ask!(self, store => store.states(&time))?;
        states.sort_unstable();
        Ok(states)
    }
}

/// The columns of a seal.
pub(crate) fn columns(seal: &Seal) -> Record {
    vec![
        Cell::Text(seal.report.clone()),
        Cell::Number(seal.at.0),
        Cell::Text(seal.hash.clone()),
        Cell::Bytes(seal.bytes.clone()),
        Cell::Bytes(seal.states.iter().flat_map(|state| state.bytes()).collect()),
    ]
}

/// A seal from its columns.
pub(crate) fn read(record: &Record) -> Result<Seal, Unreadable> {
    let [
        Cell::Text(report),
        Cell::Number(at),
        Cell::Text(hash),
        Cell::Bytes(bytes),
        Cell::Bytes(states),
    ] = &record[..]
    else {
        return Err(unreadable("a seal"));
    };
    let (states, rest) = states.as_chunks::<BYTES>();
    if !rest.is_empty() {
        return Err(unreadable("the mentions of a seal"));
    }
    Ok(Seal {
        report: report.clone(),
        at: Timestamp(*at),
        hash: hash.clone(),
        bytes: bytes.clone(),
        states: states.iter().copied().map(State::read).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(id: &str, version: u8, standing: Option<Standing>) -> State {
        State::of("x", id, &[version], standing)
    }

    #[test]
    fn each_cause_is_told_apart_and_they_add_up() {
        let (received, noise) = (Some(Standing::Received), Some(Standing::Noise));
        let mut then = vec![
            state("same", 1, received),
            state("deleted", 1, received),
            state("edited away", 1, received),
            state("edited in", 1, noise),
            state("edited, as before", 1, received),
            state("erased", 1, received),
            state("noise that was erased", 1, noise),
            state("other rules", 1, noise),
        ];
        let mut now = vec![
            state("same", 1, received),
            state("deleted", 2, None),
            state("edited away", 2, noise),
            state("edited in", 2, received),
            state("edited, as before", 2, received),
            state("other rules", 1, received),
            state("late", 1, received),
            state("late noise", 1, noise),
            state("late and deleted", 1, None),
        ];
        then.sort_unstable();
        now.sort_unstable();
        let since = Since::between(&then, &now);
        let expected =
            Since { then: 5, now: 5, deleted: -1, edited: 0, late: 1, gone: -1, retagged: 1 };
        assert_eq!(since, expected);
        assert_eq!(Since::between(&now, &now), Since { then: 5, now: 5, ..Since::default() });
    }

    #[test]
    fn states_are_read_as_they_were_written() {
        for standing in Standing::ALL.map(Some).into_iter().chain([None]) {
            let state = state("a", 7, standing);
            assert_eq!(State::read(state.bytes()), state);
            assert_eq!(state.received() == 1, standing == Some(Standing::Received));
        }
        assert_ne!(state("a", 1, None), state("b", 1, None));
        assert_ne!(state("a", 1, None), state("a", 2, None));
    }
}
