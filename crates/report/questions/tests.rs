//! Questions, added up by hand.

use mention::Timestamp;

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Cell, Report, ReportName, ReportRequest};

fn at(day: i64) -> Timestamp {
    Timestamp(BEGIN.0 + day * 86_400_000)
}

fn asks(id: &str, author: &str, day: i64, tags: &[&str]) -> Post {
    let mut post = post(id, author, at(day), tags).to("kaffa_help");
    post.mention.text = format!("what about {id}?");
    post.tagged.question = Some(true);
    post
}

fn report(posts: Vec<Post>) -> Report {
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(at(56)),
        ..fixture::request(ReportName::Questions, "2026-W43", "UTC")
    };
    World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book())
}

#[test]
fn questions_are_grouped_by_their_most_specific_theme() {
    let mut statement = asks("no", "d", 29, &["delivery", "kaffa"]);
    statement.tagged.question = Some(false);
    let found = report(vec![
        asks("1", "a", 29, &["delivery", "delivery/late", "kaffa"]),
        asks("2", "b", 30, &["delivery/late", "kaffa"]),
        post("r", "kaffa_help", at(31), &[]).sent().replies("2", None),
        asks("3", "a", 30, &["kaffa"]),
        asks("4", "a", 22, &["delivery/late", "kaffa"]),
        asks("5", "c", 30, &["brewline", "delivery"]),
        statement,
    ]);
    let rows = &found.sections[0].tables[0].rows;
    assert_eq!(rows.len(), 2);
    assert_eq!(crate::fixture::shown(&rows[0].cells[0]), "Late parcels");
    assert_eq!(rows[0].cells[1..3], [Cell::Count(2), Cell::Count(2)]);
    assert_eq!(rows[0].cells[4], Cell::Share { part: 1, whole: 2 });
    let Cell::Change(change) = &rows[0].cells[5] else { panic!("no change") };
    assert_eq!(change.ratio().map(|ratio| ratio.to_string()).as_deref(), Some("1"));
    assert_eq!(rows[1].cells[1], Cell::Count(1));
}

#[test]
fn without_detection_nothing_is_told() {
    let refused = report(vec![post("1", "a", at(29), &["kaffa"])]).refused.unwrap();
    assert!(refused.contains("says whether it asks"), "{refused}");
}
