//! `tagline rules try` and `tagline rules read`, called as a person calls them.

use crate::command::{Answer, Place};

const RULES: &str = r#"
[lists]
late = 'late OR delayed OR "still waiting"'

[[brand]]
id = "acme"
query = "acme"
accounts = ["@acme"]

[[theme]]
id = "service/delivery"
label = "Delivery"
description = "Parcels that do not come"
owner = "ana"
per = "brand"
near = 6
query = '(parcel {{late}} -"job offer") OR "never came"'
match = ["the parcel is late"]
no_match = ["late again"]

[[theme]]
id = "battery"
query.en = 'battery NEAR/5 (fire OR smoke)'
query.sv = 'batteri* brand'

[[theme]]
id = "answers"
query = "box to:acme"

[[campaign]]
id = "spring"
query = '#spring'
starts = 2026-03-01
ends = 2026-03-31
timezone = "UTC"
"#;

fn place() -> Place {
    let place = Place::new();
    place.write("rules/a.rules.toml", RULES);
    place
}

fn call(args: &[&str]) -> Answer {
    place().call(["rules"].iter().chain(args))
}

#[test]
fn why_is_said_with_the_words_the_rule_and_its_alternative() {
    let out = call(&["try", "My Acme parcel never came"]).ends(0).out;
    let told = "acme/service/delivery\n  My Acme parcel [never came]\n  by `\"never came\"`, rules/a.rules.toml:";
    assert!(out.contains(told), "{out}");
    assert!(out.contains("acme\n  My [Acme] parcel never came\n"), "{out}");
    assert!(out.contains("counts as received\n") && !out.contains('\u{1b}'), "{out}");
    let out = call(&["try", "where is it", "--title", "parcel late", "--to", "@acme"]).ends(0).out;
    assert!(out.contains("because the post is addressed to one of its accounts"), "{out}");
    assert!(out.contains("title: [parcel] [late] · where is it"), "{out}");
    let out = call(&["try", "my box", "--to", "@acme", "--tag", "answers"]).ends(0).out;
    assert!(out.contains("answers\n  my [box]\n"), "{out}");
}

#[test]
fn why_not_is_said_of_the_rules_that_come_near() {
    let out = call(&["try", "acme parcel lates"]).ends(0).out;
    let told = "none of `late`, `delayed` and `\"still waiting\"` is in it, only \"lates\", which `late*` would find";
    assert!(
        out.contains("nearly:\nnot service/delivery, rules/a.rules.toml:") && out.contains(told),
        "{out}"
    );
    let out = call(&["try", "acme job offer: late parcel"]).ends(0).out;
    assert!(out.contains("keeps it out, because of \"job offer\""), "{out}");
    let out = call(&["try", "a late parcel"]).ends(0).out;
    assert!(out.starts_with("no rule finds this post\n"), "{out}");
    assert!(out.contains("goes by brand, and the post is about none"), "{out}");
    let out = call(&["try", "a battery, far from 1 2 3 4 5 any fire"]).ends(0).out;
    let told = "both are in it, but with 8 words between: \"battery, far from 1 2 3 4 5 any fire\"";
    assert!(out.contains(told), "{out}");
    assert!(!call(&["try", "hello"]).ends(0).out.contains("nearly"));
}

#[test]
fn what_makes_a_post_noise_is_said() {
    let place = place();
    place.write(
        "rules/n.rules.toml",
        "[[exclude]]\nid = \"jobs\"\nquery.en = 'hiring OR \"apply now\"'\nquery.sv = 'jobb'\n",
    );
    let out = place.call(["rules", "try", "we are Hiring"]).ends(0).out;
    assert!(
        out.starts_with(
            "jobs\n  noise: kept out of reports\n  by `hiring`, rules/n.rules.toml:1\n"
        ),
        "{out}"
    );
    let out = place.call(["rules", "try", "hirring people", "--tag", "jobs"]).ends(0).out;
    assert!(out.contains("only \"hirring\", which is like `hiring`"), "{out}");
}

