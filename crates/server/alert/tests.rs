//! What is raised and sent, from a store to a stub server: once, whatever fails and however often it is started.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use mention::{
    Author, Batch, BrandRole, Catalog, Cause, Content, Entry, EntryKind, Event, Mention, Outcome,
    Part, Position, Provenance, Record, RuleSetId, Standing, Tag, TagName, Tagged,
};
use report::{ThemeFacts, Urgency};
use store::OpenOptions;

use super::*;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Monday, 5 October 2026, midnight in UTC.
const BEGIN: i64 = 1_791_158_400_000;
const RULES: RuleSetId = RuleSetId(7);

fn book() -> Book {
    let theme = |id: &str, urgency| ThemeFacts { id: id.into(), answer: false, urgency };
    Book {
        own: vec!["acme".into()],
        themes: vec![theme("recall", Urgency::Alarm), theme("late", Urgency::Watch)],
        owners: BTreeMap::from([("recall".into(), "ann".into())]),
        ..Book::default()
    }
}

fn catalog() -> Catalog {
    let entry = |tag: &str, kind| Entry {
        name: TagName::parse(tag).unwrap(),
        label: format!("<{tag}>"),
        kind,
        owner: None,
        aliases: vec![],
    };
    let entries = vec![
        entry("acme", EntryKind::Brand(BrandRole::Own)),
        entry("acme/late", EntryKind::Theme),
        entry("acme/recall", EntryKind::Theme),
    ];
    Catalog { rules: RULES, entries }
}

/// A store, and what is written into it.
struct World {
    folder: tempfile::TempDir,
    written: u64,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), written: 0 }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("tagline.db")
    }

    fn store(&self) -> Store {
        let mut store = Store::open(&self.path(), &OpenOptions::default()).unwrap();
        store.put_rules(RULES, "", &catalog()).unwrap();
        store
    }

    /// Posts at these times, each by another person.
    fn write(&mut self, at: &[i64], tags: &[&str]) {
        let tag = |name: &&str| Tag {
            name: TagName::parse(name).unwrap(),
            rule: TagName::parse(name).unwrap(),
            provenance: Provenance::Rules(RULES),
            cause: Cause::Fields,
            clause: 0,
            spans: vec![],
        };
        let tagged = Tagged {
            standing: Standing::Received,
            lang: None,
            sentiment: None,
            question: None,
            tags: tags.iter().map(tag).collect(),
            excluded_by: vec![],
        };
        let record = |at: &i64| {
            self.written += 1;
            let id = self.written.to_string();
            let author = Author { id: Some(format!("p{id}")), ..Author::default() };
            let mention = Mention {
                platform: "twitter".into(),
                id,
                author: Some(author),
                text: "acme #Recall".into(),
                published_at: Some(Timestamp(*at)),
                ..Mention::default()
            };
            let content = Content::Event(Event::posted(mention, None).unwrap());
            Record { at: None, position: Position(self.written), content }
        };
        let records: Vec<Record> = at.iter().map(record).collect();
        let part = Part { source: "stdin".into(), name: "-".into() };
        let batch = Batch { part, from: Position(0), to: Position(1), records };
        let tagged = vec![tagged; at.len()];
        let outcome = Outcome { rules: RULES, batch, tagged };
        self.store().commit_unpositioned(&outcome).unwrap();
    }

    /// Three or four posts an hour for so many days, and forty in the hour after them.
    fn storm(&mut self, days: i64) -> i64 {
        let calm =
            |hour: i64| (0..3 + hour % 2).map(move |one| BEGIN + hour * HOUR + one * 600_000);
        let mut at: Vec<i64> = (0..days * 24).flat_map(calm).collect();
        let storm = BEGIN + days * DAY;
        at.extend((0..40).map(|one| storm + one * 60_000));
        self.write(&at, &["acme"]);
        storm
    }

    fn desk(&self, sends: &[Send]) -> Desk {
        let doors = Doors::new(None);
        Desk::new(self.store(), sends.to_vec(), doors, Zone::utc(), Duration::ZERO, "1.2.3")
    }

    /// A pass of a desk that was just started.
    fn pass(&self, sends: &[Send], heard: &Heard, now: i64) -> Passed {
        let (catalog, book) = (catalog(), book());
        let ground = Ground { rules: RULES, catalog: &catalog, book: &book };
        self.desk(sends).pass(&ground, heard, Timestamp(now)).unwrap()
    }

    fn alerts(&self) -> Vec<(String, &'static str, i64)> {
        let alerts = self.store().alerts(Timestamp(i64::MIN)..Timestamp(i64::MAX)).unwrap();
        alerts.iter().map(|alert| (alert.tag.clone(), alert.kind.name(), alert.start.0)).collect()
    }
}

