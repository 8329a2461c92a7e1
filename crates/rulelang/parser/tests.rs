//! What queries are read as, and what is said about them.

use std::fmt::Write as _;

use super::{parse, parse_keyword};
use crate::{Diagnostic, Expr, Node, Severity, Value, print};

pub(crate) mod any;
mod hostile;
mod mended;
mod rulings;

/// What a query is read as, brackets around every group.
fn tree(node: &Node) -> String {
    let all = |nodes: &[Node]| nodes.iter().map(tree).collect::<Vec<_>>().join(" ");
    match &node.expr {
        Expr::Or(nodes) => format!("or({})", all(nodes)),
        Expr::And(nodes) => format!("and({})", all(nodes)),
        Expr::Not(node) => format!("not({})", tree(node)),
        Expr::Near { left, right, distance, ordered } => {
            let name = if *ordered { "onear" } else { "near" };
            format!("{name}{distance}({} {})", tree(left), tree(right))
        }
        Expr::Window { operands, extra } => format!("window{extra}({})", all(operands)),
        Expr::Word(word) => word.clone(),
        Expr::Phrase { text, slop: None } => format!("\"{text}\""),
        Expr::Phrase { text, slop: Some(slop) } => format!("\"{text}\"~{slop}"),
        Expr::Literal(text) => format!("{{{text}}}"),
        Expr::Macro(name) => format!("{{{{{name}}}}}"),
        Expr::Entity { kind, name } => format!("{kind:?}:{name}"),
        Expr::In { field, query } => format!("{}:{}", field.name(), tree(query)),
        Expr::Field { field, value: Value::Text(text) } => format!("{}={text}", field.name()),
        Expr::Field { field, value } => format!("{}={value:?}", field.name()),
    }
}

/// The severity, code and place of each finding, one a line.
fn findings(query: &str, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for found in diagnostics {
        let place = &query[found.span.clone()];
        let _ = write!(out, " {}[{}] `{place}`", found.severity.name(), found.code.name());
    }
    out.trim().to_owned()
}

/// Holds what `query` is read as and what is found.
#[track_caller]
fn check(query: &str, expected: &str, expected_findings: &str) {
    let parsed = parse(query);
    let read = parsed.node.as_ref().map_or_else(|| "nothing".to_owned(), tree);
    assert_eq!(read, expected, "{query}");
    assert_eq!(findings(query, &parsed.diagnostics), expected_findings, "{query}");
}

/// Holds that `query` is read without a finding.
#[track_caller]
fn clean(query: &str, expected: &str) {
    check(query, expected, "");
}

#[test]
fn l1_operators_only_in_capitals_and_apart() {
    clean("ANDROID NOTE ORDER NEARBY", "and(ANDROID NOTE ORDER NEARBY)");
    clean("a AND b OR-c", "and(a b OR-c)");
    clean("a OR (NOT b c)", "or(a and(not(b) c))");
    clean("TO be", "and(TO be)");
    check("\"a\"AND\"b\"", "and(\"a\" \"b\")", "info[glued-operator] `AND`");
    check("a and b", "and(a and b)", "warning[lowercase-operator] `and`");
}

#[test]
fn l2_a_minus_negates_only_at_the_start_of_a_token() {
    clean("covid-19", "covid-19");
    clean("a -b", "and(a not(b))");
    clean("(-b a)", "and(not(b) a)");
    clean(
        "a -\"b c\" -(d OR e) -#f -lang:en",
        "and(a not(\"b c\") not(or(d e)) not(Hashtag:f) not(lang=en))",
    );
    check("\"a\"-b", "and(\"a\" not(b))", "info[glued-operator] `-`");
    check(
        "(a)-b {c}-d",
        "and(a not(b) {c} not(d))",
        "info[glued-operator] `-` info[glued-operator] `-`",
    );
}

#[test]
fn l3_fields_are_known_names_in_any_case() {
    clean("LANG:en", "lang=en");
    clean("from:nasa", "author=nasa");
    check("re:invent", "nothing", "error[unknown-field] `re`");
    clean("10:30", "10:30");
    clean("Note: late", "and(Note: late)");
    check(":)", "nothing", "error[punctuation-only] `:)`");
    check("a (b OR :))", "and(a b)", "error[punctuation-only] `:)`");
    check("http://x.y", "http://x.y", "warning[url-as-keyword] `http://x.y`");
    check("langg:en a", "a", "error[unknown-field] `langg`");
}

