//! What is known of a post itself.

use mention::{Engagement, Facts, Kind, Mention};

use super::{holds, row, wrong};

#[test]
fn row_likes_reposts_replies_views() {
    row(
        &[
            "likes:10",
            "min_faves:1",
            "reposts:20",
            "min_retweets:20",
            "replies:30..",
            "min_replies:(29 OR 31)",
            "views:[4000 TO 4000]",
        ],
        &["likes:11", "reposts:..19", "min_replies:31", "views:..3999"],
    );
    wrong("late likes:>=5", "foreign-operator", "5..");
}

#[test]
fn excluding_a_least_number_asks_for_fewer_or_for_none_known() {
    let with = |replies| {
        let engagement = Engagement { replies, ..Engagement::default() };
        let mention = Mention { text: "nasa".into(), engagement, ..Mention::default() };
        holds("-min_replies:100 nasa", &Facts::of(&mention))
    };
    assert!(with(Some(99)) && with(None) && !with(Some(100)));
}

#[test]
fn row_rating() {
    row(
        &["rating:3.5", "rating:[3 TO 5]", "rating:..3.5", "rating:(1 OR 3.5)"],
        &["rating:3", "rating:4", "rating:[4 TO *]"],
    );
    wrong("late rating:good", "field-value", "rating:4");
}

#[test]
fn row_sentiment() {
    row(
        &["sentiment:negative", "tone:Negative", "sentiment:(neutral OR negative)"],
        &["sentiment:positive", "tone:neutral"],
    );
    wrong("late sentiment:negativ", "field-value", "`sentiment:negative`");
}

#[test]
fn row_is() {
    row(
        &[
            "is:reply",
            "engagementType:REPLY",
            "filter:replies",
            "filter:reply",
            "is:question",
            "is:sensitive",
            "filter:sensitive",
            "is:verified",
            "filter:verified",
            "authorVerified:true",
            "is:(quote OR reply)",
        ],
        &["is:repost", "is:retweet", "is:quote", "is:comment"],
    );
    let kinds = [
        (
            Kind::Repost,
            &["is:repost", "is:retweet", "filter:retweets", "engagementType:retweet"][..],
        ),
        (Kind::Quote, &["is:quote", "filter:quote"]),
        (Kind::Comment, &["is:comment"]),
        (Kind::Original, &["is:original", "-filter:replies"]),
    ];
    for (kind, queries) in kinds {
        let mention = Mention { kind, ..Mention::default() };
        for query in queries {
            assert!(holds(query, &Facts::of(&mention)), "{query}");
        }
    }
    wrong("late is:retwet", "field-value", "`is:retweet`");
}

#[test]
fn row_has() {
    row(
        &[
            "has:links",
            "filter:links",
            "has:media",
            "filter:media",
            "has:images",
            "filter:images",
            "filter:twimg",
            "has:videos",
            "filter:videos",
            "has:hashtags",
            "filter:hashtags",
            "has:mentions",
            "has:cashtags",
            "has:geo",
            "has:lang",
            "has:(geo OR lang)",
        ],
        &[],
    );
    wrong("late has:cats", "field-value", "one of");
}

#[test]
fn row_url_site() {
    row(
        &[
            "url:\"https://example.org/a\"",
            "url_contains:EXAMPLE.org",
            "links:\"www.example.org/A/b\"",
            "url:\"shop.com/sale\"",
            "url:(x.example OR sale)",
            "site:example.org",
            "domain:www.example.org",
            "domainis:\"https://example.org/\"",
            "site:example.org/a",
            "site:\"example.org/A/B/\"",
            "site:example.com",
            "site:news.example.com/world",
            "site:shop.com",
        ],
        &[
            "url:example.com",
            "url:\"a/c\"",
            "site:ample.org",
            "site:www.news.example.org",
            "site:example.org/ab",
            "site:example.com/wor",
        ],
    );
    wrong("late url:\"a b\"", "field-value", "without blanks");
    wrong("late site:example", "field-value", "site:example.com");
    wrong("late https://x.example/y", "url-as-keyword", "url:\"https://x.example/y\"");
}

#[test]
fn row_source_platform_subreddit_channel_id_thread() {
    row(
        &[
            "source:\"twitter for iphone\"",
            "source:(web OR \"Twitter for iPhone\")",
            "platform:X",
            "platform:twitter",
            "platform:(reddit OR x)",
            "subreddit:sims4",
            "subreddit:r/Sims4",
            "id:1001",
            "guid:1001",
            "thread:800",
            "conversation_id:800",
            "thread:900",
            "engagingWithGuid:900",
            "rootPostId:800",
        ],
        &[
            "source:iphone",
            "platform:reddit",
            "subreddit:sims",
            "channel:sims4",
            "id:100",
            "thread:1001",
        ],
    );
    let mention = Mention { own_place: Some("channel:UC4a".into()), ..Mention::default() };
    for query in ["channel:UC4a", "channelId:uc4a"] {
        assert!(holds(query, &Facts::of(&mention)), "{query}");
    }
}

#[test]
fn row_published() {
    row(
        &[
            "published:2026-01-01",
            "published:[2025-12-31 TO 2026-01-01]",
            "since:2026-01-01",
            "since_time:1767225600",
            "until:2026-01-02",
            "until:2026-01-01T00:00:01Z",
            "until_time:1767225601",
        ],
        &["published:2025-12-31", "since:2026-01-02", "until:2026-01-01", "until_time:1767225600"],
    );
    wrong("late since:yesterday", "field-value", "2026-01-31");
    wrong("late published:[2026-02-01 TO 2026-01-01]", "field-value", "earlier");
}
