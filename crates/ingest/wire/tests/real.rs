//! Payloads that platforms really sent or print in their manuals, from the folder that `TAGLINE_DATA` names.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use mention::{Kind, MediaKind};
use serde_json::Value;

use super::payloads::{reading, said};
use super::*;

/// The text of a file of the data; `None` where there is no such folder.
fn text(file: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return None;
    };
    let path = Path::new(&folder).join(file);
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if !bytes.starts_with(b"\x1f\x8b") {
        return Some(String::from_utf8(bytes).unwrap());
    }
    let mut text = String::new();
    GzDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
    Some(text)
}

/// All that the payloads of a file say, by payload.
fn all(payloads: impl IntoIterator<Item = String>, preset: Preset) -> Vec<Vec<Content>> {
    payloads.into_iter().map(|payload| said(&payload, &reading(preset))).collect()
}

/// The payloads of X, one a line with where they are printed.
fn of_x(file: &str) -> Option<Vec<String>> {
    let payload = |line: &str| serde_json::from_str::<Value>(line).unwrap()["payload"].to_string();
    Some(text(&format!("payloads/x/{file}"))?.lines().map(payload).collect())
}

/// How many of what: `posted reply 3, rejected missing-time 1`.
fn tally(said: &[Vec<Content>]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for content in said.iter().flatten() {
        let what = match content {
            Content::Ignored => "ignored".to_owned(),
            Content::Rejected(reject) => format!("rejected {}", reject.reason.name()),
            Content::Event(Event { what: What::Deleted, .. }) => "deleted".to_owned(),
            Content::Event(Event { what: What::Posted { mention, .. }, .. }) => {
                format!("posted {}", mention.kind.name())
            }
        };
        *counts.entry(what).or_default() += 1;
    }
    counts.iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>().join(", ")
}

fn posted(content: &Content) -> &Mention {
    match content {
        Content::Event(Event { what: What::Posted { mention, .. }, .. }) => mention,
        other => panic!("{other:?}"),
    }
}

fn figures(mention: &Mention) -> [Option<u64>; 7] {
    let of = mention.engagement;
    [of.likes, of.reposts, of.replies, of.quotes, of.saves, of.clicks, of.impressions]
}

fn answers(mention: &Mention) -> (Option<&str>, Option<&str>) {
    let to = mention.reply_to.as_ref();
    (to.and_then(|to| to.id.as_deref()), to.and_then(|to| to.author.as_deref()))
}

fn handle(mention: &Mention) -> Option<&str> {
    mention.author.as_ref()?.handle.as_deref()
}

fn at(mention: &Mention) -> String {
    super::show::time(mention.published_at.unwrap())
}

#[test]
fn x_v2() {
    let Some(payloads) = of_x("v2.jsonl") else { return };
    let said = all(payloads, Preset::XV2);
    insta::assert_snapshot!(tally(&said), @"ignored 21, posted direct 5, posted original 34, posted reply 5, posted repost 1, rejected missing-id 4, rejected missing-time 19");
    // A reply with everything that expansions bring along.
    let reply = posted(&said[27][0]);
    assert_eq!((reply.platform.as_str(), reply.id.as_str()), ("twitter", "1307025659294674945"));
    assert_eq!((reply.kind, at(reply).as_str()), (Kind::Reply, "2020-09-18T18:36:15Z"));
    assert!(reply.text.starts_with("Here’s an article that highlights"), "{}", reply.text);
    assert_eq!(answers(reply), (Some("1304102743196356610"), Some("TwitterDev")));
    assert_eq!(reply.conversation.as_deref(), Some("1304102743196356610"));
    assert_eq!(figures(reply), [Some(70), Some(11), Some(2), Some(1), None, None, None]);
    let author = reply.author.as_ref().unwrap();
    assert_eq!(author.id.as_deref(), Some("2244994945"));
    assert_eq!((author.name.as_deref(), author.verified), (Some("Twitter Dev"), Some(true)));
    assert_eq!((author.followers, author.posts), (Some(513_961), Some(3_635)));
    assert_eq!(reply.lang.as_ref().map(ToString::to_string).as_deref(), Some("en"));
    assert_eq!(reply.source.as_deref(), Some("Twitter Web App"));
    assert_eq!(reply.sensitive, Some(false));
    assert_eq!(
        reply.permalink.as_deref(),
        Some("https://x.com/TwitterDev/status/1307025659294674945")
    );
    assert!(reply.links[0].starts_with("https://dev.to/twitterdev/"), "{:?}", reply.links);
    // A repost has the whole text, and no figures: they are the original's.
    let repost = posted(&said[30][0]);
    assert_eq!((repost.kind, repost.repost_of.as_deref()), (Kind::Repost, Some("AureliaSpecker")));
    assert!(repost.text.ends_with("https://t.co/dXrJYvn3hY"), "{}", repost.text);
    assert_eq!(figures(repost), [None; 7]);
    // A place, a video, a time that stands only in the id.
    let place = posted(&said[20][0]).place.clone().unwrap();
    assert_eq!(place.name.as_deref(), Some("Manhattan, NY"));
    assert_eq!((place.country.as_deref(), place.city.as_deref()), (Some("US"), Some("Manhattan")));
    let video = posted(&said[18][0]);
    assert_eq!(video.media[0].kind, MediaKind::Video);
    assert_eq!(at(video), "2020-05-20T16:31:15.593Z");
    let saved = posted(&said[57][0]);
    assert_eq!(saved.id, "1228393702244134912");
    // Direct messages.
    let message = posted(&said[21][0]);
    assert_eq!((message.kind, message.text.as_str()), (Kind::Direct, "Hello, just you!"));
    assert_eq!(handle(message), Some("FloodSocial"));
}

