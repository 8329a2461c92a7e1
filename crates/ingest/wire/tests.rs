//! What a record is taken for, field by field, and why it is rejected.

mod any;
mod files;
mod form;
mod guess;
mod payloads;
mod real;
mod show;

use std::fmt::Write;

use mention::{Event, Mention, What};

use super::*;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn read(json: &str, options: &DecodeOptions) -> Content {
    decode(json.as_bytes(), None, options)
}

fn mention_of(json: &str) -> Mention {
    match read(json, &DecodeOptions::at(NOW)) {
        Content::Event(Event { what: What::Posted { mention, .. }, .. }) => *mention,
        other => panic!("{json}\n{other:?}"),
    }
}

/// A record that has what it must have, and `fields`.
fn record(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { "," };
    format!(
        "{{\"id\":\"1\",\"text\":\"late\",\"created_at\":\"2026-05-04T12:30:00Z\"{comma}{fields}}}"
    )
}

/// Everything in a mention that the record does not have anyway.
fn beyond(mention: &Mention) -> String {
    let plain = mention_of(&record(""));
    let (all, plain) = (format!("{mention:#?}"), format!("{plain:#?}"));
    let known: Vec<&str> = plain.lines().collect();
    let mut out = String::new();
    for line in all.lines().filter(|line| !known.contains(line)) {
        let line = line.trim();
        let glue = if line.ends_with(['(', '{', '[']) { "" } else { " " };
        write!(out, "{line}{glue}").unwrap();
    }
    let out = out.trim().trim_end_matches(',');
    if out.is_empty() { "nothing more".to_owned() } else { out.to_owned() }
}

fn check(fields: &str) -> String {
    match read(&record(fields), &DecodeOptions::at(NOW)) {
        Content::Event(Event { what: What::Posted { mention, .. }, .. }) => beyond(&mention),
        Content::Event(Event { what: What::Deleted, version, .. }) => {
            format!("deleted at {}", version.0)
        }
        Content::Rejected(reject) => format!("{}: {}", reject.reason.name(), reject.detail),
        Content::Ignored => "ignored".to_owned(),
    }
}

/// All cases as `fields → what came of it`.
fn checks(cases: &[&str]) -> String {
    cases.iter().map(|case| format!("{case}\n  → {}", check(case))).collect::<Vec<_>>().join("\n")
}

