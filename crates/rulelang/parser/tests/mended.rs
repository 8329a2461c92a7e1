//! Queries that were once read or mended as something else than they say.

use super::{check, clean, parse, parse_keyword, tree};
use crate::{Diagnostic, apply_fixes, print};

/// What the fix of the first finding with one makes of a query.
fn fixed(query: &str) -> Option<String> {
    let found: Vec<Diagnostic> = parse(query).diagnostics;
    let fix = found.iter().find_map(|found| found.fix.as_ref())?;
    Some(apply_fixes(query, [fix]).text)
}

#[test]
fn f1_a_keyword_that_goes_on_behind_a_hashtag_is_a_phrase() {
    let read = |line| parse_keyword(line).node.as_ref().map(tree);
    assert_eq!(read("#black-friday").as_deref(), Some("\"#black-friday\""));
    assert_eq!(read("@acme's").as_deref(), Some("\"@acme's\""));
    assert_eq!(read("$AAPL's").as_deref(), Some("\"$AAPL's\""));
    assert_eq!(read("#sale!").as_deref(), Some("Hashtag:sale"));
    let found = parse_keyword("late OR “lost”").diagnostics;
    assert!(found.is_sorted_by_key(|found| found.span.start), "{found:?}");
}

#[test]
fn a_comma_behind_a_hashtag_is_told_where_it_stands() {
    check("#a#b, c", "and(Hashtag:a Hashtag:b c)", "info[glued] `#b,` warning[comma-list] `,`");
    assert_eq!(fixed("#b, c").as_deref(), Some("#b OR c"));
    let at = parse("#a#b, c")
        .diagnostics
        .iter()
        .find(|it| it.code.name() == "comma-list")
        .unwrap()
        .span
        .clone();
    assert_eq!(at, 4..5);
}

#[test]
fn exact_letters_are_kept_as_they_are_written() {
    clean("raw:\"＃x y\"", "{＃x y}");
    clean("raw:＃x", "{＃x}");
    clean("raw:\"“}\"", "{“}}");
    clean("regex:\"a“b”\"", "regex=a“b”");
    clean("regex:\"l’eau chaude\"", "regex=l’eau chaude");
    clean("regex:l’eau", "regex=l’eau");
    clean("regex:\"a\u{a0}b\"", "regex=a\u{a0}b");
    check("regex:“late”", "regex=late", "info[smart-quotes] `“`");
    check("{l’eau}", "{l'eau}", "info[smart-quotes] `’`");
    for query in ["{livraţi}", "regex:\"livraţi\"", "raw:livraţi", "id:\"ţ\"", "{a} raw:\"ţ\" {b}"]
    {
        clean(query, &parse(query).node.as_ref().map(tree).unwrap());
    }
    assert_eq!(fixed("{ţ} livraţi").as_deref(), Some("{ţ} livrați"));
    assert_eq!(fixed("contains:livraţi").as_deref(), Some("contains:livrați"));
}

#[test]
fn what_is_printed_is_read_as_it_was() {
    for query in [
        "url:\"example.com/a,\"",
        "subreddit:\"a,b\"",
        "channel:\"a;\"",
        "regex:\"a\tb\"",
        "regex:\"a\u{200b}b\"",
        "regex:\"a\u{a0}b\"",
        "regex:\"late,\"",
        "regex:\"a<<<b\"",
        "regex:\"a（b\"",
        "raw:\"＃“}\"",
        "raw:\"a}\u{200b}b\"",
        "raw:a},",
        "raw:\"a},b\"",
    ] {
        let node = parse(query).node.unwrap();
        let printed = print(&node);
        assert_eq!(
            parse(&printed).node.as_ref().map(tree),
            Some(tree(&node)),
            "{query} → {printed}"
        );
    }
}

#[test]
fn an_instant_is_no_span_of_time() {
    let found = parse("a published:2026-01-31T10:00:00Z").diagnostics;
    assert!(found.iter().all(|found| found.fix.is_none()), "{found:?}");
    assert_eq!(
        fixed("a published:[2026-02-01 TO 2026-01-01]").as_deref(),
        Some("a published:[2026-01-01 TO 2026-02-01]")
    );
}

#[test]
fn a_fix_is_written_where_the_value_stands() {
    for (query, right) in [
        ("a NEAR/99999999999 b", None),
        ("a /+5 b", Some("a {/+5} b")),
        ("re:\"invent\"", None),
        ("re:invent", None),
        ("\"AND parcel AND late\"", None),
        ("\"parcel AND late\"", Some("(parcel AND late)")),
    ] {
        assert_eq!(fixed(query).as_deref(), right, "{query}");
    }
    let help = parse("a NEAR/99999999999 b").diagnostics[0].help.clone().unwrap();
    assert!(help.contains("`NEAR/5`"), "{help}");
}

#[test]
fn a_group_of_values_is_a_filter() {
    let told = |query: &str| {
        let found = parse(query).diagnostics;
        found.iter().map(|found| found.code.name()).collect::<Vec<_>>()
    };
    assert_eq!(told("flood OR storm lang:(en OR sv)"), ["last-branch"]);
    assert_eq!(fixed("(late) OR storm lang:(en OR sv) (x)").as_deref(), None);
    assert_eq!(
        fixed("call OR sweep (lang:en OR lang:sv)").as_deref(),
        Some("(call OR sweep) (lang:en OR lang:sv)")
    );
}

#[test]
fn unquoted_words_are_told_in_their_own_words() {
    let found = parse("late OR the both agents").diagnostics;
    assert!(found[0].message.contains("`the both agents`"), "{}", found[0].message);
    let found = parse("late OR slow parcel").diagnostics;
    assert!(found[0].message.contains("no phrase: both words may"), "{}", found[0].message);
}
