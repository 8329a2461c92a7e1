//! What `tag:` stands for.

use super::{brief, check, findings, read, shown};
use crate::{Condition, RuleSet};

/// The rules of a file that may be doubtful but is right.
#[track_caller]
fn rules(text: &str) -> RuleSet {
    read(text).unwrap_or_else(|found| panic!("{}", shown(&found))).0
}

/// What the rule `x` of a file looks for.
fn looks_for(rules: &RuleSet) -> &Condition {
    &rules.themes.iter().find(|theme| theme.head.id.as_str() == "x").unwrap().query
}

/// Holds that the query `one` of the rule `x`, beside `others`, means what `other` means.
#[track_caller]
fn same(others: &str, one: &str, other: &str) {
    let with = |query: &str| rules(&format!("{others}\n[[theme]]\nid = 'x'\nquery = '{query}'\n"));
    assert_eq!(looks_for(&with(one)), looks_for(&with(other)), "{one}\n{other}");
}

const SERVICE: &str = "
[[theme]]
id = 'service/late'
query = 'late OR {{slow}}'
[[theme]]
id = 'service/rude'
any = ['rude', 'so impolite']
[[theme]]
id = 'services'
query = 'services'
[lists]
slow = 'slow OR crawling'
";

#[test]
fn ruling_25_a_tag_stands_for_its_rule_and_those_below_it() {
    let service = "((late OR (slow OR crawling)) OR (rude OR \"so impolite\"))";
    same(SERVICE, "tag:service hopeless", &format!("{service} hopeless"));
    same(SERVICE, "hopeless -tag:service/late", "hopeless -(late OR (slow OR crawling))");
    same(SERVICE, "tag:(services OR service/rude)", "services OR (rude OR \"so impolite\")");
    same(SERVICE, "lang:sv tag:services", "lang:sv services");
}

#[test]
fn ruling_25_a_tag_looks_where_its_rule_looks() {
    let apart =
        "[settings]\nhashtags = 'split'\n[[theme]]\nid = 'a'\nquery = 'title:late OR alt:{BT}'\n";
    same(apart, "tag:a slow", "(title:late OR alt:{BT}) slow");
    let through = "[lists]\nangry = 'tag:a OR furious'\n[[theme]]\nid = 'a'\nquery = 'late'\n[[theme]]\nid = 'b'\nquery = '{{angry}} now'\n";
    same(through, "tag:b", "(late OR furious) now");
}

#[test]
fn ruling_25_a_brand_is_found_by_its_accounts_and_a_campaign_in_its_days() {
    let brand = "[[brand]]\nid = 'acme'\nquery = 'acme OR akme'\naccounts = ['@acme']\nplaces = ['subreddit:acme']\n[[brand]]\nid = 'globex'\nquery = 'globex'\nrole = 'competitor'\n";
    same(brand, "tag:acme late", "((acme OR akme) OR directed:acme OR own_place:acme) late");
    same(brand, "late -tag:globex", "late -globex");
    let theme = format!("{brand}[[theme]]\nid = 'slow'\nper = 'brand'\nquery = 'slow'\n");
    same(
        &theme,
        "tag:globex/slow -tag:acme",
        "(slow globex) -((acme OR akme) OR directed:acme OR own_place:acme)",
    );
    same(
        &theme,
        "tag:slow",
        "slow (((acme OR akme) OR directed:acme OR own_place:acme) OR globex)",
    );
    let campaign = format!(
        "{brand}[[campaign]]\nid = 'spring'\nbrand = 'globex'\nquery = '#spring {{{{brand}}}}'\nstarts = 2026-05-01\nends = 2026-05-02\ntimezone = 'Europe/Stockholm'\n"
    );
    same(
        &campaign,
        "tag:spring",
        "(#spring globex) since:2026-04-30T22:00:00Z until:2026-05-02T22:00:00Z",
    );
}

#[test]
fn ruling_25_a_tag_that_nobody_gives_leads_to_the_one_meant() {
    let text = format!("{SERVICE}[[theme]]\nid = 'x'\nquery = 'tag:servce/late now'\n");
    let found = findings(read(&text));
    assert_eq!(brief(&found), ["15:10 unknown-tag `tag:servce/late`"], "{}", shown(&found));
    let fix = found[0].diagnostic.fix.clone().unwrap();
    assert_eq!(fix.edits[0].replacement, "tag:service/late");
    check("[[theme]]\nid = 'x'\nquery = 'late tag:zzzzzz'\n", &["3:15 unknown-tag `tag:zzzzzz`"]);
}

