//! Made-up payloads in the shapes of each platform, with golden files of what is made of them; and hostile ones.

use super::show::show;
use super::*;

/// Payloads of each preset, in `testdata/payloads`.
pub(super) const PAYLOADS: [(Preset, &str); 10] = [
    (Preset::XV2, include_str!("../../testdata/payloads/x-v2.jsonl")),
    (Preset::XV1, include_str!("../../testdata/payloads/x-v1.jsonl")),
    (Preset::Bluesky, include_str!("../../testdata/payloads/bluesky.jsonl")),
    (Preset::Mastodon, include_str!("../../testdata/payloads/mastodon.jsonl")),
    (Preset::Reddit, include_str!("../../testdata/payloads/reddit.jsonl")),
    (Preset::YouTube, include_str!("../../testdata/payloads/youtube.jsonl")),
    (Preset::Discord, include_str!("../../testdata/payloads/discord.jsonl")),
    (Preset::AppStore, include_str!("../../testdata/payloads/app-store.jsonl")),
    (Preset::GooglePlay, include_str!("../../testdata/payloads/google-play.jsonl")),
    (Preset::Generic, include_str!("../../testdata/payloads/generic.jsonl")),
];

/// How payloads of `preset` are read.
pub(super) fn reading(preset: Preset) -> DecodeOptions {
    let told = [
        ("id", "msg.key"),
        ("text", "msg.body"),
        ("created_at", "msg.when"),
        ("author.handle", "msg.by.nick"),
        ("author.followers", "msg.by.n"),
        ("likes", "stats.up"),
        ("tags", "topics"),
    ];
    let told = told.map(|(field, path)| (field.to_owned(), path.to_owned()));
    let mapping = Mapping::parse(&told).unwrap();
    DecodeOptions { preset, mapping, ..DecodeOptions::at(NOW) }
}

pub(super) fn said(payload: &str, options: &DecodeOptions) -> Vec<Content> {
    let mut found = Vec::new();
    decode_each(payload.as_bytes(), None, options, &mut |content| found.push(content));
    found
}

#[test]
fn payloads_become_the_mentions_people_expect() {
    for (preset, payloads) in PAYLOADS {
        let mut told = String::new();
        for (at, payload) in payloads.lines().enumerate() {
            writeln!(told, "line {}", at + 1).unwrap();
            for content in said(payload, &reading(preset)) {
                told += &show(&content);
            }
        }
        insta::with_settings!({
            snapshot_path => "../../testdata/payloads",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(preset.name(), told) });
    }
}

#[test]
fn a_record_of_any_preset_is_recognized() {
    for (preset, payloads) in PAYLOADS.into_iter().filter(|(preset, _)| preset.shape().is_some()) {
        for payload in payloads.lines() {
            let own = said(payload, &reading(preset));
            if own == [Content::Ignored] || matches!(&own[..], [Content::Rejected(_)]) {
                continue;
            }
            let tree = Tree::read(payload, &[]).unwrap();
            assert_eq!(preset::recognize(&tree), Some(preset), "{payload}");
            // The details of rejects name the preset.
            let same = |content: &Content| match content {
                Content::Rejected(reject) => format!("{:?}", reject.reason),
                other => show(other),
            };
            let auto = said(payload, &reading(Preset::Auto));
            assert!(auto.iter().map(same).eq(own.iter().map(same)), "{payload}");
        }
    }
}

