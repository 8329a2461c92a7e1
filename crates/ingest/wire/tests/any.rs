//! Whatever comes is read or rejected, and what is read is sound.

use mention::{EventHash, What};
use proptest::prelude::*;

use super::payloads::{PAYLOADS, reading};
use super::{NOW, record};
use crate::wire::{Content, DecodeOptions, Slot, decode, decode_each};

/// Any JSON value, as it would be written.
fn any_value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| serde_json::json!(number).to_string()),
        any::<String>().prop_map(|text| serde_json::json!(text).to_string()),
        Just("\"2026-05-04T12:30:00Z\"".to_owned()),
        Just("\"\\ud83d\"".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((any_key(), inner), 0..4).prop_map(|fields| object(&fields)),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> {
    let known: Vec<String> = Slot::ALL
        .iter()
        .flat_map(|slot| slot.name().split('.').map(str::to_owned).collect::<Vec<_>>())
        .chain(["meta".to_owned(), "engagement".to_owned(), "kind".to_owned(), "start".to_owned()])
        .collect();
    prop_oneof![4 => prop::sample::select(known), 1 => any::<String>()]
}

fn object(fields: &[(String, String)]) -> String {
    let field = |(key, value): &(String, String)| format!("{}:{value}", serde_json::json!(key));
    format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(","))
}

/// `bytes` with some of them changed, added, or the rest cut off.
fn mutated(bytes: &[u8], cuts: Vec<(prop::sample::Index, u8, u8)>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, byte, how) in cuts {
        let at = place.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

/// What must hold of anything that was read.
fn sound(content: &Content) {
    match content {
        Content::Event(event) => {
            if let What::Posted { mention, .. } = &event.what {
                assert!(!mention.text.contains('\0'));
                assert!(
                    mention.custom.windows(2).all(|two| two[0].0 < two[1].0),
                    "{:?}",
                    mention.custom
                );
                for entity in mention.entities.iter().flatten() {
                    assert!(mention.text.get(entity.start as usize..entity.end as usize).is_some());
                }
            }
            let _ = EventHash::of(event);
        }
        Content::Rejected(reject) => {
            assert!(!reject.detail.is_empty() && reject.sample.len() <= 500);
            assert!(reject.detail.contains("; "), "no remedy: {}", reject.detail);
        }
        Content::Ignored => {}
    }
}

/// Puts `value` in the place of the `at`-th value in `tree`; `at` counts down.
fn replace(tree: &mut serde_json::Value, at: &mut usize, value: &serde_json::Value) {
    if *at == 0 {
        *tree = value.clone();
    }
    *at = at.wrapping_sub(1);
    match tree {
        serde_json::Value::Array(items) => {
            for item in items {
                replace(item, at, value);
            }
        }
        serde_json::Value::Object(fields) => {
            for field in fields.values_mut() {
                replace(field, at, value);
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn any_payload_with_any_value_in_any_place_is_read_or_rejected(
        preset in any::<prop::sample::Index>(),
        line in any::<prop::sample::Index>(),
        place in 0..120_usize,
        value in any_value(),
    ) {
        let (preset, payloads) = PAYLOADS[preset.index(PAYLOADS.len())];
        let lines: Vec<&str> = payloads.lines().collect();
        let mut tree = serde_json::from_str(lines[line.index(lines.len())]).unwrap();
        let value = serde_json::from_str(&value).unwrap_or_default();
        replace(&mut tree, &mut place.clone(), &value);
        decode_each(tree.to_string().as_bytes(), None, &reading(preset), &mut |said| sound(&said));
    }

    #[test]
    fn any_mutation_of_a_payload_is_read_or_rejected(
        preset in any::<prop::sample::Index>(),
        line in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..6),
    ) {
        let (preset, payloads) = PAYLOADS[preset.index(PAYLOADS.len())];
        let lines: Vec<&str> = payloads.lines().collect();
        let bytes = mutated(lines[line.index(lines.len())].as_bytes(), cuts);
        for preset in [preset, crate::wire::Preset::Auto] {
            decode_each(&bytes, None, &reading(preset), &mut |said| sound(&said));
        }
    }

    #[test]
    fn any_json_object_is_read_or_rejected(
        fields in prop::collection::vec((any_key(), any_value()), 0..12),
        whole in any::<bool>(),
    ) {
        let mut json = object(&fields);
        if whole {
            json.insert_str(1, if fields.is_empty() { "\"id\":\"1\"" } else { "\"id\":\"1\"," });
        }
        for options in [DecodeOptions::at(NOW), DecodeOptions::lenient(NOW)] {
            sound(&decode(json.as_bytes(), None, &options));
        }
    }

    #[test]
    fn any_mutation_of_a_record_is_read_or_rejected(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..6),
    ) {
        let fields = r#""author":{"id":7,"handle":"ann"},"likes":3,"meta":{"a":[1,{"b":"\u00e9"}]},"place":{"lat":1.5,"lon":2}"#;
        let bytes = mutated(record(fields).as_bytes(), cuts);
        for options in [DecodeOptions::at(NOW), DecodeOptions::lenient(NOW)] {
            sound(&decode(&bytes, None, &options));
        }
    }
}
