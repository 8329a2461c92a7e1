//! What holds for every rule file.

use std::collections::BTreeMap;

use mention::RuleSetId;
use proptest::prelude::{Just, Strategy, any, prop};
use proptest::{prop_assert, prop_assert_eq, prop_assert_ne, proptest};

use super::{findings, read, read_all};

const ACME: &str = include_str!("../../testdata/acme.rules.toml");

/// The tables of a text, each with what belongs to it; first what stands outside all tables.
fn tables(text: &str) -> Vec<String> {
    let mut tables = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            tables.push(String::new());
        }
        tables.last_mut().unwrap().push_str(line);
    }
    tables
}

/// The rule set of these tables, spread over files as `file_of` says; the first includes the others.
fn spread(head: &str, tables: &[String], file_of: &[usize], comment: &str) -> RuleSetId {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (table, file) in tables.iter().zip(file_of) {
        let text = files.entry(format!("file-{file}")).or_default();
        text.push_str(comment);
        text.push_str(table);
    }
    let includes: Vec<String> = files.keys().map(|name| format!("'{name}'")).collect();
    // An owner is its file's; each file states the same one.
    let main = format!("includes = [{}]\n{head}", includes.join(", "));
    let with_owner: BTreeMap<String, String> = files
        .into_iter()
        .map(|(name, text)| (name, format!("owner = 'ana@acme.example'\n{text}")))
        .collect();
    let mut all = vec![("main", main.as_str())];
    all.extend(with_owner.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    read_all(&all).unwrap_or_else(|found| panic!("{}", super::shown(&found))).0.id
}

fn orders() -> impl Strategy<Value = (Vec<String>, Vec<usize>)> {
    let tables = tables(ACME)[1..].to_vec();
    let count = tables.len();
    (Just(tables).prop_shuffle(), prop::collection::vec(0_usize..3, count))
}

proptest! {
    #[test]
    fn f7_the_order_of_tables_and_the_files_they_are_in_leave_no_trace((tables, file_of) in orders()) {
        let head = &self::tables(ACME)[0];
        let spread = spread(head, &tables, &file_of, "# a comment\n\n");
        prop_assert_eq!(spread, read(ACME).unwrap().0.id);
    }

    #[test]
    fn any_other_word_makes_another_rule_set(at in 0_usize..ACME.len()) {
        // Only the words of queries, keywords, ids and labels count: those in quotes.
        let at = ACME.floor_char_boundary(at);
        let line = ACME[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let quoted = ACME[line..at].matches(['"', '\'']).count() % 2 == 1;
        let letter = ACME[at..].starts_with(|c: char| c.is_ascii_lowercase() && c != 'q');
        let example = ["match", "no_match", "text", "title", "author", "platform", "lang", "role", "accents", "look_in", "timezone", "brand", "severity", "per", "expect"];
        let key = ACME[line..].split('=').next().unwrap_or_default().trim();
        if quoted && letter && !example.contains(&key) {
            let changed = format!("{}q{}", &ACME[..at], &ACME[at + 1..]);
            if let Ok((rules, _)) = read(&changed) {
                prop_assert_ne!(rules.id, read(ACME).unwrap().0.id, "{}", &ACME[line..at]);
            }
        }
    }

    #[test]
    fn no_text_is_too_broken_to_be_told_of(edits in prop::collection::vec((0_usize..4000, 0_usize..12, prop::sample::select(PIECES.to_vec())), 1..5)) {
        let mut text = ACME.to_owned();
        for (at, length, piece) in edits {
            let start = text.floor_char_boundary(at);
            let end = text.floor_char_boundary(start + length).max(start);
            text.replace_range(start..end, piece);
        }
        told(&text)?;
    }

    #[test]
    fn no_letters_are_too_strange_to_be_told_of(text in any::<String>()) {
        told(&text)?;
        told(&format!("[[theme]]\nid = 'x'\nquery = '''{text}'''\n"))?;
        told(&format!("[[theme]]\nid = \"x\"\nany = \"{text}\"\n"))?;
    }
}

/// What is put into a file to break it.
const PIECES: [&str; 22] = [
    "",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "\n",
    "\r\n",
    "=",
    "#",
    "\\",
    "{{brand}}",
    "{{jobs}}",
    "ü",
    "😀",
    "[[theme]]\n",
    "2026-13-40",
    ",",
    "(",
    "\u{feff}",
];

/// Holds that all findings can be shown and lie within the text.
fn told(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    for finding in findings(read(text)) {
        let span = finding.diagnostic.span.clone();
        prop_assert!(
            text.get(span.clone()).is_some(),
            "{:?} of {text:?} in {:?}",
            span,
            finding.diagnostic
        );
        prop_assert!(finding.to_string().contains(finding.code().name()));
        prop_assert!(finding.diagnostic.help.is_some(), "{:?} has no remedy", finding.diagnostic);
    }
    Ok(())
}