#[test]
fn x_v1() {
    let Some(payloads) = of_x("v1_1.jsonl") else { return };
    let said = all(payloads, Preset::XV1);
    insta::assert_snapshot!(tally(&said), @"ignored 1, posted original 7, posted quote 2, posted reply 2, posted repost 2, rejected missing-id 2");
    let quote = posted(&said[2][0]);
    assert_eq!((quote.kind, quote.quoted.as_deref()), (Kind::Quote, Some("AHHHHH")));
    assert_eq!((quote.id.as_str(), handle(quote)), ("1081260794069671936", Some("furiouscamper")));
    assert_eq!(at(quote), "2019-01-04T18:47:16Z");
    assert_eq!(figures(quote), [Some(1), Some(0), Some(0), Some(0), None, None, None]);
    let long = posted(&said[3][0]);
    assert!(long.text.ends_with("#GeoTagged https://t.co/e9yhQTJSIA"), "{}", long.text);
    let reply = posted(&said[5][0]);
    assert_eq!(answers(reply), (Some("1304102743196356610"), Some("XDevelopers")));
    assert_eq!(reply.source.as_deref(), Some("X Web App"));
    let repost = posted(&said[9][0]);
    assert_eq!((repost.kind, repost.repost_of.as_deref()), (Kind::Repost, Some("suhemparack")));
    assert!(repost.text.ends_with("https://t.co/l5J8wq748G"), "{}", repost.text);
    assert_eq!(figures(repost), [None; 7]);
    // Both states of an edited post are one mention, published when it began.
    let (first, edited) = (posted(&said[13][0]), posted(&said[14][0]));
    assert_eq!(first.id, edited.id);
    assert!(edited.text.contains("ever use the edit"));
    assert!(edited.observed_at > first.published_at);
}

#[test]
fn x_activity_streams() {
    let Some(payloads) = of_x("activity_streams.jsonl") else { return };
    let said = all(payloads, Preset::XV1);
    insta::assert_snapshot!(tally(&said), @"posted original 2, posted quote 1, posted reply 2, posted repost 4");
    let reply = posted(&said[2][0]);
    assert_eq!(answers(reply), (Some("1304102743196356610"), Some("XDevelopers")));
    assert_eq!((reply.id.as_str(), handle(reply)), ("1307025659294674945", Some("XDevelopers")));
    assert_eq!(reply.author.as_ref().unwrap().id.as_deref(), Some("2244994945"));
    assert_eq!(figures(reply)[..2], [Some(70), Some(11)]);
    let long = posted(&said[5][0]);
    assert!(long.text.ends_with("https://t.co/KaFSbjWUA8"), "{}", long.text);
    assert_eq!(long.media[0].kind, MediaKind::Video);
    let repost = posted(&said[6][0]);
    assert_eq!((repost.kind, repost.repost_of.as_deref()), (Kind::Repost, Some("suhemparack")));
    assert_eq!(posted(&said[7][0]).kind, Kind::Quote);
}

