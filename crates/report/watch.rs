//! What is watched, and what it amounts to hour by hour: one judge for the report, a run and its backtest.
//!
//! Spikes are told by the detector of `stats/spike.rs`. An alarm is the first mention in a day of a theme with
//! `severity = "alarm"`; a silence, a day without a mention of a brand of ours that has twenty a day.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use mention::{AlertKind, Catalog, Kept, Standing, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use crate::kept::all_tags;
use crate::stats::{SpikeDetector, SpikeSettings, State, Step};
use crate::{Book, Urgency, Zone};

#[cfg(test)]
mod tests;

/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
/// Hours of a day.
const DAY: usize = 24;
/// Days before a silent one by which it is known how much is usual.
const USUAL_DAYS: usize = 28;
/// Mentions a day a brand has that can fall silent.
const SILENCE_MIN: f64 = 20.0;

/// From when on somebody is told.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchSettings {
    /// The strength a spike needs: the power of ten of how unlikely it is.
    pub strength: f64,
    /// The mentions it needs in its hour.
    pub mentions: u64,
    /// The people it needs, where people are known.
    pub people: u64,
}

impl Default for WatchSettings {
    fn default() -> Self {
        Self { strength: 7.0, mentions: 10, people: 5 }
    }
}

impl WatchSettings {
    #[expect(clippy::cast_precision_loss, reason = "nobody asks for 2^53 mentions")]
    fn spikes(&self) -> SpikeSettings {
        SpikeSettings {
            score_min: self.strength,
            mentions_min: self.mentions as f64,
            people_min: self.people,
            ..SpikeSettings::of_step(Duration::from_hours(1))
        }
    }
}

/// What is watched of a tag, besides spikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// Whether a first mention is an alarm.
    pub alarms: bool,
    /// Whether a day without a mention is told.
    pub silences: bool,
}

/// The tags that are watched: our own brands, and the themes with `severity = "watch"` or `"alarm"`, by themselves and
/// under each brand of ours.
#[must_use]
pub fn watched(book: &Book, catalog: &Catalog) -> BTreeMap<String, Watch> {
    let brand = |brand: &String| (brand.clone(), Watch { alarms: false, silences: true });
    let mut watched: BTreeMap<String, Watch> = book.own.iter().map(brand).collect();
    for theme in book.themes.iter().filter(|theme| theme.urgency > Urgency::Info) {
        let of_brands = book.own.iter().map(|brand| format!("{brand}/{}", theme.id));
        let tags = of_brands.chain([theme.id.clone()]);
        let known = tags.filter(|tag| catalog.get(tag).is_some());
        for tag in known {
            watched.entry(tag).or_default().alarms |= theme.urgency == Urgency::Alarm;
        }
    }
    watched
}

/// What was counted in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchedHour {
    /// When it begins.
    pub at: Timestamp,
    /// Received mentions.
    pub mentions: u64,
    /// The people who wrote them, where people are known.
    pub people: Option<u64>,
}

/// Who wrote the received mentions of watched tags, hour by hour, as far as texts are kept.
#[derive(Clone, Debug, Default)]
pub struct WatchedPeople {
    /// Mentions of people, by the hash of their keys, by tag and hour.
    hours: BTreeMap<(String, i64), HashMap<u64, u64>>,
}

impl WatchedPeople {
    /// Looks at a kept mention; one without an author is nobody's.
    pub fn read(&mut self, kept: &Kept<'_>, is_watched: impl Fn(&str) -> bool) {
        let Some(author) = kept.author else { return };
        if kept.tagged.standing != Standing::Received {
            return;
        }
        let hour = kept.published_at.0.div_euclid(HOUR);
        for tag in all_tags(kept.tagged).into_iter().filter(|tag| is_watched(tag)) {
            let people = self.hours.entry((tag.to_owned(), hour)).or_default();
            *people.entry(xxh3_64(author.as_bytes())).or_default() += 1;
        }
    }

    /// Whether nobody is known: where no author is stated, or no text kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    /// How many people wrote in the hour that begins at `at`; `None` where nobody is known in any hour.
    #[must_use]
    pub fn count(&self, tag: &str, at: Timestamp) -> Option<u64> {
        let people = (!self.is_empty()).then(|| self.of(tag, at))?;
        Some(people.map_or(0, |people| people.len() as u64))
    }