#[test]
fn l4_odd_characters_are_read_as_the_plain_ones() {
    check("“a b”", "\"a b\"", "info[smart-quotes] `“`");
    check("«a b» „c”", "and(\"a b\" \"c\")", "info[smart-quotes] `«`");
    check("l’oréal", "l'oréal", "info[smart-quotes] `’`");
    check("a\u{a0}b\u{a0}c", "and(a b c)", "info[odd-blank] `\u{a0}`");
    let told = |query: &str| parse(query).diagnostics[0].message.clone();
    assert_eq!(
        told("a\u{a0}b\u{a0} c\td\u{200b}e"),
        "a no-break space (U+00A0) (2 times), a tab, an invisible zero-width space (U+200B) are read as blanks"
    );
    assert_eq!(
        told("a\u{a0}b\u{a0}c"),
        "a no-break space (U+00A0) is read as a blank, 2 times in this query"
    );
    check("\u{feff}a", "a", "info[odd-blank] `\u{feff}`");
    check("a\tb", "and(a b)", "info[odd-blank] `\t`");
    clean("a OR\n\tb", "or(a b)");
    clean("a\u{ad}b", "ab");
    clean("می\u{200c}خواهم", "می\u{200c}خواهم");
    clean("cafe\u{301}", "café");
    clean("日本　東京", "and(日本 東京)");
    check("cafe\u{301} ()", "café", "error[empty-group] `()`");
}

#[test]
fn l5_a_list_is_a_node() {
    clean("-{{jobs}} a", "and(not({{jobs}}) a)");
    clean("{{us-states}} OR {{b_2}}", "or({{us-states}} {{b_2}})");
}

#[test]
fn l6_nesting_is_limited() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    clean(&nested(64), "a");
    check(&nested(65), "nothing", "error[too-deep] `(`");
    check(&format!("{} b", nested(100_000)), "b", "error[too-deep] `(`");
    let open = parse(&"(".repeat(100_000));
    assert!(open.diagnostics.iter().any(|found| found.severity == Severity::Error));
    let negations = format!("{}a", "NOT ".repeat(100_001));
    assert_eq!(parse(&negations).node.as_ref().map(tree).as_deref(), Some("not(a)"));
    let chain = format!("a{}", " NEAR/1 a".repeat(100_000));
    assert!(parse(&chain).diagnostics.iter().any(|found| found.code.name() == "too-deep"));
}

#[test]
fn l7_terms_may_touch_where_brackets_part_them() {
    check("\"a\"b", "and(\"a\" b)", "info[glued] `b`");
    check("a(b OR c)", "and(a or(b c))", "info[glued] `(`");
    check("{a}{b}", "and({a} {b})", "info[glued] `{b}`");
    clean("(a)", "a");
    clean("(a OR b) AND(c OR d)", "and(or(a b) or(c d))");
}

#[test]
fn precedence_is_near_not_and_or() {
    clean("a OR b", "or(a b)");
    clean("a NOT b", "and(a not(b))");
    clean("a AND NOT b", "and(a not(b))");
    clean("a AND -b", "and(a not(b))");
    check("a OR b c", "or(a and(b c))", "warning[unquoted-name] `b c`");
    check("a OR b AND c", "or(a and(b c))", "warning[mixed-and-or] `b AND c`");
    clean("a OR (b AND c)", "or(a and(b c))");
    clean("a b NEAR/3 c", "and(a near3(b c))");
    clean("a NEAR/3f b", "onear3(a b)");
    clean("a ONEAR/3 b", "onear3(a b)");
    clean("(a OR \"b c\") NEAR/5 (d OR e)", "near5(or(a \"b c\") or(d e))");
    clean("(a NEAR/2 b) NEAR/4 c", "near4(near2(a b) c)");
}

