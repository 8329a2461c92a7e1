//! Which schema a value or key was written by, where it says so as a schema registry's clients do.
//!
//! # Source
//!
//! Confluent, *Wire format*: a magic byte 0 and the schema's number in four bytes before the payload, or a magic byte 1
//! and its GUID in sixteen; or the same in a header of its own, and the payload bare.

use std::fmt;

use rdkafka::message::{Headers, Message};

/// What a schema is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SchemaId {
    /// A number of one registry.
    Number(u32),
    /// The same in every registry.
    Guid(u128),
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Guid(guid) => {
                let digits = format!("{guid:032x}");
                let (a, b, c) = (&digits[..8], &digits[8..12], &digits[12..16]);
                write!(f, "{a}-{b}-{c}-{}-{}", &digits[16..20], &digits[20..])
            }
        }
    }
}

/// Bytes, and the schema they were written by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Framed<'m> {
    pub(super) schema: SchemaId,
    pub(super) body: &'m [u8],
}

/// The value, if it is framed. JSON never is: it cannot begin with these bytes.
pub(super) fn value(message: &impl Message) -> Option<Framed<'_>> {
    of(message, "__value_schema_id", message.payload()?)
}

/// The key, if it is framed.
pub(super) fn key(message: &impl Message) -> Option<Framed<'_>> {
    of(message, "__key_schema_id", message.key()?)
}

/// Whether a schema must be known to read the record: of one without a value its key is read.
pub(super) fn schema(message: &impl Message) -> Option<SchemaId> {
    let framed = if message.payload().is_some() { value(message) } else { key(message) };
    framed.map(|framed| framed.schema)
}

fn of<'m>(message: &'m impl Message, header: &str, bytes: &'m [u8]) -> Option<Framed<'m>> {
    let named = message.headers().and_then(|headers| {
        let headers = headers.iter().filter(|one| one.key == header);
        headers.last().and_then(|last| prefix(last.value?))
    });
    match named {
        Some(Framed { schema, body: [] }) => Some(Framed { schema, body: bytes }),
        _ => prefix(bytes),
    }
}

fn prefix(bytes: &[u8]) -> Option<Framed<'_>> {
    let (magic, rest) = bytes.split_first()?;
    match magic {
        0 => rest.split_first_chunk().map(|(number, body)| Framed {
            schema: SchemaId::Number(u32::from_be_bytes(*number)),
            body,
        }),
        1 => rest.split_first_chunk().map(|(guid, body)| Framed {
            schema: SchemaId::Guid(u128::from_be_bytes(*guid)),
            body,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rdkafka::Timestamp;
    use rdkafka::message::{Header, OwnedHeaders, OwnedMessage};

    use super::*;

    fn check(header: Option<&[u8]>, payload: &[u8], expected: &str) {
        let headers = header.map(|value| {
            OwnedHeaders::new().insert(Header { key: "__value_schema_id", value: Some(value) })
        });
        let topic = "mentions".to_owned();
        let payload = Some(payload.to_vec());
        let message =
            OwnedMessage::new(payload, None, topic, Timestamp::NotAvailable, 0, 0, headers);
        let found = value(&message).map_or("bare".to_owned(), |Framed { schema, body }| {
            format!("{schema} {}", body.escape_ascii())
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_schema_is_named_before_the_payload_or_in_a_header() {
        let guid: Vec<u8> = (0..17).map(|byte| if byte == 0 { 1 } else { byte - 1 }).collect();
        check(None, b"\0\0\0\x01\x02body", "258 body");
        check(None, &[&guid[..], b"body"].concat(), "00010203-0405-0607-0809-0a0b0c0d0e0f body");
        check(Some(b"\0\0\0\0\x07"), b"body", "7 body");
        check(Some(&guid), b"\0", "00010203-0405-0607-0809-0a0b0c0d0e0f \\x00");
        check(None, b"\0\0\0\x01", "bare");
        check(None, b"\0\0\0\0\x01", "1 ");
        check(None, b"{\"id\": 1}", "bare");
        check(None, b"", "bare");
        // A header that names nothing is somebody else's.
        check(Some(b"\x07"), b"\0\0\0\0\x02x", "2 x");
        check(Some(b"\0\0\0\0\x07more"), b"{}", "bare");
    }
}
