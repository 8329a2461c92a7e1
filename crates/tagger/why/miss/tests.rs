//! What is told of rules that do not find a post.

use mention::{Mention, TagName};

use crate::tests::read;
use crate::{Scratch, Tagger, Trial};

const RULES: &str = r#"
[[brand]]
id = "acme"
query = "acme"

[[brand]]
id = "globex"
accounts = ["@globex"]

[[theme]]
id = "delivery"
per = "brand"
near = 3
query = '(parcel OR delivery) (late OR lost) -"job offer"'

[[theme]]
id = "battery"
query = 'battery NEAR/2 (fire OR smoke)'

[[theme]]
id = "trial"
query = 'parcel'
trial = true

[[campaign]]
id = "spring"
query = '#spring OR (spring sale)'
starts = 2026-03-01
ends = 2026-03-31
timezone = "UTC"
"#;

fn tagger() -> Tagger {
    Tagger::new(read(RULES), Trial::Silent).unwrap()
}

fn post(text: &str) -> Mention {
    Mention {
        text: text.to_owned(),
        published_at: Some(mention::Timestamp(1_795_305_600_000)),
        ..Mention::default()
    }
}

/// Why a rule does not find a text; nothing when it does.
fn check(id: &str, text: &str, why: &[&str]) {
    let miss = tagger().why_not(&TagName::parse(id).unwrap(), &post(text), &mut Scratch::default());
    assert_eq!(miss.map(|miss| miss.why).unwrap_or_default(), why, "{id} on {text}");
}

#[test]
fn the_smallest_failing_part_is_told() {
    check("delivery", "acme parcel late", &[]);
    check("delivery", "acme parcel", &["neither `late` nor `lost` is in it"]);
    check(
        "delivery",
        "acme parcel lates",
        &["neither `late` nor `lost` is in it, only \"lates\", which `late*` would find"],
    );
    check(
        "delivery",
        "acme parcel lsot",
        &["neither `late` nor `lost` is in it, only \"lsot\", which is like `lost`"],
    );
    check(
        "delivery",
        "acme job offer: a late parcel",
        &["`-\"job offer\"` keeps it out, because of \"job offer\""],
    );
    check(
        "battery",
        "the battery, no joke here, is on fire",
        &[
            "`battery NEAR/2 (fire OR smoke)`: both are in it, but with 5 words between: \"battery, no joke here, is on fire\"",
        ],
    );
}

#[test]
fn what_a_rule_needs_beside_its_words_is_told() {
    check(
        "delivery",
        "a late parcel",
        &["its words are in it, but the theme goes by brand, and the post is about none"],
    );
    check(
        "delivery",
        "acme one two three four late parcel",
        &["its words are in it, but more than 3 words from those of `acme`"],
    );
    check("trial", "parcel", &["it is on trial, so that it gives no tag"]);
    check(
        "globex",
        "hi",
        &[
            "the brand has no query, and the post neither names one of its accounts nor stands in one of its places",
        ],
    );
    check(
        "spring",
        "spring sale",
        &[
            "the campaign counts from 2026-03-01 to 2026-03-31 in UTC, and the post is of 2026-11-22",
        ],
    );
}

