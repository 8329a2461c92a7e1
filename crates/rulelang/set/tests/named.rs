//! Each statement of the language has a test that is named after it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::field::names;

/// Statements by what the names of their tests begin with, and how many there are.
const STATEMENTS: &[(&str, u32)] = &[("l", 7), ("s", 20), ("f", 8), ("ruling_", 26)];

/// Names of fields whose test has another name: what it is named after.
const ELSEWHERE: &[(&str, &str)] = &[
    ("contains", "s15_"),
    ("regex", "s15_"),
    ("tag", "ruling_25_"),
    ("since", "row_published"),
    ("until", "row_published"),
    ("author_name", "row_author_bio_name_location"),
    ("author_location", "row_author_bio_name_location"),
];

/// The names of all tests under `folder`.
fn tests_under(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_under(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let after = text.split("#[test]\n").skip(1);
            found.extend(after.filter_map(|test| {
                let name = test.trim_start().strip_prefix("fn ")?;
                Some(name.split('(').next().unwrap_or_default().to_owned())
            }));
        }
    }
}

fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in ["mention", "rulelang", "matcher"] {
        tests_under(&crates.join(name), &mut found);
    }
    found
}

#[test]
fn every_statement_has_a_test_that_is_named_after_it() {
    let tests = tests();
    let has = |start: &str| tests.iter().any(|name| name.starts_with(start));
    let mut missing = Vec::new();
    for (group, count) in STATEMENTS {
        for number in 1..=*count {
            let short = format!("{group}{number}_");
            let long = format!("{group}{number:02}_");
            if !has(&short) && !has(&long) {
                missing.push(long);
            }
        }
    }
    assert!(missing.is_empty(), "no test is named after {missing:?}");
    assert!(!has("s21_") && !has("ruling_27_"), "the table above is too short");
}

#[test]
fn every_field_has_a_test_that_is_named_after_it() {
    let tests = tests();
    let rows: Vec<&String> = tests.iter().filter(|name| name.starts_with("row")).collect();
    let aliases = |name: &str| crate::field::lookup(name);
    let mut missing = Vec::new();
    for name in names() {
        let row = |name: &str| {
            let name = format!("_{name}_");
            rows.iter().any(|row| format!("{row}_").contains(&name))
        };
        let elsewhere = ELSEWHERE.iter().any(|(field, test)| {
            aliases(field) == aliases(name) && tests.iter().any(|it| it.starts_with(test))
        });
        // Another name of a field is tested with it.
        let same = names().filter(|other| aliases(other) == aliases(name)).any(row);
        if !same && !elsewhere {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "no test is named after {missing:?}");
}
