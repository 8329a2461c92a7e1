//! What both languages say alike stays letter by letter: our own printed form, carried over, is itself.

use mention::{EntityKind, Field};
use proptest::prelude::{Just, Strategy, prop, prop_assert_eq, prop_oneof, proptest};

use crate::dialect::{DIALECTS, Dialect};
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
    let title =
        near().prop_map(|query| node(Expr::In { field: Field::Title, query: Box::new(query) }));
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

#[test]
fn what_is_written_differently_does_not_stay() {
    for (dialect, text) in
        [("x", "acme sample:5"), ("meltwater", "acme near late"), ("talkwalker", "late parcel")]
    {
        let converted = Dialect::named(dialect).unwrap().convert(text);
        assert!(converted.query.is_some_and(|query| query != text), "{dialect}: {text}");
    }
}
