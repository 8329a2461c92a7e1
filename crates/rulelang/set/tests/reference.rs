//! The reference of the language, run and held to be complete.

use std::collections::BTreeMap;
use std::fmt::Write;

use mention::{Field, Timestamp};

use super::{clean, shown};
use crate::field::names;
use crate::keys::{EXCLUDE, Key, TABLES};
use crate::{Context, Finding, Metric, RuleSet, Settings, SourceFile, catalog, lower, parse};

const REFERENCE: &str = include_str!("../../../../rules/README.md");

/// The fenced blocks of a kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    REFERENCE.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn every_file_in_the_reference_is_without_a_finding() {
    assert!(blocks("rules").len() >= 8);
    for file in blocks("rules") {
        clean(file);
    }
}

/// The packs that `tagline init` writes, beside a brand that everything is known of.
#[test]
fn the_packs_leave_nothing_to_find() {
    let pack = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    let brand = "[[brand]]\nid = 'acme'\nowner = 'ana'\ndescription = 'Ours.'\nquery = 'acme'\nmatch = ['acme']\n";
    let files = [
        pack("brand", brand),
        pack("service", include_str!("../../../../rules/service.rules.toml")),
        pack("noise", include_str!("../../../../rules/noise.rules.toml")),
        pack("retail", include_str!("../../../../rules/retail.rules.toml")),
        pack("airline", include_str!("../../../../rules/airline.rules.toml")),
        pack("games", include_str!("../../../../rules/games.rules.toml")),
    ];
    let told = |files: &[SourceFile]| {
        let (rules, mut found) = RuleSet::read(files, &|_, _| Err(String::new())).unwrap();
        // Noon of 2026-11-22.
        found.extend(rules.upkeep(Timestamp(1_795_348_800_000)));
        found
    };
    assert!(told(&files).is_empty(), "{}", shown(&told(&files)));
    assert!(
        !told(&files[1..]).is_empty(),
        "themes go by brand, and nobody is told that there is none"
    );
}

#[test]
fn every_query_in_the_reference_is_without_a_finding() {
    let (settings, lists) = (Settings::default(), BTreeMap::new());
    let context = Context { settings, lists: &lists, brand: None };
    let queries: Vec<&str> = blocks("query").into_iter().flat_map(str::lines).collect();
    assert!(queries.len() > 20);
    for query in queries {
        let parsed = parse(query);
        let (_, lowered) = lower(&parsed.node.expect("the reference has no empty query"), &context);
        let source = SourceFile { name: "reference".to_owned(), text: query.to_owned() }.into();
        let found: Vec<Finding> = parsed
            .diagnostics
            .into_iter()
            .chain(lowered)
            .map(|diagnostic| Finding { source: std::sync::Arc::clone(&source), diagnostic })
            .collect();
        assert!(found.is_empty(), "{query}\n{}", shown(&found));
    }
}

/// What the reference ends with: every key and every finding, from the tables they are read by.
fn tables() -> String {
    let mut text = String::new();
    let shared = |key: &Key| EXCLUDE.get(key.name) == Some(key);
    for table in TABLES {
        let name = match table.name {
            "" => "At the top of a file",
            name if name == EXCLUDE.name => "In every rule",
            name => name,
        };
        write!(text, "### {name}\n\n| key | what it is | written |\n|---|---|---|\n").unwrap();
        for key in table.all().filter(|key| table == EXCLUDE || !shared(key)) {
            writeln!(text, "| `{}` | {} | `{}` |", key.name, key.means, key.example).unwrap();
        }
        text.push('\n');
    }
    text.push_str("## Every finding\n\n`error`: the rules are refused until it is put right. `warning`: they work, but likely not as meant.\n\n");
    text.push_str("| code | what it means | instead of | write |\n|---|---|---|---|\n");
    for page in catalog::pages() {
        let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
        let (wrong, right) =
            page.example().map(|(wrong, right)| (code(wrong), code(right))).unwrap_or_default();
        writeln!(text, "| `{}` | {} | {wrong} | {right} |", page.name, page.text).unwrap();
    }
    text
}

#[test]
fn every_key_and_every_finding_is_in_the_reference() {
    let expected = tables();
    let missing: Vec<&str> = expected.lines().filter(|line| !REFERENCE.contains(line)).collect();
    assert!(missing.is_empty(), "not in rules/README.md:\n{}", missing.join("\n"));
}

#[test]
fn every_field_and_every_construct_is_in_the_reference() {
    let constructs = [
        "AND",
        "OR",
        "NOT",
        "NEAR/5",
        "ONEAR/5",
        "NEAR/5f",
        "{{brand}}",
        "raw:",
        "contains:",
        "custom.NAME",
        "~3",
        "<<<",
        "filter:",
        "authorVerified:",
    ];
    let metrics = Metric::ALL.map(Metric::name);
    let texts = Field::ALL.map(Field::name);
    for word in names().chain(constructs).chain(metrics).chain(texts) {
        let shown = [format!("`{word}`"), format!("`{word}:`"), word.to_owned()];
        let needed = if constructs.contains(&word) { &shown[2..] } else { &shown[..2] };
        assert!(
            needed.iter().any(|word| REFERENCE.contains(word)),
            "no `{word}` in rules/README.md"
        );
    }
}

#[test]
fn every_construct_is_used_in_a_query_of_the_reference() {
    let queries = blocks("query").concat();
    for construct in [
        " AND ",
        " OR ",
        " NOT ",
        " -",
        "NEAR/",
        "ONEAR/",
        "f ",
        "\"~",
        ")~",
        "<<<",
        "*",
        "?",
        "#",
        "@",
        "$",
        "{C++}",
        "raw:",
        "contains:",
        "regex:",
        ":(",
    ] {
        assert!(queries.contains(construct), "no {construct:?} in a query of rules/README.md");
    }
}
