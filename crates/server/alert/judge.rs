//! What is complete is judged once, hour by hour; a first mention of an alarm at once.

use std::collections::BTreeMap;
use std::time::Duration;

use mention::{
    Alert, AlertKind, Counts, Decimal, JudgedStep, PeopleBy, Question, Sample, Standing, Timestamp,
};
use report::{Said, Spike, Told, Watch, WatchedHour, WatchedPeople, Watcher, Zone, watched};
use store::{Delivery, Judgment, Store, StoreError};

use super::Ground;
use super::send::Send;

/// An hour in milliseconds.
pub(super) const HOUR: i64 = 3_600_000;
/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;
/// Days of the past by which a detector is taught when nothing was judged yet.
const TAUGHT_DAYS: i64 = 90;
/// Days that are asked of the store at a time.
const ASKED_DAYS: i64 = 14;
/// How old what is raised may be to be sent; what is older is stored for whoever looks.
const SENT_WITHIN: i64 = DAY;

/// The detectors of a run, as far as they have come.
#[derive(Debug)]
pub(super) struct Judge {
    zone: Zone,
    lateness: Duration,
    /// By tag; absent before the first pass.
    tags: Option<BTreeMap<String, Judged>>,
}

/// One tag's detector, and the hour it judges next.
#[derive(Clone, Debug)]
struct Judged {
    watcher: Watcher,
    next: Timestamp,
}

/// What was counted, hour by hour, and by whom.
pub(super) struct Hours {
    mentions: BTreeMap<(String, i64), u64>,
    people: WatchedPeople,
}

impl Hours {
    /// Asks what was counted of these tags in `[from, to)`, both whole hours.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub(super) fn of(
        store: &Store,
        tags: &[String],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Self, StoreError> {
        let mut hours = Self { mentions: BTreeMap::new(), people: WatchedPeople::default() };
        let mut start = from;
        while start < to {
            let end = to.min(Timestamp(start.0 + ASKED_DAYS * DAY));
            let cuts = (0..(end.0 - start.0) / HOUR).map(|hour| Timestamp(start.0 + hour * HOUR));
            let (tags, cuts) = (tags.to_vec(), cuts.collect());
            let people = PeopleBy::Nobody;
            hours.add(&store.counts(&Question { from: start, to: end, tags, cuts, people })?);
            start = end;
        }
        let is_watched = |tag: &str| tags.iter().any(|watched| watched == tag);
        store.read_kept(from, to, Sample::WHOLE, |kept| hours.people.read(kept, is_watched))?;
        Ok(hours)
    }

    fn add(&mut self, counts: &Counts) {
        let received = |standing| standing == Standing::Received;
        for count in counts.mentions.iter().filter(|one| received(one.dimensions.standing)) {
            let hour = count.bucket.start().hour().0;
            *self.mentions.entry((count.tag.to_string(), hour)).or_default() += count.mentions;
        }
    }

    /// What was counted of a tag in the hour that begins at `at`.
    pub(super) fn hour(&self, tag: &str, at: Timestamp) -> WatchedHour {
        let mentions = self.mentions.get(&(tag.to_owned(), at.0)).copied().unwrap_or(0);
        WatchedHour { at, mentions, people: self.people.count(tag, at) }
    }

    /// The first hour in which anything was counted of a tag.
    pub(super) fn first(&self, tag: &str) -> Option<Timestamp> {
        let mut hours =
            self.mentions.range((tag.to_owned(), i64::MIN)..=(tag.to_owned(), i64::MAX));
        hours.next().map(|((_, hour), _)| Timestamp(*hour))
    }
}

impl Judge {
    pub(super) fn new(zone: Zone, lateness: Duration) -> Self {
        Self { zone, lateness, tags: None }
    }

    /// Judges what ended before `until`, and raises alarms on what is there; how many alerts are new.
    pub(super) fn pass(
        &mut self,
        store: &mut Store,
        ground: &Ground<'_>,
        sends: &[Send],
        (until, now): (Option<Timestamp>, Timestamp),
    ) -> Result<usize, StoreError> {
        let watched = watched(ground.book, ground.catalog);
        let Some((first, last)) = store.span()? else { return Ok(0) };
        if watched.is_empty() {
            return Ok(0);
        }
        // A post that says it is of next year is not what there is by now.
        let last = last.min(now);
        let desk = Raising { store, ground, sends, now };
        let (alarms, grown) = desk.alarms(&watched, last)?;
        let mut judgment = Judgment { grown, ..Judgment::default() };
        judgment.raised = alarms.into_iter().map(|alert| desk.with_sends(alert)).collect();
        let mut raised = store.judge(&judgment)?.len();
        let Some(until) = until else { return Ok(raised) };
        let lateness = i64::try_from(self.lateness.as_millis()).unwrap_or(i64::MAX);
        // Of inputs that have ended, the hour of the last mention may go on in the next.
        let until = match until {
            Timestamp(i64::MAX) => Timestamp(last.0 + 1).hour(),
            until => Timestamp(until.0.saturating_sub(lateness)).hour(),
        };
        let taught = self.follow(store, ground, &watched, (first, until))?;
        let mut tags = taught.clone();
        let judgment = judged(store, ground, sends, (until, now), &mut tags)?;
        raised += store.judge(&judgment)?.len();
        self.tags = Some(tags);
        Ok(raised)
    }

