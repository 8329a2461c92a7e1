//! Coverage, added up by hand.

use mention::Timestamp;

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Cell, ReportName, ReportRequest};

#[test]
fn shares_samples_and_words_are_of_what_no_rule_finds() {
    let posts: Vec<Post> = (0..300_i64)
        .map(|number| {
            let at = Timestamp(BEGIN.0 + 28 * 86_400_000 + number * 600_000);
            let tags: &[&str] = if number % 3 == 0 { &[] } else { &["kaffa"] };
            let mut post = post(&number.to_string(), &format!("p{}", number % 40), at, tags);
            let topic = if number % 3 == 0 { "scooters" } else { "coffee" };
            post.mention.text = format!("about {topic} again");
            post
        })
        .collect();
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 31 * 86_400_000)),
        ..fixture::request(ReportName::Coverage, "2026-W43", "UTC")
    };
    let report = World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book());
    assert_eq!(report.figures[0].value, Cell::Share { part: 200, whole: 300 });
    let table = |key: &str| {
        report.sections.iter().flat_map(|s| &s.tables).find(|table| table.key == key).unwrap()
    };
    assert_eq!(table("words").rows[0].cells[0], Cell::text("scooters"));
    assert_eq!(table("words").rows.len(), 1);
    assert_eq!(table("samples").rows.len(), 15);
    for row in &table("samples").rows {
        assert_eq!(crate::fixture::shown(&row.cells[0]), "about scooters again");
    }
}
