//! Alerts are raised once, sent once, graded; what people settle stays with its mention.

use mention::{
    Alert, AlertKind, Decimal, Driver, Grade, Graded, JudgedStep, Part, RuleSetId, Settled,
    Settlement, Timestamp,
};

use super::history::{Step, commit, simple_post};
use super::{Place, dump, keeping, on_each, open};
use crate::{Delivery, DeliveryState, Erasure, Judgment, KeepMode, OpenOptions, Settling, Store};

const HOUR: i64 = 3_600_000;
const ALWAYS: std::ops::Range<Timestamp> = Timestamp(i64::MIN)..Timestamp(i64::MAX);

pub(super) fn spike(tag: &str, hour: i64) -> Alert {
    Alert {
        tag: tag.into(),
        kind: AlertKind::Spike,
        start: Timestamp(hour * HOUR),
        latest: Timestamp(hour * HOUR),
        raised_at: Timestamp(hour * HOUR + 7),
        mentions: 12,
        expected: Decimal::parse("0.5"),
        strength: Decimal::parse("8.25"),
        people: None,
        loudest: Some(3),
        drivers: vec![Driver { name: "on twitter".into(), mentions: 9, share_permille: 750 }],
        rules: RuleSetId(7),
        graded: None,
    }
}

fn delivery(key: &str) -> Delivery {
    Delivery::new(key.into(), "crisis", "an alert\0", Timestamp(5))
}

fn raising(alert: &Alert) -> Judgment {
    let step = JudgedStep { tag: alert.tag.clone(), at: alert.start, mentions: 12, people: None };
    let sent = vec![delivery(&format!("{}/crisis", alert.id()))];
    Judgment { steps: vec![step], raised: vec![(alert.clone(), sent)], grown: vec![] }
}

#[test]
fn an_alert_is_raised_once_with_what_is_sent_of_it() {
    on_each(|database| {
        let places = [Place::new(database), Place::new(database)];
        let mut store = open(&places[0].path(), keeping(KeepMode::All));
        let first = spike("a", 100);
        assert_eq!(store.judge(&raising(&first)).unwrap(), [first.id()]);
        // Whoever starts anew, or judges beside it and sees the next hour first, raises nothing.
        for again in [first.clone(), spike("a", 101), spike("a", 77)] {
            assert_eq!(store.judge(&raising(&again)).unwrap(), <[String; 0]>::default());
        }
        assert_eq!(store.alerts(ALWAYS).unwrap(), std::slice::from_ref(&first));
        assert_eq!(store.deliveries(Timestamp(0)).unwrap().len(), 1);
        let others = [spike("a", 124), spike("b", 100)];
        for other in &others {
            assert_eq!(store.judge(&raising(other)).unwrap(), [other.id()]);
        }
        let grown = Alert { latest: Timestamp(103 * HOUR), mentions: 80, ..first.clone() };
        let growth = Judgment { grown: vec![grown.clone()], ..Judgment::default() };
        store.judge(&growth).unwrap();
        let alerts = store.alerts(ALWAYS).unwrap();
        assert_eq!(alerts, [grown, others[1].clone(), others[0].clone()]);
        assert_eq!(store.judged(Timestamp(101 * HOUR)).unwrap().len(), 2);
        assert_eq!(store.alerts(Timestamp(101 * HOUR)..Timestamp(124 * HOUR)).unwrap(), []);

        let mut copy = Store::open(&places[1].path(), &OpenOptions::default()).unwrap();
        store.copy_into(&mut copy).unwrap();
        assert_eq!(copy.alerts(ALWAYS).unwrap(), alerts);
        assert_eq!(copy.judged(Timestamp(0)).unwrap(), store.judged(Timestamp(0)).unwrap());
        assert_eq!(copy.deliveries(Timestamp(0)).unwrap(), store.deliveries(Timestamp(0)).unwrap());
    });
}

#[test]
fn what_was_judged_first_counts_and_goes_in_the_end() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let step = |hour, mentions, people| JudgedStep {
            tag: "a".into(),
            at: Timestamp(hour * HOUR),
            mentions,
            people,
        };
        let judge = |store: &mut Store, steps: &[JudgedStep]| {
            store.judge(&Judgment { steps: steps.to_vec(), ..Judgment::default() }).unwrap();
            store.judged(Timestamp(i64::MIN)).unwrap()
        };
        assert_eq!(judge(&mut store, &[step(0, 3, Some(2))]), [step(0, 3, Some(2))]);
        let two = judge(&mut store, &[step(0, 4, None), step(1, 5, None)]);
        assert_eq!(two, [step(0, 3, Some(2)), step(1, 5, None)]);
        let late = step(101 * 24, 1, None);
        assert_eq!(judge(&mut store, std::slice::from_ref(&late)), [late]);
    });
}