#[test]
fn x_webhooks() {
    let Some(payloads) = of_x("webhooks.jsonl") else { return };
    let said = all(payloads, Preset::Auto);
    insta::assert_snapshot!(tally(&said), @"deleted 2, ignored 16, posted comment 1, posted direct 3, posted original 3, posted quote 1, posted reply 1, posted repost 1");
    let message = posted(&said[0][0]);
    assert_eq!((message.kind, handle(message)), (Kind::Direct, Some("furiouscamper")));
    assert_eq!(
        (message.text.as_str(), at(message).as_str()),
        ("Hello World!", "2018-01-19T23:12:40.557Z")
    );
    let Content::Event(gone) = &said[3][0] else { panic!("{:?}", said[3]) };
    assert_eq!((gone.id.as_str(), &gone.what), ("1045405559317569537", &What::Deleted));
    assert_eq!(gone.version, Timestamp(1_432_228_155_593));
    let reply = posted(&said[8][0]);
    assert_eq!(answers(reply), (Some("2080761390344937796"), Some("ExampleUser")));
    assert_eq!(posted(&said[9][0]).kind, Kind::Quote);
    assert_eq!(posted(&said[10][0]).repost_of.as_deref(), Some("ExampleUser"));
    assert_eq!(
        (posted(&said[20][0]).kind, handle(posted(&said[20][0]))),
        (Kind::Comment, Some("ExampleUser"))
    );
}

#[test]
fn bluesky() {
    let Some(text) = text("payloads/bluesky/jetstream_events.jsonl") else { return };
    let said = all(text.lines().map(str::to_owned), Preset::Bluesky);
    insta::assert_snapshot!(tally(&said), @"deleted 1, ignored 3, posted original 1, posted quote 2, posted reply 5");
    let reply = posted(&said[0][0]);
    let parent = "at://did:plc:6tr6tuzlx2db3rduzr2d6r24/app.bsky.feed.post/3lbhqo2rtys2z";
    assert_eq!(reply.id, "at://did:plc:yj3sjq3blzpynh27cumnp5ks/app.bsky.feed.post/3lbhtyteurk2y");
    assert_eq!(answers(reply), (Some(parent), Some("did:plc:6tr6tuzlx2db3rduzr2d6r24")));
    assert_eq!(reply.conversation.as_deref(), Some(parent));
    assert_eq!(at(reply), "2024-11-21T16:09:27.095Z");
    assert_eq!(reply.observed_at, Some(Timestamp(1_732_206_349_000)));
    assert_eq!(posted(&said[5][0]).media[0].kind, MediaKind::Image);
    assert_eq!(posted(&said[6][0]).kind, Kind::Quote);
    let card = posted(&said[10][0]);
    assert!(card.title.as_deref().unwrap().starts_with("Disinformation by hostile states"));
    assert!(card.links[0].starts_with("https://www.irishexaminer.com/"));
    let Content::Event(gone) = &said[11][0] else { panic!("{:?}", said[11]) };
    assert_eq!(gone.id, "at://did:plc:eygmaihciaxprqvxpfvl6flk/app.bsky.feed.post/3l3qo2vuowo2b");
    assert_eq!((&gone.what, gone.version), (&What::Deleted, Timestamp(1_725_911_162_329)));
}

#[test]
fn a_record_of_bluesky() {
    let Some(text) = text("payloads/bluesky/post_record.json") else { return };
    let said = said(&text, &reading(Preset::Bluesky));
    let post = posted(&said[0]);
    assert_eq!(
        (post.text.as_str(), at(post).as_str()),
        ("new text114", "2024-02-22T19:58:13.903Z")
    );
    assert_eq!(
        post.author.as_ref().unwrap().id.as_deref(),
        Some("did:plc:kvwvcn5iqfooopmyzvb4qzba")
    );
}

