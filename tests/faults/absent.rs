//! What is not there yet when a worker starts is waited for: nobody has to start the worker again.

use std::process::{Child, Command};
use std::sync::mpsc::Receiver;

use super::scene::{PARTITIONS, Scene, hear, records, send, terminate};
use crate::kafka::broker::Broker;
use crate::ops::{address, ask, ask_until, lines_of};

const RECORDS: u64 = 4_000;

/// Starts a worker whose pages are asked.
fn watched(mut command: Command) -> (Child, Receiver<String>, String) {
    let mut run = command.env("TAGLINE_OPS__LISTEN", "127.0.0.1:0").spawn().unwrap();
    let lines = lines_of(&mut run);
    let pages = address(&lines);
    (run, lines, pages)
}

#[test]
fn a_worker_that_starts_before_its_broker_waits_for_it() {
    let Some(mut broker) = Broker::own() else { return };
    let topic = broker.topic("mentions", PARTITIONS);
    broker.produce(&topic, records(RECORDS));
    let mut scene = Scene::of(broker, topic);
    scene.broker.kill(0);
    // One that is told to end while it waits does so, and well.
    let (mut first, lines, _) = watched(scene.command("tagline.db", "group"));
    hear(&lines, "the brokers do not answer as they should");
    terminate(&mut first);

    let (mut run, lines, pages) = watched(scene.command("tagline.db", "group"));
    hear(&lines, "trying again");
    let (status, said) = ask(&pages, "/readyz");
    assert_eq!((status, said.as_str()), (503, "starting: nothing was read yet\n"));
    assert_eq!(ask(&pages, "/livez").0, 200, "it is not to be killed for that");
    scene.broker.revive(0);
    scene.wait(&mut run, "tagline.db", RECORDS - 1);
    ask_until(&pages, "/readyz", |status, _| status == 200);
    terminate(&mut run);
    scene.finish("calm.db", "calm", RECORDS);
    assert!(scene.place.dump("tagline.db") == scene.place.dump("calm.db"));
}

#[cfg(feature = "postgres")]
#[test]
fn a_worker_that_starts_before_its_database_waits_for_it() {
    use crate::postgres::cluster::Cluster;

    let Some(_) = Cluster::shared() else { return };
    let cluster = Cluster::start("").unwrap();
    let Some(scene) = Scene::new(records(RECORDS)) else { return };
    let database = cluster.database();
    let store = cluster.address(&database);
    scene.place.call(["store", "migrate", "--store", &store]).ends(0);
    cluster.stop();
    let (mut run, lines, pages) = watched(scene.command(&store, "group"));
    hear(&lines, "does not answer");
    let (status, said) = ask(&pages, "/readyz");
    assert_eq!((status, said.as_str()), (503, "starting: nothing was read yet\n"));
    assert_eq!(ask(&pages, "/livez").0, 200, "it is not to be killed for that");
    cluster.start_again();
    let read = || -> u64 {
        let sql = "SELECT coalesce(sum(records), 0) FROM ledger";
        cluster.sql(&database, sql).trim().parse().unwrap()
    };
    let ready = |status, _: &str| status == 200 && read() == RECORDS;
    ask_until(&pages, "/readyz", ready);
    terminate(&mut run);
    assert_eq!(read(), RECORDS, "every record once");
    scene.finish("calm.db", "calm", RECORDS);
    let mut dump = Vec::new();
    store::Store::open(std::path::Path::new(&store), &<_>::default())
        .unwrap()
        .dump(&mut dump)
        .unwrap();
    assert!(dump == scene.place.dump("calm.db").into_bytes());
    // With nothing to read it stays; told to end, it ends though the database is away.
    let (mut last, lines, _) = watched(scene.command(&store, "group"));
    hear(&lines, "partitions assigned");
    cluster.stop();
    send("TERM", &last);
    assert_eq!(last.wait().unwrap().code(), Some(0));
}
