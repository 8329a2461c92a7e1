//! What both languages say alike stays letter by letter: our own printed form, carried over, is itself.

use mention::{EntityKind, Field};
use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::dialect::{DIALECTS, Dialect, errors};
use crate::{Expr, FieldName, Node, Value, print};

fn node(expr: Expr) -> Node {
    Node { expr, span: 0..0 }
}

/// Words that are an operator in no dialect.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé]{5,8}",
        "[a-z]{2,5}[-'.&][a-z]{2,5}",
        Just("日本".to_owned()),
        Just("👍🏽".to_owned())
    ]
}

fn term() -> impl Strategy<Value = Node> {
    let phrase = (prop::collection::vec(word(), 2..4), prop::option::of(1..9_u32));
    prop_oneof![
        4 => word().prop_map(Expr::Word),
        2 => phrase.prop_map(|(words, slop)| Expr::Phrase { text: words.join(" "), slop }),
        1 => "[a-z]{4,8}".prop_map(|name| Expr::Entity { kind: EntityKind::Hashtag, name }),
        1 => "[a-z]{4,8}".prop_map(|name| Expr::Entity { kind: EntityKind::Handle, name }),
    ]
    .prop_map(node)
}

/// What can stand beside NEAR.
fn near() -> impl Strategy<Value = Node> {
    let side = || {
        let several = prop::collection::vec(term(), 2..4);
        prop_oneof![term(), several.prop_map(|terms| node(Expr::Or(terms)))]
    };
    (side(), side(), 0..20_u32).prop_map(|(left, right, distance)| {
        let (left, right) = (Box::new(left), Box::new(right));
        node(Expr::Near { left, right, distance, ordered: false })
    })
}

/// Alternatives of terms, some excluded, perhaps with what the dialect has beside them.
fn query(beside: impl Strategy<Value = Node>) -> impl Strategy<Value = Node> {
    let alternatives = prop::collection::vec(term(), 2..4).prop_map(|terms| node(Expr::Or(terms)));
    let excluded = prop::collection::vec(term(), 0..3);
    (alternatives, excluded, beside).prop_map(|(alternatives, excluded, beside)| {
        let not = |inner| node(Expr::Not(Box::new(inner)));
        let all = [alternatives, beside].into_iter().chain(excluded.into_iter().map(not));
        node(Expr::And(all.collect()))
    })
}

fn field(field: FieldName, value: &str) -> Node {
    node(Expr::Field { field, value: Value::Text(value.to_owned()) })
}

/// What X has of ours, wildcards and NEAR aside.
fn of_x() -> impl Strategy<Value = Node> {
    prop_oneof![
        Just(field(FieldName::Lang, "en")),
        Just(field(FieldName::Author, "ana")),
        Just(field(FieldName::Contains, "acme")),
        Just(field(FieldName::Is, "retweet")),
        term(),
    ]
}

/// What the tools for marketers have of ours.
fn of_others() -> impl Strategy<Value = Node> {
    let within = prop_oneof![near(), query(near())];
    let title =
        within.prop_map(|query| node(Expr::In { field: Field::Title, query: Box::new(query) }));
    let wild = "[a-z]{3,6}[*]".prop_map(|word| node(Expr::Word(word)));
    prop_oneof![near(), title, wild, "[A-Z]{3,5}".prop_map(|text| node(Expr::Literal(text)))]
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_x_has_too_stays(node in query(of_x())) {
        let text = print(&node);
        prop_assert_eq!(Dialect::named("x").unwrap().convert(&text).query, Some(text));
    }

    #[test]
    fn what_the_others_have_too_stays(node in query(of_others())) {
        let text = print(&node);
        for dialect in DIALECTS.into_iter().filter(|dialect| dialect.name != "x") {
            let converted = dialect.convert(&text).query;
            prop_assert_eq!(converted.as_ref(), Some(&text), "{}", dialect.name);
        }
    }
}

/// A query with its operators in small letters and its minus as `not`: outside quotes and braces no other word is in capitals.
fn lowered(text: &str) -> String {
    let parts = text.split_inclusive(['"', '{', '}']).scan(false, |quoted, part| {
        let held = *quoted;
        *quoted = match part.chars().next_back() {
            Some('"') => !held,
            Some('{') => true,
            Some('}') => false,
            _ => held,
        };
        Some(if held { part.to_owned() } else { part.to_lowercase() })
    });
    parts.collect()
}

/// Whatever people type: what each dialect knows, in any order.
fn anything() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "late",
        "a?b",
        "*x",
        "y*",
        "z^9",
        "and",
        "OR",
        "AND",
        "NOT",
        "near",
        "NEAR/3",
        "(",
        ")",
        "（",
        "\"",
        "“a b”",
        "\"c?\"",
        "{",
        "{BT}",
        "[",
        "]",
        "-",
        "+",
        "++",
        "~3",
        "<<<",
        ">>>",
        "<<<c>>>",
        "sample:5",
        "is:nullcast",
        "filter:safe",
        "exclude:replies",
        "sample:(",
        "url_title:",
        "title:",
        "title:(",
        "site:",
        "site:a.example",
        "site:\"https://b\"",
        "sensitiveContent:false",
        "author:(",
        "tags:",
        "tags:x",
        "city:",
        "deu.a.b",
        "region:\"St. Gallen\"",
        "http://t.co/a?b",
        "ingress:(",
        "lang:en",
        "é",
        "\u{200b}",
        "\n",
    ]);
    let blank = prop::sample::select(vec!["", " ", " ", " "]);
    prop::collection::vec((known, blank), 0..12)
        .prop_map(|all| all.into_iter().flat_map(|(word, blank)| [word, blank]).collect())
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn operators_in_small_letters_are_operators_wherever_they_stand(node in query(of_others())) {
        let text = print(&node);
        let converted = Dialect::named("meltwater").unwrap().convert(&lowered(&text)).query;
        prop_assert_eq!(converted, Some(text));
    }

    /// That no change is lost is asserted where they are made.
    #[test]
    fn whatever_is_typed_becomes_a_rule_or_is_refused_with_a_reason(text in anything()) {
        for dialect in DIALECTS {
            let converted = dialect.convert(&text);
            match &converted.query {
                Some(query) => prop_assert!(errors(query).is_empty(), "{query}"),
                None => prop_assert!(!converted.refused.is_empty()),
            }
        }
    }
}

#[test]
fn what_is_written_differently_does_not_stay() {
    for (dialect, text) in
        [("x", "acme sample:5"), ("meltwater", "acme near late"), ("talkwalker", "late parcel")]
    {
        let converted = Dialect::named(dialect).unwrap().convert(text);
        assert!(converted.query.is_some_and(|query| query != text), "{dialect}: {text}");
    }
}
