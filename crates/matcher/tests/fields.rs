//! What each field of the language asks: every row of its table, every name, from rule text to a decided mention.
//!
//! The engine and the oracle both have to say so.

#![expect(clippy::unwrap_used, reason = "the helpers of a test are test code")]

use std::collections::BTreeMap;

use matcher::{Matcher, Scratch, oracle};
use mention::{
    Author, Engagement, Facts, Folded, Geo, Kind, Lang, Media, MediaKind, Mention, ReplyTo, Role,
    Sentiment, TagName, Timestamp,
};
use rulelang::{Condition, Context, Settings, lower, parse};

/// The condition of a query, or what is wrong with it.
fn read(query: &str) -> Result<Condition, String> {
    let parsed = parse(query);
    let lists = BTreeMap::new();
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    let (condition, found) = parsed.node.map(|node| lower(&node, &context)).unwrap_or_default();
    let all = parsed.diagnostics.into_iter().chain(found);
    let told: Vec<_> =
        all.map(|it| format!("{} {}; {}", it.code.name(), it.message, it.help.unwrap())).collect();
    if told.is_empty() { Ok(condition.unwrap()) } else { Err(told.join("\n")) }
}

fn holds(query: &str, facts: &Facts<'_>) -> bool {
    let condition = read(query).unwrap_or_else(|told| panic!("{query}: {told}"));
    let mut folded = Folded::default();
    mention::fold(facts.mention, &mut folded);
    let matcher = Matcher::new(std::slice::from_ref(&condition)).unwrap();
    let mut scratch = Scratch::default();
    let said = matcher.hits(facts, &folded, &mut scratch).iter().next().is_some();
    let expected = oracle::decide(&condition, facts, &folded).is_some();
    assert_eq!(said, expected, "engine and oracle disagree on {query}");
    said
}

/// A mention that has every field that can be asked for.
fn rich() -> Mention {
    Mention {
        platform: "twitter".into(),
        id: "1001".into(),
        permalink: Some("https://news.Example.com/world/1?x=2".into()),
        author: Some(Author {
            id: Some("UCx7".into()),
            handle: Some("Anna".into()),
            name: Some("Anna Ek ☕".into()),
            followers: Some(500),
            following: Some(50),
            posts: Some(5000),
            listed: Some(5),
            verified: Some(true),
            bio: Some("Team lead. I ♥ crème brûlée & #trains".into()),
            location: Some("Malmö, Sverige".into()),
        }),
        title: Some("Delays".into()),
        text: "late #late @bo $BT see www.shop.com/Sale".into(),
        quoted: Some("refund".into()),
        alt: Some("a red box".into()),
        links: vec!["https://www.example.org/A/b".into()],
        media: vec![
            Media { kind: MediaKind::Image, url: None },
            Media { kind: MediaKind::Video, url: None },
        ],
        published_at: Some(Timestamp::from_seconds(1_767_225_600)),
        lang: Lang::parse("id"),
        sentiment: Some(Sentiment::Negative),
        kind: Kind::Reply,
        reply_to: Some(ReplyTo { id: Some("900".into()), author: Some("RailHelp".into()) }),
        repost_of: Some("Carl@mast.example".into()),
        conversation: Some("800".into()),
        own_place: Some("subreddit:Sims4".into()),
        source: Some("Twitter for iPhone".into()),
        engagement: Engagement {
            likes: Some(10),
            reposts: Some(20),
            replies: Some(30),
            impressions: Some(4000),
            ..Engagement::default()
        },
        place: Some(Geo {
            name: Some("Kafé Nord, Lund".into()),
            country: Some("SE".into()),
            region: Some("Skåne".into()),
            city: Some("Nya Lund".into()),
            point: Some((55.7, 13.2)),
        }),
        rating: Some(3.5),
        sensitive: Some(true),
        question: Some(true),
        custom: vec![
            ("Shop Name".into(), "Berlin Mitte, 2. Etage".into()),
            ("custom.score".into(), "4.5".into()),
        ],
        ..Mention::default()
    }
}

/// Holds a row of the table: tests that the rich mention passes, and others that it does not.
///
/// What a mention does not have passes no test and every negated one.
fn row(passing: &[&str], failing: &[&str]) {
    let (rich, silent) = (rich(), Mention { text: "late".into(), ..Mention::default() });
    let brands = [TagName::parse("acme").unwrap()];
    let known =
        Facts { role: Role::Team, own_places: &brands, directed: &brands, ..Facts::of(&rich) };
    for query in passing {
        assert!(holds(query, &known), "{query} fails");
        assert!(!holds(&format!("-{query}"), &known), "-{query} holds");
        assert!(!holds(query, &Facts::of(&silent)), "{query} holds without the field");
        assert!(holds(&format!("-{query}"), &Facts::of(&silent)), "-{query} fails without it");
    }
    for query in failing {
        assert!(!holds(query, &known), "{query} holds");
        assert!(!holds(query, &Facts::of(&silent)), "{query} holds without the field");
    }
}

