//! Properties of reading and printing, over texts and trees of every kind.

use mention::{EntityKind, Field};
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

use super::parse;
use crate::{Diagnostic, Expr, FieldName, Node, Severity, Value, print};

fn node(expr: Expr) -> Node {
    Node { expr, span: 0..0 }
}

/// The tree with all spans the same and `made` of each term.
fn without_spans(node: &Node, made: &impl Fn(&Expr) -> Expr) -> Node {
    let all = |nodes: &[Node]| nodes.iter().map(|node| without_spans(node, made)).collect();
    let one = |node: &Node| Box::new(without_spans(node, made));
    let expr = match &node.expr {
        Expr::Or(nodes) => Expr::Or(all(nodes)),
        Expr::And(nodes) => Expr::And(all(nodes)),
        Expr::Not(inner) => Expr::Not(one(inner)),
        Expr::Near { left, right, distance, ordered } => Expr::Near {
            left: one(left),
            right: one(right),
            distance: *distance,
            ordered: *ordered,
        },
        Expr::Window { operands, extra } => Expr::Window { operands: all(operands), extra: *extra },
        Expr::In { field, query } => Expr::In { field: *field, query: one(query) },
        term => made(term),
    };
    Node { expr, span: 0..0 }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé]{2,8}",
        "[a-z]{2,5}[-'.&/][a-z]{2,5}",
        "[a-z]{2,4}[?][a-z]{1,3}",
        "[a-z]{2,6}[*]",
        "[日本語のคน]{1,4}",
        "(👍|❤️|👍🏽|🇸🇪|😀){1,3}",
        Just("삼성".to_owned()),
    ]
}

fn term() -> impl Strategy<Value = Expr> {
    let phrase = prop::collection::vec(word(), 1..4);
    let one = prop_oneof![
        word().prop_map(Expr::Word),
        (phrase, prop::option::of(0..9_u32)).prop_map(|(words, slop)| {
            let slop = slop.filter(|_| words.len() > 1);
            Expr::Phrase { text: words.join(" "), slop }
        }),
        "[^\\p{C}{}\u{ad}‘’‛＇]{0,5}[a-z]".prop_map(|text| Expr::Literal(nfc(&text))),
        "[a-z]{1,3}[}][a-z(]{0,3}".prop_map(Expr::Literal),
        "[a-z][a-z0-9_.-]{0,5}".prop_map(Expr::Macro),
        "[a-z_]{2,5}[a-z][*]?".prop_map(|name| Expr::Entity { kind: EntityKind::Hashtag, name }),
        "[a-z_]{1,5}(@[a-z]{1,4}[.][a-z]{2})?"
            .prop_map(|name| Expr::Entity { kind: EntityKind::Handle, name }),
        "[A-Z]{1,6}".prop_map(|name| Expr::Entity { kind: EntityKind::Cashtag, name }),
    ];
    one.boxed()
}

fn field() -> impl Strategy<Value = Expr> {
    let bound = || prop::option::of("[0-9]{1,4}");
    let names = prop_oneof![
        Just(FieldName::Source),
        Just(FieldName::Author),
        Just(FieldName::Followers),
        Just(FieldName::Custom("Shop".to_owned())),
    ];
    let letters = prop_oneof!["[a-z]{1,5}", "[a-z (){}\\\\\"*?.:-]{0,6}[a-z]"];
    prop_oneof![
        letters
            .prop_map(|text| Expr::Field { field: FieldName::Contains, value: Value::Text(text) }),
        (names, "[a-z0-9@.:(\" -]{0,6}[a-z0-9]")
            .prop_map(|(field, text)| Expr::Field { field, value: Value::Text(text) }),
        prop_oneof![Just("sv"), Just("pt-BR")].prop_map(|code| Expr::Field {
            field: FieldName::Lang,
            value: Value::Text(code.to_owned())
        }),
        (bound(), bound()).prop_map(|(one, other)| Expr::Field {
            field: FieldName::Followers,
            value: in_order(one, other)
        }),
        prop::collection::vec("-?[0-9]{1,3}(km)?", 1..5).prop_map(|items| Expr::Field {
            field: FieldName::PointRadius,
            value: Value::List(items)
        }),
    ]
}

