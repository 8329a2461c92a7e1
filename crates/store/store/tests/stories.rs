//! What happens to a mention's numbers as its life goes on: by hand, by age, by mode.

use mention::{
    Batch, Content, Counts, LedgerClass, MentionsOf, Outcome, Part, Position, Provenance, Question,
    Record, Reject, RejectReason, Standing, Tagged, Timestamp,
};

use super::history::{Step, commit, outcome, simple_post};
use super::{Database, Place, dump, keeping, on_each, open};
use crate::{Commit, HandAction, HandTag, HandTagged, Keep, KeepMode, Store, Tally};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn part() -> Part {
    Part { source: "file".into(), name: "posts.jsonl".into() }
}

fn take(store: &mut Store, steps: &[Step]) -> Tally {
    let events: Vec<_> = steps
        .iter()
        .map(|step| match step {
            Step::Event(event, tagged) => (event.clone(), tagged.clone()),
            Step::Hand(..) => panic!("a batch holds events"),
        })
        .collect();
    commit(store, &part(), &events)
}

fn counts(store: &Store, from: i64, to: i64, tags: &[&str]) -> Counts {
    let tags = tags.iter().map(ToString::to_string).collect();
    let question = Question { tags, ..Question::all(Timestamp(from), Timestamp(to)) };
    store.counts(&question).unwrap()
}

/// Mentions by tag over all time, as `tag=number`.
fn by_tag(store: &Store) -> String {
    let mut sums = std::collections::BTreeMap::new();
    for count in counts(store, -DAY, 1_000_000 * DAY, &[]).mentions {
        *sums.entry(count.tag).or_insert(0) += count.mentions;
    }
    sums.iter().map(|(tag, sum)| format!("{tag}={sum}")).collect::<Vec<_>>().join(" ")
}

fn say(store: &mut Store, tag: &str, action: HandAction, at: i64) -> HandTagged {
    let tag = mention::TagName::parse(tag).unwrap();
    let hand = HandTag { tag, action, who: "ann".into(), at: Timestamp(at) };
    store.tag_by_hand("twitter", "1", &hand).unwrap()
}

fn sound(store: &Store) {
    let found = store.verify().unwrap();
    assert!(found.differences.is_empty(), "{:?}", found.differences);
}

#[test]
fn hand_tags_beat_rules_and_survive_edits() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        take(&mut store, &[simple_post("1", 1, 0, &["a/b", "c"])]);
        assert_eq!(by_tag(&store), "*=1 *tagged=1 a=1 a/b=1 c=1");
        assert_eq!(say(&mut store, "a", HandAction::Remove, 5), HandTagged::Taken);
        assert_eq!(say(&mut store, "d", HandAction::Add, 5), HandTagged::Taken);
        assert_eq!(by_tag(&store), "*=1 *tagged=1 c=1 d=1");
        take(&mut store, &[simple_post("1", 2, 0, &["a", "e"])]);
        assert_eq!(by_tag(&store), "*=1 *tagged=1 d=1 e=1");
        assert_eq!(say(&mut store, "a", HandAction::Add, 4), HandTagged::Stale);
        assert_eq!(say(&mut store, "a", HandAction::Add, 6), HandTagged::Taken);
        assert_eq!(say(&mut store, "d", HandAction::Remove, 6), HandTagged::Taken);
        assert_eq!(say(&mut store, "e", HandAction::Remove, 6), HandTagged::Taken);
        assert_eq!(by_tag(&store), "*=1 *tagged=1 a=1");
        assert_eq!(say(&mut store, "a", HandAction::Remove, 6), HandTagged::Taken, "removal wins");
        assert_eq!(by_tag(&store), "*=1");
        sound(&store);
    });
}

#[test]
fn a_hand_tag_waits_for_its_mention() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        assert_eq!(say(&mut store, "d", HandAction::Add, 5), HandTagged::Waiting);
        assert_eq!(say(&mut store, "c", HandAction::Remove, 5), HandTagged::Waiting);
        assert_eq!(by_tag(&store), "");
        let tally = take(&mut store, &[simple_post("1", 1, 0, &["c"])]);
        assert_eq!(tally.of(LedgerClass::Tagged), 1, "the ledger says what tagging found");
        assert_eq!(by_tag(&store), "*=1 *tagged=1 d=1");
        sound(&store);
    });
}

fn tagged(tag: Option<&str>) -> MentionsOf {
    let tags = tag.map(Into::into).into_iter().collect();
    MentionsOf { tags, ..MentionsOf::published(Timestamp(0), Timestamp(10 * DAY)) }
}