/// Holds a query to what is wrong with it.
fn wrong(query: &str, code: &str, told: &str) {
    let found = read(query).expect_err(query);
    assert!(found.starts_with(code) && found.contains(told), "{query}: {found}");
}

#[test]
fn row_lang() {
    row(&["lang:id", "language:ID", "lang:in", "lang:(sv OR id-ID)"], &["lang:sv", "lang:he"]);
    wrong("late lang:indonesian", "field-value", "`lang:id`");
    wrong("late lang:und", "field-value", "-has:lang");
}

#[test]
fn row_country() {
    row(
        &[
            "country:SE",
            "place_country:se",
            "country_code:SWE",
            "profile_country:swe",
            "profile_country_code:SE",
            "country:(NO OR SE)",
        ],
        &["country:NO", "country:(NO OR DNK)"],
    );
    wrong("late country:UK", "field-value", "`country:GB`");
    wrong("late country:Sweden", "field-value", "`country:SE`");
    wrong("late country:XX", "field-value", "two or three letters");
}

#[test]
fn row_region_city_place_continent() {
    row(
        &[
            "region:skåne",
            "region:SKANE",
            "profile_region:Skåne",
            "profile_subregion:Skåne",
            "city:\"nya lund\"",
            "profile_locality:(Ystad OR \"Nya Lund\")",
            "place:lund",
            "place:\"kafe nord\"",
            "place_contains:skan*",
            "continent:Europe",
            "continent:(asia OR europe)",
        ],
        &[
            "city:lund",
            "region:skåäne",
            "place:\"lund nya\"",
            "place:\"lund skåne\"",
            "continent:asia",
        ],
    );
    wrong("late continent:america", "field-value", "south america");
    wrong("late continent:eurpe", "field-value", "`continent:europe`");
    wrong("late city:(*und)", "field-value", "two letters");
}

#[test]
fn row_point_radius() {
    row(
        &[
            "point_radius:[13.2 55.7 1km]",
            "near_point:[13.2 55.7 1mi]",
            "profile_point_radius:[13.36 55.7 10.1km]",
            "point_radius:[13.36 55.7 6.3 mi]",
            "point_radius:([0 0 1km] OR [13 56 50km])",
        ],
        &["point_radius:[55.7 13.2 1km]", "point_radius:[13.36 55.7 10km]"],
    );
    wrong("late point_radius:[13.2 55.7 10]", "field-value", "radius");
    wrong("late point_radius:[13.2 155.7 10km]", "field-value", "longitude comes first");
    wrong("late point_radius:lund", "field-value", "[18.07 59.33 10km]");
    wrong("late point_radius:[13.2 55.7 0km]", "field-value", "radius");
}

#[test]
fn row_bounding_box_latitude_longitude() {
    row(
        &[
            "bounding_box:[13 55 14 56]",
            "profile_bounding_box:[13.2 55.7 13.2 55.7]",
            "bounding_box:[170 50 20 60]",
            "latitude:[55 TO 56]",
            "latitude:55.7..",
            "longitude:[* TO 13.2]",
        ],
        &["bounding_box:[14 55 12 56]", "latitude:[-56 TO -55]", "longitude:13.3.."],
    );
    wrong("late bounding_box:[13 56 14 55]", "field-value", "[13 55 14 56]");
    wrong("late bounding_box:[13 56 14]", "field-value", "four sides");
    wrong("late latitude:55", "field-value", "latitude:[55 TO 56.5]");
    wrong("late latitude:[50 TO 95]", "field-value", "-90 to 90");
    wrong("late longitude:[14 TO 13]", "field-value", "[13 TO 14]");
    wrong("late longitude:>13", "foreign-operator", "13..");
}

#[test]
fn a_box_crosses_the_date_line() {
    let at = |point| {
        let place = Some(Geo { point: Some(point), ..Geo::default() });
        let mention = Mention { place, ..Mention::default() };
        holds("bounding_box:[170 -20 -170 20]", &Facts::of(&mention))
    };
    assert!(at((0.0, 175.0)) && at((0.0, -175.0)) && at((20.0, 180.0)) && at((-20.0, -180.0)));
    assert!(!at((0.0, 0.0)) && !at((21.0, 175.0)) && !at((0.0, 169.0)));
}

#[test]
fn row_author() {
    row(
        &["author:anna", "from:@ANNA", "author:UCx7", "author:(bo OR Anna)"],
        &["author:ucx7", "author:ann", "author:anna@mast.example"],
    );
    wrong("late author:\"anna ek\"", "field-value", "author:(a OR b)");
    wrong("late author:ann*", "field-value", "handle");
}

