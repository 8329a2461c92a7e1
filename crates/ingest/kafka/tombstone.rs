//! A record without a value: the mention its key names was deleted.

use mention::{Content, Event, RejectReason, Timestamp, What};

use crate::wire::{self, DecodeOptions, Problem};

/// Reads `key`: `ID`, `PLATFORM/ID` with the platform in lower-case letters and digits, or a JSON object with `id`
/// and `platform` as in a native record. The deletion's version is the record's time.
pub(super) fn decode(key: &[u8], at: Option<Timestamp>, options: &DecodeOptions) -> Content {
    let Ok(text) = std::str::from_utf8(key) else {
        let detail = "the key of a record without value is not UTF-8; write the mention's id";
        return wire::reject(Problem::new(RejectReason::InvalidUtf8, detail), key);
    };
    let text = text.trim();
    if let Some(fields) = text.strip_prefix('{') {
        let key = format!("{{\"deleted\":true,{fields}");
        return wire::decode_native(key.as_bytes(), at, options);
    }
    if text.is_empty() {
        let detail = "a record without value deletes the mention its key names, and it has no key; write the id";
        return wire::reject(Problem::new(RejectReason::MissingId, detail), key);
    }
    let Some(version) = at else {
        let detail =
            "a deletion without a time cannot be put in order; have the producer set timestamps";
        return wire::reject(Problem::new(RejectReason::MissingTime, detail), key);
    };
    let (platform, id) = named(text).unwrap_or((&options.platform, text));
    let (platform, id) = (platform.to_owned(), id.to_owned());
    Content::Event(Event { platform, id, version, what: What::Deleted })
}

/// Platform and id, if the key names both; an address has a `:` before its `/`, so it is an id.
fn named(key: &str) -> Option<(&str, &str)> {
    let (platform, id) = key.split_once('/')?;
    let is_name = !platform.is_empty()
        && platform.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (is_name && !id.is_empty()).then_some((platform, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, expected: &str) {
        let options = DecodeOptions::at(Timestamp(1_000_000));
        let found = match decode(key.as_bytes(), Some(Timestamp(7)), &options) {
            Content::Event(Event { platform, id, version, what: What::Deleted }) => {
                format!("{platform} {id} {}", version.0)
            }
            Content::Rejected(reject) => reject.reason.name().to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(found, expected, "{key}");
    }

    #[test]
    fn a_key_names_a_mention() {
        check("12345", "file 12345 7");
        check("twitter/12345", "twitter 12345 7");
        check(
            "at://did:plc:x/app.bsky.feed.post/3k",
            "file at://did:plc:x/app.bsky.feed.post/3k 7",
        );
        check("https://example.org/@a/1", "file https://example.org/@a/1 7");
        check(r#"{"platform":"reddit","id":"t3_x"}"#, "reddit t3_x 7");
        check("", "missing-id");
        check("{\"id\":", "invalid-json");
    }
}
