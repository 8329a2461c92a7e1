//! The language held as a whole: every numbered statement has a test, and two engines written by others for other
//! ends agree with ours where they mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use matcher::{Matcher, Scratch, oracle};
use mention::{Facts, Folded, Mention, TokenKind, fold, term_tokens};
use rulelang::{Condition, Context, Settings, lower, parse};
use rusqlite::Connection;

use crate::command::real_data;

/// What begins the names of tests of statements, and how many statements there are.
const STATEMENTS: [(&str, usize); 4] = [("l", 7), ("s", 20), ("f", 8), ("ruling_", 26)];

/// The numbers of statements with no test named after them, among the names of tests.
fn untested(names: &BTreeSet<String>) -> Vec<String> {
    let numbered = STATEMENTS.iter().flat_map(|(kind, most)| (1..=*most).map(move |n| (kind, n)));
    let missing = numbered.filter(|(kind, n)| {
        let spelled = [format!("{kind}{n}_"), format!("{kind}{n:02}_")];
        !names.iter().any(|name| {
            spelled
                .iter()
                .any(|start| name.starts_with(start) || name.contains(&format!("_{start}")))
        })
    });
    missing.map(|(kind, n)| format!("{kind}{n}")).collect()
}

/// The names of all functions below `folder`.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "target" {
            functions(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let after = text.split("fn ").skip(1);
            names.extend(after.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn every_statement_of_the_language_has_a_test_named_after_it() {
    let mut names = BTreeSet::new();
    functions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("crates"), &mut names);
    assert!(names.len() > 1_000, "{}", names.len());
    assert_eq!(untested(&names), Vec::<String>::new());
    names.retain(|name| !name.contains("s12_") && !name.starts_with("ruling_07"));
    assert_eq!(untested(&names), ["s12", "ruling_7"], "what is missing is noticed");
}

fn condition(query: &str) -> Condition {
    let lists = BTreeMap::new();
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    let node = parse(query).node.unwrap_or_else(|| panic!("{query}"));
    let (condition, found) = lower(&node, &context);
    condition.unwrap_or_else(|| panic!("{query}: {found:?}"))
}

/// Which of `texts` the engine finds, once the oracle has said the same.
fn found(query: &str, texts: &[String]) -> BTreeSet<usize> {
    let rule = [condition(query)];
    let matcher = Matcher::new(&rule).unwrap();
    let (mut folded, mut scratch) = (Folded::default(), Scratch::default());
    let mut holds = |text: &String| {
        let mention = Mention { text: text.clone(), ..Mention::default() };
        let facts = Facts::of(&mention);
        fold(&mention, &mut folded);
        let said = !matcher.hits(&facts, &folded, &mut scratch).is_empty();
        assert_eq!(said, oracle::decide(&rule[0], &facts, &folded).is_some(), "{query} on {text}");
        said
    };
    (0..texts.len()).filter(|&at| holds(&texts[at])).collect()
}

/// Numbers without a pattern, the same in each run.
struct Dice(u64);

impl Dice {
    /// One of `0..sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn word<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.roll(words.len())]
    }
}

const WORDS: [&str; 6] = ["alpha", "beta", "gamma", "alphabet", "alpine", "x"];

/// A query of ours and one of FTS5's that mean the same.
///
/// Words, phrases, a word's beginning, AND, OR and NOT mean the same in both. So does NEAR between words or phrases
/// that share none; where they do, FTS5 lets them overlap and we do not. `(a b c)~n` counts the tokens that are none
/// of the words, FTS5 those between the first word and the last: one more for each word in the middle.
fn pair(dice: &mut Dice) -> (String, String) {
    let distinct = |dice: &mut Dice| {
        let start = dice.roll(4);
        [WORDS[start], WORDS[(start + 1) % 4], WORDS[(start + 2) % 4]]
    };
    let [one, two, three] = distinct(dice);
    let n = dice.roll(5);
    match dice.roll(8) {
        0 => (one.to_owned(), one.to_owned()),
        1 => (format!("\"{one} {two}\""), format!("\"{one} {two}\"")),
        2 => (format!("\"{one} {one} {two}\""), format!("\"{one} {one} {two}\"")),
        3 => ("alp*".to_owned(), "alp*".to_owned()),
        4 => (format!("\"{two} alp*\""), format!("\"{two} alp\"*")),
        5 => (
            format!("{one} NEAR/{n} \"{two} {three}\""),
            format!("NEAR({one} \"{two} {three}\", {n})"),
        ),
        6 => {
            (format!("({one} {two} {three})~{n}"), format!("NEAR({one} {two} {three}, {})", n + 1))
        }
        _ => (
            format!("({one} OR \"{two} {two}\") -{three}"),
            format!("({one} OR \"{two} {two}\") NOT {three}"),
        ),
    }
}

