//! What is to be sent, one after the other: taken, brought, and written down as arrived; tried again when it was not.

use std::collections::BTreeMap;

use mention::{Alert, Timestamp};
use store::{Delivery, DeliveryState, StoreError};

use super::message::Message;
use super::send::{Send, What, is_urgent};
use super::{Desk, Ground, Passed, digest};

/// A minute in milliseconds.
const MINUTE: i64 = 60_000;
/// How long whoever took a delivery is believed to be at it, in milliseconds.
const LEASE: i64 = 2 * MINUTE;
/// The longest pause between two tries, in milliseconds.
const PAUSE_MAX: i64 = 60 * MINUTE;
/// How long something is tried, in milliseconds.
const TRIED_FOR: i64 = 3 * 24 * 60 * MINUTE;
/// Deliveries of one pass, so that one that hangs does not hold up judging for long.
const SENT_MAX: usize = 20;

/// What becomes of a delivery before anybody is disturbed.
enum Verdict {
    Now(Message),
    Later(Timestamp),
    Never(&'static str),
}

/// Sends what is due.
pub(super) fn send(
    desk: &mut Desk,
    ground: &Ground<'_>,
    now: Timestamp,
    passed: &mut Passed,
) -> Result<(), StoreError> {
    let longest = desk.sends.iter().map(cool_down).max().unwrap_or(0);
    let all = desk.store.deliveries(Timestamp(now.0 - longest.max(LEASE)))?;
    let is_due = |one: &&Delivery| one.state == DeliveryState::Waiting && one.due_at <= now;
    let due: Vec<Delivery> = all.iter().filter(is_due).take(SENT_MAX).cloned().collect();
    if due.is_empty() {
        return Ok(());
    }
    let alerts = alerts(desk, now)?;
    let mut sent: Vec<Delivery> = all;
    for delivery in due {
        let verdict = judge(desk, ground, &delivery, (&alerts, &sent), now)?;
        match verdict {
            Verdict::Later(due_at) => {
                desk.store.set_delivery(&delivery, &Delivery { due_at, ..delivery.clone() })?;
            }
            Verdict::Never(why) => {
                desk.store
                    .set_delivery(&delivery, &ended(&delivery, DeliveryState::Dropped, why, now))?;
            }
            Verdict::Now(message) => {
                if let Some(done) = bring(desk, &delivery, &message, now, passed)? {
                    sent.push(done);
                }
            }
        }
    }
    Ok(())
}

/// Takes a delivery, brings its message, and writes down what came of it. Nothing when another has taken it.
fn bring(
    desk: &mut Desk,
    delivery: &Delivery,
    message: &Message,
    now: Timestamp,
    passed: &mut Passed,
) -> Result<Option<Delivery>, StoreError> {
    let attempts = delivery.attempts + 1;
    let taken = Delivery { attempts, due_at: Timestamp(now.0 + LEASE), ..delivery.clone() };
    if !desk.store.set_delivery(delivery, &taken)? {
        return Ok(None);
    }
    let Some(send) = desk.sends.iter().find(|send| send.name == delivery.send) else {
        return Ok(None);
    };
    match desk.doors.bring(&send.to, message) {
        Ok(()) => {
            passed.sent += 1;
            let done = ended(&taken, DeliveryState::Sent, "", now);
            desk.store.set_delivery(&taken, &done)?;
            Ok(Some(done))
        }
        Err(trouble) => {
            let is_over = now.0 - delivery.made_at.0 > TRIED_FOR;
            let next = if is_over {
                ended(&taken, DeliveryState::Dropped, &trouble.0, now)
            } else {
                let due_at = Timestamp(now.0 + pause(attempts));
                Delivery { due_at, trouble: trouble.0.clone(), ..taken.clone() }
            };
            desk.store.set_delivery(&taken, &next)?;
            let then = if is_over { "given up" } else { "to be tried again" };
            let (kind, name) = (send.to.kind(), &send.name);
            passed.troubles.push(format!("[[send]] {name} ({kind}): {}; {then}", trouble.0));
            Ok(None)
        }
    }
}

/// A minute, then twice as long each time.
fn pause(attempts: u32) -> i64 {
    MINUTE.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(PAUSE_MAX)
}

fn ended(delivery: &Delivery, state: DeliveryState, trouble: &str, now: Timestamp) -> Delivery {
    Delivery { state, ended_at: now, trouble: trouble.to_owned(), ..delivery.clone() }
}

fn cool_down(send: &Send) -> i64 {
    match &send.what {
        What::Alerts { cool_down, .. } => i64::try_from(cool_down.as_millis()).unwrap_or(i64::MAX),
        What::Digest(_) => 0,
    }
}

/// The alerts that anything waiting can be about, by id.
fn alerts(desk: &Desk, now: Timestamp) -> Result<BTreeMap<String, Alert>, StoreError> {
    let since = Timestamp(now.0 - TRIED_FOR - 2 * 24 * 60 * MINUTE);
    let alerts = desk.store.alerts(since..Timestamp(i64::MAX))?;
    Ok(alerts.into_iter().map(|alert| (alert.id(), alert)).collect())
}

fn judge(
    desk: &Desk,
    ground: &Ground<'_>,
    delivery: &Delivery,
    (alerts, earlier): (&BTreeMap<String, Alert>, &[Delivery]),
    now: Timestamp,
) -> Result<Verdict, StoreError> {
    let Some(send) = desk.sends.iter().find(|send| send.name == delivery.send) else {
        return Ok(Verdict::Never("there is no [[send]] of this name any more"));
    };
    let (zone, key) = (&desk.zone, delivery.key.as_str());
    let What::Alerts { quiet, .. } = &send.what else {
        let of = (delivery.subject.as_str(), key);
        let how = (zone, desk.language, desk.version);
        let message = digest::message(&desk.store, ground, of, how, now)?;
        return Ok(message.map_or(Verdict::Never("there is no such week"), Verdict::Now));
    };
    let Some(alert) = alerts.get(&delivery.subject) else {
        return Ok(Verdict::Never("there is no such alert any more"));
    };
    if !is_urgent(alert) {
        if let Some(over) = quiet.and_then(|quiet| quiet.over(now, zone)) {
            return Ok(Verdict::Later(over));
        }
        let is_cooling = |one: &&Delivery| {
            let about = alerts.get(&one.subject).map(|alert| &alert.tag);
            one.send == send.name
                && one.state == DeliveryState::Sent
                && about == Some(&alert.tag)
                && now.0 - one.ended_at.0 < cool_down(send)
        };
        if earlier.iter().any(|one| is_cooling(&one)) {
            return Ok(Verdict::Never("a message about this tag was sent a short while ago"));
        }
    }
    let label = ground.catalog.get(&alert.tag).map_or(alert.tag.as_str(), |entry| &entry.label);
    Ok(Verdict::Now(Message::of_alert(alert, label, zone, key)))
}
