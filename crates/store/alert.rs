//! Alerts that were raised, what is to be sent of them, and what people settled: the store's face for them, and their rows.
//!
//! None of it counts anything: it is written beside the batches, in transactions of its own.

use std::ops::Range;

use mention::{
    Alert, AlertKind, Decimal, Driver, Grade, Graded, JudgedStep, Part, RuleSetId, Settled,
    Settlement, Timestamp,
};

use crate::copy::{Cell, Record};
use crate::error::{Unreadable, unreadable};
use crate::store::ask;
use crate::{Store, StoreError};

/// How far the buckets of two alerts of one tag and kind are apart, in milliseconds; what is nearer is one alert.
pub(crate) const APART: i64 = 24 * 3_600_000;
/// How long what was judged is kept, in milliseconds: more than a detector remembers.
pub(crate) const JUDGED_KEPT: i64 = 100 * 24 * 3_600_000;
/// How long after a part was last heard of it is waited for, in milliseconds.
pub(crate) const HEARD_KEPT: i64 = 24 * 3_600_000;

/// What judging came to: stored at once or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgment {
    /// The steps that were judged.
    pub steps: Vec<JudgedStep>,
    /// The alerts, each with what is to be sent of it.
    pub raised: Vec<(Alert, Vec<Delivery>)>,
    /// Alerts that go on, as they are now; only how long and how many is taken from them.
    pub grown: Vec<Alert>,
}

/// Something to be sent once, however often whoever sends it is restarted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What tells it from every other; receivers are told it, so that they take it once.
    pub key: String,
    /// The name of the `[[send]]` it goes by.
    pub send: String,
    /// What it is about: an alert's id, or a digest's period.
    pub subject: String,
    /// When it came to be.
    pub made_at: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// What became of it.
    pub state: DeliveryState,
    /// When it ended; the beginning of time while it waits.
    pub ended_at: Timestamp,
    /// What went wrong last; never an address or a secret.
    pub trouble: String,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be tried.
    Waiting,
    /// It arrived.
    Sent,
    /// It will not be tried again.
    Dropped,
}

impl DeliveryState {
    const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Dropped];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
        }
    }
}

impl Delivery {
    /// One that is to be sent from `at` on.
    #[must_use]
    pub fn new(key: String, send: &str, subject: &str, at: Timestamp) -> Self {
        let (send, subject) = (send.to_owned(), subject.to_owned());
        let (state, ended_at) = (DeliveryState::Waiting, Timestamp(i64::MIN));
        let trouble = String::new();
        Self { key, send, subject, made_at: at, due_at: at, attempts: 0, state, ended_at, trouble }
    }
}

/// What somebody says of a mention that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Why it waits no longer; nothing takes back what was said before.
    pub how: Option<Settlement>,
    /// When it is said; the latest word counts.
    pub at: Timestamp,
    /// Who says so.
    pub who: String,
}

impl Store {
    /// Stores what was judged, the alerts raised by it and what is to be sent of them, in one transaction; the ids of the
    /// alerts that are new. An alert is left out when one of its tag and kind is known whose buckets are less than a day
    /// away, so that whoever judges again, or beside another, raises nothing twice.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn judge(&mut self, judgment: &Judgment) -> Result<Vec<String>, StoreError> {
        ask!(self, store => store.judge(judgment))
    }

    /// What was judged from `since` on, sorted by tag and time.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn judged(&self, since: Timestamp) -> Result<Vec<JudgedStep>, StoreError> {
        ask!(self, store => store.judged(since))
    }

    /// The alerts that start in this time, sorted by start, kind and tag.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn alerts(&self, time: Range<Timestamp>) -> Result<Vec<Alert>, StoreError> {
        ask!(self, store => store.alerts(&time))
    }

    /// Stores what somebody says of an alert, unless a later word is stored; `false` when no alert has this id.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn grade_alert(&mut self, id: &str, graded: &Graded) -> Result<bool, StoreError> {
        ask!(self, store => store.grade_alert(id, graded))
    }

    /// Says up to when each part was heard; gives up to when all parts were that were heard of in the last day, by whoever.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn hear(
        &mut self,
        parts: &[(Part, Timestamp)],
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        ask!(self, store => store.hear(parts, now))
    }

    /// Has something sent; `false` when that was asked before.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn queue(&mut self, delivery: &Delivery) -> Result<bool, StoreError> {
        ask!(self, store => store.queue(delivery))
    }

    /// What waits to be sent, and what ended at `since` or later, sorted by when it is due.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn deliveries(&self, since: Timestamp) -> Result<Vec<Delivery>, StoreError> {
        ask!(self, store => store.deliveries(since))
    }

    /// Puts `after` in the place of `before`; `false`, and nothing changes, when another has done so since it was read.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn set_delivery(
        &mut self,
        before: &Delivery,
        after: &Delivery,
    ) -> Result<bool, StoreError> {
        ask!(self, store => store.set_delivery(before, after))
    }

    /// Stores what somebody says of a mention that waits for an answer; `false` when a later word is stored.
    ///
    /// It counts nothing, needs no tag, and holds whether the mention is known or comes later; it goes with the mention.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn settle(
        &mut self,
        platform: &str,
        id: &str,
        settling: &Settling,
    ) -> Result<bool, StoreError> {
        ask!(self, store => store.settle(platform, id, settling))
    }

    /// The mentions that wait no longer because somebody says so, sorted by platform and id.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn settled(&self) -> Result<Vec<Settled>, StoreError> {
        ask!(self, store => store.settled())
    }
}

