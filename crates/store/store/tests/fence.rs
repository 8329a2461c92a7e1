//! Claims, fences and failures: all of a batch or nothing of it.

use mention::{Batch, LedgerClass, Outcome, Part, Position, Record, RuleSetId, Timestamp, What};
use mention::{Catalog, Content, Reject, RejectReason};

use super::history::{outcome, simple_post};
use super::{Place, RULES, dump, keeping, on_each, open};
use crate::{
    Claim, Commit, HandAction, HandTag, KeepMode, Replay, Reset, Store, StoreError, TRIALS_FROM,
    Topic,
};

fn part() -> Part {
    Part { source: "kafka:c/t".into(), name: "0".into() }
}

fn started(store: &mut Store) -> Claim {
    let mut claim = store.claim(&part()).unwrap();
    assert_eq!(store.start(&mut claim, Position(0)).unwrap(), Commit::Done(<_>::default()));
    claim
}

/// A batch of one post from `from` on.
fn batch(from: u64, id: &str, tags: &[&str]) -> Outcome {
    let super::history::Step::Event(event, tagged) = simple_post(id, 1, 0, tags) else {
        unreachable!("a post is an event")
    };
    outcome(&part(), Position(from), &[(event, tagged)])
}

fn is_done(commit: &Commit) -> bool {
    matches!(commit, Commit::Done(_))
}

#[test]
fn a_later_claim_fences_the_earlier_one_off() {
    on_each(|database| {
        let place = Place::new(database);
        let mut one = open(&place.path(), keeping(KeepMode::All));
        let mut other = open(&place.path(), keeping(KeepMode::All));
        let mut zombie = started(&mut one);
        assert!(is_done(&one.commit(&mut zombie, &batch(0, "1", &["a"])).unwrap()));
        let mut heir = other.claim(&part()).unwrap();
        assert_eq!((heir.epoch, heir.next), (2, Some(Position(1))));

        let before = dump(&one);
        assert_eq!(one.commit(&mut zombie, &batch(1, "2", &["b"])).unwrap(), Commit::Fenced);
        assert_eq!(one.skip(&mut zombie, Position(5)).unwrap(), Commit::Fenced);
        let topic = Topic { id: "t".into(), leader_epoch: 0 };
        assert_eq!(one.note_topic(&mut zombie, topic).unwrap(), Commit::Fenced);
        assert_eq!(dump(&one), before, "a fenced batch leaves no trace");
        assert_eq!(zombie.next, Some(Position(1)));

        assert!(is_done(&other.commit(&mut heir, &batch(1, "2", &["b"])).unwrap()));
        assert_eq!(other.verify().unwrap().differences_total, 0);
    });
}

#[test]
fn a_claim_knows_where_it_stands() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        let mut claim = store.claim(&part()).unwrap();
        assert_eq!((claim.epoch, claim.next, claim.attempts), (1, None, 1));
        let error = store.commit(&mut claim, &batch(0, "1", &[])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the batch starts at 0 of part 0 of kafka:c/t, and the store is at no position yet"
        );
        store.start(&mut claim, Position(7)).unwrap();
        store.start(&mut claim, Position(9)).unwrap();
        let again = store.claim(&part()).unwrap();
        assert_eq!((again.epoch, again.next, again.attempts), (2, Some(Position(7)), 1));
        let mut claim = again;
        let error = store.commit(&mut claim, &batch(9, "1", &[])).unwrap_err();
        assert!(matches!(error, StoreError::OutOfStep { next: Some(Position(7)), .. }));
        assert!(is_done(&store.commit(&mut claim, &batch(7, "1", &[])).unwrap()));
        let topic = Topic { id: "abc".into(), leader_epoch: 4 };
        assert!(is_done(&store.note_topic(&mut claim, topic.clone()).unwrap()));
        let claim = store.claim(&part()).unwrap();
        assert_eq!((claim.next, claim.attempts, claim.topic), (Some(Position(8)), 1, Some(topic)));
    });
}

#[test]
fn a_gap_stands_beside_what_was_consumed() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        let mut claim = started(&mut store);
        let Commit::Done(tally) = store.skip(&mut claim, Position(40)).unwrap() else {
            panic!("nobody else claims the part")
        };
        assert_eq!((tally.of(LedgerClass::Gap), tally.consumed()), (40, 0));
        assert!(store.skip(&mut claim, Position(3)).is_err(), "not backwards");
        assert_eq!(store.positions().unwrap()[0].next, Some(Position(40)));
    });
}

