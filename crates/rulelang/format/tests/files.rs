//! How rule files are laid out around their queries.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::check;
use crate::{Code, SourceFile, format};

#[test]
fn blanks_and_blank_lines() {
    check(
        "\n\n# Ours.\nformat=1\n\n\n\nname  =  \"Acme\"   \n[[ brand ]]\n\n  id = 'acme'\n\tquery='acme'\n# About the next.\n[[theme]]\nid = \"a\"\nquery . en = 'late'\n\n\n",
        "# Ours.\nformat = 1\n\nname = \"Acme\"\n\n[[brand]]\nid = 'acme'\nquery = 'acme'\n\n# About the next.\n[[theme]]\nid = \"a\"\nquery.en = 'late'\n",
    );
    // A table below another stands where its author put it.
    check(
        "[[theme]]\nid = 'a'\n  [theme.query]\n\n  en = 'late'\n\n  [[theme.test]]\n  text = 'late'\n  expect = 'match'\n",
        "[[theme]]\nid = 'a'\n[theme.query]\nen = 'late'\n\n[[theme.test]]\ntext = 'late'\nexpect = 'match'\n",
    );
    check("[[theme]]\nid = 'a'\nany = 'b'", "[[theme]]\nid = 'a'\nany = 'b'\n");
}

#[test]
fn comments_stay_as_far_as_they_are() {
    check(
        "[[theme]] #  one\nid = 'a'    # two  \nany = [ 'b' ]# three\n   # four\n",
        "[[theme]] #  one\nid = 'a'    # two\nany = ['b'] # three\n# four\n",
    );
}

#[test]
fn lists() {
    let rule = |any: &str| format!("[[theme]]\nid = 'a'\nany = {any}\n");
    let same = |any: &str, expected: &str| check(&rule(any), &rule(expected));
    same("[ 'b','c' , 'd' ]", "['b', 'c', 'd']");
    same("['b','c',]", "['b', 'c',]");
    same("[\n'b', 'c',\n\n\n'd'\n]", "[\n  'b',\n  'c',\n\n  'd'\n]");
    same("[ # why\n'b', 'c', # c\n# d\n'd']", "[ # why\n  'b',\n  'c', # c\n  # d\n  'd'\n]");
    same("['b' # b\n, 'c']", "['b' # b\n, 'c']");
    same("['b'\n, 'c']", "[\n  'b',\n  'c'\n]");
    same("'''\nlate\n  too slow\n'''", "'''\nlate\n  too slow\n'''");
    let long = ["'a keyword of some length'"; 5];
    same(&format!("[{}]", long.join(",")), &format!("[\n  {}\n]", long.join(",\n  ")));
}

#[test]
fn inline_tables() {
    check(
        "[[theme]]\nid = 'a'\nquery={en='late  OR lost',sv = 'sen'}\n",
        "[[theme]]\nid = 'a'\nquery = { en = 'late OR lost', sv = 'sen' }\n",
    );
    let odd = "[[theme]]\nid = 'a'\nquery = {\n  en = 'late  OR lost', # why\n}\n";
    check(odd, odd);
}

#[test]
fn quotes_of_a_query_change_only_where_it_needs_lines() {
    let file = |query: &str| format!("[[theme]]\nid = 'a'\nquery = {query}\n");
    let same = |query: &str, expected: &str| check(&file(query), &file(expected));
    same("\"late  OR \\\"too late\\\"\"", "\"late OR \\\"too late\\\"\"");
    same("\"\\u006cate  OR lost\"", "\"\\u006cate OR lost\"");
    same("\"\"\"late \\\n   OR lost\"\"\"", "\"\"\"late OR lost\"\"\"");
    same("\"\"\"\"too late\" OR lost\"\"\"", "\"\"\"\n  \"too late\" OR lost\n\"\"\"");
    same("'''\n'tis OR lost\n'''", "'''\n  'tis OR lost\n'''");
    let words = ["word".repeat(6), "Wort".repeat(6), "ord".repeat(6), "mot".repeat(8)];
    let (flat, lines) = (words.join(" OR "), words.join("\n  OR "));
    same(&format!("'{flat}'"), &format!("'''\n  {lines}\n'''"));
    same(&format!("\"{flat}\""), &format!("\"\"\"\n  {lines}\n\"\"\""));
    same(&format!("'''{flat}'''"), &format!("'''\n  {lines}\n'''"));
    let phrase = format!("\"{}\"", "a long phrase ".repeat(9).trim());
    same(&format!("'{phrase}'"), &format!("'{phrase}'"));
}

#[test]
fn line_ends_and_marks_stay() {
    check(
        "\u{feff}[[theme]]\r\nid = 'a'\r\n\r\n\r\nquery = '''\r\nlate   OR lost'''\r\n",
        "\u{feff}[[theme]]\r\nid = 'a'\r\n\r\nquery = '''late OR lost'''\r\n",
    );
    let long = "'''\r\n  (late OR lost OR delayed OR \"still waiting\")\r\n  (parcel OR delivery OR shipment OR courier OR driver)\r\n'''";
    let file = format!("[[theme]]\r\nid = 'a'\r\nquery = {long}\r\n");
    check(&file, &file);
}

#[test]
fn a_file_with_an_error_is_not_touched() {
    let errors = |text: &str| {
        let source = SourceFile { name: "a".to_owned(), text: text.to_owned() };
        format(&Arc::new(source)).unwrap_err().iter().map(crate::Finding::code).collect::<Vec<_>>()
    };
    assert_eq!(errors("[[theme]]\nid = 'a'\nquery = '(late'\n"), [Code::UnbalancedBracket]);
    assert_eq!(errors("[[theme]]\nid = 'a\nquery = 'late'\n"), [Code::FileSyntax]);
    assert_eq!(errors("[[theme]]\nid = 'a'\nqueri = 'late'\n"), [Code::UnknownKey]);
}

/// Every rule file below `folder`.
fn rule_files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            rule_files(&entry, found);
        } else if entry.to_string_lossy().ends_with(".rules.toml") {
            found.push((entry.display().to_string(), fs::read_to_string(&entry).unwrap()));
        }
    }
}

#[test]
fn what_we_hand_out_is_laid_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["rules", "crates/cli/assets", "tests/data"] {
        rule_files(&root.join(folder), &mut files);
    }
    assert!(files.len() > 12, "{files:?}");
    let reference = fs::read_to_string(root.join("rules/README.md")).unwrap();
    let examples =
        reference.split("```rules\n").skip(1).filter_map(|part| part.split_once("\n```"));
    let examples: Vec<String> = examples.map(|(example, _)| format!("{example}\n")).collect();
    assert!(examples.len() > 10, "{}", examples.len());
    files.extend(examples.into_iter().map(|text| ("rules/README.md".to_owned(), text)));
    for (name, text) in files {
        let laid_out = format(&Arc::new(SourceFile { name: name.clone(), text: text.clone() }));
        assert_eq!(laid_out.as_ref(), Ok(&text), "{name}");
    }
}