#[test]
fn the_latest_grade_counts() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let alert = spike("a", 1);
        store.judge(&raising(&alert)).unwrap();
        let graded = |grade, at, note: Option<&str>| Graded {
            grade,
            who: "ann".into(),
            at: Timestamp(at),
            note: note.map(Into::into),
        };
        let late = graded(Grade::Noise, 9, Some("a bot\0"));
        assert!(store.grade_alert(&alert.id(), &late).unwrap());
        assert!(store.grade_alert(&alert.id(), &graded(Grade::Useful, 8, None)).unwrap());
        assert!(!store.grade_alert("0000000000000000", &late).unwrap());
        assert_eq!(store.alerts(ALWAYS).unwrap()[0].graded, Some(late));
    });
}

#[test]
fn one_takes_a_delivery_and_another_does_not() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        assert!(store.queue(&delivery("digest 2026-W47")).unwrap());
        assert!(!store.queue(&delivery("digest 2026-W47")).unwrap());
        let before = store.deliveries(Timestamp(0)).unwrap().remove(0);
        let taken = Delivery { due_at: Timestamp(90), attempts: 1, ..before.clone() };
        assert!(store.set_delivery(&before, &taken).unwrap());
        assert!(!store.set_delivery(&before, &taken).unwrap(), "it is somebody else's by now");
        let (state, ended_at) = (DeliveryState::Sent, Timestamp(50));
        let sent = Delivery { state, ended_at, ..taken.clone() };
        assert!(store.set_delivery(&taken, &sent).unwrap());
        assert!(!store.set_delivery(&sent, &taken).unwrap(), "what was sent stays sent");
        assert!(!store.queue(&delivery("digest 2026-W47")).unwrap());
        assert_eq!(store.deliveries(Timestamp(50)).unwrap(), [sent]);
        assert_eq!(store.deliveries(Timestamp(51)).unwrap(), []);
    });
}

#[test]
fn all_parts_count_that_were_heard_of_lately() {
    on_each(|database| {
        let place = Place::new(database);
        let mut store = open(&place.path(), keeping(KeepMode::All));
        let part = |name: &str| Part { source: "kafka:c/t".into(), name: name.into() };
        let now = Timestamp(100 * HOUR);
        assert_eq!(store.hear(&[], now).unwrap(), None);
        let heard = [(part("0"), Timestamp(70)), (part("1"), Timestamp(90))];
        assert_eq!(store.hear(&heard, now).unwrap(), Some(Timestamp(70)));
        let one = [(part("0"), Timestamp(95))];
        assert_eq!(store.hear(&one, now).unwrap(), Some(Timestamp(90)), "another has the other");
        let later = Timestamp(now.0 + 24 * HOUR + 1);
        assert_eq!(store.hear(&[(part("0"), Timestamp(99))], later).unwrap(), Some(Timestamp(99)));
    });
}

#[test]
fn what_was_settled_stays_and_goes_with_its_mention() {
    on_each(|database| {
        let places = [Place::new(database), Place::new(database)];
        let mut store = open(&places[0].path(), keeping(KeepMode::All));
        let part = Part { source: "file".into(), name: "posts.jsonl".into() };
        let posts = |version| {
            ["1", "2"].map(|id| match simple_post(id, version, 0, &["a"]) {
                Step::Event(event, tagged) => (event, tagged),
                Step::Hand(..) => unreachable!("a post is an event"),
            })
        };
        commit(&mut store, &part, &posts(1));
        let say = |how, at| Settling { how, at: Timestamp(at), who: "ann".into() };
        let [elsewhere, not_needed] = Settlement::ALL.map(Some);
        assert!(store.settle("twitter", "1", &say(elsewhere, 9)).unwrap());
        assert!(!store.settle("twitter", "1", &say(None, 8)).unwrap(), "a later word is known");
        assert!(store.settle("twitter", "2", &say(not_needed, 9)).unwrap());
        assert!(store.settle("twitter", "unseen", &say(elsewhere, 9)).unwrap());
        commit(&mut store, &part, &posts(2));
        let settled = |store: &Store| {
            let settled = store.settled().unwrap();
            settled.into_iter().map(|Settled { id, how, .. }| (id, how.name())).collect::<Vec<_>>()
        };
        let all = [("1", "elsewhere"), ("2", "not-needed"), ("unseen", "elsewhere")];
        assert_eq!(settled(&store), all.map(|(id, how)| (id.to_owned(), how)));
        assert_eq!(store.verify().unwrap().differences, []);

        let mut copy = Store::open(&places[1].path(), &OpenOptions::default()).unwrap();
        store.copy_into(&mut copy).unwrap();
        assert_eq!(settled(&copy), settled(&store));
        assert!(dump(&copy).contains("settled\t\"twitter\"\t\"1\"\t\"elsewhere\""));

        for id in ["1", "unseen"] {
            let (platform, id) = ("twitter".to_owned(), id.to_owned());
            store.erase(&Erasure::Mention { platform, id }, Timestamp(20)).unwrap();
        }
        assert!(store.settle("twitter", "2", &say(None, 10)).unwrap());
        assert_eq!(settled(&store), []);
        assert!(!dump(&store).contains("\"1\""), "{}", dump(&store));
        assert_eq!(store.verify().unwrap().differences, []);
    });
}
