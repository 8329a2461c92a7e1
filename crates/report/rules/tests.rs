//! Rules, added up by hand.

use mention::Timestamp;

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Cell, ReportName, ReportRequest};

#[test]
fn overlaps_and_silence_are_told() {
    let said = |number: i64| {
        let tags: &[&str] = match number {
            0..6 => &["delivery", "kaffa"],
            6..8 => &["delivery"],
            _ => &["kaffa"],
        };
        let at = Timestamp(BEGIN.0 + 28 * 86_400_000 + number * 3_600_000);
        post(&number.to_string(), &format!("p{number}"), at, tags)
    };
    let posts: Vec<Post> = (0..10).map(said).collect();
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 40 * 86_400_000)),
        ..fixture::request(ReportName::Rules, "2026-W43", "UTC")
    };
    let report = World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book());
    assert_eq!(report.figures[0].value, Cell::Count(2));
    assert_eq!(report.figures[1].value, Cell::Count(12));
    let rows = &report.sections[0].tables[0].rows;
    let row = rows.iter().find(|row| crate::fixture::shown(&row.cells[0]) == "Delivery").unwrap();
    assert_eq!(row.cells[1], Cell::Count(8));
    // Six of both, eight of one and eight of the other: 6 ÷ 10, and 6 ÷ 8 of its own.
    assert_eq!(row.cells[4], Cell::text("Kaffa 咖啡"));
    assert_eq!(row.cells[5..], [Cell::Part(0.6), Cell::Part(0.75)]);
}
