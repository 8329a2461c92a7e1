//! The work list: who is on it, and in which order.

use mention::{Kind, Settled, Settlement, Timestamp};

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
        .map(|row| crate::fixture::shown(&row.cells[0]))
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

/// Who waits in a small world in which people said this of mentions, and the answers counted.
fn waiting(settled: &[(&str, Settlement, i64)]) -> (Vec<String>, Vec<String>) {
    let at = |hour: i64| Timestamp(BEGIN.0 + 30 * 86_400_000 + hour * 3_600_000);
    let ask = |id: &str, hour: i64| {
        let mut post = post(id, id, at(hour), &["kaffa"]).to("kaffa_help");
        post.mention.text = format!("question {id}");
        post
    };
    let more = |id: &str, hour: i64| {
        let mut more = ask(id, hour).replies("a", None);
        more.mention.author.as_mut().unwrap().handle = Some("a".to_owned());
        more
    };
    let posts = vec![
        ask("a", 1),
        ask("b", 2),
        ask("c", 3),
        post("r", "kaffa_help", at(4), &[]).sent().replies("c", None),
        more("a2", 5),
        more("a3", 8),
        post("last", "x", at(9), &[]),
    ];
    let said = |(id, how, hour): &(&str, Settlement, i64)| Settled {
        platform: "twitter".into(),
        id: (*id).into(),
        how: *how,
        at: at(*hour),
        who: "ann".into(),
    };
    let world = World { posts, settled: settled.iter().map(said).collect(), ..World::default() };
    let report = |name| {
        let request = ReportRequest {
            data_from: Some(BEGIN),
            data_to: Some(at(10)),
            ..fixture::request(name, "2026-10-21..2026-10-27", "UTC")
        };
        world.report(&request, &fixture::catalog(), &book())
    };
    let todo = report(ReportName::Todo);
    let rows = todo.sections.iter().flat_map(|section| &section.tables[0].rows);
    let response = report(ReportName::Response);
    let figures =
        response.figures.iter().take(2).map(|figure| crate::fixture::shown(&figure.value));
    let notes = response.notes.iter().filter(|note| note.starts_with("Marked")).cloned();
    (rows.map(|row| crate::fixture::shown(&row.cells[0])).collect(), figures.chain(notes).collect())
}

#[test]
fn what_people_settled_waits_no_longer() {
    const NOTE: &str = "What was answered elsewhere counts as answered when that was said, what needs no answer is left out.";
    let check =
        |settled: &[(&str, Settlement, i64)], waits: &[&str], answered: [&str; 2], said: &str| {
            let (rows, figures) = waiting(settled);
            let mut expected: Vec<String> = answered.map(str::to_owned).into();
            expected.extend(
                Some(format!("Marked by hand: {said}. {NOTE}")).filter(|_| !said.is_empty()),
            );
            assert_eq!(
                (rows, figures),
                (waits.iter().map(|id| format!("question {id}")).collect(), expected),
                "{settled:?}"
            );
        };
    let (elsewhere, not_needed) = (Settlement::Elsewhere, Settlement::NotNeeded);
    check(&[], &["a", "b"], ["3", "33.3%"], "");
    check(&[("b", not_needed, 6)], &["a"], ["2", "50.0%"], "1 mention as in need of no answer");
    // It ends the waiting of all that was said before it, and what is said later waits anew.
    check(&[("a", elsewhere, 6)], &["b", "a3"], ["4", "50.0%"], "1 mention as answered elsewhere");
    // Said after the last thing heard, it is known all the same.
    check(&[("a", elsewhere, 99)], &["b"], ["3", "66.7%"], "1 mention as answered elsewhere");
    // What a person adds waits on where only the first needs no answer.
    check(
        &[("a", not_needed, 6)],
        &["b", "a2"],
        ["3", "33.3%"],
        "1 mention as in need of no answer",
    );
    // What was answered by a post of ours stays so, and a word on a mention that nobody asked changes nothing.
    check(
        &[("c", elsewhere, 7), ("last", elsewhere, 7), ("zz", not_needed, 7)],
        &["a", "b"],
        ["3", "33.3%"],
        "",
    );
}
