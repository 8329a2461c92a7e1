//! A store copied into another holds the same, and goes on as the first would have.

use mention::{LedgerClass, Part, Position, Timestamp};

use super::history::{Arrangement, Step, commit, history, simple_post};
use super::{Database, Place, databases, dump, keeping, on_each, open};
use crate::{Copied, Keep, KeepMode, OpenOptions, Replay, Reset, Store, StoreError};
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
use proptest::sample::select;

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn part() -> Part {
    Part { source: "kafka:c/t".into(), name: "0".into() }
}

fn posts(ids: &[&str], version: i64, at: i64) -> Vec<(mention::Event, Option<mention::Tagged>)> {
    let posts = ids.iter().map(|id| match simple_post(id, version, at, &["a/b"]) {
        Step::Event(event, tagged) => (event, tagged),
        Step::Hand(..) => unreachable!("a post is an event"),
    });
    posts.collect()
}

fn empty(place: &Place) -> Store {
    Store::open(&place.path(), &OpenOptions::default()).unwrap()
}

/// Every pair of databases there are.
fn pairs(story: impl Fn(Database, Database)) {
    on_each(|from| databases().into_iter().for_each(|to| story(from, to)));
}

#[test]
fn a_copy_holds_the_same_and_goes_on() {
    pairs(|from, to| {
        let places = [Place::new(from), Place::new(to)];
        let keep = Keep { counts_days: Some(30), ..Keep::default() };
        let mut store = open(&places[0].path(), keep);
        let now = Timestamp(100 * DAY);
        let odd = ["1", "tab\t", "back\\slash", "line\nfeed", "zero\0one\u{1}", "\\N", "ünï"];
        commit(&mut store, &part(), &posts(&odd, 1, now.0 - DAY));
        commit(&mut store, &part(), &posts(&["old"], 1, now.0 - 40 * DAY));
        assert_eq!(store.sweep(now).unwrap().ids, 1);
        let reset = Reset { next: Some(Position(90)), replay: Replay::AsRecorded, at: now };
        assert!(store.reset(&part(), &reset).unwrap());

        let mut copy = empty(&places[1]);
        let copied = store.copy_into(&mut copy).unwrap();
        assert_eq!(copied, Copied { mentions: 7, texts: 7, positions: 1 });
        let all = |store: &Store| {
            let positions = store.positions().unwrap();
            let active = store.rules_active(&part()).unwrap();
            (dump(store), positions, active, store.ledger().unwrap(), store.resets().unwrap())
        };
        assert_eq!(all(&store), all(&copy));
        assert!(dump(&store).contains("person\t\"twitter#7\"\t60\n"), "of a day that is gone");
        for store in [&mut store, &mut copy] {
            let tally = commit(store, &part(), &posts(&["1", "new"], 2, now.0));
            assert_eq!((tally.of(LedgerClass::Updated), tally.of(LedgerClass::Tagged)), (1, 1));
            assert_eq!(store.verify().unwrap().differences, []);
        }
        assert_eq!(all(&store), all(&copy));
    });
}

#[test]
fn a_copy_goes_only_where_nothing_is() {
    pairs(|from, to| {
        let places = [Place::new(from), Place::new(to)];
        let store = open(&places[0].path(), keeping(KeepMode::All));
        let mut other = open(&places[1].path(), keeping(KeepMode::All));
        commit(&mut other, &part(), &posts(&["1"], 1, 0));
        let before = dump(&other);
        let error = store.copy_into(&mut other).unwrap_err();
        assert!(matches!(error, StoreError::NotEmpty { .. }), "{error:?}");
        assert_eq!(dump(&other), before);
    });
}

#[test]
fn a_copy_that_came_out_different_does_not_stay() {
    pairs(|from, to| {
        let places = [Place::new(from), Place::new(to)];
        let mut store = open(&places[0].path(), keeping(KeepMode::All));
        commit(&mut store, &part(), &posts(&["1"], 1, 0));
        drop(empty(&places[1]));
        // What is written arrives as something else: one engagement more than was given.
        places[1].sql(&places[1].forger());
        let mut copy = empty(&places[1]);
        let error = store.copy_into(&mut copy).unwrap_err();
        assert!(matches!(error, StoreError::Differs { .. }), "{error:?}");
        assert_eq!(dump(&copy), "", "nothing of it stays");
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_history_is_copied_there_and_back(
        history in history(),
        on in [select(databases()), select(databases())],
        mode in select(vec![KeepMode::All, KeepMode::Tagged, KeepMode::Ids]),
    ) {
        let [from, to] = on;
        let places = [from, to, from].map(Place::new);
        let mut store = open(&places[0].path(), keeping(mode));
        Arrangement(0).play(&history, &mut store);
        let (mut there, mut back) = (empty(&places[1]), empty(&places[2]));
        store.copy_into(&mut there).unwrap();
        there.copy_into(&mut back).unwrap();
        prop_assert_eq!(dump(&store), dump(&there));
        prop_assert_eq!(dump(&store), dump(&back));
        prop_assert_eq!(back.verify().unwrap().differences_total, 0);
    }
}