#[test]
fn mentions_come_in_pages_newest_first_with_all_who_tagged_them() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let steps: Vec<Step> = ["1", "2", "3", "4", "5"]
            .iter()
            .zip([0, DAY, DAY, 2 * DAY, 3 * DAY])
            .map(|(id, at)| simple_post(id, 1, at, if *id == "4" { &[] } else { &["a/b"] }))
            .collect();
        take(&mut store, &steps);
        let ids = |tag: Option<&str>, size: usize| {
            let (mut ids, mut after) = (Vec::new(), None);
            loop {
                let page = store.mentions(&tagged(tag), after.as_ref(), size).unwrap();
                let Some(last) = page.last() else { return ids.join(" ") };
                after = Some(last.key());
                ids.extend(page.into_iter().map(|stored| stored.mention.id));
            }
        };
        for size in [1, 2, 9] {
            assert_eq!(ids(None, size), "5 4 3 2 1");
            assert_eq!(ids(Some("a"), size), "5 3 2 1");
            assert_eq!(ids(Some("*tagged"), size), "5 3 2 1");
            assert_eq!(ids(Some("*"), size), "5 4 3 2 1");
            assert_eq!(ids(Some("*untagged"), size), "4");
            assert_eq!(ids(Some("nobody"), size), "");
        }
        say(&mut store, "x", HandAction::Add, 7);
        say(&mut store, "a/b", HandAction::Remove, 7);
        let stored = store.mention("twitter", "1").unwrap().unwrap();
        let Step::Event(event, _) = &steps[0] else { unreachable!("a post is an event") };
        assert_eq!((stored.published_at, stored.version), (Timestamp(0), event.version));
        let [tag] = &stored.tagged.tags[..] else { panic!("{:?}", stored.tagged.tags) };
        let ann = Provenance::Person { who: "ann".into(), at: Timestamp(7) };
        assert_eq!((tag.name.as_str(), &tag.provenance), ("x", &ann));
        assert_eq!(store.mention("twitter", "none").unwrap(), None);
    });
}

#[test]
fn texts_go_by_age_and_their_mentions_go_on_counting() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(
            &place.path(),
            Keep {
                platform_days: [("reddit".to_owned(), 1), ("twitter".to_owned(), 500)].into(),
                ..Keep::default()
            },
        );
        let now = Timestamp(1_000 * DAY);
        let steps: Vec<Step> = [
            ("tagged-399", 399, &["a"][..]),
            ("tagged-401", 401, &["a"]),
            ("untagged-89", 89, &[]),
            ("untagged-91", 91, &[]),
        ]
        .iter()
        .map(|(id, age, tags)| simple_post(id, 1, now.0 - age * DAY, tags))
        .collect();
        take(&mut store, &steps);
        let before = by_tag(&store);
        let swept = store.sweep(now).unwrap();
        assert_eq!((swept.texts, swept.ids), (2, 0));
        assert_eq!(store.sweep(now).unwrap().texts, 0);
        let kept = |store: &Store, id| store.mention("twitter", id).unwrap().is_some();
        assert!(kept(&store, "tagged-399") && kept(&store, "untagged-89"));
        assert!(!kept(&store, "tagged-401") && !kept(&store, "untagged-91"));
        assert_eq!(by_tag(&store), before);
        let edit = simple_post("untagged-91", 2, now.0 - 91 * DAY, &["a"]);
        assert_eq!(take(&mut store, &[edit]).of(LedgerClass::Updated), 1, "its id is still known");
        assert_eq!(by_tag(&store), "*=4 *tagged=3 a=3");
        sound(&store);
    });
}

#[test]
fn platforms_may_ask_for_less() {
    on_each(|database| {
        let place = Place::new(database);
        let platform_days = [("twitter".to_owned(), 10)].into();
        let mut store = open(&place.path(), Keep { platform_days, ..Keep::default() });
        let now = Timestamp(1_000 * DAY);
        let steps =
            [(9, "9"), (11, "11")].map(|(age, id)| simple_post(id, 1, now.0 - age * DAY, &["a"]));
        take(&mut store, &steps);
        assert_eq!(store.sweep(now).unwrap().texts, 1);
        assert!(store.mention("twitter", "9").unwrap().is_some());
        assert!(store.mention("twitter", "11").unwrap().is_none());
    });
}

