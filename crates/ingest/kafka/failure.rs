//! What librdkafka says, told to an operator: where it happened, why, and what to do.

use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};

use crate::SourceError;

/// Whether going on may help: brokers come back, leaders move, groups settle.
pub(super) fn is_passing(code: Code) -> bool {
    explain(code).is_none()
}

/// The error of `code` at `place`; `reason` is librdkafka's own last word.
pub(super) fn error(place: &str, code: Code, reason: Option<String>) -> SourceError {
    let (what, remedy) =
        explain(code).unwrap_or(("the brokers do not answer as they should", OUT_OF_REACH));
    let reason = reason.unwrap_or_else(|| code.to_string());
    SourceError::Kafka {
        place: place.to_owned(),
        what: format!("{what} ({reason})"),
        remedy: remedy.to_owned(),
    }
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
const OUT_OF_REACH: &str = "check that the brokers run, that brokers names them as this machine reaches them, \
     and that security.protocol under kafka.properties is what they expect";

/// What is wrong and what to do, for codes that do not pass by themselves.
fn explain(code: Code) -> Option<(&'static str, &'static str)> {
    Some(match code {
        Code::UnknownTopicOrPartition | Code::UnknownTopic | Code::UnknownPartition => (
            "there is no such topic",
            "create it, or correct topics; it is never created by reading",
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
            "give this user READ on the group, or set group to one that is allowed",
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
        Code::Fenced | Code::FencedInstanceId => (
            "another member of the group uses the same group.instance.id",
            "give each process its own, or leave it out",
        ),
        Code::InconsistentGroupProtocol => (
            "the other members of the group divide partitions in another way",
            "set protocol as they have it, or use a group of its own",
        ),
        _ => return None,
    })
}
