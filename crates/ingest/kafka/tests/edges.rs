//! What may lie in a log, or be no longer there: each case made to happen, and seen to have happened.

use mention::{Content, RejectReason};
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};

use super::super::comeback::Bounds;
use super::*;

/// Reads until `next_batch` fails, and says how.
fn failure(scene: &Scene) -> String {
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    let begin = Instant::now();
    loop {
        assert!(begin.elapsed() < Duration::from_mins(1), "it goes on");
        match source.next_batch(&mut member, &limits()) {
            Ok(Next::Batch(batch)) => settle(&mut source, &mut member, &batch),
            Ok(_) => {}
            Err(failed) => return failed.to_string(),
        }
    }
}

/// A topic of which all was read.
fn read_through(records: i32) -> Scene {
    let scene = Scene::new(Guard::On);
    scene.produce(records);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    let all = usize::try_from(records).unwrap();
    until("reading", || turn(&mut source, &mut member), || scene.counted() == all);
    scene
}

#[test]
fn a_topic_made_anew_is_told_by_its_id() {
    let scene = read_through(60);
    for row in scene.shared.lock().unwrap().rows.values_mut() {
        let topic = row.topic.as_mut().unwrap();
        assert!(!topic.id.is_empty(), "the id was noted");
        topic.id = "another".to_owned();
    }
    let said = failure(&scene);
    assert!(said.contains("the topic was deleted and made anew"), "{said}");
    assert!(said.contains("tagline state reset TOPIC --to earliest"), "{said}");
    assert_eq!(scene.wrong(60), [""; 0], "nothing was counted");
}

#[test]
fn a_log_written_anew_is_told_by_its_last_record() {
    let scene = Scene::new(Guard::On);
    for partition in 0..PARTITIONS {
        for leader in [1, 2, 3] {
            scene.cluster.partition_leader("mentions", partition, Some(leader)).unwrap();
        }
    }
    scene.produce(60);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 60);
    drop(source);
    for row in scene.shared.lock().unwrap().rows.values_mut() {
        let topic = row.topic.as_mut().unwrap();
        assert!(topic.leader_epoch > 0, "the leader epoch was noted: {}", topic.leader_epoch);
        // As if what was read had been written under an earlier leader.
        topic.leader_epoch -= 1;
    }
    let said = failure(&scene);
    assert!(said.contains("holds another record than when it was read"), "{said}");
    assert_eq!(scene.wrong(60), [""; 0], "nothing was counted");
}

#[test]
fn a_member_that_goes_on_looks_at_its_last_record_and_does_not_count_it_again() {
    let scene = read_through(60);
    scene.produce(60);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    until("going on", || turn(&mut source, &mut member), || scene.counted() == 120);
    assert_eq!(scene.wrong(120), [""; 0]);
}

/// A process that ends when it has to do with this record, unless that is rejected already.
fn live(scene: &Scene, deadly: Position, quarantined: &mut u32) -> bool {
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    let begin = Instant::now();
    while scene.counted() < 60 {
        assert!(begin.elapsed() < Duration::from_mins(1), "it takes more than a minute");
        let Next::Batch(batch) = source.next_batch(&mut member, &limits()).unwrap() else {
            continue;
        };
        let record = batch.records.iter().find(|record| record.position == deadly);
        match record.filter(|_| &*batch.part.name == "3").map(|record| &record.content) {
            Some(Content::Rejected(reject)) => {
                assert_eq!(reject.reason, RejectReason::Quarantined);
                *quarantined += 1;
            }
            Some(_) => return false,
            None => {}
        }
        settle(&mut source, &mut member, &batch);
    }
    true
}

#[test]
fn a_record_that_ends_the_process_is_found_and_passed_over() {
    let scene = Scene::new(Guard::On);
    scene.produce(60);
    let (mut deaths, mut quarantined) = (0, 0);
    while !live(&scene, Position(6), &mut quarantined) {
        deaths += 1;
        assert!(deaths < 12, "it dies on and on");
    }
    assert!(deaths >= 3, "it died {deaths} times");
    assert_eq!(quarantined, 1);
    assert_eq!(scene.wrong(60), [""; 0]);
}