/// A range that ends after it begins: another is told by the parser, and read as it is meant.
fn in_order(one: Option<String>, other: Option<String>) -> Value {
    let number = |bound: &Option<String>| bound.as_ref().map(|bound| bound.parse::<u64>().unwrap());
    match (number(&one), number(&other)) {
        (Some(first), Some(last)) if first > last => Value::Range(other, one),
        _ => Value::Range(one, other),
    }
}

/// What has places in the text: a side of NEAR.
fn operand() -> impl Strategy<Value = Node> {
    let leaf = term().prop_map(node);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several.prop_map(|nodes| node(Expr::Or(nodes))),
            (inner.clone(), inner, 0..20_u32, any::<bool>()).prop_map(
                |(l, r, distance, ordered)| {
                    node(Expr::Near { left: Box::new(l), right: Box::new(r), distance, ordered })
                }
            ),
        ]
    })
}

/// Any query.
pub(crate) fn query() -> impl Strategy<Value = Node> {
    let window = (prop::collection::vec(operand(), 3..5), 0..9_u32)
        .prop_map(|(operands, extra)| node(Expr::Window { operands, extra }));
    let title =
        operand().prop_map(|query| node(Expr::In { field: Field::Title, query: Box::new(query) }));
    let leaf = prop_oneof![term().prop_map(node), field().prop_map(node), operand(), window, title];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several().prop_map(|nodes| node(Expr::Or(nodes))),
            several().prop_map(|nodes| node(Expr::And(nodes))),
            inner.clone().prop_map(|inner| node(Expr::Not(Box::new(inner)))),
        ]
    })
}

fn nfc(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    diagnostics.iter().filter(|found| found.severity == Severity::Error).collect()
}

/// Pieces that mean something.
const PIECES: &[&str] = &[
    "(",
    ")",
    "\"",
    "{",
    "}",
    "{{",
    "}}",
    "~",
    "~3",
    "-",
    "--",
    "+",
    "!",
    "*",
    "?",
    "#",
    "@",
    "$",
    ":",
    "[",
    "]",
    "..",
    " ",
    "  ",
    "AND",
    "OR",
    "NOT",
    "NEAR/3",
    "NEAR",
    "ONEAR/2f",
    "and",
    "or",
    "lang:en",
    "lang:",
    "author:(",
    "title:",
    "filter:links",
    "raw:",
    "regex:",
    "contains:",
    "sample:1",
    "followers:[1 TO",
    "followers:",
    "1..5",
    ">5",
    "<<<",
    ">>>",
    "http://x.y",
    "'",
    "“",
    "”",
    "’",
    "\u{a0}",
    "\u{ad}",
    "e\u{301}",
    "日本",
    "👍🏽",
    "\\",
    "\\\"",
    ",",
    ";",
    "|",
    "&&",
    "/2",
    "/x/",
    "a^2",
    "🇸",
    "\u{200d}",
    "\u{fe0f}",
    "한국",
    "\n",
    "\t",
    "contains:\"a,\" ",
    "subreddit:\"a,b\" ",
    "regex:\"a\u{a0}b,\" ",
    "regex:\"l’eau\" ",
    "raw:\"＃“}\" ",
    "{ţ}",
    "{{ţ}}",
    "custom.ţ:",
    "ţ",
];

