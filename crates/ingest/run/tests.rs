//! Stopping anywhere and going on is the same as never having stopped.

use std::path::Path;

use mention::{LedgerClass, RejectReason};
use rulelang::{RuleSet, SourceFile};
use store::OpenOptions;
use tagger::Trial;

use super::*;
use crate::file::tests::{Folder, options};
use crate::{Files, Input};

fn tagger(word: &str) -> Arc<Tagger> {
    let text = format!(
        "[[brand]]\nid = \"rail\"\nlabel = \"Rail\"\nrole = \"own\"\nquery = \"train\"\n\n[[theme]]\nid = \"word\"\nlabel = \"Word\"\nquery = \"{word}\"\n"
    );
    let files = [SourceFile { name: "rules.toml".to_owned(), text }];
    let (rules, _) = RuleSet::read(&files, &|_, _| Ok(Vec::new())).unwrap();
    Arc::new(Tagger::new(rules, Trial::Silent).unwrap())
}

fn open(path: &Path) -> Store {
    Store::open(path, &OpenOptions::default()).unwrap()
}

fn files(path: &Path) -> Files {
    Files::new(vec![Input::Path(path.to_owned())], options()).unwrap()
}

fn post(id: usize, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":\"{text}\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n")
}

fn dump(store: &Store) -> String {
    let mut bytes = Vec::new();
    store.dump(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Runs to the end and gives what was summed up.
fn go(source: &mut dyn Source, store: &mut Store, word: &str) -> Result<Summary, RunError> {
    let (_rules, mut rules) = watch::channel(tagger(word));
    let (_stop, shutdown) = watch::channel(false);
    let limits = BatchLimits { records_max: 7, ..BatchLimits::default() };
    run(
        source,
        store,
        &mut rules,
        &shutdown,
        &RunOptions { limits, ..RunOptions::default() },
        &mut |_| (),
    )
}

#[test]
fn a_run_counts_every_record_in_one_class_and_shows_the_first_reject_of_each_reason() {
    let folder = Folder::new("run");
    let mut text: String = (0..20).map(|id| post(id, "late train")).collect();
    text.push_str("oops\nnope\n\n");
    text.push_str(&post(3, "late train"));
    text.push_str(&post(20, "a bus"));
    let path = folder.write("posts.jsonl", text.as_bytes());
    let mut store = open(&folder.0.join("a.db"));
    let summary = go(&mut files(&path), &mut store, "late").unwrap();
    assert_eq!(summary.records, 25);
    assert!(summary.ended);
    let count = |class| summary.tally.of(class);
    assert_eq!(count(LedgerClass::Tagged), 20);
    assert_eq!(count(LedgerClass::Untagged), 1);
    assert_eq!(count(LedgerClass::Duplicate), 1);
    assert_eq!(count(LedgerClass::Ignored), 1);
    assert_eq!(count(LedgerClass::Rejected(RejectReason::InvalidJson)), 2);
    let [sample] = &summary.samples[..] else { panic!("{:?}", summary.samples) };
    assert!(sample.place.ends_with("posts.jsonl, line 21"), "{}", sample.place);
    assert_eq!(sample.reject.sample, b"oops");
    // Again: nothing is read twice.
    assert_eq!(go(&mut files(&path), &mut store, "late").unwrap().records, 0);
}

#[test]
fn stopping_anywhere_and_going_on_gives_the_store_of_one_run() {
    let folder = Folder::new("stop");
    let text: String = (0..40).map(|id| post(id % 33, "late train")).collect();
    let path = folder.write("posts.jsonl", text.as_bytes());
    let mut whole = open(&folder.0.join("whole.db"));
    go(&mut files(&path), &mut whole, "late").unwrap();
    let mut pieces = open(&folder.0.join("pieces.db"));
    let mut runs = 0;
    loop {
        let (_rules, mut rules) = watch::channel(tagger("late"));
        let (stop, shutdown) = watch::channel(false);
        let limits = BatchLimits { records_max: 9, ..BatchLimits::default() };
        let summary = run(
            &mut files(&path),
            &mut pieces,
            &mut rules,
            &shutdown,
            &RunOptions { limits, ..RunOptions::default() },
            &mut |progress| {
                if progress.summary.batches == 1 {
                    stop.send_replace(true);
                }
            },
        )
        .unwrap();
        runs += 1;
        if summary.ended {
            break;
        }
    }
    assert_eq!(runs, 6);
    assert_eq!(dump(&pieces), dump(&whole));
}

#[test]
fn rules_change_between_batches() {
    let folder = Folder::new("reload");
    let text: String = (0..14).map(|id| post(id, "late train")).collect();
    let path = folder.write("posts.jsonl", text.as_bytes());
    let mut store = open(&folder.0.join("a.db"));
    let (send, mut rules) = watch::channel(tagger("late"));
    let (_stop, shutdown) = watch::channel(false);
    let limits = BatchLimits { records_max: 7, ..BatchLimits::default() };
    run(
        &mut files(&path),
        &mut store,
        &mut rules,
        &shutdown,
        &RunOptions { limits, ..RunOptions::default() },
        &mut |progress| {
            if progress.summary.batches == 1 {
                send.send_replace(tagger("early"));
            }
        },
    )
    .unwrap();
    let part = store.positions().unwrap()[0].part.clone();
    let active = store.rules_active(&part).unwrap();
    let starts: Vec<u64> = active.iter().map(|(from, _)| from.0).collect();
    assert_eq!(starts, [0, text.len() as u64 / 2 - 2]);
}

#[test]
fn a_file_that_another_run_took_over_stops_with_an_explanation() {
    let folder = Folder::new("fenced");
    let text: String = (0..20).map(|id| post(id, "late train")).collect();
    let path = folder.write("posts.jsonl", text.as_bytes());
    let database = folder.0.join("a.db");
    let mut store = open(&database);
    let mut other = open(&database);
    let (_rules, mut rules) = watch::channel(tagger("late"));
    let (_stop, shutdown) = watch::channel(false);
    let limits = BatchLimits { records_max: 7, ..BatchLimits::default() };
    let failed = run(
        &mut files(&path),
        &mut store,
        &mut rules,
        &shutdown,
        &RunOptions { limits, ..RunOptions::default() },
        &mut |progress| {
            if progress.summary.batches == 1 {
                let part = other.positions().unwrap()[0].part.clone();
                other.claim(&part).unwrap();
            }
        },
    )
    .unwrap_err();
    let RunError::Fenced { explanation } = failed else { panic!("{failed:?}") };
    assert!(explanation.starts_with("another process has begun to read"), "{explanation}");
    let ledger: u64 = other.ledger().unwrap().iter().map(|row| row.records).sum();
    assert_eq!(ledger, 7);
}