#[test]
fn what_is_older_than_the_counts_kept_is_late_and_changes_nothing() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), Keep { counts_days: Some(30), ..Keep::default() });
        let now = Timestamp(100 * DAY);
        let (old, new) = (now.0 - 31 * DAY, now.0 - 30 * DAY);
        take(&mut store, &[simple_post("1", 1, old, &["a"]), simple_post("2", 1, new, &["a"])]);
        assert_eq!(store.sweep(now).unwrap().ids, 1);
        assert_eq!(by_tag(&store), "*=1 *tagged=1 a=1");
        let before = dump(&store);
        assert!(
            before.contains("person\t\"twitter#7\"\t69\n"),
            "the first day outlives the counts"
        );
        let edits = [simple_post("1", 2, old, &["b"]), simple_post("3", 2, old, &["b"])];
        assert_eq!(take(&mut store, &edits).of(LedgerClass::Late), 2);
        assert_eq!(dump(&store), before);
        let found = store.verify().unwrap();
        assert_eq!(found.horizon.map(|day| day.0), Some(70));
        assert_eq!(found.span.map(|(first, last)| (first.0, last.0)), Some((70, 70)));
        sound(&store);
        let edit = simple_post("2", 2, new, &["b"]);
        assert_eq!(take(&mut store, &[edit]).of(LedgerClass::Updated), 1);
        assert_eq!(by_tag(&store), "*=1 *tagged=1 b=1");
        sound(&store);
    });
}

#[test]
fn keeping_nothing_tells_nothing_apart_and_says_so() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::None));
        let post = simple_post("1", 1, 0, &["a"]);
        let tally = take(&mut store, &[post.clone(), post.clone()]);
        assert_eq!(tally.of(LedgerClass::Tagged), 2);
        take(&mut store, &[post]);
        assert_eq!(by_tag(&store), "*=3 *tagged=3 a=3");
        assert_eq!(counts(&store, 0, DAY, &["a"]).authors.len(), 3);
        assert_eq!(say(&mut store, "b", HandAction::Add, 1), HandTagged::Impossible);
        let found = store.verify().unwrap();
        assert_eq!(found.blind.map(|(first, last)| (first.0, last.0)), Some((0, 0)));
        assert_eq!((found.span, found.mentions), (None, 0));
        sound(&store);
    });
}

#[test]
fn modes_keep_what_they_say() {
    on_each(|database| {
        for (mode, texts) in [(KeepMode::All, 2), (KeepMode::Tagged, 1), (KeepMode::Ids, 0)] {
            let place = Place::new(database);
            let mut store = open(&place.path(), keeping(mode));
            take(&mut store, &[simple_post("1", 1, 0, &["a"]), simple_post("2", 1, 0, &[])]);
            assert_eq!(store.mentions(&tagged(None), None, 9).unwrap().len(), texts, "{mode:?}");
            let edits = [simple_post("1", 2, 0, &[]), simple_post("2", 2, 0, &["a"])];
            take(&mut store, &edits);
            assert_eq!(store.mentions(&tagged(None), None, 9).unwrap().len(), texts, "{mode:?}");
            assert_eq!(by_tag(&store), "*=2 *tagged=1 a=1");
        }
    });
}

#[test]
fn only_the_tags_asked_for_are_answered() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        take(&mut store, &[simple_post("1", 1, 0, &["a/b", "c"])]);
        let answer = counts(&store, 0, DAY, &["c", "unknown"]);
        let tags: Vec<&str> = answer.mentions.iter().map(|count| &*count.tag).collect();
        assert_eq!(tags, ["*", "*tagged", "c"]);
        let tags: Vec<&str> = answer.authors.iter().map(|count| &*count.tag).collect();
        assert_eq!(tags, ["*", "*tagged", "c"]);
    });
}

/// A record that says something else than a post, read at `at`.
fn record(position: u64, at: Option<i64>, content: Content) -> Record {
    Record { at: at.map(Timestamp), position: Position(position), content }
}

const HOUR: i64 = 3_600_000;