#[test]
fn authors() {
    insta::assert_snapshot!(checks(&[
        r#""author":"ann""#,
        r#""author":"@ann""#,
        r#""author":"u/ann""#,
        r#""author":"115713""#,
        r#""author":115713"#,
        r#""author":"""#,
        r#""author":null"#,
        r#""author":{}"#,
        r#""author":{"id":7,"handle":"@ann","name":"Ann","followers":"12","verified":true,"bio":"b","location":"Lund","following":1,"posts":"3","listed":0,"karma":3}"#,
        r#""author":["ann"]"#,
        r#""author":1.5"#,
    ]), @r#"
    "author":"ann"
      → author: Some(Author {id: None, handle: Some("ann", ), name: None, followers: None, following: None, posts: None, listed: None, verified: None, bio: None, location: None, }
    "author":"@ann"
      → author: Some(Author {id: None, handle: Some("ann", ), name: None, followers: None, following: None, posts: None, listed: None, verified: None, bio: None, location: None, }
    "author":"u/ann"
      → author: Some(Author {id: None, handle: Some("ann", ), name: None, followers: None, following: None, posts: None, listed: None, verified: None, bio: None, location: None, }
    "author":"115713"
      → author: Some(Author {id: Some("115713", ), handle: None, name: None, followers: None, following: None, posts: None, listed: None, verified: None, bio: None, location: None, }
    "author":115713
      → author: Some(Author {id: Some("115713", ), handle: None, name: None, followers: None, following: None, posts: None, listed: None, verified: None, bio: None, location: None, }
    "author":""
      → nothing more
    "author":null
      → nothing more
    "author":{}
      → nothing more
    "author":{"id":7,"handle":"@ann","name":"Ann","followers":"12","verified":true,"bio":"b","location":"Lund","following":1,"posts":"3","listed":0,"karma":3}
      → author: Some(Author {id: Some("7", ), handle: Some("ann", ), name: Some("Ann", ), followers: Some(12, ), following: Some(1, ), posts: Some(3, ), listed: Some(0, ), verified: Some(true, ), bio: Some("b", ), location: Some("Lund", ), }, custom: [("author.karma", "3", ]
    "author":["ann"]
      → wrong-type: author is a list; write a text in quotes or a whole number
    "author":1.5
      → wrong-type: author is the number 1.5, which has lost digits on its way; write it as a text in quotes
    "#);
}

#[test]
fn texts() {
    insta::assert_snapshot!(checks(&[
        r#""text":"Fish &amp; chips &lt;3 &#39;now&#39; &amp;amp; &unknown;""#,
        r#""text":"a\u0000b""#,
        r#""text":"caf\u00e9 \ud83d\ude00""#,
        r#""text":"half \ud83d of a pair""#,
        r#""text":"  ""#,
        r#""text":"","title":"Delays""#,
        r#""text":"","media":[{"kind":"photo","url":"https://example.org/a.jpg"},"https://example.org/b"]"#,
        r#""text":["a"]"#,
        r#""text":{"a":1}"#,
        r#""title":"A &amp; B","quoted":"q","alt":"a train""#,
        r#""text":"see #late","entities":[{"kind":"hashtag","start":4,"end":9}]"#,
        r#""text":"&amp; #late","entities":[{"kind":"hashtag","start":6,"end":11}]"#,
        r#""entities":[{"kind":"hashtag","start":4,"end":90}]"#,
    ]), @r#"
    "text":"Fish &amp; chips &lt;3 &#39;now&#39; &amp;amp; &unknown;"
      → text: "Fish & chips <3 'now' &amp; &unknown;"
    "text":"a\u0000b"
      → text: "a�b"
    "text":"caf\u00e9 \ud83d\ude00"
      → text: "café 😀"
    "text":"half \ud83d of a pair"
      → invalid-json: not JSON, from character 80 on: unexpected end of hex escape; write one JSON object a line, its texts in quotes and escaped as JSON asks
    "text":"  "
      → missing-text: text is missing or empty, and there is no title, picture or rating; add the post's words as text
    "text":"","title":"Delays"
      → title: Some("Delays", text: ""
    "text":"","media":[{"kind":"photo","url":"https://example.org/a.jpg"},"https://example.org/b"]
      → text: "", media: [Media {kind: Image, url: Some("https://example.org/a.jpg", ), }, Media {kind: Other, url: Some("https://example.org/b", ), }, ]
    "text":["a"]
      → wrong-type: text is a list; write a text in quotes
    "text":{"a":1}
      → wrong-type: text is an object; write a text in quotes
    "title":"A &amp; B","quoted":"q","alt":"a train"
      → title: Some("A & B", quoted: Some("q", alt: Some("a train", kind: Quote
    "text":"see #late","entities":[{"kind":"hashtag","start":4,"end":9}]
      → text: "see #late", entities: Some([Entity {kind: Hashtag, start: 4, end: 9, }, ]
    "text":"&amp; #late","entities":[{"kind":"hashtag","start":6,"end":11}]
      → text: "& #late", custom: [("entities", "[{\"end\":11,\"kind\":\"hashtag\",\"start\":6}]", ]
    "entities":[{"kind":"hashtag","start":4,"end":90}]
      → custom: [("entities", "[{\"end\":90,\"kind\":\"hashtag\",\"start\":4}]", ]
    "#);
}

#[test]
fn times() {
    insta::assert_snapshot!(checks(&[
        r#""created_at":"2026-05-04T14:30:00.250+02:00""#,
        r#""created_at":"2026-05-04 14:30:00 +0200""#,
        r#""created_at":"Mon May 04 12:30:00 +0000 2026""#,
        r#""created_at":"Mon, 04 May 2026 12:30:00 GMT""#,
        r#""created_at":1777897801"#,
        r#""created_at":1777897801.5"#,
        r#""created_at":1777897801500"#,
        r#""created_at":"1777897801""#,
        r#""published_at":"2020-01-01T00:00:00Z""#,
        r#""created_at":0"#,
        r#""created_at":-1"#,
        r#""created_at":1e300"#,
    ]), @r#"
    "created_at":"2026-05-04T14:30:00.250+02:00"
      → 1777897800250
    "created_at":"2026-05-04 14:30:00 +0200"
      → nothing more
    "created_at":"Mon May 04 12:30:00 +0000 2026"
      → nothing more
    "created_at":"Mon, 04 May 2026 12:30:00 GMT"
      → nothing more
    "created_at":1777897801
      → 1777897801000
    "created_at":1777897801.5
      → 1777897801500
    "created_at":1777897801500
      → 1777897801500
    "created_at":"1777897801"
      → 1777897801000
    "published_at":"2020-01-01T00:00:00Z"
      → 1577836800000
    "created_at":0
      → 0
    "created_at":-1
      → -1000
    "created_at":1e300
      → invalid-time: created_at is 1e+300, which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds
    "#);
}

#[test]
fn times_that_are_none() {
    insta::assert_snapshot!(checks(&[
        r#""created_at":"2026-05-04""#,
        r#""created_at":"20260504""#,
        r#""created_at":"2026-05-04T14:30:00""#,
        r#""created_at":"2026-02-30T14:30:00Z""#,
        r#""created_at":true"#,
        r#""created_at":"2027-01-16T08:00:00Z""#,
        r#""created_at":"2027-01-16T08:00:01Z""#,
        r#""observed_at":"2099-01-01T00:00:00Z""#,
        r#""observed_at":"2026-05-05T00:00:00Z","updated_at":"2026-05-06T00:00:00Z""#,
    ]), @r#"
    "created_at":"2026-05-04"
      → invalid-time: created_at is "2026-05-04", which names no time zone; write it as 2026-05-04T12:30:00Z or with an offset, or give the zone with --times-in
    "created_at":"20260504"
      → invalid-time: created_at is "20260504", which names no time zone; write it as 2026-05-04T12:30:00Z or with an offset, or give the zone with --times-in
    "created_at":"2026-05-04T14:30:00"
      → invalid-time: created_at is "2026-05-04T14:30:00", which names no time zone; write it as 2026-05-04T12:30:00Z or with an offset, or give the zone with --times-in
    "created_at":"2026-02-30T14:30:00Z"
      → invalid-time: created_at is "2026-02-30T14:30:00Z", which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds
    "created_at":true
      → wrong-type: created_at is true, which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds
    "created_at":"2027-01-16T08:00:00Z"
      → 1800086400000
    "created_at":"2027-01-16T08:00:01Z"
      → future-time: created_at is "2027-01-16T08:00:01Z", which is in the future; check the clock, the zone and the order of day and month of whatever wrote it
    "observed_at":"2099-01-01T00:00:00Z"
      → future-time: observed_at is "2099-01-01T00:00:00Z", which is in the future; check the clock, the zone and the order of day and month of whatever wrote it
    "observed_at":"2026-05-05T00:00:00Z","updated_at":"2026-05-06T00:00:00Z"
      → observed_at: Some(1778025600000
    "#);
}

#[test]
fn figures_and_places() {
    insta::assert_snapshot!(checks(&[
        r#""likes":3,"reposts":"4","replies":5.0,"engagement":{"quotes":1,"saves":2,"clicks":3,"impressions":400,"shares":9}"#,
        r#""likes":-5"#,
        r#""likes":"many""#,
        r#""likes":1.5"#,
        r#""likes":null,"reposts":"""#,
        r#""place":{"country":"uk","region":"Skåne","city":"Lund","lat":55.7,"lon":13.2,"zip":"22100"}"#,
        r#""place":{"country":"Sweden"}"#,
        r#""place":{"country":"Atlantis"}"#,
        r#""place":{"country":"swe"}"#,
        r#""place":{"lat":95,"lon":0}"#,
        r#""place":{"lat":5}"#,
        r#""place":"Lund""#,
        r#""place":{"name":"Lund, Sweden"}"#,
        r#""views":7"#,
        r#""rating":4.5"#,
        r#""rating":"good""#,
    ]), @r#"
    "likes":3,"reposts":"4","replies":5.0,"engagement":{"quotes":1,"saves":2,"clicks":3,"impressions":400,"shares":9}
      → likes: Some(3, reposts: Some(4, replies: Some(5, quotes: Some(1, saves: Some(2, clicks: Some(3, impressions: Some(400, custom: [("engagement.shares", "9", ]
    "likes":-5
      → custom: [("likes", "-5", ]
    "likes":"many"
      → wrong-type: likes is "many"; write a whole number, or leave it out
    "likes":1.5
      → wrong-type: likes is 1.5; write a whole number, or leave it out
    "likes":null,"reposts":""
      → nothing more
    "place":{"country":"uk","region":"Skåne","city":"Lund","lat":55.7,"lon":13.2,"zip":"22100"}
      → place: Some(Geo {name: None, country: Some("GB", ), region: Some("Skåne", ), city: Some("Lund", ), point: Some((55.7, 13.2, ), ), }, custom: [("place.zip", "22100", ]
    "place":{"country":"Sweden"}
      → place: Some(Geo {name: None, country: Some("SE", ), region: None, city: None, point: None, }
    "place":{"country":"Atlantis"}
      → custom: [("place.country", "Atlantis", ]
    "place":{"country":"swe"}
      → place: Some(Geo {name: None, country: Some("SE", ), region: None, city: None, point: None, }
    "place":{"lat":95,"lon":0}
      → wrong-type: place.lat and place.lon are no place on earth; write degrees, -90 to 90 and -180 to 180, or leave both out
    "place":{"lat":5}
      → wrong-type: place.lat and place.lon are no place on earth; write degrees, -90 to 90 and -180 to 180, or leave both out
    "place":"Lund"
      → place: Some(Geo {name: Some("Lund", ), country: None, region: None, city: None, point: None, }
    "place":{"name":"Lund, Sweden"}
      → place: Some(Geo {name: Some("Lund, Sweden", ), country: None, region: None, city: None, point: None, }
    "views":7
      → impressions: Some(7
    "rating":4.5
      → kind: Review, rating: Some(4.5
    "rating":"good"
      → wrong-type: rating is "good"; write a number, or leave it out
    "#);
}

#[test]
fn labels_and_lists() {
    insta::assert_snapshot!(checks(&[
        r#""sentiment":"NEG","lang":"pt-BR""#,
        r#""sentiment":"mixed","lang":"english","kind":"story""#,
        r#""lang":7"#,
        r#""kind":"retweet""#,
        r#""in_reply_to":"9""#,
        r#""in_reply_to":{"id":9,"author":"@rail"}"#,
        r#""in_reply_to":"9","kind":"comment""#,
        r#""quoted":"q""#,
        r#""repost_of":"@rail","source":"Twitter for iPhone","question":true"#,
        r#""repost_of":{"author":"@rail"},"kind":"quote""#,
        r#""answered":{"at":"2026-05-05T00:00:00Z","by":"rail"}"#,
        r#""sensitive":"yes","verified":1"#,
        r#""sensitive":"perhaps""#,
        r#""tags":["a","b"],"links":"https://a.example, https://b.example","addressed":["@rail"]"#,
        r#""tags":[{"a":1}]"#,
    ]), @r#"
    "sentiment":"NEG","lang":"pt-BR"
      → lang: Some(Lang(pt), sentiment: Some(Negative
    "sentiment":"mixed","lang":"english","kind":"story"
      → custom: [("kind", "story", ("lang", "english", ("sentiment", "mixed", ]
    "lang":7
      → wrong-type: lang is 7; write a text in quotes, or leave it out
    "kind":"retweet"
      → kind: Repost
    "in_reply_to":"9"
      → kind: Reply, reply_to: Some(ReplyTo {id: Some("9", ), author: None, }
    "in_reply_to":{"id":9,"author":"@rail"}
      → kind: Reply, reply_to: Some(ReplyTo {id: Some("9", ), author: Some("rail", ), }
    "in_reply_to":"9","kind":"comment"
      → kind: Comment, reply_to: Some(ReplyTo {id: Some("9", ), author: None, }
    "quoted":"q"
      → quoted: Some("q", kind: Quote
    "repost_of":"@rail","source":"Twitter for iPhone","question":true
      → kind: Repost, repost_of: Some("rail", source: Some("Twitter for iPhone", question: Some(true
    "repost_of":{"author":"@rail"},"kind":"quote"
      → kind: Quote, repost_of: Some("rail"
    "answered":{"at":"2026-05-05T00:00:00Z","by":"rail"}
      → answered: Some(Answered {at: Timestamp(1777939200000, ), by: Some("rail", ), }
    "sensitive":"yes","verified":1
      → sensitive: Some(true, custom: [("verified", "1", ]
    "sensitive":"perhaps"
      → wrong-type: sensitive is "perhaps"; write true or false, or leave it out
    "tags":["a","b"],"links":"https://a.example, https://b.example","addressed":["@rail"]
      → links: ["https://a.example", "https://b.example", ], addressed: ["rail", ], given_tags: ["a", "b", ]
    "tags":[{"a":1}]
      → wrong-type: tags is a list; write a list of texts
    "#);
}

#[test]
fn places_it_stands_in() {
    insta::assert_snapshot!(checks(&[
        r#""platform":"reddit","meta":{"community":"r/Sims4"}"#,
        r#""platform":"reddit","community":"Sims4""#,
        r#""platform":"reddit","own_place":"subreddit:Other","community":"Sims4""#,
        r#""community":"/r/Sims4""#,
        r#""community":"Neighbours""#,
        r#""community":"channel:UC1""#,
    ]), @r#"
    "platform":"reddit","meta":{"community":"r/Sims4"}
      → platform: "reddit", own_place: Some("subreddit:Sims4", custom: [("meta.community", "r/Sims4", ]
    "platform":"reddit","community":"Sims4"
      → platform: "reddit", own_place: Some("subreddit:Sims4"
    "platform":"reddit","own_place":"subreddit:Other","community":"Sims4"
      → platform: "reddit", own_place: Some("subreddit:Other"
    "community":"/r/Sims4"
      → own_place: Some("subreddit:Sims4"
    "community":"Neighbours"
      → own_place: Some("community:Neighbours"
    "community":"channel:UC1"
      → own_place: Some("channel:UC1"
    "#);
}

#[test]
fn identity_platform_and_what_has_no_field() {
    insta::assert_snapshot!(checks(&[
        r#""platform":"X""#,
        r#""platform":" Reddit ""#,
        r#""id":12345678901234567890"#,
        r#""id":1.5e17"#,
        r#""id":"""#,
        r#""id":true"#,
        r#""id":"1","id":"2""#,
        r#""custom":{"b":[1,"x",{"y":null}],"a":{"c":true,"d":null}},"zeta":0.50,"z\u0000":"\u0000""#,
        r#""x":1,"x":2"#,
        r#""deleted":true"#,
        r#""deleted":true,"deleted_at":"2026-05-06T00:00:00Z""#,
        r#""deleted":false"#,
    ]), @r#"
    "platform":"X"
      → platform: "twitter"
    "platform":" Reddit "
      → platform: "reddit"
    "id":12345678901234567890
      → id: "12345678901234567890"
    "id":1.5e17
      → wrong-type: id is the number 1.5e+17, which has lost digits on its way; write it as a text in quotes
    "id":""
      → missing-id: id is missing; add the post's own id, without which it cannot be told from its copies
    "id":true
      → wrong-type: id is true; write a text in quotes or a whole number
    "id":"1","id":"2"
      → id: "2"
    "custom":{"b":[1,"x",{"y":null}],"a":{"c":true,"d":null}},"zeta":0.50,"z\u0000":"\u0000"
      → custom: [("custom.a.c", "true", ("custom.b", "[1,\"x\",{\"y\":null}]", ("zeta", "0.5", ("z�", "�", ]
    "x":1,"x":2
      → custom: [("x", "2", ]
    "deleted":true
      → deleted at 1777897800000
    "deleted":true,"deleted_at":"2026-05-06T00:00:00Z"
      → deleted at 1778025600000
    "deleted":false
      → nothing more
    "#);
}

#[test]
fn a_record_time_is_the_version_of_what_states_none() {
    let version = |fields: &str, record_at| match decode(
        record(fields).as_bytes(),
        record_at,
        &DecodeOptions::at(NOW),
    ) {
        Content::Event(event) => event.version.0,
        other => panic!("{other:?}"),
    };
    assert_eq!(version("", None), 1_777_897_800_000);
    assert_eq!(version("", Some(Timestamp(7))), 7);
    assert_eq!(version(r#""updated_at":1777897801"#, Some(Timestamp(7))), 1_777_897_801_000);
    assert_eq!(version(r#""deleted":true"#, Some(Timestamp(7))), 7);
}

#[test]
fn the_reference_names_every_field() {
    let reference = include_str!("../native.md");
    for slot in Slot::ALL {
        assert!(reference.contains(&format!("`{}`", slot.name())), "{}", slot.name());
    }
}

/// The files of the collections whose terms keep them out of this repository.
fn collection(file: &str) -> Option<Vec<String>> {
    let Some(folder) = std::env::var_os("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return None;
    };
    let path = std::path::Path::new(&folder).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
fn real_posts_are_all_read() {
    let files = [
        ("airline/tweets.jsonl", 8_905, DecodeOptions::at(NOW)),
        ("sanders/tweets.jsonl", 3_002, DecodeOptions::at(NOW)),
        ("support/tweets.jsonl", 2_283, DecodeOptions::at(NOW)),
        ("reddit/things.jsonl", 8_454, DecodeOptions::at(NOW)),
        ("sims4-reddit/posts.jsonl", 485, DecodeOptions::at(NOW)),
        ("mastodon/statuses.jsonl", 20, DecodeOptions::at(NOW)),
        ("umsab/en.jsonl", 2_163, DecodeOptions::lenient(NOW)),
        ("umsab/de.jsonl", 2_163, DecodeOptions::lenient(NOW)),
        ("germeval17/dev.jsonl", 2_366, DecodeOptions::lenient(NOW)),
    ];
    for (file, expected, options) in files {
        let Some(lines) = collection(file) else { return };
        assert_eq!(lines.len(), expected, "{file}");
        for line in &lines {
            let content = read(line, &options);
            assert!(matches!(content, Content::Event(_)), "{file}: {content:?}");
        }
    }
}

#[test]
fn lenient_reading_needs_neither_id_nor_time() {
    let options = DecodeOptions::lenient(NOW);
    let Content::Event(event) = read(r#"{"text":"late"}"#, &options) else { panic!() };
    assert_eq!((event.id.as_str(), event.version), ("", Timestamp(0)));
    let What::Posted { mention, .. } = event.what else { panic!() };
    assert_eq!(mention.published_at, None);
    assert_eq!(read(r#"{"id":"1","deleted":true}"#, &options), Content::Ignored);
    let Content::Rejected(reject) = read(r#"{"id":"1"}"#, &options) else { panic!() };
    assert_eq!(reject.reason, RejectReason::MissingText);
    // Strict reading of the same names what is missing.
    let Content::Rejected(reject) = read(r#"{"text":"late"}"#, &DecodeOptions::at(NOW)) else {
        panic!()
    };
    assert_eq!(reject.reason, RejectReason::MissingId);
}
