//! The schema against the reader: an independent validator says of each value what the reader says of it.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use jsonschema::Validator;
use serde_json::Value;

use super::{Shape, schema, shape};
use crate::keys::{FILE, Key, TABLES, TableKeys};
use crate::{Code, Expect, RuleSet, SourceFile, Urgency};

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// A rule file as JSON, days as texts: what editors hold against a schema.
fn json(text: &str) -> Value {
    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(day) => Value::String(day.to_string()),
            toml::Value::Array(items) => items.into_iter().map(plain).collect(),
            toml::Value::Table(table) => {
                table.into_iter().map(|(key, value)| (key, plain(value))).collect()
            }
        }
    }
    plain(toml::Value::Table(text.parse().unwrap()))
}

/// Whether the reader takes a file; what else it includes is taken to be there.
fn read(text: &str) -> Result<(), Vec<Code>> {
    let source = SourceFile { name: "a.rules.toml".to_owned(), text: text.to_owned() };
    let include = |_: &str, _: &str| Ok(Vec::new());
    match RuleSet::read(&[source], &include) {
        Ok(_) => Ok(()),
        Err(found) => {
            Err(found.iter().filter(|found| found.is_error()).map(crate::Finding::code).collect())
        }
    }
}

fn rule_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        match entry.is_dir() {
            true if name != "target" && !name.starts_with('.') => rule_files(&entry, found),
            false if name.ends_with(".rules.toml") => found.push(entry),
            _ => {}
        }
    }
}

#[test]
fn every_rule_file_of_the_repository_is_valid() {
    let (validator, mut paths) = (validator(), Vec::new());
    rule_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), &mut paths);
    assert!(paths.len() >= 10, "{paths:?}");
    for path in paths {
        let json = json(&fs::read_to_string(&path).unwrap());
        let errors: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}\n{}", path.display(), errors.join("\n"));
    }
}

#[test]
fn bad_files_are_not() {
    let validator = validator();
    for bad in [
        "[[theme]]\nid = 'a'\nquerry = 'x'\n",
        "[[theme]]\nid = 'A B'\nquery = 'x'\n",
        "[[theme]]\nquery = 'x'\n",
        "[[theme]]\nid = 'a'\n",
        "[[theme]]\nid = 'a'\nquery = 'x'\nany = ['y']\n",
        "[[theme]]\nid = 'a'\nquery = ['x']\n",
        "[[theme]]\nid = 'a'\nquery = 'x'\nseverity = 'high'\n",
        "[[theme]]\nid = 'a'\nquery = 'x'\nnear = 3\n",
        "[[theme]]\nid = 'a'\nany.english = ['x']\n",
        "[[brand]]\nid = 'a/b'\nquery = 'x'\n",
        "[[campaign]]\nid = 'a'\nquery = 'x'\nstarts = 2026-03-20\n",
        "[[campaign]]\nid = 'a'\nquery = 'x'\nstarts = 'soon'\nends = 2026-03-20\n",
        "[[campaign]]\nid = 'a'\nquery = 'x'\nstarts = 2026-03-20\nends = 2026-03-20\ngoal = { positive_share = 60 }\n",
        "[[account]]\nhandle = '@a'\n",
        "[sentiment]\n'x' = 5\n",
        "format = 2\n",
        "[theme]\nid = 'a'\nquery = 'x'\n",
    ] {
        assert!(!validator.is_valid(&json(bad)), "{bad}");
        assert!(read(bad).is_err(), "the reader takes it: {bad}");
    }
}

#[test]
fn every_name_a_key_can_have_is_taken_by_both() {
    let validator = validator();
    let rule =
        |key: &str, name: &str| format!("[[theme]]\nid = 'a'\nquery = 'x'\n{key} = '{name}'\n");
    let expect = |name: &str| {
        format!("[[theme]]\nid = 'a'\nquery = 'x'\n[[theme.test]]\ntext = 'x'\nexpect = '{name}'\n")
    };
    let severities = Urgency::ALL.map(Urgency::name).map(|name| rule("severity", name));
    let expectations = Expect::ALL.map(Expect::name).map(expect);
    for good in severities.iter().chain(&expectations) {
        assert!(validator.is_valid(&json(good)), "{good}");
        assert_eq!(read(good), Ok(()), "{good}");
    }
}

#[test]
fn every_key_the_reader_takes_is_in_the_schema_and_no_other() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let names = |keys: &TableKeys| {
        let mut names: Vec<&str> = keys.all().map(|key| key.name).collect();
        names.sort_unstable();
        names
    };
    let listed = |object: &Value| {
        let names = object["properties"].as_object().unwrap().keys().cloned();
        names.collect::<Vec<String>>()
    };
    assert_eq!(listed(&schema), names(&FILE));
    let mut definitions = 0;
    for keys in TABLES.iter().filter(|keys| !keys.name.is_empty()) {
        let name = super::json::name(keys);
        assert_eq!(listed(&schema["definitions"][&name]), names(keys), "{name}");
        definitions += 1;
    }
    assert_eq!(schema["definitions"].as_object().unwrap().len(), definitions);
}

