//! The promise: the same events give the same store, in whatever order, batches and repetitions they come.

use std::collections::BTreeMap;

use mention::{
    Counts, Day, Event, KindOf, Known, MentionsOf, Part, PeopleQuestion, Question, Sample,
    Standing, Tagged, Timestamp,
};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;

use super::history::{Arrangement, Step, arrangement, commit, history, simple_post};
use super::oracle::{self, Fault};
use super::{Database, Place, databases, dump, keeping, on_each, open};
use crate::{KeepMode, Store};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Everything, then periods that cut days at one end, both ends, and inside one day.
const PERIODS: [(i64, i64); 5] = [
    (-DAY, 10 * DAY),
    (900_000, 4 * DAY),
    (900_000, 3 * DAY + 900_000),
    (0, 900_000),
    (DAY, 3 * DAY),
];

fn question((from, to): (i64, i64), tags: &[&str]) -> Question {
    let tags = tags.iter().map(ToString::to_string).collect();
    Question { tags, ..Question::all(Timestamp(from), Timestamp(to)) }
}

/// The databases there are, and files thrice more: a database takes long to make.
fn mostly_files() -> Vec<Database> {
    let mut all = databases();
    all.extend([Database::Sqlite; 3]);
    all
}

/// A new store that saw `history` arrive as `arrangement` has it.
fn arrived(place: &Place, mode: KeepMode, history: &[Step], arrangement: &Arrangement) -> Store {
    let mut arrangement = arrangement.clone();
    let mut store = open(&place.path(), keeping(mode));
    let steps = arrangement.order(history);
    arrangement.play(&steps, &mut store);
    store
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn order_batches_and_repetition_leave_no_trace(
        history in history(),
        one in arrangement(),
        other in arrangement(),
        mode in select(vec![KeepMode::All, KeepMode::Tagged, KeepMode::Ids]),
        on in [select(mostly_files()), select(mostly_files())],
    ) {
        let folders = on.map(Place::new);
        let store = arrived(&folders[0], mode, &history, &one);
        let twin = arrived(&folders[1], mode, &history, &other);
        prop_assert_eq!(dump(&store), dump(&twin));
        for period in PERIODS {
            let question = question(period, &[]);
            let mut counts = store.counts(&question).unwrap();
            counts.ledger.clear();
            prop_assert_eq!(counts, oracle::counts(&history, &question, Fault::None));
        }
        for store in [&store, &twin] {
            asked_agrees(store)?;
            let found = store.verify().unwrap();
            prop_assert!(found.differences.is_empty(), "{:?}", found.differences);
        }
    }
}

/// What reports ask beside counts agrees with pages of mentions, and with counted people.
fn asked_agrees(store: &Store) -> Result<(), TestCaseError> {
    let Question { from, to, .. } = everything();
    let mut read = Vec::new();
    store
        .read_kept(from, to, Sample::WHOLE, |kept| {
            read.push((kept.mention.clone(), kept.tagged.clone(), kept.published_at));
        })
        .unwrap();
    let page = store.mentions(&MentionsOf::published(from, to), None, 1_000).unwrap();
    let mut listed: Vec<_> =
        page.into_iter().map(|kept| (kept.mention, kept.tagged, kept.published_at)).collect();
    for list in [&mut read, &mut listed] {
        list.sort_by(|a, b| (&a.0.platform, &a.0.id).cmp(&(&b.0.platform, &b.0.id)));
    }
    prop_assert_eq!(&read, &listed);
    numbers_lead_to_their_mentions(store, listed.len() as u64)?;
    for tags in [vec![], vec!["a/b".to_owned()]] {
        let (first, last) = (Day(from.day().0), Day(to.day().0 + 1));
        let people = PeopleQuestion { from: first, to: last, tags: tags.clone() };
        let people = store.people(&people).unwrap();
        let sums = people.iter().map(|person| {
            (person.author.clone(), person.days.iter().map(|(_, count)| count).sum::<u64>())
        });
        let asked = tags.first().map_or("*", String::as_str);
        let counted = store.counts(&everything()).unwrap().authors;
        let counted = counted.into_iter().filter(|author| *author.tag == *asked);
        let counted: Vec<_> =
            counted.map(|author| (author.author.to_string(), author.mentions)).collect();
        prop_assert_eq!(sums.collect::<Vec<_>>(), counted);
        for person in &people {
            let earliest = person.days.first().map(|(day, _)| *day);
            prop_assert!(person.first_day.is_some() && person.first_day <= earliest);
        }
    }
    Ok(())
}

/// Behind each number that is counted stand as many mentions, where all texts are kept.
fn numbers_lead_to_their_mentions(store: &Store, kept: u64) -> Result<(), TestCaseError> {
    let Question { from, to, .. } = everything();
    let counts = store.counts(&everything()).unwrap();
    let total: u64 = counts.mentions.iter().filter(|c| &*c.tag == "*").map(|c| c.mentions).sum();
    if total != kept {
        return Ok(());
    }
    let behind = |of: &MentionsOf| store.mentions(of, None, 1_000).unwrap().len() as u64;
    let mut sums = BTreeMap::new();
    for count in &counts.mentions {
        *sums.entry((&count.tag, &count.dimensions)).or_insert(0) += count.mentions;
    }
    for ((tag, dimensions), mentions) in sums {
        let of = MentionsOf {
            tags: vec![tag.to_string()],
            platform: Some(dimensions.platform.clone()),
            standing: Some(dimensions.standing),
            lang: Some(dimensions.lang.map_or(Known::Not, Known::Is)),
            sentiment: Some(dimensions.sentiment.map_or(Known::Not, Known::Is)),
            kind: Some(KindOf::Is(dimensions.kind)),
            question: Some(dimensions.question),
            ..MentionsOf::published(from, to)
        };
        prop_assert_eq!(behind(&of), mentions, "{:?}", of);
    }
    for count in &counts.authors {
        let of = MentionsOf {
            tags: vec![count.tag.to_string()],
            standing: Some(Standing::Received),
            author: Some(Known::Is(count.author.to_string())),
            ..MentionsOf::published(from, to)
        };
        prop_assert_eq!(behind(&of), count.mentions, "{:?}", of);
    }
    let with = |tag: &str, author| MentionsOf {
        tags: vec![tag.to_owned()],
        author,
        ..MentionsOf::published(from, to)
    };
    let tagged = behind(&with("*tagged", None));
    prop_assert_eq!(tagged + behind(&with(MentionsOf::UNTAGGED, None)), total);
    let known = behind(&with("*", Some(Known::Any)));
    prop_assert_eq!(known + behind(&with("*", Some(Known::Not))), total);
    Ok(())
}