/// Up to when a topic's one part was heard.
fn until(at: i64) -> Heard {
    let part = Part { source: "kafka:c/t".into(), name: "0".into() };
    Heard::Parts(vec![(part, Timestamp(at))])
}

/// A post as a stub server took it.
#[derive(Debug)]
struct Posted {
    headers: BTreeMap<String, String>,
    body: String,
}

/// A server that answers with these, one after the other, and tells what it was sent; 0 hangs up.
fn stub(answers: &[u16]) -> (SocketAddr, Receiver<Posted>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = mpsc::channel();
    let answers = answers.to_vec();
    thread::spawn(move || {
        for status in answers {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let mut headers = BTreeMap::new();
            loop {
                let mut line = String::new();
                lines.read_line(&mut line).unwrap();
                if line.trim().is_empty() {
                    break;
                }
                if let Some((name, value)) = line.trim().split_once(": ") {
                    headers.insert(name.to_lowercase(), value.to_owned());
                }
            }
            let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
            let mut body = vec![0; length];
            lines.read_exact(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            if tell.send(Posted { headers, body }).is_err() {
                return;
            }
            if status > 0 {
                let answer = format!(
                    "HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                let _ = stream.write_all(answer.as_bytes());
            }
        }
    });
    (address, told)
}

fn alerts_to(to: To) -> Send {
    let (owner, tags, quiet) = (None, Vec::new(), None);
    let what = What::Alerts { owner, tags, cool_down: Duration::from_hours(1), quiet };
    Send { name: "crisis".into(), what, to }
}

fn webhook(address: SocketAddr, form: Form) -> To {
    To::Webhook { url: format!("http://{address}/secret-path"), form, token: Some("hush".into()) }
}

fn folder(world: &World) -> (To, PathBuf) {
    let folder = world.folder.path().join("out");
    (To::Folder(folder.clone()), folder)
}

fn files(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter(|file| file.path().extension().is_some_and(|ending| ending == "txt")).count()
}

#[test]
fn a_spike_is_sent_once_by_its_key_though_the_server_fails_first() {
    let mut world = World::new();
    let storm = world.storm(10);
    let (address, told) = stub(&[500, 0, 429, 200]);
    let sends = [alerts_to(webhook(address, Form::Json))];
    let mut now = storm + HOUR + 60_000;
    let first = world.pass(&sends, &until(now), now);
    assert_eq!((first.raised, first.sent), (1, 0));
    assert!(first.troubles[0].contains("the webhook answered 500; to be tried again"));
    let mut sent = 0;
    for _ in 0..8 {
        // Each pass is that of a process that was just started.
        now += 30 * 60_000;
        let passed = world.pass(&sends, &until(now), now);
        assert_eq!(passed.raised, 0);
        sent += passed.sent;
        for trouble in &passed.troubles {
            assert!(!trouble.contains("secret") && !trouble.contains("127"), "{trouble}");
        }
    }
    assert_eq!(sent, 1);
    let posted: Vec<Posted> = told.try_iter().collect();
    assert_eq!(posted.len(), 4, "three that failed, and the one that arrived");
    let keys: Vec<&String> = posted.iter().map(|one| &one.headers["idempotency-key"]).collect();
    assert!(keys.iter().all(|key| *key == keys[0] && key.ends_with("/crisis")), "{keys:?}");
    assert_eq!(posted[3].headers["authorization"], "Bearer hush");
    for part in
        ["\"kind\":\"spike\"", "\"tag\":\"acme\"", "\"mentions\":40", "\"name\":\"#recall\""]
    {
        assert!(posted[3].body.contains(part), "{part}: {}", posted[3].body);
    }
}

#[test]
fn a_desk_that_dies_after_it_took_a_delivery_leaves_it_to_the_next() {
    let mut world = World::new();
    let storm = world.storm(10);
    let (to, folder) = folder(&world);
    let now = storm + HOUR + 60_000;
    // Raised by a process that had nowhere to send to, and taken by one that died on the way.
    let (address, _told) = stub(&[0]);
    world.pass(&[alerts_to(webhook(address, Form::Slack))], &until(now), now);
    let mut kept = world.store();
    let before = kept.deliveries(Timestamp(0)).unwrap().remove(0);
    let due_at = Timestamp(now + 2 * 60_000);
    let taken = store::Delivery { due_at, attempts: 2, ..before.clone() };
    assert!(kept.set_delivery(&before, &taken).unwrap());
    drop(kept);
    let sends = [alerts_to(to)];
    assert_eq!(world.pass(&sends, &until(now), now + 60_000).sent, 0, "somebody is at it");
    assert_eq!(world.pass(&sends, &until(now), now + 3 * 60_000).sent, 1);
    assert_eq!(files(&folder), 1);
}

#[test]
fn alarms_are_raised_at_once_and_what_goes_on_is_one() {
    let mut world = World::new();
    let (to, folder) = folder(&world);
    let sends = [alerts_to(to)];
    let at = BEGIN + 5 * HOUR;
    world.write(&[at - 3 * HOUR], &["acme"]);
    world.write(&[at + 60_000], &["acme", "acme/recall"]);
    // The hour is not over, and nobody knows how far reading has come.
    let now = at + 120_000;
    assert_eq!(world.pass(&sends, &until(at - HOUR), now).raised, 1);
    let alarm = ("acme/recall".to_owned(), "alarm", at);
    assert_eq!(world.alerts(), std::slice::from_ref(&alarm));
    for hour in [4, 20, 40] {
        let at = at + hour * HOUR;
        world.write(&[at], &["acme", "acme/recall"]);
        assert_eq!(world.pass(&sends, &until(at), at + 1).raised, 0, "{hour}");
    }
    let later = at + 66 * HOUR;
    world.write(&[later], &["acme", "acme/recall"]);
    assert_eq!(world.pass(&sends, &until(later), later + 1).raised, 1);
    assert_eq!(world.alerts(), [alarm, ("acme/recall".to_owned(), "alarm", later)]);
    assert_eq!(files(&folder), 2);
    let alarms = world.store().alerts(Timestamp(0)..Timestamp(i64::MAX)).unwrap();
    assert_eq!((alarms[0].mentions, alarms[0].latest.0), (4, at + 40 * HOUR));
}

#[test]
fn judging_hour_by_hour_with_restarts_raises_what_judging_at_once_does() {
    let mut at_once = World::new();
    let mut piecemeal = World::new();
    for world in [&mut at_once, &mut piecemeal] {
        world.storm(12);
        let silent: Vec<i64> = (0..30).map(|one| BEGIN + 15 * DAY + one * 60_000).collect();
        world.write(&silent, &["acme"]);
    }
    let end = BEGIN + 16 * DAY;
    at_once.pass(&[], &until(end), end);
    for hour in 1..=16 * 24 {
        let now = BEGIN + hour * HOUR;
        piecemeal.pass(&[], &until(now), now);
    }
    let alerts = at_once.alerts();
    let kinds: Vec<&str> = alerts.iter().map(|(_, kind, _)| *kind).collect();
    assert!(kinds.contains(&"spike") && kinds.contains(&"silence"), "{alerts:?}");
    assert_eq!(alerts, piecemeal.alerts());
    // What arrives late changes nothing that was judged.
    let late: Vec<i64> = (0..50).map(|one| BEGIN + 8 * DAY + one * 60_000).collect();
    at_once.write(&late, &["acme"]);
    at_once.pass(&[], &until(end), end + HOUR);
    assert_eq!(alerts, at_once.alerts());
    // Today's counts say otherwise, and the backtest says where.
    let (catalog, book) = (catalog(), book());
    let ground = Ground { rules: RULES, catalog: &catalog, book: &book };
    let store = at_once.store();
    let found =
        backtest(&store, &ground, &Zone::utc(), (Timestamp(BEGIN), Timestamp(end))).unwrap();
    assert!(found.trials.iter().any(|trial| trial.raised.is_none()), "{found:?}");
}

#[test]
fn what_is_old_is_stored_and_not_sent_and_what_is_not_complete_is_not_judged() {
    let mut world = World::new();
    let storm = world.storm(10);
    let (to, folder) = folder(&world);
    let sends = [alerts_to(to)];
    // The part was heard up to the middle of the storm's hour.
    assert_eq!(world.pass(&sends, &until(storm + HOUR / 2), storm + 2 * HOUR).raised, 0);
    // Another process reads a part that lags behind.
    let part = |name: &str, at| (Part { source: "k".into(), name: name.into() }, Timestamp(at));
    let both = Heard::Parts(vec![part("0", storm + DAY), part("1", storm)]);
    assert_eq!(world.pass(&sends, &both, storm + DAY).raised, 0);
    let now = storm + 3 * DAY;
    let mine = Heard::Parts(vec![part("0", now), part("1", storm + HOUR)]);
    assert_eq!(world.pass(&sends, &mine, now).raised, 1);
    assert_eq!(files(&folder), 0);
    assert_eq!(world.store().deliveries(Timestamp(0)).unwrap(), []);
}

#[test]
fn nobody_is_woken_but_by_an_alarm_and_told_twice_of_one_tag() {
    let mut world = World::new();
    let storm = world.storm(10);
    let (to, folder) = folder(&world);
    // The storm's hour ends at one in the night.
    let quiet = Some(Quiet { from: 22 * 60, to: 7 * 60 });
    let what = What::Alerts {
        owner: None,
        tags: vec!["acme".into()],
        cool_down: Duration::from_hours(2),
        quiet,
    };
    let owned = Send {
        name: "ann".into(),
        what: What::Alerts {
            owner: Some("ann".into()),
            tags: vec![],
            cool_down: Duration::ZERO,
            quiet,
        },
        to: to.clone(),
    };
    let sends = [Send { name: "crisis".into(), what, to }, owned];
    let now = storm + HOUR + 60_000;
    let passed = world.pass(&sends, &until(now), now);
    assert_eq!((passed.raised, passed.sent), (1, 0));
    assert_eq!(world.pass(&sends, &until(now), storm + 6 * HOUR).sent, 0);
    world.write(&[storm + 6 * HOUR], &["acme", "acme/recall"]);
    assert_eq!(world.pass(&sends, &until(now), storm + 6 * HOUR + 60_000).sent, 2, "to both");
    assert_eq!(
        world.pass(&sends, &until(now), storm + 7 * HOUR).sent,
        1,
        "the spike, in the morning"
    );
    assert_eq!(files(&folder), 3);
}

#[test]
fn a_digest_is_sent_once_a_week_however_often_it_is_started() {
    let mut world = World::new();
    world.storm(10);
    let (to, folder) = folder(&world);
    let weekly = Weekly { day: 0, minute: 8 * 60 };
    let sends = [Send { name: "team".into(), what: What::Digest(weekly), to }];
    let monday = BEGIN + 7 * DAY + 8 * HOUR;
    let mut sent = Vec::new();
    for hour in 0..=14 * 24 + 1 {
        let now = monday - HOUR + hour * HOUR;
        if world.pass(&sends, &Heard::Something, now).sent > 0 {
            sent.push((now - monday) / HOUR);
        }
    }
    // In the hour before, that of the week before the first mention would be due.
    assert_eq!(sent, [0, 7 * 24, 14 * 24]);
    assert_eq!(files(&folder), 3);
    let text = std::fs::read_to_string(folder.join("digest-team-2026-W41.txt")).unwrap();
    assert!(text.starts_with("2026-W41: "), "{text}");
    assert!(
        folder.join("success-2026-W41.html").exists() && folder.join("todo-2026-W41.html").exists()
    );
}

#[test]
fn a_digest_is_told_in_its_language() {
    let mut world = World::new();
    world.storm(10);
    let (to, folder) = folder(&world);
    let weekly = Weekly { day: 0, minute: 8 * 60 };
    let sends = [Send { name: "team".into(), what: What::Digest(weekly), to }];
    let (catalog, book) = (catalog(), book());
    let ground = Ground { rules: RULES, catalog: &catalog, book: &book };
    let now = Timestamp(BEGIN + 7 * DAY + 9 * HOUR);
    let mut desk = world.desk(&sends).telling(report::Language::Swedish);
    assert_eq!(desk.pass(&ground, &Heard::Something, now).unwrap().sent, 1);
    let text = std::fs::read_to_string(folder.join("digest-team-2026-W41.txt")).unwrap();
    assert!(text.contains("omnämnanden"), "{text}");
    let page = std::fs::read_to_string(folder.join("success-2026-W41.html")).unwrap();
    assert!(page.contains("<html lang=\"sv\">"));
}

#[test]
fn a_digest_is_due_by_the_clock_on_the_wall() {
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let weekly = Weekly { day: 0, minute: 8 * 60 };
    let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    for (now, due) in [
        ("2026-10-19T06:00:00Z", "2026-10-19T06:00:00Z"),
        ("2026-10-19T05:59:59Z", "2026-10-12T06:00:00Z"),
        // Clocks go back on 25 October.
        ("2026-10-26T06:59:00Z", "2026-10-19T06:00:00Z"),
        ("2026-10-26T07:00:30Z", "2026-10-26T07:00:00Z"),
        ("2026-11-01T23:00:00Z", "2026-10-26T07:00:00Z"),
    ] {
        assert_eq!(weekly.due(at(now), &zone), at(due), "{now}");
    }
    let quiet = Quiet { from: 22 * 60, to: 7 * 60 };
    for (now, over) in [
        ("2026-10-19T12:00:00Z", None),
        ("2026-10-19T20:00:00Z", Some("2026-10-20T05:00:00Z")),
        ("2026-10-20T04:59:30Z", Some("2026-10-20T05:00:00Z")),
        ("2026-10-20T05:00:00Z", None),
    ] {
        assert_eq!(quiet.over(at(now), &zone), over.map(at), "{now}");
    }
}

#[test]
fn what_is_posted_means_nothing_to_who_shows_it() {
    let mut world = World::new();
    let storm = world.storm(10);
    let now = storm + HOUR + 60_000;
    let body = |form| {
        let (address, told) = stub(&[200]);
        let mut send = alerts_to(webhook(address, form));
        send.name = format!("{form:?}").to_lowercase();
        (send, told)
    };
    let (slack, slack_told) = body(Form::Slack);
    let (teams, teams_told) = body(Form::Teams);
    assert_eq!(world.pass(&[slack, teams], &until(now), now).sent, 2);
    let slack = slack_told.recv().unwrap().body;
    assert!(
        slack.starts_with("{\"text\":\"*Spike: &lt;acme&gt;, 40 mentions in the hour from"),
        "{slack}"
    );
    let teams = teams_told.recv().unwrap().body;
    assert!(teams.contains("\"type\":\"AdaptiveCard\"") && teams.contains("\\\\<acme>"), "{teams}");
}

/// A mail server that takes one mail, and says what it was told.
fn mail_server() -> (u16, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        let (mut said, mut in_data) = (String::new(), false);
        stream.write_all(b"220 stub\r\n").unwrap();
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).unwrap() == 0 {
                return said;
            }
            said.push_str(&line);
            let answer: &[u8] = match line.trim_end() {
                "." if in_data => {
                    in_data = false;
                    b"250 taken\r\n"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").unwrap();
                    return said;
                }
                _ => b"250 fine\r\n",
            };
            stream.write_all(answer).unwrap();
        }
    });
    (port, server)
}