#[test]
fn clean_queries_have_no_finding() {
    for query in [
        "(flood OR \"flash flood\" OR #flooding) lang:en -is:repost",
        "(complain* NEAR/5 product*) NOT (resolve* NEAR/3 solution*)",
        "\"Toys \\\"R\\\" Us\"",
        "@a_b $BRK.A #été_2024 #2016election",
        "{BT} OR {C++} OR {:)}",
        "l'oréal OR coca-cola OR 3.5 OR U.S. OR it's",
        "(\"late * delivery\"~4 OR (late slow parcel)~6) author:(a OR @b)",
        "title:(a OR \"b c\") text:d alt:\"e f\"~2",
        "followers:1000 -followers:..500 published:[2026-01-01 TO 2026-01-31]",
        "苹果手机 OR 日本 OR 삼성전자 OR สวัสดี",
        "👍🏽 late ❤️",
        "wom?n colo*r \"iphone* case\"",
        "a <<<why not>>> b",
        "contains:gate raw:Google+ has:links is:reply",
        "not working OR \"no signal\"",
        "the dogs' bowls 'til 'n'",
        "foo_bar AND R2D2 c3po",
        "a1,b2 1,000 e-mail AC/DC",
    ] {
        let parsed = parse(query);
        let found = findings(query, &parsed.diagnostics);
        let doubtful = found.replace("warning[mixed-and-or] `not working`", "");
        assert_eq!(doubtful, "", "{query}");
    }
}

#[test]
fn a_keyword_is_a_phrase_unless_it_is_an_entity() {
    let read = |line| parse_keyword(line).node.as_ref().map(tree);
    assert_eq!(read("late AND delivery").as_deref(), Some("\"late AND delivery\""));
    assert_eq!(read("deliver*").as_deref(), Some("\"deliver\""));
    assert_eq!(read(" lang:en ").as_deref(), Some("\"lang:en\""));
    assert_eq!(read("-jaguar").as_deref(), Some("\"-jaguar\""));
    assert_eq!(read("\"free shipping\"").as_deref(), Some("\"free shipping\""));
    assert_eq!(read("#sale").as_deref(), Some("Hashtag:sale"));
    assert_eq!(read("@shop@example.org").as_deref(), Some("Handle:shop@example.org"));
    assert_eq!(read("$AAPL").as_deref(), Some("Cashtag:AAPL"));
    assert_eq!(read("#sale now").as_deref(), Some("\"#sale now\""));
    assert_eq!(read("👍🏽").as_deref(), Some("\"👍🏽\""));
    assert_eq!(read("!!!"), None);
    assert_eq!(parse_keyword("!!!").diagnostics[0].code.name(), "punctuation-only");
}

#[test]
fn real_queries_are_read() {
    let Ok(data) = std::env::var("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{data}/queries/real_queries.jsonl")).unwrap();
    let (mut all, mut clean) = (0, 0);
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let query = record["query"].as_str().unwrap();
        let parsed = parse(query);
        all += 1;
        if parsed.diagnostics.iter().all(|found| found.severity != Severity::Error) {
            clean += 1;
            let canonical = print(&parsed.node.unwrap());
            let again = parse(&canonical).node.unwrap();
            assert_eq!(print(&again), canonical, "{query}");
        }
    }
    eprintln!("{clean} of {all} real queries are read without an error");
    assert_eq!(all, 324);
}

#[test]
fn each_finding_is_told_in_plain_words() {
    let lists = std::collections::BTreeMap::new();
    let context =
        crate::Context { settings: crate::Settings::default(), lists: &lists, brand: None };
    let mut told = String::new();
    for page in crate::catalog::pages() {
        let query = page.fires.iter().find_map(|case| match case.wrong {
            crate::catalog::Source::Query(query) => Some(query),
            _ => None,
        });
        let Some(query) = query else { continue };
        let mut parsed = parse(query);
        if let Some(node) = parsed.node {
            parsed.diagnostics.extend(crate::lower(&node, &context).1);
            parsed.diagnostics.extend(crate::check_query(&node, &context));
        }
        for found in parsed.diagnostics.iter().filter(|found| found.code == page.code) {
            told.push_str(&crate::render(found, "brand.rules.toml", query, 0));
            told.push('\n');
        }
    }
    insta::with_settings!({ snapshot_path => "../testdata", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("findings", told);
    });
}
