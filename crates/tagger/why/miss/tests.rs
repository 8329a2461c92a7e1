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
    check("delivery", "acme parcel lsot", &["neither `late` nor `lost` is in it, only \"lsot\""]);
    check(
        "delivery",
        "acme job offer: a late parcel",
        &["`-\"job offer\"` keeps it out, because of \"job offer\""],
    );
    check(
        "battery",
        "the battery, no joke here, is on fire",
        &["`battery NEAR/2 (fire OR smoke)`: both are in it, but with 5 words between"],
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
        &["`published:[2026-03-01 TO 2026-03-31]`: the post is of 2026-11-22"],
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
