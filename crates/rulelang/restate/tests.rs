//! Conditions as queries: what is shown, and that it means the same.

use std::collections::BTreeMap;

use mention::LookIn;

use crate::{Condition, Context, FieldTest, Settings, lower, parse};

fn read(query: &str, settings: Settings) -> Condition {
    let lists = BTreeMap::new();
    let node = parse(query).node.unwrap_or_else(|| panic!("{query} is nothing"));
    let (condition, found) = lower(&node, &Context { settings, lists: &lists, brand: None });
    condition.unwrap_or_else(|| panic!("{query}: {found:?}"))
}

/// What is shown for a query means what the query means.
fn check(query: &str, shown: &str) {
    let condition = read(query, Settings::default());
    assert_eq!(condition.to_string(), shown);
    assert_eq!(read(shown, Settings::default()), condition, "{query} is shown as {shown}");
}

#[test]
fn terms() {
    check("Late", "late");
    check("coca-cola", "\"coca cola\"");
    check("\"Free * shipping\"", "\"free * shipping\"");
    check("\"free shipping\"~3", "\"free shipping\"~3");
    check("deliver* OR wom?n OR col*r", "deliver* OR wom?n OR col*r");
    check("Malmö malmo", "malmö malmo");
    check("日本語 OR 한국 OR \"한국* 은\"", "日本語 OR 한국 OR \"한국* 은\"");
    check("😡 OR ❤️", "😡 OR ❤");
    check("#Acme* @ana@example.social @Bo $ACM", "#acme* @ana@example.social @bo $acm");
    check("{C++} raw:a}b contains:\"e p\"", "{C++} raw:a}b contains:\"e p\"");
}

#[test]
fn logic() {
    check("a b OR c -(d OR e)", "(a b) OR (c -(d OR e))");
    check("NOT NOT a", "a");
    check("a NEAR/3 (b OR c) -x", "a NEAR/3 (b OR c) -x");
    check("(a ONEAR/3 b) NEAR/2 c", "(a NEAR/3f b) NEAR/2 c");
    check("(a (b OR c) d)~4 e", "(a (b OR c) d)~4 e");
}

#[test]
fn fields() {
    check("title:(a NEAR/3 b) c", "title:(a NEAR/3 b) c");
    check("title:(a b) OR alt:\"x y\"", "(title:a title:b) OR alt:\"x y\"");
    check("title:(a b c)~3 text:d", "title:(a b c)~3 text:d");
    check("a -is:retweet has:image lang:SV", "a -is:repost has:images lang:sv");
    check("a author:(@Ana OR bo) platform:X", "a (author:Ana OR author:bo) platform:twitter");
    check(
        "a author_role:team directed:acme own_place:acme",
        "a author_role:team directed:acme own_place:acme",
    );
    check(
        "a followers:10 followers:1..5 followers:..7",
        "a followers:10 followers:[1 TO 5] followers:[* TO 7]",
    );
    check("a is:verified is:sensitive", "a is:verified is:sensitive");
}

#[test]
fn days() {
    check("a published:[2026-05-01 TO 2026-05-31]", "a published:[2026-05-01 TO 2026-05-31]");
    check(
        "a since:2026-05-01 until:2026-06-01",
        "a published:[2026-05-01 TO *] published:[* TO 2026-05-31]",
    );
    check("a since:2026-05-01T22:30:00Z", "a published:[2026-05-01T22:30:00Z TO *]");
}

#[test]
fn a_query_by_language_asks_for_the_language_or_for_none() {
    let lang = mention::Lang::parse("sv").unwrap();
    let condition = Condition::All(vec![
        Condition::Field(FieldTest::LangOrUnknown(lang)),
        read("sen", Settings::default()),
    ]);
    assert_eq!(condition.to_string(), "(lang:sv OR -has:lang) sen");
}

#[test]
fn the_texts_that_settings_name_are_not_repeated() {
    let look_in = LookIn::DEFAULT.and(mention::Field::Quoted);
    let settings = Settings { look_in, ..Settings::default() };
    let condition = read("a \"b c\"", settings);
    assert_eq!(condition.to_string(), "a \"b c\"");
    assert_eq!(read("a \"b c\"", settings), condition);
}

#[test]
fn what_cannot_be_written_is_shown_all_the_same() {
    assert_eq!(Condition::Any(Vec::new()).to_string(), "");
    let review = FieldTest::Kind(mention::Kind::Review);
    assert_eq!(Condition::Field(review).to_string(), "is:review");
}

#[test]
fn every_query_of_the_reference_is_shown_with_its_meaning() {
    let reference = include_str!("../../../rules/README.md");
    let blocks = reference.split("```query\n").skip(1).filter_map(|rest| rest.split("```").next());
    let queries: Vec<&str> = blocks.flat_map(str::lines).collect();
    assert!(queries.len() > 20);
    for query in queries {
        let condition = read(query, Settings::default());
        let shown = condition.to_string();
        assert_eq!(read(&shown, Settings::default()), condition, "{query} is shown as {shown}");
    }
}
