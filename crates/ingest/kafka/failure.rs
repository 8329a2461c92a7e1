//! What librdkafka says, told to an operator: where it happened, why, and what to do.

use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};

use super::assignment::Partition;
use crate::SourceError;

/// Whether going on may help: brokers come back, leaders move, groups settle.
pub(super) fn is_passing(code: Code) -> bool {
    explain(code).is_none()
}

/// Whether the brokers take another process for this one, or an earlier self of it, and a new client may help.
pub(super) const fn is_fencing(code: Code) -> bool {
    matches!(code, Code::FencedInstanceId | Code::UnreleasedInstanceId)
}

/// The error of `code` at `place`; `reason` is librdkafka's own last word.
pub(super) fn error(place: &str, code: Code, reason: Option<String>) -> SourceError {
    let reason = reason.unwrap_or_else(|| code.to_string());
    match explain(code) {
        Some((what, remedy)) => refused(place, format!("{what} ({reason})"), remedy),
        None => away(place, format!("the brokers do not answer as they should ({reason})")),
    }
}

/// The brokers did not take what is to be written.
pub(super) fn undelivered(place: &str, code: Code) -> SourceError {
    let explained = match code {
        Code::TopicAuthorizationFailed => Some((
            "writing to this topic is not allowed",
            "give this user WRITE and DESCRIBE on the topic",
        )),
        Code::MessageSizeTooLarge => Some((
            "a record is too large for this topic",
            "raise max.message.bytes of the topic to that of the topic that is read, and some kilobytes for headers",
        )),
        code => explain(code),
    };
    let told = |what: &str| format!("{what} ({code}); the batch was not stored");
    match explained {
        Some((what, remedy)) => refused(place, told(what), remedy),
        None => away(place, told("the brokers did not take a record in time")),
    }
}

fn refused(place: &str, what: String, remedy: &str) -> SourceError {
    SourceError::Kafka { place: place.to_owned(), what, remedy: remedy.to_owned() }
}

fn away(place: &str, what: String) -> SourceError {
    SourceError::Away { place: place.to_owned(), what, remedy: OUT_OF_REACH.to_owned() }
}

/// The error of a client that could not even be made.
pub(super) fn unusable(wrong: &KafkaError) -> SourceError {
    let (place, what) = match wrong {
        KafkaError::ClientConfig(_, reason, name, _) if !name.is_empty() => {
            (format!("kafka.properties.{name}"), reason.clone())
        }
        KafkaError::ClientCreation(reason) => ("kafka".to_owned(), reason.clone()),
        other => ("kafka".to_owned(), other.to_string()),
    };
    SourceError::Kafka {
        place,
        what: format!("the client refuses this: {what}"),
        remedy: "see librdkafka's CONFIGURATION.md for names and values".to_owned(),
    }
}

/// What to do when nobody answers.
const OUT_OF_REACH: &str = "check that the brokers run, that kafka.brokers names them as this machine reaches them, \
     and that security.protocol under kafka.properties is what they expect";

/// What is wrong and what to do, for codes that do not pass by themselves.
fn explain(code: Code) -> Option<(&'static str, &'static str)> {
    Some(match code {
        Code::UnknownTopicOrPartition | Code::UnknownTopic | Code::UnknownPartition => (
            "there is no such topic",
            "create it, or correct kafka.topic; it is never created by reading",
        ),
        Code::InvalidTopic => (
            "this is no name of a topic",
            "use letters, digits, `.`, `_` and `-`, at most 249 of them",
        ),
        Code::TopicAuthorizationFailed => (
            "reading this topic is not allowed",
            "give this user READ and DESCRIBE on the topic (kafka-acls --add --consumer)",
        ),
        Code::GroupAuthorizationFailed => (
            "joining this group is not allowed",
            "give this user READ on the group, or set kafka.group to one that is allowed",
        ),
        Code::ClusterAuthorizationFailed => {
            ("the cluster refuses this user", "give this user DESCRIBE on the cluster")
        }
        Code::Authentication | Code::SaslAuthenticationFailed => (
            "the brokers do not accept these credentials",
            "check sasl.username, sasl.password and sasl.mechanism under kafka.properties",
        ),
        Code::UnsupportedSASLMechanism => (
            "the brokers do not know this sasl.mechanism",
            "set sasl.mechanism under kafka.properties to one they offer",
        ),
        Code::Fenced | Code::FencedInstanceId | Code::UnreleasedInstanceId => (
            "another member of the group uses the same group.instance.id",
            "give each process its own under kafka.properties, or leave it out",
        ),
        Code::InconsistentGroupProtocol => (
            "the other members of the group divide partitions in another way",
            "set kafka.protocol as they have it, or kafka.group to a group of its own",
        ),
        _ => return None,
    })
}

/// The way out when a topic is no longer what was read.
const RESET: &str = "nothing was counted; check brokers and topic; if it is meant to be read as it is now: \
     tagline state reset TOPIC --to earliest";

/// The store is past the end of the log.
pub(super) fn ahead(partition: &Partition, next: i64, high: i64) -> SourceError {
    other_log(
        partition,
        format!(
            "the store has read up to offset {next}, the topic ends at {high}: it was deleted and made anew, or lost its end"
        ),
    )
}

/// The topic is another one of the same name.
pub(super) fn made_anew(partition: &Partition, noted: &str, found: &str) -> SourceError {
    other_log(
        partition,
        format!(
            "the topic was deleted and made anew: its id is {found}, and what was read had {noted}"
        ),
    )
}

/// The last record that was read is another one now.
pub(super) fn rewritten(partition: &Partition, offset: i64) -> SourceError {
    other_log(
        partition,
        format!(
            "the log lost its end and was written anew: offset {offset} holds another record than when it was read"
        ),
    )
}

/// The brokers deny offsets that lie between the ends they name.
pub(super) fn denied(place: &str) -> SourceError {
    SourceError::Kafka {
        place: place.to_owned(),
        what: "the brokers deny offsets that they say to have: a log was cut and is being written anew".to_owned(),
        remedy: RESET.to_owned(),
    }
}

fn other_log(partition: &Partition, what: String) -> SourceError {
    let place = format!("{}/{}", partition.topic, partition.number);
    SourceError::Kafka { place, what, remedy: RESET.to_owned() }
}

/// Records were deleted before they were read.
pub(super) fn gap(partition: &Partition, next: i64, low: i64) -> SourceError {
    SourceError::Kafka {
        place: format!("{}/{}", partition.topic, partition.number),
        what: format!(
            "offsets {next} to {} were deleted by retention before they were read",
            low - 1
        ),
        remedy:
            "set on_gap = \"skip\" under [kafka] to write every such gap down and go on behind it, \
             or pass over this one: tagline state reset TOPIC --to earliest"
                .to_owned(),
    }
}