#[test]
fn the_nearest_rules_come_first() {
    let nearly = |text: &str| {
        let near = tagger().nearly(&post(text), &mut Scratch::default());
        near.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(nearly("nothing at all"), [""; 0]);
    assert_eq!(nearly("acme late"), ["delivery"]);
    // What is there but gives no tag lacks nothing.
    assert_eq!(nearly("late parcel"), ["delivery", "trial"]);
    assert_eq!(nearly("acme late battery far away from any smoke"), ["battery", "delivery"]);
    assert_eq!(nearly("acme late parcel, job offer"), ["trial", "delivery"]);
    // One word of three is not near.
    assert_eq!(nearly("spring"), [""; 0]);
    assert_eq!(nearly("spring sale"), ["spring"]);
}

/// Why a theme with this query does not find a post.
fn of_query(query: &str, post: &Mention, why: &[&str]) {
    let rules = format!("[[theme]]\nid = \"a\"\n{query}\n");
    let tagger = Tagger::new(read(&rules), Trial::Silent).unwrap();
    let id = TagName::parse("a").unwrap();
    let miss = tagger.why_not(&id, post, &mut Scratch::default());
    assert_eq!(miss.map(|miss| miss.why).unwrap_or_default(), why, "{query}");
}

#[test]
fn the_word_that_is_nearly_there_is_told() {
    let check = |query: &str, text: &str, why: &str| {
        of_query(&format!("query = '{query}'"), &post(text), &[why]);
    };
    check(
        "bag OR luggage",
        "my lugage",
        "neither `bag` nor `luggage` is in it, only \"lugage\", which is like `luggage`",
    );
    check("delay*", "delyed again", "`delay*` is not in it, only \"delyed\"");
    check("café", "a cafe", "`café` is not in it, only \"cafe\", which `cafe` would find");
    check("#fail*", "they failed", "`#fail*` is not in it, only \"failed\" without `#`");
    check(
        "{JFK}",
        "at jfk",
        "`{JFK}` is not in it, only \"jfk\", and braces ask for the very letters",
    );
    check("title:late", "late", "`title:late` is not in it, only \"late\" in the text");
    check("late", "nothing like it", "`late` is not in it");
}

#[test]
fn of_a_query_by_language_the_entry_for_the_post_is_told() {
    let query = "query.en = '(parcel OR van) late'\nquery.sv = 'paket (sent OR sen)'";
    let told = |text: &str, lang: Option<&str>, why: &str| {
        let lang = lang.and_then(mention::Lang::parse);
        of_query(query, &Mention { lang, ..post(text) }, &[why]);
    };
    told("my van", None, "among its words for English: `late` is not in it");
    told(
        "mitt paket",
        Some("sv"),
        "among its words for Swedish: neither `sent` nor `sen` is in it",
    );
    told(
        "my van",
        Some("nl"),
        "the post is in Dutch, and the rule has words for English and Swedish only",
    );
    told("hi", None, "none of `parcel`, `van`, `late`, `paket`, `sent` and `sen` is in it");
}

#[test]
fn the_language_that_keeps_a_rule_from_a_post_is_named() {
    let told = |query: &str, text: &str, lang: Option<&str>, why: &[&str]| {
        let lang = lang.and_then(mention::Lang::parse);
        of_query(query, &Mention { lang, ..post(text) }, why);
    };
    told(
        "query.sv = 'paket sen'",
        "paket sen",
        Some("en"),
        &["the post is in English, and the rule has words for Swedish only"],
    );
    told(
        "query.any = 'wismo'\nquery.sv = 'paket sen'",
        "paket sen",
        Some("en"),
        &["`wismo` is not in it; its words for Swedish do not count, as the post is in English"],
    );
    told(
        "query = 'paket sen lang:sv'",
        "paket sen",
        Some("en"),
        &["`lang:sv`: the post is in English"],
    );
    // A language that no source states is found out, and that is said.
    told(
        "query.sv = 'parcel'",
        "my parcel is late again and nobody tells me anything about it",
        None,
        &["by its words the post is in English, and the rule has words for Swedish only"],
    );
}

#[test]
fn what_is_known_of_the_post_is_told() {
    let told = |query: &str, why: &str| {
        let author = mention::Author {
            handle: Some("ana".into()),
            followers: Some(12),
            verified: Some(false),
            ..mention::Author::default()
        };
        let place = mention::Geo { country: Some("SE".into()), ..mention::Geo::default() };
        let mention = Mention {
            author: Some(author),
            place: Some(place),
            platform: "reddit".into(),
            own_place: Some("subreddit:acme".into()),
            kind: mention::Kind::Comment,
            ..post("late")
        };
        let why = format!("`{query}`: {why}");
        of_query(&format!("query = 'late {query}'"), &mention, &[&why]);
    };
    told("followers:1000", "their number is 12");
    told("listed:3", "their number is not known");
    told("author:bo", "the post's author is ana");
    told("country:US", "its country is SE");
    told("city:lund", "its city is not known");
    told("platform:tiktok", "the post's platform is reddit");
    told("subreddit:bikes", "the place it stands in is subreddit:acme");
    told("is:reply", "the post is a comment");
    told("is:verified", "the post's author is not");
    told("is:question", "the post asks nothing");
    told("has:links", "the post has none");
    told("to:bo", "the post answers nobody");
    told("rating:4", "its rating is not known");
    told("site:example.com", "the post neither stands on this site nor links to it");
}

#[test]
fn what_made_a_rule_find_a_post_is_told() {
    let told = |id: &str, text: &str, clause: Option<u16>| {
        let id = TagName::parse(id).unwrap();
        let part = tagger().why(&id, clause, &post(text), &mut Scratch::default());
        part.map(|part| part.to_string()).unwrap_or_default()
    };
    assert_eq!(told("delivery", "acme parcel lost", Some(0)), "parcel lost");
    assert_eq!(told("battery", "battery on fire", Some(0)), "battery NEAR/2 (fire OR smoke)");
    assert_eq!(told("globex", "hi", Some(0)), "");
    let by_language =
        "[[theme]]\nid = \"a\"\nquery.en = 'late OR lost'\nquery.sv = 'sen OR lost'\n";
    let tagger = Tagger::new(read(by_language), Trial::Silent).unwrap();
    let id = TagName::parse("a").unwrap();
    let part = tagger.why(&id, Some(0), &post("lost"), &mut Scratch::default()).unwrap();
    assert_eq!(part.to_string(), "lost");
}
