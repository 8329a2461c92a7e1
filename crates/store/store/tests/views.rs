//! The views analysts read: columns and values are a contract.

use mention::{Annotation, Day, Decimal, Measure, Part, Scope, Timestamp};

use super::alerting::spike;
use super::history::{Step, commit, simple_post};
use super::{Database, Place, RULES, keeping, on_each, open};
use crate::{Judgment, KeepMode, Replay, Reset};

/// What is counted, in the views that show it.
const COUNTED: &str =
    "ts day tag platform lang sentiment kind standing mentions engagements impressions question";

/// Each view, its columns, how to ask it, and its rows for three posts: `RULES` stands for the rule set's id.
const VIEWS: [(&str, &str, &str, &str); 10] = [
    (
        "v_tag_hour",
        COUNTED,
        "WHERE tag IN ('*', 'a') ORDER BY ts, tag",
        "\
-3600 1969-12-31 * twitter - - original received 1 0 0 -
-3600 1969-12-31 a twitter - - original received 1 0 0 -
3600 1970-01-01 * twitter - - original received 2 0 0 -
3600 1970-01-01 a twitter - - original received 1 0 0 -
",
    ),
    (
        "v_tag_day",
        COUNTED,
        "WHERE tag = '*tagged' ORDER BY ts",
        "\
-86400 1969-12-31 *tagged twitter - - original received 1 0 0 -
0 1970-01-01 *tagged twitter - - original received 1 0 0 -
",
    ),
    (
        "v_author_day",
        "ts day tag author standing mentions",
        "WHERE tag IN ('*', 'c') ORDER BY ts, tag",
        "\
-86400 1969-12-31 * twitter#7 received 1
0 1970-01-01 * twitter#7 received 2
0 1970-01-01 c twitter#7 received 1
",
    ),
    (
        "v_mentions",
        "ts day platform id author lang sentiment kind standing engagements impressions rules tags question",
        "ORDER BY ts",
        "\
-1 1969-12-31 twitter 1 twitter#7 - - original received 0 0 RULES a/b -
3600 1970-01-01 twitter 2 twitter#7 - - original received 0 0 RULES a/b c -
7199 1970-01-01 twitter 3 twitter#7 - - original received 0 0 RULES - -
",
    ),
    (
        "v_rule_changes",
        "ts day source part start rules",
        "",
        "\
0 1970-01-01 file posts.jsonl 0 RULES
",
    ),
    (
        "v_ledger",
        "ts day source part class reason records",
        "ORDER BY ts",
        "\
0 1970-01-01 file posts.jsonl tagged - 1
3600 1970-01-01 file posts.jsonl tagged - 1
7200 1970-01-01 file posts.jsonl untagged - 1
",
    ),
    (
        "v_resets",
        "ts day source part was became",
        "",
        "\
90 1970-01-01 file posts.jsonl 3 -
",
    ),
    (
        "v_measures",
        "ts day scope metric place value note",
        "",
        "\
86400 1970-01-02 brand:acme followers - 12.5 -
",
    ),
    (
        "v_annotations",
        "ts day text",
        "",
        "\
86400 1970-01-02 launch
",
    ),
    (
        "v_alerts",
        "ts day id tag kind mentions expected strength people grade note",
        "",
        "\
3600 1970-01-01 b986f9257eadcb31 a spike 12 0.5 8.25 - - -
",
    ),
];

#[test]
fn views_show_what_was_counted() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
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
        store.put_measures(&[measure()]).unwrap();
        assert!(store.annotate(&Annotation { day: Day(1), text: "launch".into() }).unwrap());
        store
            .judge(&Judgment { raised: vec![(spike("a", 1), vec![])], ..Judgment::default() })
            .unwrap();
        for (view, columns, rest, expected) in VIEWS {
            let sql = format!("SELECT {} FROM {view} {rest}", columns.replace(' ', ", "));
            let shown = place.sql(&sql).replace(&RULES.to_string(), "RULES");
            assert_eq!(shown, expected, "{sql}");
        }
    });
}

fn measure() -> Measure {
    Measure {
        scope: Scope::parse("brand:acme").unwrap(),
        day: Day(1),
        metric: "followers".into(),
        place: None,
        value: Decimal(12_500_000),
        note: None,
    }
}

#[test]
fn columns_keep_their_names() {
    on_each(|database| {
        let place = Place::new(database);
        drop(open(&place.path(), keeping(KeepMode::All)));
        for (view, columns, ..) in VIEWS {
            let shown = place.columns(view);
            let expected = match database {
                Database::Sqlite => columns.to_owned(),
                // A server knows times, and shows them too.
                #[cfg(feature = "postgres")]
                Database::Postgres => columns.replace("ts day", "ts day at"),
            };
            assert_eq!(shown, expected, "{view}");
        }
    });
}
