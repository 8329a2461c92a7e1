//! The storms: kills, rebalances, a database and brokers that die, each under several workers.

mod clocks;
mod hardships;

use std::time::Duration;

use super::scene::{PARTITIONS, Scene, records};
use super::storm::{Storm, is_long, rounds};
use crate::kafka::broker::{Broker, Feed};
use crate::postgres::cluster::Cluster;

/// Records that arrive in each round.
const RECORDS_A_ROUND: usize = 400;

/// So many records for each of so many rounds, and how many that is.
fn arriving(rounds: usize) -> (Vec<String>, u64) {
    let total = (rounds * RECORDS_A_ROUND) as u64;
    let all = records(total);
    let lines: Vec<&str> = all.lines().collect();
    let arriving = lines.chunks(RECORDS_A_ROUND).map(|lines| lines.join("\n") + "\n");
    (arriving.collect(), total)
}

/// Workers are killed at any moment while records arrive, each with partitions in hand, and come back by their names.
fn kills(mut storm: Storm, rounds: usize) {
    let (arriving, total) = arriving(rounds);
    let mut feed = Feed::start(&storm.scene.broker, &storm.scene.topic);
    storm.row.rounds = rounds;
    for records in arriving {
        feed.write(&records);
        storm.any_that_holds();
        storm.wait_below(400);
        let victim = storm.any_that_holds();
        storm.kill(victim);
        storm.row.injected += 1;
        storm.start(victim);
    }
    feed.finish();
    storm.ends_as_if_nothing_had_happened(total);
}

/// A database of its own for workers, made ready.
fn migrated(scene: &Scene, cluster: &Cluster) -> String {
    let address = cluster.address(&cluster.database());
    scene.place.call(["store", "migrate", "--store", &address]).ends(0);
    address
}

#[test]
fn workers_on_postgres_that_are_killed_lose_nothing() {
    let Some(cluster) = Cluster::shared() else { return };
    let Some(scene) = Scene::new(String::new()) else { return };
    let address = migrated(&scene, cluster);
    let name = "kill -9 of one of 3 workers, PostgreSQL";
    kills(Storm::new(name, scene, &address, 3), rounds(5, 500));
}

#[test]
fn workers_on_one_file_that_are_killed_lose_nothing() {
    let Some(scene) = Scene::new(String::new()) else { return };
    let name = "kill -9 of one of 2 workers, SQLite";
    kills(Storm::new(name, scene, "tagline.db", 2), rounds(5, 500));
}

#[test]
fn members_that_come_and_go_lose_nothing_whatever_the_protocol() {
    let Some(cluster) = Cluster::shared() else { return };
    let Some(scene) = Scene::new(String::new()) else { return };
    let address = migrated(&scene, cluster);
    let name = "rebalance storms, 5 members, 3 protocols, PostgreSQL";
    let mut storm = Storm::new(name, scene, &address, 5);
    let (arriving, total) = arriving(rounds(9, 120));
    storm.row.rounds = arriving.len();
    let mut feed = Feed::start(&storm.scene.broker, &storm.scene.topic);
    let a_protocol = arriving.len().div_ceil(3);
    let protocols = ["cooperative-sticky", "range", "consumer"];
    for (arriving, protocol) in arriving.chunks(a_protocol).zip(protocols) {
        storm.change_group(protocol);
        for records in arriving {
            feed.write(records);
            storm.wait_below(700);
            let divisions = storm.divisions();
            // Two members come or go, of those that go one in three without a word.
            for _ in 0..2 {
                let member = storm.any();
                match storm.runs(member) {
                    false => storm.start(member),
                    true if storm.dice.roll(3) == 0 => storm.kill(member),
                    true => storm.leave(member),
                }
            }
            storm.wait_until_divided_again(divisions);
            storm.row.injected += 1;
            storm.reap(Duration::ZERO);
        }
    }
    feed.finish();
    storm.ends_as_if_nothing_had_happened(total);
}

/// Cuts everybody's connection, and says how many those were.
const CUT: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
    WHERE pid <> pg_backend_pid() AND datname <> 'postgres'";

#[test]
fn a_database_that_dies_and_cuts_its_connections_loses_nothing() {
    let Some(_) = Cluster::shared() else { return };
    // What is committed must be on the disk: no quick settings here.
    let cluster = Cluster::start("").unwrap();
    let Some(scene) = Scene::new(String::new()) else { return };
    let address = migrated(&scene, &cluster);
    let name = "PostgreSQL crashed (1 in 3) or all connections cut, 2 workers";
    let mut storm = Storm::new(name, scene, &address, 2);
    let (arriving, total) = arriving(rounds(4, 120));
    storm.row.rounds = arriving.len();
    let mut feed = Feed::start(&storm.scene.broker, &storm.scene.topic);
    for (round, records) in arriving.iter().enumerate() {
        feed.write(records);
        storm.wait_below(600);
        if round % 3 == 0 {
            cluster.crash();
        } else {
            // A connection at least: who is just about to make one is waited for.
            while cluster.sql("postgres", CUT).trim() == "0" {}
        }
        storm.row.injected += 1;
    }
    feed.finish();
    storm.ends_as_if_nothing_had_happened(total);
}

/// Brokers are killed, one at a time, each the leader of a partition, and come back.
fn broker_kills(mut broker: Broker, name: &str, rounds: usize) {
    let topic = broker.topic("mentions", PARTITIONS);
    let mut storm = Storm::new(name, Scene::of(broker, topic), "tagline.db", 2);
    let (arriving, total) = arriving(rounds);
    storm.row.rounds = rounds;
    let mut written = 0;
    for (round, records) in arriving.iter().enumerate() {
        let Scene { broker, topic, .. } = &mut storm.scene;
        broker.produce(topic, records.clone());
        let partition = u32::try_from(round).unwrap() % PARTITIONS;
        let leader = broker.leader(topic, partition);
        broker.kill(leader);
        storm.wait_below(3_000);
        let Scene { broker, topic, .. } = &mut storm.scene;
        broker.revive(leader);
        broker.wait_until_whole(topic);
        storm.row.injected += 1;
        written += RECORDS_A_ROUND as u64;
        // Liveness: what was written before the kill is read soon after.
        storm.wait_for(written.min(total));
    }
    storm.ends_as_if_nothing_had_happened(total);
}

#[test]
fn a_broker_that_dies_and_comes_back_loses_nothing() {
    let Some(broker) = Broker::own() else { return };
    broker_kills(broker, "the only broker killed and restarted, 2 workers, SQLite", rounds(1, 50));
}

#[test]
fn leaders_that_die_lose_nothing() {
    if !is_long() {
        eprintln!("skipped: three brokers are for the long run, tests/run --faults");
        return;
    }
    let Some(broker) = Broker::three() else { return };
    broker_kills(
        broker,
        "leader of a partition killed, 3 brokers, 2 workers, SQLite",
        rounds(1, 50),
    );
}
