//! A sealed report stays as it was, and it can be told why a number is another one since.

use mention::{Event, Part, Standing, Tagged, Timestamp, What};

use super::history::{Step, commit, simple_post};
use super::{Place, keeping, on_each, open};
use crate::{Erasure, KeepMode, OpenOptions, Seal, Since, Store};

const DAY: i64 = 24 * 3_600_000;

fn post(id: &str, version: i64, at: i64) -> (Event, Option<Tagged>) {
    match simple_post(id, version, at, &["a"]) {
        Step::Event(event, tagged) => (event, tagged),
        Step::Hand(..) => unreachable!("a post is an event"),
    }
}

fn noise(id: &str, version: i64) -> (Event, Option<Tagged>) {
    let (event, tagged) = post(id, version, 5);
    (event, tagged.map(|tagged| Tagged { standing: Standing::Noise, ..tagged }))
}

fn deletion(id: &str, version: i64) -> (Event, Option<Tagged>) {
    let (event, _) = post(id, version, 5);
    (Event { what: What::Deleted, ..event }, None)
}

fn sealed(store: &Store, at: i64) -> Seal {
    Seal {
        report: "tagline report success --period 1970-01-01 --tz UTC".into(),
        at: Timestamp(at),
        hash: "00ff".into(),
        bytes: vec![b'{', 0, 0xff, b'\\', b'}'],
        states: store.states(Timestamp(0)..Timestamp(DAY)).unwrap(),
    }
}

#[test]
fn what_changed_since_a_report_was_sealed_is_told_by_cause() {
    on_each(|database| {
        let places = [Place::new(database), Place::new(database)];
        let mut store = open(&places[0].path(), keeping(KeepMode::All));
        let part = Part { source: "kafka:c/t".into(), name: "0".into() };
        let before = ["kept", "deleted", "edited", "erased"].map(|id| post(id, 1, 5));
        commit(&mut store, &part, &before);
        commit(&mut store, &part, &[post("another day", 1, DAY), noise("noise", 1)]);
        let seal = sealed(&store, 9);
        assert!(store.put_seal(&seal).unwrap());
        assert!(!store.put_seal(&sealed(&store, 10)).unwrap(), "the first seal stays");

        commit(&mut store, &part, &[deletion("deleted", 2), noise("edited", 2)]);
        commit(&mut store, &part, &[post("late", 1, 7), post("later", 1, 7), noise("noise", 2)]);
        let Event { platform, .. } = post("erased", 1, 5).0;
        let erasure = Erasure::Mention { platform, id: "erased".into() };
        assert_eq!(store.erase(&erasure, Timestamp(11)).unwrap().mentions, 1);

        let mut copy = Store::open(&places[1].path(), &OpenOptions::default()).unwrap();
        store.copy_into(&mut copy).unwrap();
        for store in [&store, &copy] {
            let stored = store.seal(&seal.report).unwrap().unwrap();
            assert_eq!(stored, seal);
            let now = store.states(Timestamp(0)..Timestamp(DAY)).unwrap();
            let expected =
                Since { then: 4, now: 3, deleted: -1, edited: -1, late: 2, gone: -1, retagged: 0 };
            assert_eq!(stored.since(&now), expected);
            assert_eq!(store.seal("tagline report tags").unwrap(), None);
        }
    });
}
