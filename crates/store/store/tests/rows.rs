//! What analysts ask in their own words, and the file they get.

use std::fs;

use mention::{Event, Part, Tagged};

use super::history::{Step, commit, simple_post};
use super::{Place, dump, keeping, on_each, open, sqlite};
use crate::{Access, KeepMode, OpenOptions, Store, StoreError, Value};

fn posts() -> Vec<(Event, Option<Tagged>)> {
    let posts =
        [("1", -1), ("2", 1), ("3", 2)].map(|(id, at)| match simple_post(id, 1, at, &["a/b"]) {
            Step::Event(event, tagged) => (event, tagged),
            Step::Hand(..) => unreachable!("a post is an event"),
        });
    posts.into()
}

/// A store with three posts, opened only for reading.
fn filled(place: &Place) -> Store {
    let mut store = open(&place.path(), keeping(KeepMode::All));
    commit(&mut store, &Part { source: "file".into(), name: "posts.jsonl".into() }, &posts());
    let read = OpenOptions { access: Access::Read, ..OpenOptions::default() };
    Store::open(&place.path(), &read).unwrap()
}

#[test]
fn a_statement_that_reads_is_answered_and_no_other() {
    on_each(|database| {
        let place = Place::new(database);
        let store = filled(&place);
        let sql = "SELECT tag, sum(mentions) AS n, NULL AS unknown FROM v_tag_day WHERE tag LIKE 'a%' GROUP BY tag ORDER BY tag";
        let answer = store.rows(sql, 10).unwrap();
        assert_eq!(answer.columns, ["tag", "n", "unknown"]);
        let row = |tag: &str| {
            vec![Value::Text(tag.to_owned()), Value::Number("3".to_owned()), Value::Null]
        };
        assert_eq!((answer.rows, answer.more), (vec![row("a"), row("a/b")], false));
        let answer = store.rows(sql, 1).unwrap();
        assert_eq!((answer.rows.len(), answer.more), (1, true));
        for other in [
            "DELETE FROM mentions",
            "COMMIT",
            "SELECT 1; DELETE FROM mentions",
            "DROP TABLE mentions",
            "SELECT author FROM v_tag_day",
            "",
        ] {
            let error = store.rows(other, 10).unwrap_err();
            assert!(matches!(error, StoreError::Statement { .. }), "{other}: {error:?}");
        }
        assert_eq!(
            store.rows("SELECT count(*) FROM v_mentions", 1).unwrap().rows[0][0].as_str(),
            "3"
        );
    });
}

#[test]
fn a_snapshot_is_one_file_that_holds_the_same() {
    on_each(|database| {
        let place = Place::new(database);
        let store = filled(&place);
        let beside = Place::in_folder();
        let path = beside.path();
        store.snapshot(&path).unwrap();
        let folder = path.parent().unwrap();
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["tagline.db"], "no journal stands beside it");
        assert_eq!(sqlite(&path, "PRAGMA journal_mode"), "delete\n");
        let read = OpenOptions { access: Access::Read, ..OpenOptions::default() };
        let copy = Store::open(&path, &read).unwrap();
        assert_eq!(dump(&copy), dump(&store));
        let again = store.snapshot(&path).unwrap_err();
        assert!(matches!(again, StoreError::NotEmpty { .. }), "{again:?}");
    });
}