#[test]
fn row_to_repost_of() {
    row(
        &[
            "to:railhelp",
            "engagingWith:@RailHelp",
            "to:(bo OR railhelp)",
            "repost_of:carl",
            "retweets_of:CARL@mast.example",
        ],
        &["to:bo", "repost_of:carl@other.example", "repost_of:anna"],
    );
    let addressed = |kind, answered: Option<&str>| Mention {
        kind,
        addressed: vec!["rail".into(), "bo".into()],
        reply_to: answered.map(|name| ReplyTo { id: None, author: Some(name.into()) }),
        ..Mention::default()
    };
    let to_bo = |mention: &Mention| holds("to:bo", &Facts::of(mention));
    assert!(to_bo(&addressed(Kind::Reply, None)) && to_bo(&addressed(Kind::Direct, None)));
    assert!(!to_bo(&addressed(Kind::Original, None)));
    assert!(!to_bo(&addressed(Kind::Reply, Some("rail"))));
}

#[test]
fn row_author_bio_name_location() {
    row(
        &[
            "author_bio:lead",
            "bio:\"team lead\"",
            "bio_contains:\"creme brulee\"",
            "author_bio:crème",
            "author_bio:train*",
            "author_bio:♥",
            "author_bio:(ceo OR trains)",
            "author_name:anna",
            "bio_name:\"ek ☕\"",
            "author_location:malmo",
            "bio_location:sverige",
            "bio_location_contains:\"malmö sverige\"",
        ],
        &[
            "author_bio:\"lead team\"",
            "author_bio:creme-brulée",
            "author_bio:train",
            "author_name:ann",
            "author_location:málmo",
        ],
    );
    wrong("late author_bio:\"!!\"", "field-value", "author_bio:");
    wrong("late author_bio:[1 TO 2]", "foreign-operator", "square brackets");
}

#[test]
fn rows_author_role_directed_own_place() {
    row(
        &["author_role:team", "author_role:(Brand OR team)", "directed:acme", "own_place:acme"],
        &["author_role:brand", "directed:other", "own_place:other"],
    );
    wrong("late author_role:boss", "field-value", "competitor");
}

#[test]
fn row_followers_following_posts_listed() {
    row(
        &[
            "followers:500",
            "followers_count:500..500",
            "authorFollowers:[100 TO 500]",
            "min_followers:1",
            "following:50",
            "friends_count:..50",
            "following_count:[50 TO *]",
            "posts:5000",
            "tweets_count:1..",
            "statuses_count:[* TO 5000]",
            "listed:5",
            "listed_count:(9..10 OR 5)",
        ],
        &["followers:501", "following:..49", "posts:[5001 TO *]", "listed:6"],
    );
    wrong("late followers:1k", "field-value", "digits");
    wrong("late posts:1.5", "field-value", "whole number");
    wrong("late followers:9..1", "field-value", "[1 TO 9]");
    wrong("late followers:>1000", "foreign-operator", "1001..");
    wrong("late listed:<=3", "foreign-operator", "..3");
}

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
fn row_title_text_quoted_alt() {
    row(
        &[
            "title:delays",
            "url_title:\"delays\"",
            "quoted:(refund OR late)",
            "alt:(red NEAR/2 box -blue)",
            "text:(\"late late\" OR {BT} OR #late)",
            "text:(see (shop OR contains:ee))",
        ],
        &["title:late", "text:refund", "alt:refund", "title:(delays -delay*)"],
    );
    wrong("title:(late lang:en)", "field-value", "title:(…)");
    wrong("title:(late text:x)", "field-value", "title:(…)");
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

#[test]
fn row_custom() {
    row(
        &[
            "custom.shop_name:berlin",
            "custom.Shop_Name:\"mitte 2\"",
            "custom.shop_name:(paris OR etage)",
            "custom.score:4",
            "custom.custom.score:\"4.5\"",
            "custom.score:[4 TO 5]",
        ],
        &["custom.shop:berlin", "custom.score:[5 TO *]", "custom.shop_name:[2 TO 2]"],
    );
    wrong("late custom.shop_name:[a TO b]", "field-value", "not a number");
}

#[test]
fn groups_hold_only_values() {
    for query in ["late author:(a b)", "late likes:(1 -2)", "late country:(SE NOT NO)"] {
        wrong(query, "field-value", "OR");
    }
    wrong("late country:()", "empty-group", "");
}

#[test]
fn refused_names_say_what_to_do() {
    for (query, told) in [
        ("sample:10", "leave it out"),
        ("embedding:x", "OR"),
        ("context:10.1", "words"),
        ("entity:\"x\"", "words"),
        ("brandIds:1", "words"),
        ("objects:cat", "words"),
        ("klout_score:5", "leave it out"),
        ("list:123", "author:(a OR b)"),
        ("authorGender:f", "leave it out"),
        ("minuteOfDay:[1 TO 2]", "by hour"),
        ("imageType:x", "has:images"),
        ("publication:x", "site:"),
        ("pubType:x", "platform:"),
        ("card_name:x", "leave it out"),
        ("near:london", "point_radius"),
        ("within:10km", "point_radius"),
    ] {
        wrong(&format!("late {query}"), "foreign-operator", told);
    }
}