#[test]
fn a_batch_of_rules_that_were_not_put_is_refused() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        let mut claim = started(&mut store);
        let before = dump(&store);
        let unknown = Outcome { rules: RuleSetId(8), ..batch(0, "1", &["new"]) };
        let error = store.commit(&mut claim, &unknown).unwrap_err();
        assert!(matches!(error, StoreError::UnknownRules { rules: RuleSetId(8) }));
        assert_eq!(dump(&store), before);
        assert!(is_done(&store.commit(&mut claim, &batch(0, "1", &["new"])).unwrap()));
    });
}

#[test]
fn a_replay_finds_the_rules_of_the_first_run() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        let newer = RuleSetId(8);
        store.put_rules(newer, "newer", &Catalog { rules: newer, entries: vec![] }).unwrap();
        let mut claim = started(&mut store);
        for (from, rules) in [(0, RULES), (1, RULES), (2, newer), (3, RULES)] {
            let batch = Outcome { rules, ..batch(from, "1", &[]) };
            assert!(is_done(&store.commit(&mut claim, &batch).unwrap()));
        }
        let recorded = vec![(Position(0), RULES), (Position(2), newer), (Position(3), RULES)];
        assert_eq!(store.rules_active(&part()).unwrap(), recorded);

        let to = |next, replay| Reset { next, replay, at: Timestamp(77) };
        assert!(store.reset(&part(), &to(Some(Position(0)), Replay::AsRecorded)).unwrap());
        assert_eq!(store.rules_active(&part()).unwrap(), recorded);
        assert_eq!(store.commit(&mut claim, &batch(4, "2", &[])).unwrap(), Commit::Fenced);
        assert!(store.reset(&part(), &to(Some(Position(2)), Replay::WithCurrentRules)).unwrap());
        assert_eq!(store.rules_active(&part()).unwrap(), recorded[..1]);
        let stranger = Part { source: "file".into(), name: "x".into() };
        assert!(!store.reset(&stranger, &to(None, Replay::AsRecorded)).unwrap());
        assert_eq!(store.positions().unwrap().len(), 1);
    });
}

#[test]
fn a_reset_is_written_down_and_what_it_passes_over_is_a_gap() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        let mut claim = started(&mut store);
        assert!(is_done(&store.commit(&mut claim, &batch(0, "1", &[])).unwrap()));
        for next in [Some(Position(40)), Some(Position(3)), None] {
            let reset = Reset { next, replay: Replay::AsRecorded, at: Timestamp(77) };
            assert!(store.reset(&part(), &reset).unwrap());
        }
        let moves: Vec<_> =
            store.resets().unwrap().iter().map(|row| (row.was, row.became)).collect();
        let at = |position| Some(Position(position));
        assert_eq!(moves, [(at(1), at(40)), (at(40), at(3)), (at(3), None)]);
        let gaps = store.ledger().unwrap();
        let gaps = gaps.iter().filter(|row| row.class == LedgerClass::Gap);
        assert_eq!(gaps.map(|row| row.records).sum::<u64>(), 39, "back and anew pass over nothing");
    });
}

#[test]
fn claims_without_commits_rise_to_where_care_begins_and_trials_go_on_from_there() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        started(&mut store);
        let claimed = |store: &mut Store| store.claim(&part()).unwrap();
        let attempts: Vec<u32> = (0..4).map(|_| claimed(&mut store).attempts).collect();
        assert_eq!(
            attempts,
            [1, 2, TRIALS_FROM, TRIALS_FROM],
            "a start forgets the claim before it"
        );
        let mut claim = claimed(&mut store);
        assert!(is_done(&store.mark_trial(&mut claim, 9).unwrap()));
        let mut next = claimed(&mut store);
        assert_eq!(next.attempts, 9, "a claim does not count for a trial");
        assert_eq!(store.mark_trial(&mut claim, 4).unwrap(), Commit::Fenced);
        assert!(is_done(&store.commit(&mut next, &batch(0, "1", &[])).unwrap()));
        assert_eq!(claimed(&mut store).attempts, 1, "a commit forgets them");
    });
}