#[test]
fn ours_is_recognized_as_nobody_elses() {
    for json in [record(""), record(r#""author":{"id":1},"kind":"reply","in_reply_to":"2""#)] {
        assert_eq!(preset::recognize(&Tree::read(&json, &[]).unwrap()), None, "{json}");
        assert_eq!(said(&json, &reading(Preset::Auto)), said(&json, &reading(Preset::Native)));
    }
}

#[test]
fn a_record_of_a_stream_counts_once() {
    let two = PAYLOADS[0].1.lines().nth(5).unwrap();
    let Content::Rejected(reject) = decode(two.as_bytes(), None, &reading(Preset::XV2)) else {
        panic!("a listing was read as one mention");
    };
    assert_eq!(reject.reason, RejectReason::Listing);
    let one = PAYLOADS[0].1.lines().next().unwrap();
    let [alone] = &said(one, &reading(Preset::XV2))[..] else { panic!("not one") };
    assert_eq!(&decode(one.as_bytes(), None, &reading(Preset::XV2)), alone);
}

#[test]
fn a_deletion_counts_from_the_record_time_on() {
    let later = Timestamp(1_716_000_000_000);
    for (preset, line) in [(Preset::Discord, 6), (Preset::Mastodon, 9)] {
        let payloads = PAYLOADS.iter().find(|(known, _)| *known == preset).unwrap().1;
        let payload = payloads.lines().nth(line).unwrap();
        let Content::Event(event) = decode(payload.as_bytes(), Some(later), &reading(preset))
        else {
            panic!("{payload}");
        };
        assert_eq!((event.version, event.what), (later, What::Deleted));
    }
}

#[test]
fn a_deletion_without_a_time_ends_every_edit_of_a_post_on_x() {
    let version = |preset, payload: &str| match decode(payload.as_bytes(), None, &reading(preset)) {
        Content::Event(event) => {
            assert_eq!(event.id, "1790000000000000002", "{payload}");
            (event.version, matches!(event.what, What::Deleted))
        }
        other => panic!("{payload}: {other:?}"),
    };
    // Written half an hour and a bit after the first version.
    let edit = r#"{"data":{"id":"1790007600000000000","text":"edited","author_id":"1","created_at":"2024-05-13T13:14:03.000Z",
        "edit_history_tweet_ids":["1790000000000000002","1790007600000000000"]}}"#;
    let (edited, _) = version(Preset::XV2, edit);
    let deletions = [
        (
            Preset::XV2,
            r#"{"data":{"event_type":"post.delete","payload":{"id":"1790000000000000002","created_at":"2024-05-13T12:43:51.000Z"}}}"#,
        ),
        (Preset::XV2, r#"{"data":{"delete":{"tweet":{"id":"1790000000000000002"}}}}"#),
        (Preset::XV1, r#"{"delete":{"status":{"id_str":"1790000000000000002"}}}"#),
        (
            Preset::XV1,
            r#"{"objectType":"activity","verb":"delete","id":"tag:search.twitter.com,2005:1790000000000000002"}"#,
        ),
    ];
    for (preset, payload) in deletions {
        let (deleted, is_one) = version(preset, payload);
        assert!(is_one && deleted > edited, "{payload}: {deleted:?}");
    }
}

#[test]
fn a_later_answer_has_later_figures_though_the_edit_is_as_old() {
    let asked = Timestamp(1_716_000_000_000);
    let status = PAYLOADS[3].1.lines().next().unwrap().as_bytes();
    let version = |record_at, as_of| {
        let options = DecodeOptions { as_of, ..reading(Preset::Mastodon) };
        match decode(status, record_at, &options) {
            Content::Event(event) => event.version,
            other => panic!("{other:?}"),
        }
    };
    let edited = Timestamp(1_715_603_400_000);
    assert_eq!(version(None, None), edited);
    assert_eq!(version(Some(asked), None), asked);
    assert_eq!(version(None, Some(asked)), asked);
    assert_eq!(version(Some(Timestamp(0)), None), edited);
}

#[test]
fn whatever_is_hostile_is_rejected() {
    let deep = |open: &str, close: &str| {
        format!("{{\"data\":{}1{}}}", open.repeat(10_000), close.repeat(10_000))
    };
    let bombs = [
        (deep("[", "]"), "invalid-json"),
        (deep("{\"a\":", "}"), "invalid-json"),
        (format!("{{\"id\":1e{}}}", "9".repeat(400)), "invalid-json"),
        ("{\"id\":\"1\",\"text\":\"\\ud83d\"}".to_owned(), "invalid-json"),
        ("{\"id\":".to_owned(), "invalid-json"),
        (format!("{{\"text\":\"{}\"}}", "x".repeat(2 << 20)), "too-large"),
    ];
    for preset in Preset::ALL {
        for (bomb, reason) in &bombs {
            let found = said(bomb, &reading(preset));
            let [Content::Rejected(reject)] = &found[..] else { panic!("{preset:?} {found:?}") };
            assert_eq!(reject.reason.name(), *reason, "{preset:?}: {}", reject.detail);
        }
        let found = decode(b"{\"id\":\"\xff\"}", None, &reading(preset));
        assert!(matches!(
            found,
            Content::Rejected(Reject { reason: RejectReason::InvalidUtf8, .. })
        ));
    }
}

#[test]
fn every_preset_has_a_name_of_its_own() {
    for preset in Preset::ALL {
        assert_eq!(Preset::parse(preset.name()), Some(preset));
        assert!(!preset.about().is_empty());
        if let Some(shape) = preset.shape() {
            assert!(shape.passed_over.is_sorted(), "{preset:?}");
        }
    }
}
