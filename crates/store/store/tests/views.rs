//! The views analysts read: columns and values are a contract.

use mention::{Part, Timestamp};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::history::{Step, commit, simple_post};
use super::{Folder, RULES, keeping, open};
use crate::{KeepMode, Replay, Reset};

/// Each view, and its rows for three posts: `RULES` stands for the rule set's id.
const VIEWS: [(&str, &str); 7] = [
    (
        "SELECT * FROM v_tag_hour WHERE tag IN ('*', 'a') ORDER BY ts, tag",
        "\
-3600 1969-12-31 * twitter - - original received 1 0 0
-3600 1969-12-31 a twitter - - original received 1 0 0
3600 1970-01-01 * twitter - - original received 2 0 0
3600 1970-01-01 a twitter - - original received 1 0 0
",
    ),
    (
        "SELECT * FROM v_tag_day WHERE tag = '*tagged' ORDER BY ts",
        "\
-86400 1969-12-31 *tagged twitter - - original received 1 0 0
0 1970-01-01 *tagged twitter - - original received 1 0 0
",
    ),
    (
        "SELECT * FROM v_author_day WHERE tag IN ('*', 'c') ORDER BY ts, tag",
        "\
-86400 1969-12-31 * twitter#7 received 1
0 1970-01-01 * twitter#7 received 2
0 1970-01-01 c twitter#7 received 1
",
    ),
    (
        "SELECT * FROM v_mentions ORDER BY ts",
        "\
-1 1969-12-31 twitter 1 twitter#7 - - original received 0 0 RULES a/b
3600 1970-01-01 twitter 2 twitter#7 - - original received 0 0 RULES a/b c
7199 1970-01-01 twitter 3 twitter#7 - - original received 0 0 RULES -
",
    ),
    (
        "SELECT * FROM v_rule_changes",
        "\
0 1970-01-01 file posts.jsonl 0 RULES
",
    ),
    (
        "SELECT * FROM v_ledger ORDER BY ts",
        "\
0 1970-01-01 file posts.jsonl tagged - 1
3600 1970-01-01 file posts.jsonl tagged - 1
7200 1970-01-01 file posts.jsonl untagged - 1
",
    ),
    (
        "SELECT * FROM v_resets",
        "\
90 1970-01-01 file posts.jsonl 3 -
",
    ),
];

#[test]
fn views_show_what_was_counted() {
    let folder = Folder::new();
    let mut store = open(&folder.path(), keeping(KeepMode::All));
    let posts = [
        simple_post("1", 1, -1, &["a/b"]),
        simple_post("2", 1, 3_600_000, &["a/b", "c"]),
        simple_post("3", 1, 2 * 3_600_000 - 1, &[]),
    ];
    let events = posts.map(|step| match step {
        Step::Event(event, tagged) => (event, tagged),
        Step::Hand(..) => unreachable!("a post is an event"),
    });
    let part = Part { source: "file".into(), name: "posts.jsonl".into() };
    commit(&mut store, &part, &events);
    let reset = Reset { next: None, replay: Replay::AsRecorded, at: Timestamp(90_500) };
    assert!(store.reset(&part, &reset).unwrap());
    let connection = Connection::open(folder.path()).unwrap();
    for (sql, expected) in VIEWS {
        let shown = rows(&connection, sql).replace(&RULES.to_string(), "RULES");
        assert_eq!(shown, expected, "{sql}");
    }
}

#[test]
fn columns_keep_their_names() {
    let folder = Folder::new();
    drop(open(&folder.path(), keeping(KeepMode::All)));
    let connection = Connection::open(folder.path()).unwrap();
    let counted = "platform lang sentiment kind standing mentions engagements impressions";
    for (view, expected) in [
        ("v_tag_hour", format!("ts day tag {counted}")),
        ("v_tag_day", format!("ts day tag {counted}")),
        ("v_author_day", "ts day tag author standing mentions".into()),
        (
            "v_mentions",
            "ts day platform id author lang sentiment kind standing engagements impressions rules tags".into(),
        ),
        ("v_rule_changes", "ts day source part start rules".into()),
        ("v_ledger", "ts day source part class reason records".into()),
        ("v_resets", "ts day source part was became".into()),
    ] {
        let statement = connection.prepare(&format!("SELECT * FROM {view}")).unwrap();
        let names: Vec<&str> = statement.column_names().collect();
        assert_eq!(names.join(" "), expected, "{view}");
    }
}

/// The rows of a query, a line each, cells parted by blanks, `-` for none.
fn rows(connection: &Connection, sql: &str) -> String {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        let cells: Vec<String> = (0..columns).map(|at| cell(row.get(at).unwrap())).collect();
        text.push_str(&cells.join(" "));
        text.push('\n');
    }
    text
}

fn cell(value: Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Real(_) | Value::Blob(_) => panic!("no view shows {value:?}"),
    }
}