/// A batch with records of most classes, the last of them an hour later.
fn of_every_class() -> Outcome {
    let standing = |step: Step, standing| match step {
        Step::Event(event, Some(tagged)) => (event, Some(Tagged { standing, ..tagged })),
        _ => unreachable!("it is a post"),
    };
    let events: Vec<_> = [
        standing(simple_post("1", 2, 0, &["a"]), Standing::Received),
        standing(simple_post("1", 2, 0, &["a"]), Standing::Received),
        standing(simple_post("1", 1, 0, &["a"]), Standing::Received),
        standing(simple_post("1", 3, 0, &["a"]), Standing::Received),
        standing(simple_post("2", 1, 0, &[]), Standing::Employee),
        standing(simple_post("3", 1, 0, &["a"]), Standing::Noise),
        standing(simple_post("4", 1, 0, &["a"]), Standing::Sent),
    ]
    .into();
    let mut outcome = outcome(&part(), Position(0), &events);
    let reject = |reason, sample: &[u8]| {
        Content::Rejected(Reject { reason, detail: "a sentence".into(), sample: sample.to_vec() })
    };
    outcome.batch.records.extend([
        record(7, Some(HOUR), Content::Ignored),
        record(8, None, reject(RejectReason::InvalidJson, b"{")),
        record(9, Some(HOUR + 1), reject(RejectReason::MissingId, &[b'x'; 5_000])),
    ]);
    outcome.batch.to = Position(10);
    outcome
}

#[test]
fn each_record_falls_in_one_class_of_its_hour() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        let outcome = of_every_class();
        let Commit::Done(tally) = store.commit_unpositioned(&outcome).unwrap() else {
            panic!("nothing can fence standard input")
        };
        assert_eq!(tally.consumed(), 10);
        let told: Vec<String> =
            tally.0.iter().map(|(class, count)| format!("{}={count}", class.name())).collect();
        assert_eq!(
            told.join(" "),
            "ignored=1 rejected=1 rejected=1 stale=1 duplicate=1 updated=1 noise=1 sent=1 tagged=1 untagged=1"
        );
        let ledger = store.ledger().unwrap();
        assert_eq!(ledger.iter().map(|row| row.records).sum::<u64>(), 10);
        assert!(ledger.is_sorted());
        let rejected: Vec<_> = ledger
            .iter()
            .filter(|row| row.class.name() == "rejected")
            .map(|row| (row.hour, row.class, row.records))
            .collect();
        assert_eq!(
            rejected,
            [
                (None, LedgerClass::Rejected(RejectReason::InvalidJson), 1),
                (Some(Timestamp(HOUR)), LedgerClass::Rejected(RejectReason::MissingId), 1),
            ]
        );
        let samples = store.rejects(1).unwrap();
        assert_eq!((samples[0].position, samples[0].sample.len()), (Position(9), 2_048));
        assert_eq!(store.rejects(9).unwrap().len(), 2);
        assert_eq!(store.positions().unwrap(), [], "standard input has no position");
    });
}

#[test]
fn an_empty_batch_only_moves_the_position() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let mut claim = store.claim(&part()).unwrap();
        store.start(&mut claim, Position(0)).unwrap();
        let mut outcome = outcome(&part(), Position(0), &[]);
        outcome.batch = Batch { to: Position(90), ..outcome.batch };
        assert_eq!(store.commit(&mut claim, &outcome).unwrap(), Commit::Done(Tally::default()));
        assert_eq!(store.positions().unwrap()[0].next, Some(Position(90)));
    });
}

#[test]
fn times_beyond_reason_count_at_the_edge() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let times = [i64::MIN, -1, 0, 4_000_000_000_000, i64::MAX];
        let ids = ["1", "2", "3", "4", "5"];
        let posts: Vec<Step> =
            ids.iter().zip(times).map(|(id, at)| simple_post(id, 1, at, &["a"])).collect();
        take(&mut store, &posts);
        let all = counts(&store, i64::MIN, i64::MAX, &["a"]);
        let mentions = all.mentions.iter().filter(|count| &*count.tag == "a");
        assert_eq!(mentions.map(|count| count.mentions).sum::<u64>(), 5);
        assert_eq!(all.authors.iter().find(|author| &*author.tag == "a").unwrap().mentions, 5);
        sound(&store);
        assert_eq!(store.verify().unwrap().mentions, 5);
    });
}

#[test]
fn a_stamp_changes_when_others_write_and_in_a_file_only_then() {
    on_each(|database| {
        let place = Place::new(database);
        let mut writer = open(&place.path(), keeping(KeepMode::All));
        let reader = open(&place.path(), keeping(KeepMode::All));
        let before = reader.stamp().unwrap();
        take(&mut writer, &[simple_post("1", 1, HOUR, &["a"])]);
        let after = reader.stamp().unwrap();
        assert_ne!(after, before);
        writer.positions().unwrap();
        // A server's tells of whatever is written on it, to the databases of other tests as well.
        if database == Database::Sqlite {
            assert_eq!(reader.stamp().unwrap(), after, "who reads changes nothing");
        }
    });
}