#[test]
fn ruling_25_a_rule_cannot_ask_for_its_own_tag() {
    let theme = |id: &str, query: &str| format!("[[theme]]\nid = '{id}'\nquery = '{query}'\n");
    let told = |text: String| {
        let mut found = findings(read(&text));
        found.retain(crate::Finding::is_error);
        assert_eq!(found.len(), 1, "{}", shown(&found));
        assert_eq!(found[0].code().name(), "tag-cycle");
        found[0].diagnostic.message.clone()
    };
    let three =
        [theme("a", "x tag:b"), theme("b", "y -tag:c"), theme("c", "z tag:a"), theme("d", "tag:a")];
    assert_eq!(told(three.concat()), "`b` asks for its own tag: b → c → a → b");
    assert_eq!(told(theme("a/b", "x tag:a")), "`a` asks for its own tag: a → a/b → a");
    let list = format!("{}[lists]\nl = 'y OR tag:a'\n", theme("a", "x {{l}}"));
    assert_eq!(told(list), "`a` asks for its own tag: a → a");
}

#[test]
fn ruling_25_rules_that_ask_for_each_other_without_end_are_told() {
    let chain = |length: usize| {
        let rules =
            (1..length).map(|at| format!("[[theme]]\nid = 't{at}'\nquery = 'tag:t{}'\n", at - 1));
        let rules: Vec<String> = rules.collect();
        format!("[[theme]]\nid = 't0'\nquery = 'late'\n{}", rules.concat())
    };
    let told = |text: &str| {
        let mut found = findings(read(text));
        found.retain(crate::Finding::is_error);
        brief(&found)
    };
    assert_eq!(told(&chain(60)), [""; 0]);
    assert_eq!(told(&chain(20_000)), ["198:10 too-deep `tag:t64`"]);
    // A round of them is told as well, whichever of them comes first.
    let round = chain(1_000).replace("'late'", "'tag:t999'");
    let found = told(&round);
    assert!(!found.is_empty() && found.iter().all(|it| it.contains("too-deep")), "{found:?}");
}

#[test]
fn ruling_25_a_distance_to_a_brand_cannot_be_asked_for() {
    let text = "[[brand]]\nid = 'acme'\nquery = 'acme'\n[[theme]]\nid = 'slow'\nper = 'brand'\nnear = 5\nquery = 'slow'\n[[theme]]\nid = 'x'\nquery = 'tag:slow now'\n";
    check(text, &["11:10 field-value `tag:slow`"]);
}

#[test]
fn tags_leave_no_trace_in_the_canonical_text() {
    let set = rules(&format!("{SERVICE}[[theme]]\nid = 'x'\nquery = 'tag:service now'\n"));
    assert_eq!(set.canonical.matches("tag:").count(), 1, "{}", set.canonical);
}

#[test]
fn what_is_said_twice_is_found_with_the_settings_of_the_file() {
    let text = "[settings]\nlook_in = ['title']\nhashtags = 'split'\n[[theme]]\nid = 'x'\nquery = 'late OR title:late'\n";
    check(text, &["6:18 duplicate `title:late`"]);
}

#[test]
fn settings_say_where_words_are_looked_for() {
    let looks = |settings: &str| {
        rules(&format!(
            "[settings]\n{settings}\n[[theme]]\nid = 'x'\nquery = 'late OR title:slow'\n"
        ))
    };
    let plain = looks("accents = 'smart'");
    let both = looks("hashtags = 'split'\nmatch_urls = true");
    assert_eq!(looks("hashtags = 'whole'\nmatch_urls = false").id, plain.id);
    assert_ne!(both.id, plain.id);
    let Condition::Any(parts) = looks_for(&both) else { panic!("two alternatives") };
    for part in parts {
        let Condition::Text(test) = part else { panic!("words") };
        assert!(test.look_in.is_in_hashtags() && test.look_in.is_in_addresses());
    }
}
