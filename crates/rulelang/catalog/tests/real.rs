//! Queries that people and vendors have published: the mistakes that a reader has noted beside them are found.

use std::collections::BTreeSet;

use super::read;

/// What a reader's note is called here; one of the codes is enough.
const NOTES: &[(&str, &[&str])] = &[
    ("filter-binds-last-or", &["last-branch", "mixed-and-or"]),
    ("unquoted-multiword", &["unquoted-name"]),
    ("lowercase-operator", &["lowercase-operator"]),
    ("glued-operator", &["glued-operator", "glued"]),
    ("smart-quotes", &["smart-quotes"]),
    ("mixed-and-or", &["mixed-and-or", "last-branch"]),
    ("duplicate-term", &["duplicate"]),
    ("hashtag-redundant", &["covered"]),
    ("redundant-term", &["covered"]),
    ("two-languages-anded", &["contradiction"]),
    ("missing-parens-around-or", &["missing-brackets-around-or"]),
    ("near-too-wide", &["near-too-wide"]),
    ("short-wildcard", &["short-wildcard"]),
    ("single-quotes", &["single-quotes", "foreign-operator"]),
    ("unbalanced", &["unbalanced-bracket", "unbalanced-quote"]),
    ("unbalanced-paren", &["unbalanced-bracket"]),
];

#[test]
fn mistakes_in_published_queries_are_found() {
    let Ok(data) = std::env::var("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{data}/queries/real_queries.jsonl")).unwrap();
    let (mut noted, mut missed) = (0, Vec::new());
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let (query, note) =
            (record["query"].as_str().unwrap(), record["note"].as_str().unwrap_or_default());
        let file = format!("[[theme]]\nid = 'case'\nquery = '''\n{query}'''\n");
        let findings = read(&file).0;
        let codes: BTreeSet<&str> = findings.iter().map(|found| found.code().name()).collect();
        for (name, expected) in NOTES {
            let label = format!("lint:{name}");
            let named = note.split([' ', ';', ',', '(']).any(|word| word == label);
            if named {
                noted += 1;
                if !expected.iter().any(|code| codes.contains(code)) {
                    missed.push(format!("{} {name}", record["id"]));
                }
            }
        }
    }
    eprintln!("{} of {noted} noted mistakes are found; missed: {missed:?}", noted - missed.len());
    assert!(missed.len() * 10 <= noted, "{missed:?}");
}
