//! The work list: who is on it, and in which order.

use mention::{Kind, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, World, book, post};
use crate::{Cell, ReportName, ReportRequest};

#[test]
fn alarms_come_first_then_who_waits_longest() {
    let at = |hour: i64| Timestamp(BEGIN.0 + 30 * 86_400_000 + hour * 3_600_000);
    let ask = |id: &str, hour: i64, tags: &[&str]| {
        let mut post = post(id, id, at(hour), tags).to("kaffa_help");
        post.mention.text = format!("question {id}");
        post
    };
    let mut direct = ask("direct", 4, &["kaffa"]);
    direct.mention.kind = Kind::Direct;
    // What the same person adds before an answer belongs to it, with its urgency.
    let mut more = ask("more", 6, &["kaffa", "vending"]).replies("old", None);
    more.mention.author.as_mut().unwrap().handle = Some("old".to_owned());
    let posts = vec![
        ask("young", 3, &["kaffa"]),
        ask("old", 1, &["kaffa"]),
        ask("alarm", 5, &["kaffa", "vending"]),
        ask("watched", 4, &["delivery", "kaffa"]),
        ask("done", 2, &["kaffa"]),
        post("r", "kaffa_help", at(3), &[]).sent().replies("done", None),
        direct,
        more,
        post("last", "x", at(9), &[]),
    ];
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(at(10)),
        ..fixture::request(ReportName::Todo, "2026-10-21..2026-10-27", "UTC")
    };
    let report = World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book());
    let texts: Vec<String> = report.sections[0].tables[0]
        .rows
        .iter()
        .map(|row| crate::text::shown(&row.cells[0]))
        .collect();
    let expected = [
        "question old",
        "question alarm",
        "question watched",
        "question young",
        "(a direct message)",
    ];
    assert_eq!(texts, expected);
    assert_eq!(report.sections[0].tables[0].rows[0].cells[1], Cell::Duration(8 * 3_600));
    assert!(report.headline.starts_with("5 people wait for an answer"), "{}", report.headline);
}