/// The columns of an alert.
pub(crate) fn columns(alert: &Alert) -> Record {
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |number: Option<i64>| number.map_or(Cell::Nothing, Cell::Number);
    let drivers: Vec<String> = alert.drivers.iter().map(line).collect();
    let mut record = vec![
        Cell::Text(alert.id()),
        text(&alert.tag),
        text(alert.kind.name()),
        Cell::Number(alert.start.0),
        Cell::Number(alert.latest.0),
        Cell::Number(alert.raised_at.0),
        count(alert.mentions),
        number(alert.expected.map(|expected| expected.0)),
        number(alert.strength.map(|strength| strength.0)),
        alert.people.map_or(Cell::Nothing, count),
        alert.loudest.map_or(Cell::Nothing, count),
        Cell::Text(drivers.join("\n")),
        Cell::Text(alert.rules.to_string()),
    ];
    record.extend(match &alert.graded {
        Some(graded) => [
            text(graded.grade.name()),
            text(&graded.who),
            Cell::Number(graded.at.0),
            text(graded.note.as_deref().unwrap_or_default()),
        ],
        None => [text(""), text(""), Cell::Number(i64::MIN), text("")],
    });
    record
}

fn count(count: u64) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A driver as a line; what parts lines and cells is a blank in its name.
fn line(driver: &Driver) -> String {
    let name = driver.name.replace(['\t', '\n'], " ");
    format!("{name}\t{}\t{}", driver.mentions, driver.share_permille)
}

fn driver(line: &str) -> Option<Driver> {
    let mut cells = line.split('\t');
    let (name, mentions, share) = (cells.next()?, cells.next()?, cells.next()?);
    let (mentions, share_permille) = (mentions.parse().ok()?, share.parse().ok()?);
    Some(Driver { name: name.to_owned(), mentions, share_permille })
}

/// An alert from its columns.
pub(crate) fn read(record: &Record) -> Result<Alert, Unreadable> {
    let text = |at: usize| match record.get(at) {
        Some(Cell::Text(text)) => Ok(text.as_str()),
        _ => Err(unreadable("an alert")),
    };
    let some = |at: usize| match record.get(at) {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    };
    let number = |at: usize| some(at).ok_or_else(|| unreadable("an alert"));
    let count = |at: usize| some(at).and_then(|count| u64::try_from(count).ok());
    let drivers: Option<Vec<Driver>> = text(11)?.lines().map(driver).collect();
    let rules = RuleSetId::parse(text(12)?);
    let graded = Grade::parse(text(13)?).map(|grade| {
        let note = Some(text(16)?.to_owned()).filter(|note| !note.is_empty());
        Ok(Graded { grade, who: text(14)?.to_owned(), at: Timestamp(number(15)?), note })
    });
    Ok(Alert {
        tag: text(1)?.to_owned(),
        kind: AlertKind::parse(text(2)?).ok_or_else(|| unreadable("the kind of an alert"))?,
        start: Timestamp(number(3)?),
        latest: Timestamp(number(4)?),
        raised_at: Timestamp(number(5)?),
        mentions: count(6).unwrap_or(0),
        expected: some(7).map(Decimal),
        strength: some(8).map(Decimal),
        people: count(9),
        loudest: count(10),
        drivers: drivers.ok_or_else(|| unreadable("the drivers of an alert"))?,
        rules: rules.ok_or_else(|| unreadable("the rule set of an alert"))?,
        graded: graded.transpose()?,
    })
}

/// The columns of a step that was judged.
pub(crate) fn step_columns(step: &JudgedStep) -> Record {
    let people = step.people.map_or(Cell::Nothing, count);
    vec![Cell::Text(step.tag.clone()), Cell::Number(step.at.0), count(step.mentions), people]
}

