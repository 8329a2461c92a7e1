//! What people bring along: measures, annotations, and whether posts ask something.

use mention::{Annotation, Day, Decimal, Measure, Scope, TagName, Timestamp};

use super::history::{Step, commit, simple_post};
use super::{Place, dump, keeping, on_each, open};
use crate::{KeepMode, OpenOptions, Store};

fn visitors(day: i64, place: &str, value: &str) -> Measure {
    Measure {
        scope: Scope::Campaign(TagName::parse("autumn").unwrap()),
        day: Day(day),
        metric: "attendance".into(),
        place: (!place.is_empty()).then(|| place.into()),
        value: Decimal::parse(value).unwrap(),
        note: Some("counted at the door\0".into()),
    }
}

fn sum(measures: &[Measure]) -> String {
    Decimal(measures.iter().map(|measure| measure.value.0).sum()).to_string()
}

#[test]
fn measures_replace_what_they_repeat_and_add_up() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let first = [visitors(1, "Lund", "0.1"), visitors(1, "Malmö", "0.2"), visitors(3, "", "5")];
        store.put_measures(&first).unwrap();
        store.put_measures(&first[..2]).unwrap();
        assert_eq!(sum(&store.measures(Day(0)..Day(9)).unwrap()), "5.3");
        store.put_measures(&[visitors(1, "Lund", "-7")]).unwrap();
        let all = store.measures(Day(0)..Day(9)).unwrap();
        assert_eq!(all, [visitors(1, "Lund", "-7"), first[1].clone(), first[2].clone()]);
        assert_eq!(store.measures(Day(1)..Day(3)).unwrap(), all[..2]);
    });
}

#[test]
fn an_annotation_is_there_once_and_goes_with_a_copy() {
    on_each(|database| {
        let places = [Place::new(database), Place::new(database)];
        let mut store = open(&places[0].path(), keeping(KeepMode::All));
        let [one, two] =
            ["price change", "åt\0"].map(|text| Annotation { day: Day(2), text: text.into() });
        assert!(store.annotate(&two).unwrap());
        assert!(store.annotate(&one).unwrap());
        assert!(!store.annotate(&one).unwrap());
        store.put_measures(&[visitors(1, "", "12.5")]).unwrap();
        let mut copy = Store::open(&places[1].path(), &OpenOptions::default()).unwrap();
        store.copy_into(&mut copy).unwrap();
        for store in [&store, &copy] {
            assert_eq!(store.annotations(Day(0)..Day(3)).unwrap(), [one.clone(), two.clone()]);
            assert_eq!(store.annotations(Day(3)..Day(9)).unwrap(), []);
            assert_eq!(store.measures(Day(0)..Day(3)).unwrap(), [visitors(1, "", "12.5")]);
        }
        let error = store.copy_into(&mut copy).unwrap_err();
        assert!(matches!(error, crate::StoreError::NotEmpty { .. }), "{error:?}");
    });
}

#[test]
fn what_asks_is_counted_apart() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let asking = |id: &str, version, question| match simple_post(id, version, 0, &["a"]) {
            Step::Event(event, Some(tagged)) => {
                (event, Some(mention::Tagged { question, ..tagged }))
            }
            _ => unreachable!("a post is an event with its tags"),
        };
        let part = mention::Part { source: "file".into(), name: "posts.jsonl".into() };
        let posts = [asking("1", 1, Some(true)), asking("2", 1, Some(false)), asking("3", 1, None)];
        commit(&mut store, &part, &posts);
        let asked = |store: &Store| {
            let (from, to) = (Timestamp(0), Timestamp(900_000));
            let counts = store
                .counts(&mention::Question {
                    tags: vec!["a".into()],
                    ..mention::Question::all(from, to)
                })
                .unwrap();
            let of = |question| {
                let rows = counts
                    .mentions
                    .iter()
                    .filter(|row| &*row.tag == "a" && row.dimensions.question == question);
                rows.map(|row| row.mentions).sum::<u64>()
            };
            (of(true), of(false))
        };
        assert_eq!(asked(&store), (1, 2));
        // An edit that asks no more takes its count along.
        commit(&mut store, &part, &[asking("1", 2, Some(false)), asking("2", 2, Some(true))]);
        commit(&mut store, &part, &[asking("3", 2, Some(true))]);
        assert_eq!(asked(&store), (2, 1));
        assert_eq!(store.verify().unwrap().differences, []);
        assert!(dump(&store).contains("received yes"));
    });
}
