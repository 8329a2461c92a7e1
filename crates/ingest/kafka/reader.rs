//! The thread on which everything of librdkafka happens: it polls, takes in, and leaves the group when told to.

use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};

use super::assignment::Taken;
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

/// Joins the group and reads until told to stop, or until nobody listens.
pub(super) fn run(consumer: BaseConsumer<Context>) {
    let joined = consumer.context().with(|member| member.positions().subscribe(&consumer));
    if let Some(Err(failed)) = joined {
        consumer.context().with(|member| member.say(Said::Failed(failed)));
        return;
    }
    loop {
        match consumer.context().with(|member| member.turn(&consumer)) {
            Some(Turn::Poll(wait)) => read(&consumer, wait),
            Some(Turn::Stop) => {
                leave(&consumer);
                consumer.context().with(|member| member.say(Said::Left));
                break;
            }
            Some(Turn::Leave) | None => {
                consumer.context().with(Member::leave);
                leave(&consumer);
                break;
            }
        }
    }
    consumer.context().with(Member::leave);
    drop(consumer);
}

/// Reads until a batch is full or `wait` is over. The member is not taken while polling: callbacks take it.
fn read(consumer: &BaseConsumer<Context>, mut wait: Duration) {
    let at = Instant::now();
    for _ in 0..READS_MAX {
        let Some(polled) = consumer.poll(wait) else { break };
        let taken = consumer.context().with(|member| match &polled {
            Ok(message) => member.take_in(message, at),
            Err(error) => {
                member.hear_error(error);
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
    use rdkafka::error::RDKafkaErrorCode;
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