/// A period that holds every time a history can state.
fn everything() -> Question {
    question(PERIODS[0], &[])
}

fn without_ledger(store: &Store, question: &Question) -> Counts {
    let mut counts = store.counts(question).unwrap();
    counts.ledger.clear();
    counts
}

/// Two versions of one mention, the later one first.
fn edit_overtaken_by_its_original() -> Vec<Step> {
    vec![simple_post("1", 2, 0, &["a/b"]), simple_post("1", 1, 0, &["d"])]
}

#[test]
fn a_recount_that_ignores_versions_differs() {
    on_each(|database| {
        let place = Place::new(database);
        let history = edit_overtaken_by_its_original();
        let mut store = open(&place.path(), keeping(KeepMode::Ids));
        Arrangement(0).play(&history, &mut store);
        let counts = without_ledger(&store, &everything());
        assert_eq!(counts, oracle::counts(&history, &everything(), Fault::None));
        assert_ne!(counts, oracle::counts(&history, &everything(), Fault::VersionsIgnored));
    });
}

#[test]
fn an_edit_does_not_move_the_bucket_whichever_comes_first() {
    on_each(|database| {
        let history = [simple_post("1", 1, 0, &[]), simple_post("1", 2, 2 * DAY, &[])];
        for order in [[0, 1], [1, 0]] {
            let place = Place::new(database);
            let mut store = open(&place.path(), keeping(KeepMode::All));
            Arrangement(0).play(&order.map(|at: usize| history[at].clone()), &mut store);
            let counts = store.counts(&everything()).unwrap();
            let buckets: Vec<i64> = counts.mentions.iter().map(|count| count.bucket.0).collect();
            assert_eq!(buckets, [0]);
        }
    });
}

#[test]
fn verify_finds_each_kind_of_drift() {
    on_each(|database| {
        let drifts = [
            (r#"UPDATE counts SET tags = replace(tags, '"1":[1', '"1":[2')"#, "mentions of *"),
            (
                r#"UPDATE counts SET tags = replace(tags, '"2":[1,0', '"2":[1,5')"#,
                "engagements of *tagged",
            ),
            ("DELETE FROM counts", "impressions of a"),
            ("UPDATE author_days SET mentions = '{\"12\":2}'", "mentions of * by twitter#7"),
            ("DELETE FROM author_days", "mentions of *tagged by twitter#7"),
            ("UPDATE people SET first_day = 9", "first day of twitter#7"),
            (
                "UPDATE mentions SET engagements = 9",
                "mention 1 of twitter, contribution by its text",
            ),
            ("UPDATE mentions SET given = '[]'", "mention 1 of twitter, tags"),
            ("DELETE FROM mentions", "mentions of a/b"),
        ];
        for (drift, named) in drifts {
            let place = Place::new(database);
            let mut store = open(&place.path(), keeping(KeepMode::All));
            Arrangement(0).play(&edit_overtaken_by_its_original(), &mut store);
            assert_eq!(store.verify().unwrap().differences_total, 0);
            place.sql(drift);
            let found = store.verify().unwrap();
            let named = found.differences.iter().any(|found| found.what.starts_with(named));
            assert!(named, "{drift}: {:?}", found.differences);
        }
    });
}

/// The events of a history, without what is done by hand.
fn events(history: &[Step]) -> Vec<(Event, Option<Tagged>)> {
    history
        .iter()
        .filter_map(|step| match step {
            Step::Event(event, tagged) => Some((event.clone(), tagged.clone())),
            Step::Hand(..) => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_ledger_of_a_part_does_not_depend_on_how_it_is_cut_into_batches(
        history in history(),
        sizes in vec(1..6_usize, 1..5),
        on in [select(mostly_files()), select(mostly_files())],
    ) {
        let part = Part { source: "file".into(), name: "x".into() };
        let events = events(&history);
        let folders = on.map(Place::new);
        let mut one_by_one = open(&folders[0].path(), keeping(KeepMode::Ids));
        for event in events.chunks(1) {
            commit(&mut one_by_one, &part, event);
        }
        let mut batched = open(&folders[1].path(), keeping(KeepMode::Ids));
        let mut rest = &events[..];
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (batch, left) = rest.split_at(rest.len().min(*size));
            rest = left;
            commit(&mut batched, &part, batch);
        }
        let ledger = batched.ledger().unwrap();
        prop_assert_eq!(ledger.iter().map(|row| row.records).sum::<u64>(), events.len() as u64);
        prop_assert_eq!(one_by_one.ledger().unwrap(), ledger);
        prop_assert_eq!(dump(&one_by_one), dump(&batched));
    }
}