    /// The detectors of the tags that are watched now: as they stand, taught by what was judged before, or new.
    fn follow(
        &self,
        store: &Store,
        ground: &Ground<'_>,
        watched: &BTreeMap<String, Watch>,
        (first, until): (Timestamp, Timestamp),
    ) -> Result<BTreeMap<String, Judged>, StoreError> {
        let new = |watch: Watch| Watcher::new(watch, &ground.book.watch, &self.zone);
        let mut tags = match &self.tags {
            Some(tags) => tags.clone(),
            None => taught(store, watched, &new)?,
        };
        tags.retain(|tag, _| watched.contains_key(tag));
        // Where nothing was judged yet the past teaches. What a rule that is new finds all at once is no spike: it learns
        // from now on.
        let from = if tags.is_empty() {
            first.hour().max(Timestamp(until.0 - TAUGHT_DAYS * DAY))
        } else {
            until
        };
        let missing: Vec<String> =
            watched.keys().filter(|tag| !tags.contains_key(*tag)).cloned().collect();
        let counted = if from < until && !missing.is_empty() {
            Some(Hours::of(store, &missing, from, until)?)
        } else {
            None
        };
        for tag in missing {
            let first = counted.as_ref().and_then(|hours| hours.first(&tag));
            let judged = Judged { watcher: new(watched[&tag]), next: first.unwrap_or(until) };
            tags.insert(tag, judged);
        }
        Ok(tags)
    }
}

/// The detectors, taught by what was judged before.
fn taught(
    store: &Store,
    watched: &BTreeMap<String, Watch>,
    new: &dyn Fn(Watch) -> Watcher,
) -> Result<BTreeMap<String, Judged>, StoreError> {
    let mut tags: BTreeMap<String, Judged> = BTreeMap::new();
    for step in store.judged(Timestamp(i64::MIN))? {
        let watch = watched.get(&step.tag).copied().unwrap_or_default();
        let JudgedStep { tag, at, mentions, people } = step;
        let first = || Judged { watcher: new(watch), next: at };
        let judged = tags.entry(tag).or_insert_with(first);
        judged.watcher.judge(&WatchedHour { at, mentions, people });
        judged.next = Timestamp(at.0 + HOUR);
    }
    Ok(tags)
}

/// Judges the hours before `until` that were not judged yet.
fn judged(
    store: &Store,
    ground: &Ground<'_>,
    sends: &[Send],
    (until, now): (Timestamp, Timestamp),
    tags: &mut BTreeMap<String, Judged>,
) -> Result<Judgment, StoreError> {
    let mut judgment = Judgment::default();
    let from = tags.values().map(|judged| judged.next).min().unwrap_or(until);
    if from >= until {
        return Ok(judgment);
    }
    let desk = Raising { store, ground, sends, now };
    let names: Vec<String> = tags.keys().cloned().collect();
    let hours = Hours::of(store, &names, from, until)?;
    for (tag, judged) in tags.iter_mut() {
        while judged.next < until {
            let hour = hours.hour(tag, judged.next);
            let WatchedHour { at, mentions, people } = hour;
            judgment.steps.push(JudgedStep { tag: tag.clone(), at, mentions, people });
            for told in judged.watcher.judge(&hour) {
                let loudest = hours.people.loudest(tag, told.start);
                let alert = desk.alert(tag, &told, loudest)?;
                judgment.raised.push(desk.with_sends(alert));
            }
            judged.next = Timestamp(judged.next.0 + HOUR);
        }
    }
    Ok(judgment)
}

/// What alerts are raised with.
struct Raising<'a> {
    store: &'a Store,
    ground: &'a Ground<'a>,
    sends: &'a [Send],
    now: Timestamp,
}

