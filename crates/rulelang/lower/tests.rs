//! What queries mean.

use std::collections::BTreeMap;

use super::{Accents, Context, Settings, lower};
use crate::{
    Code, Condition, Diagnostic, FieldTest, Glob, Key, Node, Part, Pattern, TokenTest, Track,
    check_query, parse,
};

/// The condition in a few letters: `=` exact track, `…*` starts, `+` glued.
fn show(condition: &Condition) -> String {
    let all = |conditions: &[Condition]| conditions.iter().map(show).collect::<Vec<_>>().join(" ");
    match condition {
        Condition::All(conditions) => format!("all({})", all(conditions)),
        Condition::Any(conditions) => format!("any({})", all(conditions)),
        Condition::Not(condition) => format!("not({})", show(condition)),
        Condition::Near(near) => {
            let order = if near.ordered { "f" } else { "" };
            format!("near{}{order}({} {})", near.distance, show(&near.left), show(&near.right))
        }
        Condition::Window(window) => format!("window{}({})", window.extra, all(&window.operands)),
        Condition::Field(field) => show_field(field),
        Condition::Text(test) => {
            let fields: String = mention::Field::ALL
                .iter()
                .filter(|field| test.look_in.contains(**field))
                .map(|field| field.name())
                .collect::<Vec<_>>()
                .join("+");
            let fields = if fields == "title+text" { String::new() } else { format!("{fields}:") };
            format!("{fields}{}", show_pattern(&test.pattern))
        }
    }
}

fn show_field(field: &FieldTest) -> String {
    format!("{field:?}")
}

fn show_pattern(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Phrase { parts, slop } => {
            let parts: Vec<_> = parts.iter().map(show_part).collect();
            let slop = if *slop == 0 { String::new() } else { format!("~{slop}") };
            format!("[{}]{slop}", parts.join(" "))
        }
        Pattern::Entity { kind, test, any_host } => {
            let host = if *any_host { "@any" } else { "" };
            format!("{kind:?}:{}{host}", show_token(test))
        }
        Pattern::Literal(text) => format!("{{{text}}}"),
        Pattern::Contains(keys) => format!("contains:{}{}", track(keys.track), keys.key),
        Pattern::Regex { pattern, needs } => format!("/{pattern}/{needs:?}"),
    }
}

fn show_part(part: &Part) -> String {
    match part {
        Part::Any => "_".to_owned(),
        Part::Token(test) => show_token(test),
    }
}

fn show_token(test: &TokenTest) -> String {
    let key = match &test.key {
        Key::Is(key) => key.clone(),
        Key::Starts(key) => format!("{key}…"),
        Key::Glob(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Glob::Text(letters) => letters.as_str(),
                Glob::One => "?",
                Glob::Many => "*",
            })
            .collect(),
    };
    format!("{}{}{key}", if test.glued { "+" } else { "" }, track(test.track))
}

fn track(track: Track) -> &'static str {
    if track == Track::Exact { "=" } else { "" }
}

fn lists(lists: &[(&str, &str)]) -> BTreeMap<String, Node> {
    lists.iter().map(|(name, query)| ((*name).to_owned(), parse(query).node.unwrap())).collect()
}

fn meaning(query: &str, settings: Settings) -> (Option<String>, Vec<Diagnostic>) {
    let lists = lists(&[
        ("jobs", "hiring OR \"we are hiring\""),
        ("both", "late delivery"),
        ("us", "lang:en"),
        ("outer", "{{jobs}} OR #job"),
        ("one", "{{two}}"),
        ("two", "{{one}}"),
        ("not", "-spam"),
    ]);
    let context = Context { settings, lists: &lists, brand: None };
    let parsed = parse(query);
    let node = parsed.node.unwrap();
    let (condition, mut diagnostics) = lower(&node, &context);
    diagnostics.extend(check_query(&node, &context));
    (condition.as_ref().map(show), diagnostics)
}

/// Holds what `query` means, and that there is nothing to say about it.
#[track_caller]
fn check(query: &str, expected: &str) {
    let (condition, diagnostics) = meaning(query, Settings::default());
    assert_eq!(condition.as_deref(), Some(expected), "{query}: {diagnostics:?}");
    assert_eq!(diagnostics, [], "{query}");
}

/// Holds what is found wrong with the meaning of `query`.
#[track_caller]
fn wrong(query: &str, code: &str, place: &str, help: &str) {
    // What is known to be meant is told where it is read.
    let mut diagnostics = parse(query).diagnostics;
    diagnostics.retain(|found| found.code == Code::FieldValue);
    diagnostics.extend(meaning(query, Settings::default()).1);
    let found = &diagnostics[0];
    assert_eq!(
        (found.code.name(), &query[found.span.clone()]),
        (code, place),
        "{query}: {found:?}"
    );
    assert!(found.help.as_deref().unwrap_or_default().contains(help), "{query}: {found:?}");
    assert_eq!(diagnostics.len(), 1, "{query}: {diagnostics:?}");
}

