//! Erasing: the store is as if the person had never written, and stays so.

use mention::{Author, Event, LedgerClass, Part, TagName, Tagged, Timestamp, What};

use super::history::{Step, commit, simple_post};
use super::{Place, dump, keeping, on_each, open};
use crate::{Erased, Erasure, HandAction, HandTag, KeepMode, OpenOptions, Store};

fn part(name: &str) -> Part {
    Part { source: "kafka:c/t".into(), name: name.into() }
}

fn post(id: &str, author: (&str, &str), at: i64) -> (Event, Option<Tagged>) {
    let Step::Event(mut event, tagged) = simple_post(id, 1, at, &["a", "a/b"]) else {
        unreachable!("a post is an event")
    };
    let What::Posted { mention, .. } = &mut event.what else { unreachable!("it was posted") };
    let named = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
    let (id, handle) = (named(author.0), named(author.1));
    mention.author = Some(Author { id, handle, ..Author::default() });
    mention.text = format!("what {} and {} have written in {}", author.0, author.1, event.id);
    (event, tagged)
}

/// What Kim has written, under two names and an id.
fn of_kim() -> Vec<(Event, Option<Tagged>)> {
    vec![
        post("1", ("7", "Kim"), 0),
        post("2", ("7", "kim_of_later"), 900_000),
        post("3", ("", "@KIM"), 5),
    ]
}

fn of_others() -> Vec<(Event, Option<Tagged>)> {
    vec![post("10", ("8", "ann"), 0), post("11", ("", "kimberly"), 900_000)]
}

fn kim() -> Erasure {
    let Event { platform, .. } = post("1", ("", ""), 0).0;
    Erasure::Author { platform, name: "kim".into() }
}

fn erased(records: u64, store: &Store) {
    let rows = store.ledger().unwrap();
    let rows = rows.iter().filter(|row| row.class == LedgerClass::Erased);
    assert_eq!(rows.map(|row| row.records).sum::<u64>(), records);
}

#[test]
fn a_person_leaves_nothing_behind_and_does_not_come_back() {
    on_each(|database| {
        let places = [Place::new(database), Place::new(database), Place::new(database)];
        let mut store = open(&places[0].path(), keeping(KeepMode::All));
        commit(&mut store, &part("0"), &of_others());
        commit(&mut store, &part("1"), &of_kim());
        let tag = HandTag {
            tag: TagName::parse("a").unwrap(),
            action: HandAction::Remove,
            who: "ann".into(),
            at: Timestamp(4),
        };
        let Erasure::Author { platform, .. } = kim() else { unreachable!("kim is a person") };
        store.tag_by_hand(&platform, "1", &tag).unwrap();
        let mut without = open(&places[1].path(), keeping(KeepMode::All));
        commit(&mut without, &part("0"), &of_others());
        assert_ne!(dump(&store), dump(&without));

        let found = store.erase(&kim(), Timestamp(9)).unwrap();
        assert_eq!(found, Erased { mentions: 3, samples: 0, traces: vec![] });
        assert_eq!(dump(&store), dump(&without), "as if Kim had never written");
        assert_eq!(store.verify().unwrap().differences, []);

        let more = [of_kim(), vec![post("4", ("7", "brand_new_name"), 3)]].concat();
        commit(&mut store, &part("2"), &more);
        erased(4, &store);
        assert_eq!(dump(&store), dump(&without), "nor writes again");
        let mut copy = Store::open(&places[2].path(), &OpenOptions::default()).unwrap();
        store.copy_into(&mut copy).unwrap();
        commit(&mut copy, &part("3"), &of_kim());
        erased(7, &copy);
        let again = store.erase(&kim(), Timestamp(10)).unwrap();
        assert_eq!(again, Erased::default(), "nothing is left to be erased");
    });
}

#[test]
fn a_mention_is_erased_by_its_id_whatever_is_kept_of_it() {
    on_each(|database| {
        for mode in [KeepMode::All, KeepMode::Ids] {
            let places = [Place::new(database), Place::new(database)];
            let mut store = open(&places[0].path(), keeping(mode));
            commit(&mut store, &part("0"), &of_others());
            commit(&mut store, &part("1"), &of_kim()[..1]);
            let mut without = open(&places[1].path(), keeping(mode));
            commit(&mut without, &part("0"), &of_others());
            let Event { platform, id, .. } = of_kim()[0].0.clone();
            let found = store.erase(&Erasure::Mention { platform, id }, Timestamp(9)).unwrap();
            assert_eq!((found.mentions, found.traces.len()), (1, 0), "{found:?}");
            let counts = |store: &Store| {
                let dump = dump(store);
                // The author is a person still, with a first day and no mention.
                dump.lines().filter(|line| !line.contains('#')).collect::<Vec<_>>().join("\n")
            };
            assert_eq!(counts(&store), counts(&without));
            let Event { platform, id, version, .. } = of_kim()[0].0.clone();
            let deleted = Event { platform, id, version, what: What::Deleted };
            commit(&mut store, &part("2"), &[of_kim()[0].clone(), (deleted, None)]);
            erased(2, &store);
            assert_eq!(store.verify().unwrap().differences, []);
            commit(&mut store, &part("3"), &of_kim()[1..2]);
            assert_ne!(counts(&store), counts(&without), "others of the same person count");
        }
    });
}
