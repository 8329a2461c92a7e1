//! What each field of the language asks: every row of its table, every name, from rule text to a decided mention.
//!
//! The engine and the oracle both have to say so.

#![expect(clippy::unwrap_used, reason = "the helpers of a test are test code")]

mod people;
mod places;
mod posts;

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
