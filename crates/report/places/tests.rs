//! Places, added up by hand.

use mention::{Geo, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Cell, Report, ReportName, ReportRequest};

const DAY: i64 = 86_400_000;

fn report(posts: Vec<Post>) -> Report {
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 56 * DAY - 1)),
        ..fixture::request(ReportName::Places, "2026-W43", "UTC")
    };
    World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book())
}

fn said(id: &str, author: &str, day: i64, place: Option<(&str, &str)>) -> Post {
    let mut post = post(id, author, Timestamp(BEGIN.0 + day * DAY), &["kaffa"]);
    post.mention.place = place.map(|(country, city)| Geo {
        country: Some(country.to_owned()),
        city: Some(city.to_owned()),
        ..Geo::default()
    });
    post
}

fn row(report: &Report, name: &str) -> Vec<Cell> {
    let rows = &report.sections[0].tables[0].rows;
    rows.iter().find(|row| row.cells[0] == Cell::text(name)).unwrap().cells.clone()
}

#[test]
fn mentions_people_unknown_and_change_are_those_added_up_by_hand() {
    let mut by_text = said("5", "d", 29, None);
    by_text.tagged.tags.push(post("x", "x", BEGIN, &["place/lund"]).tagged.tags[0].clone());
    let rival = post("6", "e", Timestamp(BEGIN.0 + 29 * DAY), &["brewline"]);
    let report = report(vec![
        said("1", "a", 28, Some(("SE", "Malmö"))),
        said("2", "a", 29, Some(("SE", "Malmö"))),
        said("3", "b", 30, Some(("DE", "Berlin"))),
        said("4", "c", 30, None),
        by_text,
        rival,
        said("7", "a", 22, Some(("SE", "Malmö"))),
    ]);
    let malmo = row(&report, "Malmö, SE");
    assert_eq!(malmo[1..4], [Cell::Count(2), Cell::Share { part: 2, whole: 5 }, Cell::Count(1)]);
    let Cell::Change(change) = &malmo[4] else { panic!("no change") };
    assert_eq!(change.ratio().map(|ratio| ratio.to_string()).as_deref(), Some("1"));
    assert_eq!(row(&report, "Place not known")[1], Cell::Count(1));
    assert_eq!(row(&report, "lund")[1], Cell::Count(1));
    assert_eq!(row(&report, "SE")[1], Cell::Count(2));
    assert!(report.headline.starts_with("Malmö, SE is the city"), "{}", report.headline);
}

#[test]
fn too_little_known_gives_no_ranking_and_nothing_known_no_report() {
    let mut posts: Vec<Post> = (0..30).map(|n| said(&n.to_string(), "a", 28, None)).collect();
    let refused = report(posts.clone()).refused.unwrap();
    assert!(refused.contains("none of 30 mentions"), "{refused}");
    posts.push(said("place", "a", 28, Some(("SE", "Malmö"))));
    let report = report(posts);
    assert!(report.headline.contains("only 3.2%"), "{}", report.headline);
    assert_eq!(report.sections[0].tables[0].rows.len(), 2);
}