    /// The mentions of the one who wrote most in that hour.
    #[must_use]
    pub fn loudest(&self, tag: &str, at: Timestamp) -> Option<u64> {
        self.of(tag, at)?.values().max().copied()
    }

    fn of(&self, tag: &str, at: Timestamp) -> Option<&HashMap<u64, u64>> {
        self.hours.get(&(tag.to_owned(), at.0.div_euclid(HOUR)))
    }
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it is.
    pub kind: AlertKind,
    /// The hour it is of; of a silence, the end of the day without a mention.
    pub start: Timestamp,
    /// The mentions of the hour.
    pub mentions: u64,
    /// How many were expected, for a silence in its day.
    pub expected: Option<f64>,
    /// How strong a spike is.
    pub strength: Option<f64>,
    /// How many people wrote them, where that is known.
    pub people: Option<u64>,
}

/// Judges one tag's hours as they come, each by those before it alone.
#[derive(Clone, Debug)]
pub struct Watcher {
    watch: Watch,
    zone: Zone,
    detector: SpikeDetector,
    /// The last hours, the newest last.
    hours: VecDeque<u64>,
    /// Hours since the last one with a mention; absent before the first.
    since: Option<usize>,
    /// Hours without a mention, up to the last.
    quiet: usize,
}

impl Watcher {
    /// One that knows nothing yet. `zone` is that of whoever is told: the hour of their week is what is usual.
    #[must_use]
    pub fn new(watch: Watch, settings: &WatchSettings, zone: &Zone) -> Self {
        let detector = SpikeDetector::new(settings.spikes());
        let (zone, hours) = (zone.clone(), VecDeque::new());
        Self { watch, zone, detector, hours, since: None, quiet: 0 }
    }

    /// Judges the next hour, then learns from it; what is told of it, alarms first.
    pub fn judge(&mut self, hour: &WatchedHour) -> Vec<Told> {
        let spike = self.spike(hour);
        let alarm = self.alarm(hour);
        let silence = self.silence(hour);
        [alarm, spike, silence].into_iter().flatten().collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn spike(&mut self, hour: &WatchedHour) -> Option<Told> {
        let wall = self.zone.wall(hour.at);
        let day = usize::from(wall.date().weekday().to_monday_zero_offset().unsigned_abs());
        let verdict = self.detector.judge(&Step {
            at: hour.at,
            hour_of_week: day * DAY + usize::from(wall.hour().unsigned_abs()),
            mentions: hour.mentions as f64,
            people: hour.people,
            complete: true,
        });
        (verdict.state == State::Alert).then_some(Told {
            kind: AlertKind::Spike,
            start: hour.at,
            mentions: hour.mentions,
            expected: Some(verdict.expected),
            strength: Some(verdict.strength),
            people: hour.people,
        })
    }

    /// The first mention after a day without one.
    fn alarm(&mut self, hour: &WatchedHour) -> Option<Told> {
        let since = self.since.map(|since| since + 1);
        self.since = if hour.mentions > 0 { Some(0) } else { since };
        let is_first = hour.mentions > 0 && since.is_none_or(|since| since > DAY);
        (self.watch.alarms && is_first).then_some(Told {
            kind: AlertKind::Alarm,
            start: hour.at,
            mentions: hour.mentions,
            expected: None,
            strength: None,
            people: hour.people,
        })
    }

    /// A day without a mention, told when it is over.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn silence(&mut self, hour: &WatchedHour) -> Option<Told> {
        self.hours.push_back(hour.mentions);
        if self.hours.len() > (USUAL_DAYS + 1) * DAY + 1 {
            self.hours.pop_front();
        }
        self.quiet = if hour.mentions == 0 { self.quiet + 1 } else { 0 };
        if !self.watch.silences || self.quiet != DAY {
            return None;
        }
        let spoken = self.hours.len().saturating_sub(DAY);
        let usual = self.hours.iter().take(spoken).sum::<u64>() as f64
            / (spoken as f64 / DAY as f64).max(1.0);
        (usual >= SILENCE_MIN).then_some(Told {
            kind: AlertKind::Silence,
            start: Timestamp(hour.at.0 + HOUR),
            mentions: 0,
            expected: Some(usual),
            strength: None,
            people: None,
        })
    }
}
