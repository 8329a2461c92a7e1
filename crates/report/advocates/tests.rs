//! Advocates: people counted by hand, a planted uplift found, and none where there is none.

use mention::{Standing, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::stats::Random;
use crate::{Cell, Names, Report, ReportName, ReportRequest};

const DAY: i64 = 86_400_000;

fn request(period: &str, days: i64) -> ReportRequest {
    ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + days * DAY - 1)),
        ..fixture::request(ReportName::Advocates, period, "UTC")
    }
}

fn at(day: i64, minute: i64) -> Timestamp {
    Timestamp(BEGIN.0 + day * DAY + minute * 60_000)
}

fn report(posts: &[Post], request: &ReportRequest) -> Report {
    let forwards = World { posts: posts.to_vec(), ..World::default() };
    let backwards = World { posts: posts.iter().rev().cloned().collect(), ..World::default() };
    let report = forwards.report(request, &fixture::catalog(), &book());
    assert_eq!(report, backwards.report(request, &fixture::catalog(), &book()));
    report
}

fn figure(report: &Report, key: &str) -> Cell {
    report.figures.iter().find(|figure| figure.key == key).unwrap().value.clone()
}

#[test]
fn new_returning_and_lapsed_are_those_added_up_by_hand() {
    let us = &["kaffa"][..];
    let mut employee = post("e", "elin", at(50, 0), us);
    employee.tagged.standing = Standing::Employee;
    let posts = [
        post("1", "old", at(3, 0), us),
        post("2", "old", at(50, 0), us),
        post("3", "old", at(51, 0), us),
        post("4", "gone", at(20, 0), us),
        post("5", "new", at(53, 0), us),
        // Heard before, but only of a rival: not new.
        post("6", "knows", at(5, 0), &["brewline"]),
        post("7", "knows", at(54, 0), us),
        post("8", "other", at(54, 0), &["brewline"]),
        employee,
    ];
    // The week from 2026-11-09, day 49; the data reach back eight weeks and more.
    let data_from = Some(at(-10, 0));
    let week = ReportRequest { data_from, ..request("2026-11-09..2026-11-15", 56) };
    let report = report(&posts, &week);
    let of = |key: &str| figure(&report, key);
    assert_eq!(of("people"), Cell::Count(3));
    assert_eq!([of("new"), of("returning")], [Cell::Count(1), Cell::Count(2)]);
    assert_eq!(of("lapsed"), Cell::Count(1));
    assert_eq!(of("employees"), Cell::Count(1));
    let table = &report.sections[0].tables[0];
    assert_eq!(table.rows[0].cells[0], Cell::text("person 1"));
    assert_eq!(table.rows[0].cells[2], Cell::Count(2));
    let names = ReportRequest { names: Names::Shown, ..week };
    let shown = World { posts: posts.to_vec(), ..World::default() }.report(
        &names,
        &fixture::catalog(),
        &book(),
    );
    assert_eq!(shown.sections[0].tables[0].rows[0].cells[0], Cell::text("@old"));
}

/// People of ten weeks who mention us in one of them; half are answered; those come back by `answered`
/// of a hundred, the others by `others`.
fn cultivated(answered: u64, others: u64) -> Report {
    let mut random = Random::seeded(5);
    let mut posts = Vec::new();
    for person in 0..400_i64 {
        let (day, name) = (person % 5 * 7 + person % 7, format!("p{person}"));
        let id = format!("m{person}");
        posts.push(post(&id, &name, at(day, 600), &["kaffa"]));
        let is_answered = person % 2 == 0;
        if is_answered {
            let reply = post(&format!("r{person}"), "kaffa_help", at(day, 660), &[]).sent();
            posts.push(reply.replies(&id, None));
        }
        let chance = if is_answered { answered } else { others };
        if random.next() % 100 < chance {
            posts.push(post(&format!("a{person}"), &name, at(day + 9, 0), &["kaffa"]));
        }
    }
    report(&posts, &request("2026-09-21..2026-11-29", 70))
}

#[test]
fn a_planted_uplift_is_found_and_none_where_there_is_none() {
    let found = cultivated(60, 25);
    assert!(found.headline.contains("came back more"), "{}", found.headline);
    assert_eq!(found.sections[1].tables[0].rows[0].cells[1], Cell::Count(200));
    // Where it makes no difference, none is found; nor where those who write much are answered more.
    let roaster = fixture::report(ReportName::Advocates, "2026-W43");
    assert!(!roaster.headline.contains("came back"), "{}", roaster.headline);
    let none = cultivated(30, 30);
    assert!(none.headline.contains("does not show"), "{}", none.headline);
}

#[test]
fn too_few_pairs_are_told_with_the_plain_count() {
    let posts = [
        post("1", "a", at(1, 0), &["kaffa"]),
        post("r", "kaffa_help", at(1, 5), &[]).sent().replies("1", None),
        post("2", "b", at(2, 0), &["kaffa"]),
        post("3", "a", at(10, 0), &["kaffa"]),
    ];
    let report = report(&posts, &request("2026-09-21..2026-11-29", 70));
    let lead = report.sections[1].lead.as_ref().unwrap();
    assert!(lead.starts_with("Not enough: 1 of 30 pairs"), "{lead}");
    assert!(lead.contains("Of 1 person you answered for the first time, 1 wrote again"), "{lead}");
}

#[test]
fn without_authors_nothing_is_told() {
    let posts = [post("1", "", at(1, 0), &["kaffa"])];
    let report = report(&posts, &request("2026-09-21..2026-11-29", 70));
    assert!(report.refused.unwrap().contains("says who wrote it"));
}