#[test]
fn words_are_the_phrase_of_their_tokens() {
    check("late", "[late]");
    check("Coca-Cola", "[coca cola]");
    check("wendy's", "[wendy s]");
    check("3.5", "[3 5]");
    check("\"late delivery\"", "[late delivery]");
    check("\"late * delivery\"~3", "[late _ delivery]~3");
    check("\"#tag\"", "[tag]");
    check("Straße", "[strasse]");
    check("foo_bar", "any([foo_bar] [foo bar])");
}

#[test]
fn accents_are_decided_token_by_token() {
    check("l'oréal", "[l =oréal]");
    check("\"café au lait\"", "[=café au lait]");
    check("café*", "[=café…]");
    check("#été", "Hashtag:=été");
    let with = |accents| {
        let settings = Settings { accents, ..Settings::default() };
        meaning("l'oréal #été contains:é", settings).0.unwrap()
    };
    assert_eq!(with(Accents::Exact), "all([=l =oréal] Hashtag:=été contains:=é)");
    assert_eq!(with(Accents::Ignore), "all([l oreal] Hashtag:ete contains:e)");
}

#[test]
fn wildcards_stay_in_their_token() {
    check("deliver*", "[deliver…]");
    check("wom?n", "[wom?n]");
    check("colo*r", "[colo*r]");
    check("\"iphone* case\"", "[iphone… case]");
    check("wi-fi*", "[wi fi…]");
    check("de??v*r*", "[de??v*r*]");
}

#[test]
fn scripts_without_blanks_are_substrings() {
    check("日本", "[日 +本]");
    check("\"日本 語\"", "[日 +本 語]");
    check("iPhone手机", "[iphone +手 +机]");
    check("日本*", "[日 +本]");
}

#[test]
fn a_hangul_term_may_end_inside_a_token() {
    check("삼성전자", "[삼성전자…]");
    check("\"삼성 전자\"", "[삼성 전자…]");
}

#[test]
fn emoji_are_tokens() {
    check("😀😀", "[😀 😀]");
    check("👍🏽", "[👍]");
    check("❤️", "[❤]");
}

#[test]
fn entities_keep_their_kind() {
    check("#Tag", "Hashtag:tag");
    check("#tag*", "Hashtag:tag…");
    check("@Name", "Handle:name@any");
    check("@name@host.org", "Handle:name@host.org");
    check("$BRK.A", "Cashtag:brk.a");
}

#[test]
fn exact_characters() {
    check("{BT}", "{BT}");
    check("{C++} raw:}", "all({C++} {}})");
    check("{l’oréal}", "{l'oréal}");
    check("contains:GATE", "contains:gate");
}