#[test]
fn mastodon() {
    let Some(json) = text("payloads/mastodon/public_timeline.json") else { return };
    let said = vec![said(&json, &reading(Preset::Mastodon))];
    insta::assert_snapshot!(tally(&said), @"posted original 20");
    // The same posts as somebody else has read them.
    let texts = text("mastodon/statuses.jsonl").unwrap();
    let texts: BTreeMap<String, (String, String)> = texts
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            (text("id"), (text("text"), text("lang")))
        })
        .collect();
    for content in &said[0] {
        let status = posted(content);
        let (words, lang) = &texts[&status.id];
        let lines = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(lines(&status.text), lines(words));
        assert_eq!(status.lang.as_ref().map(ToString::to_string).unwrap_or_default(), *lang);
    }
    let first = posted(&said[0][0]);
    assert_eq!(handle(first), Some("elmostrador@friendica.chilemasto.casa"));
    assert_eq!(
        (first.id.as_str(), at(first).as_str()),
        ("104009345973121628", "2020-04-16T16:45:08Z")
    );
    assert_eq!(first.author.as_ref().unwrap().posts, Some(2_853));
    assert_eq!(figures(first)[..3], [Some(0), Some(0), Some(0)]);
    assert_eq!(first.links[0], "https://tinyurl.com/y7ku9teg");
    let warned = posted(&said[0][9]);
    assert_eq!(warned.title.as_deref(), Some("Karen meme explained"));
    assert_eq!(posted(&said[0][11]).media.len(), 2);
}

#[test]
fn reddit() {
    let files = [
        "comment_tree_0",
        "comment_tree_1",
        "listing_best_0",
        "listing_comments_0",
        "listing_domain_top_0",
    ];
    let mut found = Vec::new();
    for file in files {
        let Some(text) = text(&format!("payloads/reddit/{file}.json.gz")) else { return };
        let body = serde_json::from_str::<Value>(&text).unwrap()["body"].to_string();
        found.push(said(&body, &reading(Preset::Reddit)));
    }
    let tallies = files.iter().zip(&found);
    let tallies =
        tallies.map(|(file, said)| format!("{file}: {}", tally(std::slice::from_ref(said))));
    insta::assert_snapshot!(tallies.collect::<Vec<_>>().join("\n"), @r"
    comment_tree_0: deleted 6, posted comment 470, posted original 1
    comment_tree_1: posted comment 11
    listing_best_0: posted original 25
    listing_comments_0: posted comment 25
    listing_domain_top_0: posted original 25
    ");
    let post = posted(&found[0][0]);
    assert_eq!((post.id.as_str(), post.title.as_deref()), ("t3_3hahrw", Some("Ba Dum Tsss")));
    assert_eq!(post.own_place.as_deref(), Some("subreddit:funny"));
    assert_eq!(handle(post), Some("your_local_librarian"));
    assert_eq!((at(post).as_str(), post.sensitive), ("2015-08-17T07:44:40Z", Some(false)));
    assert_eq!((post.engagement.likes, post.engagement.replies), (Some(11_702), Some(543)));
    assert_eq!(post.links, ["http://i.imgur.com/eoF76hj.gifv"]);
    let comment = posted(&found[0][1]);
    assert_eq!((comment.kind, answers(comment).0), (Kind::Comment, Some("t3_3hahrw")));
    assert_eq!(comment.conversation.as_deref(), Some("t3_3hahrw"));
    // Votes below zero are no count.
    let unloved = posted(&found[1][0]);
    assert_eq!((unloved.engagement.likes, answers(unloved).0), (None, Some("t1_cu5p1hh")));
    assert!(unloved.custom.contains(&("likes".to_owned(), "-142".to_owned())));
    let listed = posted(&found[3][0]);
    assert_eq!(answers(listed), (Some("t3_5jffj1"), Some("AndrewZabar")));
}

#[test]
fn discord() {
    let Some(text) = text("payloads/discord/messages.jsonl") else { return };
    let said = all(text.lines().map(str::to_owned), Preset::Discord);
    insta::assert_snapshot!(tally(&said), @"posted original 1, posted repost 1");
    let message = posted(&said[0][0]);
    assert_eq!((message.text.as_str(), handle(message)), ("Supa Hot", Some("Mason")));
    assert_eq!(message.author.as_ref().unwrap().id.as_deref(), Some("53908099506183680"));
    assert_eq!(message.own_place.as_deref(), Some("channel:290926798999357250"));
    assert_eq!(
        (at(message).as_str(), message.engagement.likes),
        ("2017-07-11T17:27:07.299Z", Some(1))
    );
    let passed_on = posted(&said[1][0]);
    assert_eq!(passed_on.kind, Kind::Repost);
    assert_eq!(passed_on.text, "Big news! In this #big-news channel!");
}