/// Such pieces in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![prop::sample::select(PIECES).prop_map(str::to_owned), "[a-z]{1,4}", ".",];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    let parsed = parse(text);
    for found in &parsed.diagnostics {
        prop_assert!(text.get(found.span.clone()).is_some(), "{:?} of {:?}", found, text);
        for label in &found.labels {
            prop_assert!(text.get(label.span.clone()).is_some(), "{:?}", label);
        }
        for edit in found.fix.iter().flat_map(|fix| &fix.edits) {
            prop_assert!(text.get(edit.span.clone()).is_some(), "{:?}", edit);
        }
        prop_assert!(!crate::render(found, "f", text, 0).is_empty());
    }
    let Some(node) = parsed.node else {
        prop_assert!(!errors(&parsed.diagnostics).is_empty(), "{text:?}");
        return Ok(());
    };
    if errors(&parsed.diagnostics).is_empty() {
        let canonical = print(&node);
        let again = parse(&canonical);
        prop_assert!(errors(&again.diagnostics).is_empty(), "{:?} → {:?}", text, canonical);
        let again = again.node.unwrap();
        prop_assert_eq!(
            without_spans(&again, &Expr::clone),
            without_spans(&node, &Expr::clone),
            "{}",
            canonical
        );
        prop_assert_eq!(print(&again), canonical);
    }
    Ok(())
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 1_000, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..Default::default() })]

    #[test]
    fn printing_then_reading_is_the_same_tree(node in query()) {
        let text = print(&node);
        let parsed = parse(&text);
        prop_assert!(errors(&parsed.diagnostics).is_empty(), "{}: {:?}", text, parsed.diagnostics);
        prop_assert_eq!(without_spans(&parsed.node.unwrap(), &Expr::clone), node, "{}", text);
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn any_pieces_are_read(text in pieces()) {
        holds(&text)?;
    }

    #[test]
    fn fixes_leave_what_is_safe_as_it_is(text in pieces()) {
        let parsed = parse(&text);
        if !errors(&parsed.diagnostics).is_empty() {
            return Ok(());
        }
        let node = parsed.node.unwrap();
        for found in &parsed.diagnostics {
            let Some(fix) = found.fix.as_ref().filter(|fix| fix.safe) else { continue };
            let fixed = crate::apply_fixes(&text, [fix]).text;
            let again = parse(&fixed);
            prop_assert!(errors(&again.diagnostics).is_empty(), "{:?} → {:?}", text, fixed);
            // A cedilla for a comma is one letter to the engine, whichever is written, but in exact letters.
            let same = [again.node.as_ref().unwrap(), &node].map(with_commas);
            prop_assert_eq!(&same[0], &same[1], "{:?} → {:?} {:?}", text, fixed, found);
        }
    }
}

/// The tree without its places, Romanian's letters written with a comma in all that compares words.
fn with_commas(node: &Node) -> Node {
    let comma = |c| match c {
        'ş' => 'ș',
        'Ş' => 'Ș',
        'ţ' => 'ț',
        'Ţ' => 'Ț',
        other => other,
    };
    let mended = |text: &String| text.chars().map(comma).collect();
    without_spans(node, &|term| match term {
        Expr::Word(text) => Expr::Word(mended(text)),
        Expr::Phrase { text, slop } => Expr::Phrase { text: mended(text), slop: *slop },
        Expr::Entity { kind, name } => Expr::Entity { kind: *kind, name: mended(name) },
        Expr::Field { field, value: Value::Text(text) }
            if !matches!(field, FieldName::Regex | FieldName::Id | FieldName::Source) =>
        {
            Expr::Field { field: field.clone(), value: Value::Text(mended(text)) }
        }
        term => term.clone(),
    })
}

#[test]
fn mutated_real_queries_are_read() {
    let Ok(data) = std::env::var("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{data}/queries/real_queries.jsonl")).unwrap();
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let query = record["query"].as_str().unwrap();
        let chars: Vec<char> = query.chars().take(400).collect();
        for at in (0..chars.len()).step_by(7) {
            let without: String = chars[..at].iter().chain(&chars[at + 1..]).collect();
            let cut: String = chars[..at].iter().collect();
            let doubled: String = chars[..=at].iter().chain(&chars[at..]).collect();
            for mutated in [without, cut, doubled] {
                holds(&mutated).unwrap();
            }
        }
    }
}
