//! Opening what is there, what is not, and what is something else.

use std::fs;
use std::time::Duration;

use mention::{BrandRole, Catalog, Entry, EntryKind, RuleSetId, TagName};

use super::{Place, RULES, dump, on_each, open};
use crate::{Access, Keep, OpenOptions, Store, StoreError};

fn options(access: Access) -> OpenOptions {
    OpenOptions { access, busy_wait: Duration::ZERO, ..OpenOptions::default() }
}

/// Opening must fail, and the message must name the file and what to do.
fn refused(place: &Place, access: Access, remedy: &str) -> StoreError {
    let error = Store::open(&place.path(), &options(access)).unwrap_err();
    let message = error.to_string();
    assert!(message.contains(&place.path().display().to_string()), "{message}");
    assert!(message.contains(remedy), "{message}");
    error
}

#[test]
fn what_is_not_there_is_made_only_when_asked_for() {
    on_each(|database| {
        let place = Place::new(database);
        for access in [Access::Read, Access::Write] {
            let error = refused(&place, access, "make one with `tagline run`");
            assert!(matches!(error, StoreError::Missing { .. }));
        }
        assert!(!place.path().exists());
        drop(open(&place.path(), Keep::default()));
        for access in [Access::Read, Access::Write] {
            Store::open(&place.path(), &options(access)).unwrap();
        }
    });
}

#[test]
fn something_else_is_left_alone() {
    let place = Place::in_folder();
    let text = "this is a text file and no database at all, and long enough for a header of one";
    fs::write(place.path(), text.repeat(20)).unwrap();
    let error = refused(&place, Access::Create, "choose another path");
    assert!(matches!(error, StoreError::NotAStore { .. }));
    assert_eq!(fs::read_to_string(place.path()).unwrap(), text.repeat(20));

    let place = Place::in_folder();
    let other = rusqlite::Connection::open(place.path()).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    let error = refused(&place, Access::Create, "choose another path");
    assert!(matches!(error, StoreError::NotAStore { .. }));
    let place = Place::in_folder();
    fs::create_dir(place.path()).unwrap();
    let error = refused(&place, Access::Create, "check that its folder exists");
    assert!(matches!(error, StoreError::NoAccess { .. }));
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    on_each(|database| {
        let place = Place::new(database);
        drop(open(&place.path(), Keep::default()));
        place.sql(
            "UPDATE about SET value = 99 WHERE name = 'schema_version';
             UPDATE about SET value = '4.5.6' WHERE name = 'written_by'",
        );
        for access in [Access::Create, Access::Write, Access::Read] {
            let error = refused(&place, access, "update tagline to at least 4.5.6");
            assert!(matches!(error, StoreError::Newer { found: 99, .. }));
        }
    });
}

#[test]
fn an_older_store_is_not_only_read() {
    on_each(|database| {
        let place = Place::new(database);
        drop(open(&place.path(), Keep::default()));
        place.sql("UPDATE about SET value = 0 WHERE name = 'schema_version'");
        let error = refused(&place, Access::Read, "open it once for writing");
        assert!(matches!(error, StoreError::Older { found: 0, .. }));
    });
}

#[test]
fn who_waits_in_vain_for_a_lock_is_told() {
    let place = Place::in_folder();
    let mut store = open(&place.path(), Keep::default());
    drop(store);
    store = Store::open(&place.path(), &options(Access::Write)).unwrap();
    let other = rusqlite::Connection::open(place.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let catalog = Catalog { rules: RULES, entries: vec![] };
    let error = store.put_rules(RULES, "", &catalog).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    assert!(error.to_string().contains("locked by another process"));
    assert!(store.catalog().unwrap().is_some(), "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    store.put_rules(RULES, "", &catalog).unwrap();
}

#[test]
fn who_only_reads_cannot_write_and_sees_what_is_written() {
    on_each(|database| {
        let place = Place::new(database);
        let mut writer = open(&place.path(), Keep::default());
        let mut reader = Store::open(&place.path(), &options(Access::Read)).unwrap();
        let before = dump(&reader);
        let newer = RuleSetId(8);
        let catalog = Catalog { rules: newer, entries: vec![] };
        writer.put_rules(newer, "newer", &catalog).unwrap();
        assert_ne!(dump(&reader), before);
        assert_eq!(reader.catalog().unwrap(), Some(catalog.clone()));
        let error = reader.put_rules(newer, "", &catalog).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    });
}

#[test]
fn the_catalog_is_that_of_the_rules_put_last() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = Store::open(&place.path(), &OpenOptions::default()).unwrap();
        assert_eq!(store.catalog().unwrap(), None);
        let tag = |name| TagName::parse(name).unwrap();
        let entry = |name, kind| Entry {
            name: tag(name),
            label: format!("label of {name}"),
            kind,
            owner: Some("ann".into()),
            aliases: vec![],
        };
        let older = Catalog {
            rules: RuleSetId(1),
            entries: vec![
                entry("a", EntryKind::Brand(BrandRole::Competitor)),
                Entry {
                    owner: None,
                    aliases: vec![tag("old"), tag("older/b")],
                    ..entry("b", EntryKind::Theme)
                },
                entry("c", EntryKind::Campaign),
            ],
        };
        let newer = Catalog {
            rules: RuleSetId(2),
            entries: vec![entry("a", EntryKind::Brand(BrandRole::Own))],
        };
        for catalog in [&older, &newer, &older] {
            let canonical = format!("rules {}", catalog.rules);
            store.put_rules(catalog.rules, &canonical, catalog).unwrap();
            assert_eq!(store.catalog().unwrap().as_ref(), Some(catalog));
        }
        let texts: Vec<String> =
            store.rule_sets().unwrap().into_iter().map(|set| set.canonical).collect();
        assert_eq!(texts, [RuleSetId(2), RuleSetId(1)].map(|id| format!("rules {id}")));
    });
}
