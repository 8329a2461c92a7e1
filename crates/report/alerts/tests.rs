//! Alerts: a planted storm is found within hours, and calm weeks raise nothing.

use mention::{Kind, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::stats::Random;
use crate::{Book, Cell, Report, ReportName, ReportRequest};

const HOUR: i64 = 3_600_000;

fn report(posts: Vec<Post>) -> Report {
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 42 * 24 * HOUR - 1)),
        ..fixture::request(ReportName::Alerts, "2026-10-19..2026-11-01", "UTC")
    };
    World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book())
}

/// Six weeks with three or four mentions an hour by many people.
fn calm() -> Vec<Post> {
    let mut random = Random::seeded(21);
    let mut posts = Vec::new();
    for hour in 0..42 * 24 {
        for one in 0..3 + random.next() % 2 {
            let minute = i64::try_from(random.next() % 60).unwrap();
            let at = Timestamp(BEGIN.0 + hour * HOUR + minute * 60_000);
            posts.push(post(
                &format!("{hour}-{one}"),
                &format!("p{}", random.next() % 900),
                at,
                &["kaffa"],
            ));
        }
    }
    posts
}

/// A hundred reposts in one hour of the fifth week, by so many people.
fn storm(people: u64) -> Vec<Post> {
    let mut posts = calm();
    for one in 0..100_u64 {
        let at = Timestamp(BEGIN.0 + (32 * 24 + 10) * HOUR + i64::try_from(one).unwrap() * 30_000);
        let mut post = post(&format!("s{one}"), &format!("s{}", one % people), at, &["kaffa"]);
        post.mention.kind = Kind::Repost;
        posts.push(post);
    }
    posts
}

#[test]
fn a_storm_is_told_in_its_hour_with_what_it_is_made_of() {
    let report = report(storm(60));
    let rows = &report.sections[0].tables[0].rows;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(crate::fixture::shown(&rows[0].cells[0]), "Fri 23 Oct 10:00");
    assert_eq!(crate::fixture::shown(&rows[0].cells[1]), "spike");
    let drivers = &report.sections[1].tables[0].rows;
    assert!(drivers.iter().any(|row| row.cells[0] == Cell::text("reposts")), "{drivers:?}");
}

#[test]
fn calm_weeks_raise_nothing_and_a_storm_of_one_is_marked() {
    let quiet = report(calm());
    assert!(quiet.headline.starts_with("Nothing unusual"), "{}", quiet.headline);
    let one = report(storm(1));
    assert!(one.headline.ends_with("most of them by one author."), "{}", one.headline);
    let Cell::Share { part, .. } = one.sections[0].tables[0].rows[0].cells[7] else { panic!() };
    assert_eq!(part, 100);
    assert!(!report(storm(60)).headline.contains("one author"));
}

#[test]
fn a_first_mention_of_an_alarm_and_a_day_of_silence_are_told() {
    let mut posts = calm();
    posts.retain(|post| !(BEGIN.0 + 35 * 24 * HOUR..BEGIN.0 + 37 * 24 * HOUR).contains(&post.at.0));
    let alarm = |id: &str, hour: i64| post(id, id, Timestamp(BEGIN.0 + hour * HOUR), &["vending"]);
    posts.extend([alarm("a", 30 * 24), alarm("b", 30 * 24 + 5), alarm("c", 40 * 24)]);
    let report = report(posts);
    let of =
        |key: &str| report.figures.iter().find(|figure| figure.key == key).unwrap().value.clone();
    assert_eq!(of("alarms"), Cell::Count(2));
    assert_eq!(of("silences"), Cell::Count(1));
}

#[test]
fn without_anything_to_watch_it_says_so() {
    let request = fixture::request(ReportName::Alerts, "2026-W43", "UTC");
    let nothing = Book { own: vec![], themes: vec![], ..book() };
    let report = World::default().report(&request, &fixture::catalog(), &nothing);
    assert!(report.refused.unwrap().contains("severity"));
}
