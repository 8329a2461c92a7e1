//! Page one: its numbers are those of the other reports, and it fits one page.

use mention::Timestamp;

use crate::fixture;
use crate::fixture::world::{BEGIN, World, book, post};
use crate::{Book, Cell, Compare, Report, ReportName, ReportRequest};

const DAY: i64 = 86_400_000;

fn request(name: ReportName) -> ReportRequest {
    ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 56 * DAY - 1)),
        ..fixture::request(name, "2026-W43", "Europe/Berlin")
    }
}

fn value(report: &Report, key: &str) -> Cell {
    report.figures.iter().find(|figure| figure.key == key).unwrap().value.clone()
}

#[test]
fn its_numbers_are_those_of_the_other_reports() {
    let world = World::roaster();
    let of = |name| world.report(&request(name), &fixture::catalog(), &book());
    let page = of(ReportName::Success);
    let response = of(ReportName::Response);
    assert_eq!(value(&page, "reply_rate"), value(&response, "reply_rate"));
    let voice = of(ReportName::Competitors);
    assert_eq!(value(&page, "share_of_voice"), value(&voice, "own_share"));
    assert_eq!(value(&page, "mentions"), value(&voice, "own_mentions"));
    let read =
        page.sections.iter().flat_map(|s| &s.tables).find(|t| t.key == "worth_reading").unwrap();
    let engagements: Vec<&Cell> = read.rows.iter().map(|row| &row.cells[3]).collect();
    assert_eq!(engagements, [&Cell::Count(8); 3]);
}

#[test]
fn without_eight_earlier_periods_it_shows_levels_and_where_they_come_from() {
    let page = fixture::report(ReportName::Success, "2026-W43");
    assert!(page.sections.iter().any(|section| section.title == "What there is"));
    assert!(!page.sections.iter().any(|section| section.title == "What changed"));
}

#[test]
fn what_cannot_be_told_is_said_and_never_zero() {
    let posts = vec![post("1", "", Timestamp(BEGIN.0 + 30 * DAY), &[])];
    let request = ReportRequest { compare: Compare::None, ..request(ReportName::Success) };
    let page =
        World { posts, ..World::default() }.report(&request, &fixture::catalog(), &Book::default());
    for key in ["people", "share_of_voice", "reply_rate", "positive"] {
        assert!(matches!(value(&page, key), Cell::Absent(_)), "{key}");
        let label = &page.figures.iter().find(|figure| figure.key == key).unwrap().label;
        assert!(
            page.notes.iter().any(|note| note.starts_with(&format!("{label}: not measurable")))
        );
    }
    assert_eq!(value(&page, "mentions"), Cell::Count(1));
}