#[test]
fn s15_expressions_are_kept_as_written() {
    check("regex:\"late +night\"", "/late +night/[\"night\"]");
    check(r#"regex:"say \"hi\" \\d""#, r#"/say "hi" \\d/["say \"hi\" \\d"]"#);
    check(
        r#"regex:("l’eau x" OR "\bordre") a"#,
        r#"all(any(/l’eau x/["l’eau x"] /\bordre/["ordre"]) [a])"#,
    );
    check("title:regex:delivery", "title:/delivery/[\"delivery\"]");
    check("a NEAR/3 b -regex:\"abc.\"", "all(near3([a] [b]) not(/abc./[\"abc\"]))");
    wrong("a regex:\"[a-z]+\"", "costly-regex", "regex:\"[a-z]+\"", "write out a part");
    wrong("a regex:\"(late\"", "field-value", "regex:\"(late\"", "after a `\\`");
    wrong("a regex:\"(?=late)x\"", "field-value", "regex:\"(?=late)x\"", "look-around");
    wrong("a regex:\"late|\"", "field-value", "regex:\"late|\"", "one character");
    wrong(
        "a regex:\"(late){1000}{9}\"",
        "field-value",
        "regex:\"(late){1000}{9}\"",
        "lower the numbers",
    );
}

#[test]
fn s10_a_window_holds_so_many_terms() {
    check("(a b c d e f g h)~4", "window4([a] [b] [c] [d] [e] [f] [g] [h])");
    wrong("x (a b c d e f g h i)~4", "too-many-terms", "(a b c d e f g h i)~4", "fewer");
}

#[test]
fn l6_a_phrase_holds_so_many_addresses() {
    let names = |count: usize| format!("\"{}\"", vec!["booking.com"; count].join(" "));
    assert!(meaning(&names(64), Settings::default()).0.is_some());
    for count in [65, 80_000] {
        let (condition, found) = meaning(&names(count), Settings::default());
        assert_eq!(condition, None);
        assert_eq!(found[0].code.name(), "too-many-terms");
    }
    let word = vec!["a.com"; 65].join("|");
    assert!(meaning(&format!("\"{word}\""), Settings::default()).0.is_none());
}

#[test]
fn what_is_excluded_twice_is_asked_for() {
    let node = parse("-(-late)").node.unwrap();
    let lists = BTreeMap::new();
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    assert_eq!(check_query(&node, &context), []);
}

#[test]
fn groups_near_each_other() {
    check("a NEAR/3 (b OR \"c d\")", "near3([a] any([b] [c d]))");
    check("a ONEAR/3 b", "near3f([a] [b])");
    check("(a b c)~4", "window4([a] [b] [c])");
    check("foo_bar NEAR/3 c", "near3(any([foo_bar] [foo bar]) [c])");
}

#[test]
fn text_fields_change_where_is_looked() {
    check("title:(late OR {BT}) slow", "all(any(title:[late] title:{BT}) [slow])");
    check("alt:\"a b\"~2", "alt:[a b]~2");
    check("quoted:(a NEAR/2 b)", "near2(quoted:[a] quoted:[b])");
}

#[test]
fn ruling_26_a_list_beside_near_is_named_when_it_cannot_stand_there() {
    check("{{jobs}} NEAR/3 x", "near3(any([hiring] [we are hiring]) [x])");
    wrong("{{both}} NEAR/3 x", "near-operand", "{{both}}", "list of words only");
    let (_, found) = meaning("{{both}} NEAR/3 x", Settings::default());
    assert!(found[0].message.contains("`both`"), "{found:?}");
}

#[test]
fn s19_every_alternative_has_a_positive_part() {
    wrong("a OR -b", "negative-branch", "-b", "(a OR b) -c");
    wrong("lang:en", "lone-metadata", "lang:en", "words");
    check("(a OR b -c) -d", "all(any([a] all([b] not([c]))) not([d]))");
}

#[test]
fn lists_stand_for_what_they_hold() {
    check("x -{{jobs}}", "all([x] not(any([hiring] [we are hiring])))");
    check("{{outer}}", "any(any([hiring] [we are hiring]) Hashtag:job)");
    wrong("{{job}} x", "unknown-list", "{{job}}", "`{{jobs}}`");
    wrong("{{zzzzzzzz}} x", "unknown-list", "{{zzzzzzzz}}", "[lists]");
    wrong("{{brand}} x", "unknown-list", "{{brand}}", "campaign");
    wrong("{{one}} x", "list-cycle", "{{one}}", "take one");
    wrong("title:{{us}} x", "field-value", "{{us}}", "outside");
    let (_, found) = meaning("{{one}} x", Settings::default());
    assert!(found[0].message.contains("one → two → one"), "{found:?}");
}

#[test]
fn a_list_that_doubles_itself_is_stopped() {
    let mut lists = BTreeMap::from([("a0".to_owned(), parse("x y").node.unwrap())]);
    for level in 1..60 {
        let twice = format!("{{{{a{}}}}} {{{{a{}}}}}", level - 1, level - 1);
        lists.insert(format!("a{level}"), parse(&twice).node.unwrap());
    }
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    let node = parse("{{a40}}").node.unwrap();
    let (condition, found) = lower(&node, &context);
    assert_eq!(condition, None);
    assert_eq!(found[0].code.name(), "too-many-terms");
    assert_eq!(check_query(&node, &context), []);
}

#[test]
fn fields_that_are_tested() {
    check("a lang:en", "all([a] Lang(Lang(en)))");
    check("a language:pt-BR", "all([a] Lang(Lang(pt)))");
    check("a from:@NASA", "all([a] Account(Author, \"NASA\"))");
    check("a author:(b OR 12)", "all([a] any(Account(Author, \"b\") Account(Author, \"12\")))");
    check("a platform:Reddit", "all([a] Is(Platform, \"reddit\"))");
    check("a -is:retweet", "all([a] not(Kind(Repost)))");
    check("a engagementType:REPLY", "all([a] Kind(Reply))");
    check("a filter:links", "all([a] Has(Links))");
    check("a -filter:replies", "all([a] not(Kind(Reply)))");
    check("a authorVerified:true", "all([a] Flag(Verified))");
    check("a has:video_link", "all([a] Has(Videos))");
    check("a author_role:team", "all([a] AuthorRole(Team))");
    check("a directed:acme", "all([a] Directed(TagName(acme)))");
    check("a own_place:acme", "all([a] OwnPlace(TagName(acme)))");
}

#[test]
fn numbers_and_dates() {
    let end = |end: Option<f64>| end.and_then(crate::Number::new);
    let range = |least: Option<f64>, most: Option<f64>| {
        let range = crate::Range { least: end(least), most: end(most) };
        format!("all([a] Number(Followers, {range:?}))")
    };
    check("a followers:100", &range(Some(100.0), None));
    check("a min_followers:100", &range(Some(100.0), None));
    check("a followers_count:1..5", &range(Some(1.0), Some(5.0)));
    check("a followers:[1 TO 5]", &range(Some(1.0), Some(5.0)));
    check("a followers:..5", &range(None, Some(5.0)));
    check("a authorFollowers:[5 TO *]", &range(Some(5.0), None));
    let fewer = range(Some(100.0), None).replace("Number(F", "not(Number(F") + ")";
    check("a -followers:100", &fewer);
    let days = |from: Option<i64>, to: Option<i64>| {
        let at = |seconds: Option<i64>| seconds.map(mention::Timestamp::from_seconds);
        format!("all([a] {:?})", FieldTest::Published { from: at(from), to: at(to) })
    };
    check("a since:1970-01-02", &days(Some(86_400), None));
    check("a until:1970-01-02", &days(None, Some(86_400)));
    check("a published:1970-01-02", &days(Some(86_400), Some(172_800)));
    check("a published:[1970-01-02 TO 1970-01-03]", &days(Some(86_400), Some(259_200)));
    check("a published:1970-01-02..", &days(Some(86_400), None));
    check("a since_time:1561720321", &days(Some(1_561_720_321), None));
    check("a since:1970-01-01T00:00:01Z", &days(Some(1), None));
}

#[test]
fn values_that_no_field_has() {
    wrong("a lang:english", "field-value", "lang:english", "`lang:en`");
    wrong("a lang:und", "field-value", "lang:und", "-has:lang");
    wrong("a since:[1 TO 2]", "field-value", "since:[1 TO 2]", "right after the colon");
    wrong("a is:retwet", "field-value", "is:retwet", "`is:retweet`");
    wrong("a is:nullcast", "field-value", "is:nullcast", "leave it out");
    wrong("a has:cats", "field-value", "has:cats", "one of");
    wrong("a followers:1k", "field-value", "followers:1k", "digits");
    wrong("a followers:9..1", "field-value", "followers:9..1", "[1 TO 9]");
    wrong("a since:yesterday", "field-value", "since:yesterday", "2026-01-31");
    wrong(
        "a published:[2026-02-01 TO 2026-01-01]",
        "field-value",
        "published:[2026-02-01 TO 2026-01-01]",
        "earlier",
    );
    wrong("a author_role:boss", "field-value", "author_role:boss", "competitor");
    wrong("a directed:\"Acme Inc\"", "field-value", "directed:\"Acme Inc\"", "id");
    wrong("a author:\"b c\"", "field-value", "author:\"b c\"", "author:(a OR b)");
}

#[test]
fn a_rule_says_what_it_looks_for() {
    wrong("-a", "only-negative", "-a", "add a word");
    wrong("-a -lang:en", "only-negative", "-a -lang:en", "add a word");
    wrong("{{not}}", "only-negative", "{{not}}", "add a word");
    wrong("a OR -b", "negative-branch", "-b", "(a OR b) -c");
    wrong("a OR (b OR -c)", "negative-branch", "-c", "(a OR b) -c");
    wrong("lang:en -is:reply", "lone-metadata", "lang:en -is:reply", "words");
    wrong("{{us}}", "lone-metadata", "{{us}}", "words");
    check("a -(b OR c)", "all([a] not(any([b] [c])))");
    check("contains:gate", "contains:gate");
    check("{{us}} a", "all(Lang(Lang(en)) [a])");
}

#[test]
fn lists_nested_without_end_do_not_exhaust_the_stack() {
    let mut lists = BTreeMap::from([("a0".to_owned(), parse("x").node.unwrap())]);
    for level in 1..200 {
        let inner = format!("{{{{a{}}}}}", level - 1);
        let deep = (0..30).fold(inner, |inner, _| format!("(y OR -(z {inner}))"));
        let parsed = parse(&deep);
        assert_eq!(parsed.diagnostics, []);
        lists.insert(format!("a{level}"), parsed.node.unwrap());
    }
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    let check = |query: &str| {
        let node = parse(query).node.unwrap();
        let _ = check_query(&node, &context);
        let found = lower(&node, &context).1;
        found.iter().map(|found| found.code.name()).collect::<Vec<_>>()
    };
    assert_eq!(check("{{a1}} x"), Vec::<&str>::new());
    assert_eq!(check("{{a199}} x"), ["too-deep"]);
}
