use super::*;
use mention::{Event, Mention, What};

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn mention(json: &str) -> Mention {
    match decode(json.as_bytes(), None, &DecodeOptions::at(NOW)) {
        Content::Event(Event { what: What::Posted { mention, .. }, .. }) => *mention,
        other => panic!("{json}\n{other:?}"),
    }
}

#[test]
fn the_least_record_is_an_id_a_text_and_a_time() {
    let m = mention(r#"{"id":"1","text":"late","created_at":"2026-05-04T12:30:00Z"}"#);
    assert_eq!((m.id.as_str(), m.text.as_str(), m.platform.as_str()), ("1", "late", "file"));
    assert_eq!(m.published_at, Some(Timestamp(1_777_897_800_000)));
}
