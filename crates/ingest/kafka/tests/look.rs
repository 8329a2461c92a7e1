//! A look at a topic beside a member of its group.

use super::*;
use crate::kafka::{TopicSeen, look};

#[test]
fn a_look_sees_the_newest_records_and_moves_nothing() {
    let scene = Scene::new(Guard::On);
    scene.produce(300);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 300);
    let claims = || scene.shared.lock().unwrap().claims;
    let before = claims();
    let seen = look(&scene.config(Protocol::CooperativeSticky), &decode(), 60).unwrap();
    let topic = TopicSeen { name: "mentions".to_owned(), partitions: 6, records: 300 };
    assert_eq!(seen.topics, [topic]);
    assert_eq!(seen.records.len(), 60);
    let mut positions: Vec<u64> = seen.records.iter().map(|record| record.position.0).collect();
    positions.sort_unstable();
    let newest: Vec<u64> = (40..50).flat_map(|position| [position; 6]).collect();
    assert_eq!(positions, newest, "the last ten of each partition");
    scene.produce(60);
    until("the rest", || turn(&mut source, &mut member), || scene.counted() == 360);
    assert_eq!(scene.wrong(360), [""; 0]);
    assert_eq!(claims(), before, "the member kept its partitions");
}

#[test]
fn a_look_at_an_empty_topic_sees_that_it_is_empty_and_at_a_missing_one_that_it_is_missing() {
    let scene = Scene::new(Guard::On);
    let mut config = scene.config(Protocol::CooperativeSticky);
    let seen = look(&config, &decode(), 60).unwrap();
    assert_eq!((seen.topics[0].records, seen.records.len()), (0, 0));
    config.output = Some("mentions/nowhere".to_owned());
    let wrong = look(&config, &decode(), 60).unwrap_err().to_string();
    assert!(wrong.starts_with("topic mentions/nowhere: "), "{wrong}");
}
