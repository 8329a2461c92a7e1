//! What today's settings would have raised over the kept past, against what was raised and how it was graded.

use std::collections::BTreeMap;

use mention::{Alert, AlertKind, Grade, Timestamp};
use report::{Told, Watcher, Zone, watched};
use store::{Store, StoreError};

use super::Ground;
use super::judge::{HOUR, Hours};

/// Days before the first one by which a detector is taught.
const TAUGHT_DAYS: i64 = 56;
/// How far an alert and what would be raised may lie apart to be the same, in milliseconds.
const SAME_WITHIN: i64 = 24 * HOUR;

/// What would have been raised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backtest {
    /// From when on it was judged.
    pub from: Option<Timestamp>,
    /// To when.
    pub to: Option<Timestamp>,
    /// What would be raised, by time, with the alert that was, if there is one.
    pub trials: Vec<Trial>,
    /// Alerts that were raised and would not be.
    pub missed: Vec<Alert>,
}

/// One alert that would be raised.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Its tag.
    pub tag: String,
    /// What it would be.
    pub told: Told,
    /// The alert that was raised at that time.
    pub raised: Option<Alert>,
}

impl Backtest {
    /// Weeks that were judged.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of years stay below 2^53")]
    pub fn weeks(&self) -> f64 {
        let span = self.from.zip(self.to).map_or(0, |(from, to)| to.0 - from.0);
        span as f64 / (7.0 * 24.0 * HOUR as f64)
    }

    /// How many alerts of this grade would be raised again, and how many there are.
    #[must_use]
    pub fn graded(&self, grade: Grade) -> (usize, usize) {
        let is_one = |alert: &&Alert| alert.graded.as_ref().is_some_and(|one| one.grade == grade);
        let found =
            self.trials.iter().filter_map(|trial| trial.raised.as_ref()).filter(is_one).count();
        (found, found + self.missed.iter().filter(is_one).count())
    }
}

/// Judges today's counts by today's settings, from `since` to `now`.
///
/// # Errors
///
/// Those of the database.
pub fn backtest(
    store: &Store,
    ground: &Ground<'_>,
    zone: &Zone,
    (since, now): (Timestamp, Timestamp),
) -> Result<Backtest, StoreError> {
    let watched = watched(ground.book, ground.catalog);
    let Some((first, last)) = store.span()? else { return Ok(Backtest::default()) };
    let (from, to) = (since.max(first).hour(), Timestamp(last.0 + 1).min(now).hour());
    if from >= to || watched.is_empty() {
        return Ok(Backtest::default());
    }
    let names: Vec<String> = watched.keys().cloned().collect();
    let taught_from = Timestamp(from.0 - TAUGHT_DAYS * 24 * HOUR).max(first.hour());
    let hours = Hours::of(store, &names, taught_from, to)?;
    let mut raised: BTreeMap<String, Alert> =
        store.alerts(from..to)?.into_iter().map(|alert| (alert.id(), alert)).collect();
    let mut trials = Vec::new();
    for (tag, watch) in &watched {
        let mut detector = Watcher::new(*watch, &ground.book.watch, zone);
        let mut at = hours.first(tag).unwrap_or(to);
        while at < to {
            let told = detector.judge(&hours.hour(tag, at));
            for told in told.into_iter().filter(|told| told.start >= from) {
                trials.push(Trial {
                    tag: tag.clone(),
                    raised: take(&mut raised, tag, &told),
                    told,
                });
            }
            at = Timestamp(at.0 + HOUR);
        }
    }
    trials.sort_by(|a, b| {
        (a.told.start, a.told.kind, &a.tag).cmp(&(b.told.start, b.told.kind, &b.tag))
    });
    let missed = raised.into_values().collect();
    Ok(Backtest { from: Some(from), to: Some(to), trials, missed })
}

/// Takes the nearest alert of this tag and kind out of those that were raised.
fn take(raised: &mut BTreeMap<String, Alert>, tag: &str, told: &Told) -> Option<Alert> {
    let apart = |alert: &Alert| (alert.start.0 - told.start.0).abs();
    let kind: AlertKind = told.kind;
    let same = raised
        .iter()
        .filter(|(_, alert)| alert.tag == tag && alert.kind == kind && apart(alert) < SAME_WITHIN);
    let (id, _) = same.min_by_key(|(_, alert)| apart(alert))?;
    let id = id.clone();
    raised.remove(&id)
}