#[test]
fn what_is_behind_is_what_is_not_committed() {
    let scene = Scene::new(Guard::On);
    scene.produce_to(0, 40);
    let mut config = scene.config(Protocol::CooperativeSticky);
    config.properties.insert("statistics.interval.ms".to_owned(), "100".to_owned());
    let mut source = KafkaSource::connect(&config, decode()).unwrap();
    let mut member = Member { shared: Arc::clone(&scene.shared), claims: BTreeMap::new() };
    assert_eq!(source.extent().records_behind, None, "nothing is known yet");
    let batch = loop {
        if let Next::Batch(batch) = source.next_batch(&mut member, &limits()).unwrap() {
            break batch;
        }
    };
    let behind = |source: &KafkaSource| source.extent().records_behind;
    let wait = || thread::sleep(Duration::from_millis(20));
    until("falling behind", wait, || behind(&source) == Some(40));
    settle(&mut source, &mut member, &batch);
    let begin = Instant::now();
    while behind(&source) != Some(0) {
        assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", behind(&source));
        turn(&mut source, &mut member);
    }
}

#[test]
fn told_to_stop_a_member_hands_on_what_it_has_and_leaves() {
    let scene = Scene::new(Guard::On);
    scene.produce(60);
    let (mut source, mut member) = scene.join(Protocol::CooperativeSticky);
    // The group is joined after three seconds; batches wait for eight more.
    let slow = BatchLimits { wait: Duration::from_secs(8), ..BatchLimits::default() };
    assert!(matches!(source.next_batch(&mut member, &slow).unwrap(), Next::Idle));
    assert_eq!(scene.shared.lock().unwrap().claims, 12);
    assert_eq!(scene.counted(), 0, "all is pending");
    assert_eq!(source.stop(), Stop::AfterDrain);
    let begin = Instant::now();
    loop {
        assert!(begin.elapsed() < Duration::from_secs(2), "it waits for the batches to ripen");
        match source.next_batch(&mut member, &limits()).unwrap() {
            Next::Batch(batch) => settle(&mut source, &mut member, &batch),
            Next::End => break,
            _ => {}
        }
    }
    assert_eq!(scene.wrong(60), [""; 0]);
}

/// A scene whose brokers take a member for another from now on, so many times, at its next sign of life.
fn fence(scene: &Scene, times: usize) {
    let fenced = RDKafkaRespErr::RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID;
    scene.cluster.request_errors(RDKafkaApiKey::Heartbeat, &vec![fenced; times]);
}

/// A member known by a fixed name, which comes back soon.
fn named(scene: &Scene, fencings_max: usize) -> (KafkaSource, Member) {
    let mut config = scene.config(Protocol::CooperativeSticky);
    config.properties.insert("group.instance.id".to_owned(), "the-only".to_owned());
    let bounds = Bounds { wait: Duration::from_millis(1), fencings_max, ..Bounds::default() };
    let source = KafkaSource::connect_within(&config, decode(), bounds).unwrap();
    (source, Member { shared: Arc::clone(&scene.shared), claims: BTreeMap::new() })
}

#[test]
fn a_member_that_was_fenced_off_comes_back_as_another_client_and_counts_everything_once() {
    let scene = Scene::new(Guard::On);
    scene.produce(300);
    let (mut source, mut member) = named(&scene, 3);
    let claims = || scene.shared.lock().unwrap().claims;
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 300);
    let claimed = claims();
    for fencing in 1..=3 {
        fence(&scene, 1);
        let all = claimed + fencing * u64::try_from(PARTITIONS).unwrap();
        // Everything is claimed anew: it was fenced off, and is back.
        until("coming back", || turn(&mut source, &mut member), || claims() >= all);
    }
    scene.produce(300);
    until("the rest", || turn(&mut source, &mut member), || scene.counted() == 600);
    assert_eq!(scene.wrong(600), [""; 0]);
}

#[test]
fn a_member_that_is_fenced_off_again_and_again_ends_and_says_why() {
    let scene = Scene::new(Guard::On);
    scene.produce(60);
    let (mut source, mut member) = named(&scene, 2);
    until("reading", || turn(&mut source, &mut member), || scene.counted() == 60);
    fence(&scene, 3);
    let begin = Instant::now();
    let wrong = loop {
        assert!(begin.elapsed() < Duration::from_mins(1), "it goes on");
        match source.next_batch(&mut member, &limits()) {
            Ok(Next::Batch(batch)) => settle(&mut source, &mut member, &batch),
            Ok(_) => {}
            Err(wrong) => break wrong.to_string(),
        }
    };
    assert!(
        wrong.contains("another member of the group uses the same group.instance.id"),
        "{wrong}"
    );
    assert!(wrong.contains("give each process its own under kafka.properties"), "{wrong}");
    assert_eq!(scene.wrong(60), [""; 0]);
}