/// A file in which `table` has `line`, and all that it cannot do without; without `line`'s key twice.
fn around(table: &TableKeys, line: &str) -> String {
    let key = line.split([' ', '.', '=']).next().unwrap_or_default();
    let needs = |lines: &[&str]| {
        let lines = lines.iter().filter(|needed| needed.split(' ').next() != Some(key));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let simple = ["any", "all", "none"].contains(&key);
    let query = if simple { "" } else { "query = 'x'\n" };
    let brand = "[[brand]]\nid = 'acme'\nquery = 'acme'\n";
    match table.name {
        "" => format!("{line}\n"),
        "[settings]" => format!("[settings]\n{line}\n{brand}"),
        "[[account]]" => {
            format!("[[account]]\n{}{line}\n{brand}", needs(&["handle = '@a'", "role = 'team'"]))
        }
        "[[theme.test]]" => format!(
            "[[theme]]\nid = 'a'\nquery = 'x'\n[[theme.test]]\n{}{line}\n",
            needs(&["text = 'x'"])
        ),
        "[[campaign]]" => {
            let days =
                needs(&["id = 'a'", "starts = 2026-03-20", "ends = 2026-12-31", "query = 'x'"]);
            let days = if simple { days.replace("query = 'x'\n", "") } else { days };
            let all = if key == "none" { "all = ['y']\n" } else { "" };
            format!("[[campaign]]\n{days}{all}{line}\n{brand}")
        }
        name => {
            let own = needs(&["id = 'a'"]) + if key == "query" { "" } else { query };
            let all = if key == "none" { "all = ['y']\n" } else { "" };
            let per = if key == "near" { "per = 'brand'\n" } else { "" };
            let other = if name == "[[brand]]" { "" } else { brand };
            format!("{name}\n{own}{all}{per}{line}\n{other}")
        }
    }
}

/// Values of every type, good and bad.
const VALUES: [&str; 32] = [
    "'x'",
    "''",
    "'  '",
    "['x']",
    "['x', 'y']",
    "[]",
    "[1]",
    "['x', 2]",
    "[['x']]",
    "true",
    "false",
    "0",
    "1",
    "3",
    "-1",
    "1000",
    "5000000000",
    "0.5",
    "2026-03-20",
    "'2026-05-20'",
    "'2026-13-20'",
    "2026-03-20T10:00:00Z",
    "{ any = 'x' }",
    "{ sv = ['x'] }",
    "{ english = 'x' }",
    "{ mentions = 5 }",
    "{ mentions = 0 }",
    "{}",
    "'own'",
    "'team'",
    "'match'",
    "'UTC'",
];

/// Whether what is wrong is the value by itself: what no schema can say, such as a language nobody speaks, is left out.
fn about_value(codes: &[Code]) -> bool {
    let by_itself = [
        Code::KeyValue,
        Code::BadId,
        Code::GoalMetric,
        Code::MissingQuery,
        Code::UnknownKey,
        Code::UnknownLanguage,
        Code::MissingKey,
        Code::OnlyNegative,
    ];
    codes.iter().any(|code| by_itself.contains(code))
}

#[test]
fn reader_and_schema_agree_on_every_key_and_value() {
    let validator = validator();
    let mut told = (0, 0);
    let mut differing = Vec::new();
    for table in TABLES {
        for key in table.all().filter(|key| !agree_elsewhere(&table, key)) {
            for value in VALUES
                .into_iter()
                .chain(iter::once(key.example.split_once(" = ").map_or("'x'", |(_, value)| value)))
            {
                let file = around(&table, &format!("{} = {value}", key.name));
                let valid = validator.is_valid(&json(&file));
                let taken = read(&file);
                let wrong = taken.as_ref().err().is_some_and(|codes| about_value(codes));
                *(if valid { &mut told.0 } else { &mut told.1 }) += 1;
                if (valid && wrong || !valid && taken.is_ok()) && !known_gap(&table, key, value) {
                    differing.push(format!(
                        "{} {} = {value}: schema {valid}, reader {taken:?}",
                        table.name, key.name
                    ));
                }
            }
        }
    }
    assert!(differing.is_empty(), "{} differ\n{}", differing.len(), differing.join("\n"));
    // The negative control: both answers are given often.
    assert!(told.0 > 200 && told.1 > 1000, "{told:?}");
}

/// Keys that hold tables: other tests hold what is in them.
fn agree_elsewhere(table: &TableKeys, key: &Key) -> bool {
    matches!(shape(table, key), Shape::Table(_) | Shape::Tables(_) | Shape::Lists | Shape::Feelings)
}

/// Where the schema says less than the reader, so that an editor never underlines what is right.
fn known_gap(table: &TableKeys, key: &Key, value: &str) -> bool {
    // JSON has no days, so that a day without quotes is a text to an editor.
    let day = value.starts_with("2026-") && shape(table, key) != Shape::Day;
    let texts = matches!(shape(table, key), Shape::Texts | Shape::Ids | Shape::Keywords);
    // Handles, places, hashtags and texts of posts have rules of their own for what is in the quotes.
    let inside = texts || ["handle", "lang", "author"].contains(&key.name);
    day || inside && (value.contains('\'') || value == "[]" || value == "[1]")
}
