//! Stores written by every schema so far are opened by this program, and mean what they meant.

use mention::Part;
use rusqlite::Connection;

use super::history::{Step, commit, simple_post};
use super::{Place, dump, keeping, open};
use crate::{KeepMode, OpenOptions, Store};

/// A store as a schema left it, as statements, and its dump by the program of that schema.
///
/// Once a schema is released, its file is never changed; a schema after it brings a file of its own.
const STORES: [(&str, &str); 5] = [
    (include_str!("../../testdata/schema-1.sql"), include_str!("../../testdata/schema-1.dump")),
    (include_str!("../../testdata/schema-2.sql"), include_str!("../../testdata/schema-2.dump")),
    (include_str!("../../testdata/schema-3.sql"), include_str!("../../testdata/schema-3.dump")),
    (include_str!("../../testdata/schema-4.sql"), include_str!("../../testdata/schema-4.dump")),
    (include_str!("../../testdata/schema-5.sql"), include_str!("../../testdata/schema-5.dump")),
];

/// A dump without the fields that are absent: those that came to be later are absent from what was written before.
fn stated(dump: &str) -> String {
    let fields = dump.split(", ").filter(|field| !field.ends_with(": None"));
    fields.collect::<Vec<_>>().join(", ")
}

#[test]
fn stores_of_every_schema_open_and_go_on() {
    for (statements, expected) in STORES {
        let place = Place::in_folder();
        Connection::open(place.path()).unwrap().execute_batch(statements).unwrap();
        let mut store = Store::open(&place.path(), &OpenOptions::default()).unwrap();
        assert_eq!(stated(&dump(&store)), stated(expected));
        assert_eq!(store.verify().unwrap().differences_total, 0);
        drop(store);
        store = open(&place.path(), keeping(KeepMode::All));
        let Step::Event(event, tagged) = simple_post("edited", 9, 0, &["new/tag"]) else {
            unreachable!("a post is an event")
        };
        let part = Part { source: "kafka:c/t".into(), name: "0".into() };
        commit(&mut store, &part, &[(event, tagged)]);
        assert_eq!(store.verify().unwrap().differences_total, 0);
        let connection = Connection::open(place.path()).unwrap();
        let dangling = connection.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
        assert!(!dangling, "a row refers to a row that is not there");
    }
}