#[test]
fn a_tag_asks_one_rule() {
    let out = call(&["try", "hello", "--tag", "acme/service/delivery"]).ends(0).out;
    assert!(out.starts_with("not service/delivery") && !out.contains("counts as"), "{out}");
    let out = call(&["try", "#spring is here", "--tag", "spring", "--published", "2026-04-02"])
        .ends(0)
        .out;
    assert!(
        out.contains("the campaign counts from 2026-03-01 to 2026-03-31 in UTC, and the post is of 2026-04-02"),
        "{out}"
    );
    let out = call(&["try", "#spring is here", "--tag", "spring", "--published", "2026-03-02"])
        .ends(0)
        .out;
    assert!(out.starts_with("spring\n  [#spring] is here\n"), "{out}");
    call(&["try", "x", "--tag", "sprng"]).ends(2).says(&["did you mean `spring`?"]);
    call(&["try", "x", "--published", "soon"]).ends(2).says(&["2026-11-22"]);
    call(&["try"]).ends(2).says(&["<TEXT>"]);
}

#[test]
fn what_nobody_knows_of_a_post_is_told() {
    let said = |args: &[&str], code| {
        let args = ["try", "acme parcel late"].iter().chain(args).copied().collect::<Vec<_>>();
        call(&args).ends(code).err
    };
    let platform = said(&["--platform", "blusky"], 0);
    assert!(platform.contains("names such a platform; did you mean bluesky?"), "{platform}");
    let place = said(&["--place", "subreddit:acne"], 0);
    assert!(place.contains("no brand has this place, and no rule asks for it"), "{place}");
    let bare = said(&["--place", "r/acme"], 2);
    assert!(bare.contains("its kind is missing; write subreddit:acme"), "{bare}");
    let account = said(&["--to", "@acne"], 0);
    assert!(
        account.contains("--to @acne: no brand has this account; did you mean acme?"),
        "{account}"
    );
    for known in [["--platform", "X"], ["--platform", "reddit"], ["--to", "@Acme"]] {
        assert_eq!(said(&known, 0), "", "{known:?}");
    }
}

#[test]
fn posts_of_a_file_are_tried_one_by_one() {
    let place = place();
    let posts = "{\"id\":\"1\",\"platform\":\"x\",\"text\":\"acme parcel late\"}\n{\"id\":\"2\",\"platform\":\"x\",\"text\":\"hello\"}\n{broken\n";
    place.write("posts.jsonl", posts);
    let answer = place.call(["rules", "try", "--input", "posts.jsonl"]).ends(0);
    assert!(answer.out.contains("post 1: acme parcel late\n"), "{answer:?}");
    assert!(answer.out.contains("post 2: hello\nno rule finds this post\n"), "{answer:?}");
    assert!(answer.err.contains("line 3"), "{answer:?}");
    let answer = place.pipe(["rules", "try", "--input", "-", "--tag", "battery"], posts.as_bytes());
    assert_eq!(answer.out.matches("not battery").count(), 2, "{answer:?}");
}

#[test]
fn a_rule_is_read_in_plain_words() {
    let out = call(&["read", "service"]).ends(0).out;
    let told = [
        "Delivery\na theme with the tag service/delivery, written in rules/a.rules.toml:",
        "Parcels that do not come\nana answers for it.\n",
        "It counts once for each brand of a post, as acme/service/delivery. Their words stand at most 6 words from each other.",
        "It finds posts with:\n  - at least one of these:\n    - \"never came\"\n    - all of these together:\n      - parcel\n",
        "      - one of these: late, delayed, \"still waiting\"\n      - not \"job offer\"\n",
        "It must find:\n  - the parcel is late\n\nIt must leave alone:\n  - late again\n",
    ];
    for told in told {
        assert!(out.contains(told), "{told}\n\n{out}");
    }
    let out = call(&["read", "battery", "acme", "spring"]).ends(0).out;
    let told = [
        "- in English, or in a language not known:\n      - battery with at most 5 words between it and one of (fire, smoke)\n",
        "- in Swedish, or in a language not known:\n      - batteri…\n      - brand\n",
        "It is our own.\nA post addressed to @acme is about it.\n",
        "It has no example",
        "It counts from 2026-03-01 to 2026-03-31, in the time zone UTC.\n\nIt finds posts with:\n  - #spring\n",
    ];
    for told in told {
        assert!(out.contains(told), "{told}\n\n{out}");
    }
    call(&["read", "batery"]).ends(2).says(&["did you mean `battery`?"]);
}
