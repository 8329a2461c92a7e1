//! The thread on which everything of librdkafka happens: it polls, takes in, leaves the group when told to, and comes
//! back after it was fenced off.

use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;

use super::assignment::Taken;
use super::comeback::Comeback;
use super::context::Context;
use super::desk::Said;
use super::failure;
use super::member::{Member, Turn};

/// How long leaving the group may take; the position is in the store, so going without loses nothing.
pub(super) const LEAVE_WAIT: Duration = Duration::from_secs(5);
/// How long to wait for an event when the group is left.
const LEAVE_POLL: Duration = Duration::from_millis(20);
/// Records read before looking at batches and changes again.
const READS_MAX: usize = 1_000;

/// Joins the group and reads until told to stop, or until nobody listens; fenced off, it comes back as a new client.
pub(super) fn run(mut consumer: BaseConsumer<Context>, mut comeback: Comeback) {
    while let Ended::Fenced(code) = read_on(&consumer) {
        leave(&consumer);
        let Some(mut member) = consumer.context().take() else { return };
        // The old client goes first: the new one takes over its name.
        drop(consumer);
        let returned = match comeback.wait(Instant::now()) {
            Some(wait) => member.rest(wait).then(|| comeback.client()),
            None => Some(Err(failure::error(&member.positions().place(), code, None))),
        };
        match returned {
            Some(Ok(client)) => consumer = client,
            Some(Err(failed)) => return member.say(Said::Failed(failed)),
            None => return member.say(Said::Left),
        }
        consumer.context().set(member);
    }
    consumer.context().with(Member::leave);
    drop(consumer);
}

/// How reading with one client ended.
enum Ended {
    /// It was told to, or nobody listens.
    Done,
    /// The brokers take nothing of this client any more.
    Fenced(RDKafkaErrorCode),
}

/// Joins the group and reads until told to stop, or until nobody listens, or until fenced off.
fn read_on(consumer: &BaseConsumer<Context>) -> Ended {
    let joined = consumer.context().with(|member| member.positions().subscribe(consumer));
    if let Some(Err(failed)) = joined {
        consumer.context().with(|member| member.say(Said::Failed(failed)));
        return Ended::Done;
    }
    loop {
        match consumer.context().with(|member| member.turn(consumer)) {
            Some(Turn::Poll(wait)) => read(consumer, wait),
            Some(Turn::Fenced(code)) => return Ended::Fenced(code),
            Some(Turn::Stop) => {
                leave(consumer);
                consumer.context().with(|member| member.say(Said::Left));
                return Ended::Done;
            }
            Some(Turn::Leave) | None => {
                consumer.context().with(Member::leave);
                leave(consumer);
                return Ended::Done;
            }
        }
    }
}

/// Reads until a batch is full or `wait` is over. The member is not taken while polling: callbacks take it.
fn read(consumer: &BaseConsumer<Context>, mut wait: Duration) {
    let at = Instant::now();
    for _ in 0..READS_MAX {
        let Some(polled) = consumer.poll(wait) else { break };
        let taken = consumer.context().with(|member| match &polled {
            Ok(message) => member.take_in(message, at),
            Err(error) => {
                member.hear_error(consumer, error);
                Taken::Full
            }
        });
        if taken != Some(Taken::Pending) && taken != Some(Taken::Dropped) {
            break;
        }
        wait = Duration::ZERO;
    }
}

/// Gives everything up, so that others take over at once. What is revoked is handed on within its callback.
fn leave(consumer: &BaseConsumer<Context>) {
    consumer.unsubscribe();
    let until = Instant::now() + LEAVE_WAIT;
    while Instant::now() < until
        && consumer.context().with(|member| member.is_gone()) == Some(false)
    {
        drop(consumer.poll(LEAVE_POLL));
    }
}

/// What librdkafka wrote into its log about why nobody answers: its error codes do not say.
pub(super) fn reason(consumer: &BaseConsumer<Context>) -> Option<String> {
    /// Lines of the log that are looked at.
    const LINES_MAX: usize = 100;
    for _ in 0..LINES_MAX {
        drop(consumer.poll(Duration::ZERO));
    }
    consumer.context().reason()
}

/// Whether the topic is there to be read.
pub(super) fn check_topic(
    consumer: &BaseConsumer<Context>,
    brokers: &str,
    topic: &str,
    wait: Duration,
) -> Result<(), crate::SourceError> {
    let answer = consumer.fetch_metadata(Some(topic), wait).map_err(|wrong| {
        let code = wrong.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::AllBrokersDown);
        failure::error(brokers, code, reason(consumer))
    })?;
    let refused = answer
        .topics()
        .iter()
        .filter(|found| found.name() == topic)
        .find_map(|found| found.error().map(RDKafkaErrorCode::from));
    match refused {
        Some(code) => Err(failure::error(&format!("topic {topic}"), code, None)),
        None => Ok(()),
    }
}