impl Raising<'_> {
    fn alert(&self, tag: &str, told: &Told, loudest: Option<u64>) -> Result<Alert, StoreError> {
        let drivers = match told.kind {
            AlertKind::Spike => self.drivers(tag, told)?,
            AlertKind::Alarm | AlertKind::Silence => Vec::new(),
        };
        Ok(Alert {
            tag: tag.to_owned(),
            kind: told.kind,
            start: told.start,
            latest: told.start,
            raised_at: self.now,
            mentions: told.mentions,
            expected: told.expected.map(hundredths),
            strength: told.strength.map(hundredths),
            people: told.people,
            loudest: loudest.filter(|_| told.kind != AlertKind::Silence),
            drivers,
            rules: self.ground.rules,
            graded: None,
        })
    }

    fn drivers(&self, tag: &str, told: &Told) -> Result<Vec<mention::Driver>, StoreError> {
        let (start, mentions) = (told.start, told.mentions);
        let spike = Spike { tag, start, mentions, expected: told.expected.unwrap_or(0.0) };
        let counts = self.store.counts(&Question {
            tags: vec![tag.to_owned()],
            cuts: vec![spike.usual_from(), start],
            people: PeopleBy::Nobody,
            ..Question::all(spike.usual_from(), spike.end())
        })?;
        let mut said = Said::of(&spike);
        self.store.read_kept(said.usual_from(), spike.end(), Sample::WHOLE, |kept| {
            said.read(kept);
        })?;
        Ok(spike.drivers(&counts, &said))
    }

    /// First mentions in a day of what is an alarm, told by the quarter of an hour, and alarms that go on.
    fn alarms(
        &self,
        watched: &BTreeMap<String, Watch>,
        last: Timestamp,
    ) -> Result<(Vec<Alert>, Vec<Alert>), StoreError> {
        let tags = watched.iter().filter(|(_, watch)| watch.alarms).map(|(tag, _)| tag.clone());
        let tags: Vec<String> = tags.collect();
        let (mut new, mut grown) = (Vec::new(), Vec::new());
        if tags.is_empty() {
            return Ok((new, grown));
        }
        let from = Timestamp(last.0 - 3 * DAY).bucket().start();
        let (to, people) = (Timestamp(last.0 + 1), PeopleBy::Nobody);
        let counts = self.store.counts(&Question { tags, people, ..Question::all(from, to) })?;
        let known = self.store.alerts(Timestamp(from.0 - TAUGHT_DAYS * DAY)..to)?;
        for (tag, buckets) in buckets(&counts) {
            // Totals of all tags come along unasked.
            if !watched.get(tag).is_some_and(|watch| watch.alarms) {
                continue;
            }
            let of_tag = |alert: &&Alert| alert.tag == tag && alert.kind == AlertKind::Alarm;
            let mut open = known.iter().filter(of_tag).max_by_key(|alert| alert.latest).cloned();
            let (mut before, mut has_grown) = (from, false);
            for (at, mentions) in buckets {
                let is_first = at.0 - before.0 > DAY;
                before = at;
                match &mut open {
                    Some(open) if at.0 - open.latest.0 <= DAY && at > open.latest => {
                        open.latest = at;
                        open.mentions += mentions;
                        has_grown = true;
                    }
                    Some(open) if at.0 - open.latest.0 <= DAY => {}
                    _ if is_first => {
                        grown.extend(open.take().filter(|_| std::mem::take(&mut has_grown)));
                        let told = told_alarm(at, mentions);
                        let alert = self.alert(tag, &told, None)?;
                        new.push(alert.clone());
                        open = Some(alert);
                    }
                    _ => {}
                }
            }
            grown.extend(open.filter(|_| has_grown));
        }
        Ok((new, grown))
    }

    /// An alert with what is to be sent of it.
    fn with_sends(&self, alert: Alert) -> (Alert, Vec<Delivery>) {
        if self.now.0 - alert.start.0 > SENT_WITHIN {
            return (alert, Vec::new());
        }
        let id = alert.id();
        let sends = self.sends.iter().filter(|send| send.takes(&alert, self.ground.book));
        let deliveries = sends
            .map(|send| Delivery::new(format!("{id}/{}", send.name), &send.name, &id, self.now));
        let deliveries = deliveries.collect();
        (alert, deliveries)
    }
}

fn told_alarm(start: Timestamp, mentions: u64) -> Told {
    let (expected, strength, people) = (None, None, None);
    Told { kind: AlertKind::Alarm, start, mentions, expected, strength, people }
}

/// Received mentions by tag and quarter of an hour, in order.
fn buckets(counts: &Counts) -> BTreeMap<&str, BTreeMap<Timestamp, u64>> {
    let mut tags: BTreeMap<&str, BTreeMap<Timestamp, u64>> = BTreeMap::new();
    for count in &counts.mentions {
        if count.dimensions.standing == Standing::Received && count.mentions > 0 {
            let buckets = tags.entry(&count.tag).or_default();
            *buckets.entry(count.bucket.start()).or_default() += count.mentions;
        }
    }
    tags
}

/// A figure to two decimals.
#[expect(clippy::cast_possible_truncation, reason = "counts and strengths stay below 2^53")]
fn hundredths(value: f64) -> Decimal {
    Decimal((value * 100.0).round() as i64 * 10_000)
}