/// A batch that writes to every table a commit can write to.
fn batch_of_everything() -> Outcome {
    let mut outcome = batch(1, "2", &["fresh/tag"]);
    outcome.rules = RuleSetId(8);
    outcome.batch.records[0].position = Position(2);
    let reject = Reject {
        reason: RejectReason::InvalidJson,
        detail: "not JSON".into(),
        sample: b"{".to_vec(),
    };
    let record = Record {
        at: Some(Timestamp(5)),
        position: Position(1),
        content: Content::Rejected(reject),
    };
    outcome.batch.records.insert(0, record);
    let Batch { records, to, .. } = &mut outcome.batch;
    *to = Position(3);
    let Content::Event(event) = &mut records[1].content else { unreachable!("it is a post") };
    event.platform = "brand-new".into();
    if let What::Posted { mention, .. } = &mut event.what {
        mention.platform = "brand-new".into();
    }
    outcome
}

#[test]
fn a_failure_at_any_table_leaves_no_trace() {
    on_each(|database| {
        const TABLES: [&str; 12] = [
            "platforms",
            "tags",
            "dimensions",
            "cursors",
            "rules_active",
            "mentions",
            "texts",
            "people",
            "author_days",
            "counts",
            "ledger",
            "rejects",
        ];
        let twin = Place::new(database);
        let expected = {
            let mut store = open(&twin.path(), keeping(KeepMode::All));
            commit_everything(&mut store, |_, _| ());
            dump(&store)
        };
        for table in TABLES {
            let place = Place::new(database);
            let mut store = open(&place.path(), keeping(KeepMode::All));
            commit_everything(&mut store, |store, claim| {
                let before = (dump(store), store.ledger().unwrap(), store.rejects(9).unwrap());
                place.sql(&place.trap(table));
                let error = store.commit(claim, &batch_of_everything()).unwrap_err();
                assert!(matches!(error, StoreError::Database { .. }), "{table}: {error:?}");
                place.sql(&place.without_trap(table));
                let after = (dump(store), store.ledger().unwrap(), store.rejects(9).unwrap());
                assert_eq!(before, after, "{table}");
                assert_eq!(claim.next, Some(Position(1)), "{table}");
            });
            assert_eq!(
                dump(&store),
                expected,
                "{table}: trying again gives what never failing gives"
            );
        }
    });
}

/// Commits a first batch, does `between`, then commits [`batch_of_everything`].
fn commit_everything(store: &mut Store, between: impl FnOnce(&mut Store, &mut Claim)) {
    let newer = RuleSetId(8);
    store.put_rules(newer, "newer", &Catalog { rules: newer, entries: vec![] }).unwrap();
    let mut claim = started(store);
    assert!(is_done(&store.commit(&mut claim, &batch(0, "1", &["a"])).unwrap()));
    between(store, &mut claim);
    assert!(is_done(&store.commit(&mut claim, &batch_of_everything()).unwrap()));
}

#[test]
fn names_that_another_process_made_are_learned() {
    on_each(|database| {
        let place = Place::new(database);
        let mut one = open(&place.path(), keeping(KeepMode::All));
        let mut other = open(&place.path(), keeping(KeepMode::All));
        for (from, tags) in [(0, ["a/b"]), (2, ["c"]), (4, ["a/d"])] {
            for (store, from, id) in [(&mut one, from, "1"), (&mut other, from + 1, "2")] {
                let mut claim = started(store);
                let id = format!("{id}{from}");
                assert!(is_done(&store.commit(&mut claim, &batch(from, &id, &tags)).unwrap()));
            }
        }
        assert_eq!(dump(&one), dump(&other));
        assert_eq!(one.verify().unwrap().differences_total, 0);
        let tag = mention::TagName::parse("a").unwrap();
        let removal =
            HandTag { tag, action: HandAction::Remove, who: "ann".into(), at: Timestamp(1) };
        other.tag_by_hand("twitter", "10", &removal).unwrap();
        assert_eq!(one.verify().unwrap().differences_total, 0);
    });
}

#[test]
fn two_people_with_one_hash_are_told_apart() {
    // Only this database finds people by a hash.
    let place = Place::in_folder();
    let mut store = open(&place.path(), keeping(KeepMode::Ids));
    let mut claim = started(&mut store);
    assert!(is_done(&store.commit(&mut claim, &batch(0, "1", &[])).unwrap()));
    place.sql("UPDATE people SET key = 'twitter#other'");
    for (from, id) in [(1, "2"), (2, "3")] {
        assert!(is_done(&store.commit(&mut claim, &batch(from, id, &[])).unwrap()));
    }
    let people =
        place.sql("SELECT author, mentions FROM v_author_day WHERE tag = '*' ORDER BY author");
    assert_eq!(people, "twitter#7 2\ntwitter#other 1\n");
    assert_eq!(store.verify().unwrap().differences_total, 0);
}