/// A step that was judged, from its columns.
pub(crate) fn read_step(record: &Record) -> Result<JudgedStep, Unreadable> {
    let [Cell::Text(tag), Cell::Number(at), Cell::Number(mentions), people] = &record[..] else {
        return Err(unreadable("what was judged"));
    };
    let people = match people {
        Cell::Number(people) => Some(people.cast_unsigned()),
        _ => None,
    };
    let (tag, at) = (tag.clone(), Timestamp(*at));
    Ok(JudgedStep { tag, at, mentions: mentions.cast_unsigned(), people })
}

/// The columns of a delivery.
pub(crate) fn delivery_columns(delivery: &Delivery) -> Record {
    vec![
        Cell::Text(delivery.key.clone()),
        Cell::Text(delivery.send.clone()),
        Cell::Text(delivery.subject.clone()),
        Cell::Number(delivery.made_at.0),
        Cell::Number(delivery.due_at.0),
        Cell::Number(delivery.attempts.into()),
        Cell::Text(delivery.state.name().to_owned()),
        Cell::Number(delivery.ended_at.0),
        Cell::Text(delivery.trouble.clone()),
    ]
}

/// What changes a delivery from one state to the next.
pub(crate) fn delivery_change(before: &Delivery, after: &Delivery) -> Record {
    vec![
        Cell::Number(after.due_at.0),
        Cell::Number(after.attempts.into()),
        Cell::Text(after.state.name().to_owned()),
        Cell::Number(after.ended_at.0),
        Cell::Text(after.trouble.clone()),
        Cell::Text(before.key.clone()),
        Cell::Number(before.due_at.0),
        Cell::Number(before.attempts.into()),
    ]
}

/// A delivery from its columns.
pub(crate) fn read_delivery(record: &Record) -> Result<Delivery, Unreadable> {
    let [
        Cell::Text(key),
        Cell::Text(send),
        Cell::Text(subject),
        Cell::Number(made_at),
        Cell::Number(due_at),
        Cell::Number(attempts),
        Cell::Text(state),
        Cell::Number(ended_at),
        Cell::Text(trouble),
    ] = &record[..]
    else {
        return Err(unreadable("a delivery"));
    };
    let state = DeliveryState::ALL.into_iter().find(|one| one.name() == state);
    Ok(Delivery {
        key: key.clone(),
        send: send.clone(),
        subject: subject.clone(),
        made_at: Timestamp(*made_at),
        due_at: Timestamp(*due_at),
        attempts: u32::try_from(*attempts).unwrap_or(u32::MAX),
        state: state.ok_or_else(|| unreadable("the state of a delivery"))?,
        ended_at: Timestamp(*ended_at),
        trouble: trouble.clone(),
    })
}

/// The columns of what somebody settled.
pub(crate) fn settled_columns(platform: &str, id: &str, settling: &Settling) -> Record {
    let how = settling.how.map_or("", Settlement::name);
    vec![
        Cell::Text(platform.to_owned()),
        Cell::Text(id.to_owned()),
        Cell::Text(how.to_owned()),
        Cell::Number(settling.at.0),
        Cell::Text(settling.who.clone()),
    ]
}

/// What somebody settled, from its columns.
pub(crate) fn read_settled(record: &Record) -> Result<Settled, Unreadable> {
    let [Cell::Text(platform), Cell::Text(id), Cell::Text(how), Cell::Number(at), Cell::Text(who)] =
        &record[..]
    else {
        return Err(unreadable("what was settled"));
    };
    let how = Settlement::parse(how).ok_or_else(|| unreadable("what was settled"))?;
    let (platform, id, who) = (platform.clone(), id.clone(), who.clone());
    Ok(Settled { platform, id, how, at: Timestamp(*at), who })
}

/// What says up to when a part was heard.
pub(crate) fn heard_columns(part: &Part, until: Timestamp, now: Timestamp) -> Record {
    let text = |text: &str| Cell::Text(text.to_owned());
    vec![text(&part.source), text(&part.name), Cell::Number(until.0), Cell::Number(now.0)]
}

/// What says what a grade is.
pub(crate) fn grade_columns(id: &str, graded: &Graded) -> Record {
    vec![
        Cell::Text(graded.grade.name().to_owned()),
        Cell::Text(graded.who.clone()),
        Cell::Number(graded.at.0),
        Cell::Text(graded.note.clone().unwrap_or_default()),
        Cell::Text(id.to_owned()),
    ]
}

/// What asks for alerts of this tag and kind that are too near to be another.
pub(crate) fn near_columns(alert: &Alert) -> Record {
    vec![
        Cell::Text(alert.tag.clone()),
        Cell::Text(alert.kind.name().to_owned()),
        Cell::Number(alert.start.0 - APART),
        Cell::Number(alert.start.0 + APART),
    ]
}

/// What lets an alert grow.
pub(crate) fn grow_columns(alert: &Alert) -> Record {
    vec![Cell::Number(alert.latest.0), count(alert.mentions), Cell::Text(alert.id())]
}