#[test]
fn mail_is_handed_in_once_with_its_pages() {
    let (port, server) = mail_server();
    let mut world = World::new();
    world.storm(10);
    let weekly = Weekly { day: 0, minute: 8 * 60 };
    let to = To::Mail(vec!["Ann <ann@example.com>".into()]);
    let sends = vec![Send { name: "team".into(), what: What::Digest(weekly), to }];
    let mailbox = Mailbox {
        host: "127.0.0.1".into(),
        port,
        security: MailSecurity::Off,
        login: None,
        from: "tagline <tagline@example.com>".into(),
    };
    let doors = Doors::new(Some(mailbox));
    let mut desk = Desk::new(world.store(), sends, doors, Zone::utc(), Duration::ZERO, "1.2.3");
    let (catalog, book) = (catalog(), book());
    let ground = Ground { rules: RULES, catalog: &catalog, book: &book };
    let now = Timestamp(BEGIN + 7 * DAY + 9 * HOUR);
    for sent in [1, 0] {
        assert_eq!(desk.pass(&ground, &Heard::Something, now).unwrap().sent, sent);
    }
    drop(desk);
    let said = server.join().unwrap();
    for part in [
        "RCPT TO:<ann@example.com>",
        "Message-ID: <digest.team.2026-W41@example.com>",
        "Subject: ",
        "filename=\"success-2026-W41.html\"",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{}", &said[..said.len().min(2_000)]);
    }
}