/// Which of `texts` FTS5 finds.
fn found_by_fts5(sqlite: &Connection, query: &str) -> BTreeSet<usize> {
    let mut statement = sqlite.prepare("SELECT rowid FROM posts WHERE posts MATCH ?1").unwrap();
    let rows = statement.query_map([query], |row| row.get::<_, i64>(0)).unwrap();
    rows.map(|row| usize::try_from(row.unwrap()).unwrap()).collect()
}

#[test]
fn sqlite_finds_the_same_posts_where_it_means_the_same() {
    let mut dice = Dice(7);
    let texts: Vec<String> = (0..400)
        .map(|_| (0..dice.roll(12)).map(|_| dice.word(&WORDS)).collect::<Vec<_>>().join(" "))
        .collect();
    let sqlite = Connection::open_in_memory().unwrap();
    sqlite
        .execute_batch("CREATE VIRTUAL TABLE posts USING fts5(text, tokenize = 'ascii')")
        .unwrap();
    for (at, text) in texts.iter().enumerate() {
        let row = rusqlite::params![i64::try_from(at).unwrap(), text];
        sqlite.execute("INSERT INTO posts (rowid, text) VALUES (?1, ?2)", row).unwrap();
    }
    let mut all = 0;
    for _ in 0..400 {
        let (ours, theirs) = pair(&mut dice);
        let said = found(&ours, &texts);
        assert_eq!(said, found_by_fts5(&sqlite, &theirs), "{ours} | {theirs}");
        all += said.len();
    }
    assert!(all > 10_000, "{all}");
    // A distance that is one too great is noticed.
    let wider = found_by_fts5(&sqlite, "NEAR(alpha beta, 3)");
    assert_ne!(found("alpha NEAR/2 beta", &texts), wider);
    assert_eq!(found("alpha NEAR/3 beta", &texts), wider);
}

/// What quotes, wildcards and entities are made of.
const ODD: [char; 16] =
    ['#', '@', '$', '.', '/', '"', '“', '”', '„', '‟', '«', '»', '＂', '\\', '*', '?'];

/// Each post of a collection picked for its odd characters is found by its own emoji and by its own words in a row.
#[test]
fn posts_with_odd_characters_are_found_by_what_they_hold() {
    let Some(data) = real_data() else { return };
    let lines = fs::read_to_string(data.join("unicode-mix/samples.jsonl")).unwrap();
    let (mut emoji, mut phrases, mut posts, mut missed) = (0, 0, 0, Vec::new());
    for line in lines.lines() {
        let post: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = post["text"].as_str().unwrap().to_owned();
        posts += 1;
        let mention = Mention { text: text.clone(), ..Mention::default() };
        let mut folded = Folded::default();
        fold(&mention, &mut folded);
        let texts = [text.clone()];
        for token in folded.tokens().iter().filter(|token| token.kind == TokenKind::Emoji).take(3) {
            let written = &text[token.start as usize..token.end as usize];
            if found(&format!("\"{written}\""), &texts).is_empty() {
                missed.push(format!("{written} in {text}"));
            }
            emoji += 1;
        }
        // What links, hashtags and handles hold is no row of words; a mark may belong to the blank before it.
        let plain = text
            .split_whitespace()
            .filter(|word| word.starts_with(char::is_alphanumeric) && !word.contains(ODD));
        for written in plain.filter(|word| !term_tokens(word).is_empty()).take(6) {
            if found(&format!("\"{written}\""), &texts).is_empty() {
                missed.push(format!("{written} in {text}"));
            }
            phrases += 1;
        }
    }
    assert_eq!(missed, Vec::<String>::new());
    assert!(posts == 832 && emoji > 400 && phrases > 2_000, "{posts} {emoji} {phrases}");
}
