//! Terminal output, line by line.

use super::*;
use crate::fixture::build;
use crate::{ReportName, fixture};

fn written(width: Option<usize>, color: Color) -> String {
    let request = fixture::request(ReportName::Tags, "2026-W46", "Europe/Berlin");
    let (answers, catalog) = (fixture::answers(&request), fixture::catalog());
    text(&build(&request, &fixture::input(&answers, &catalog)), TextOptions { width, color })
}

#[test]
fn columns_line_up_by_width_not_by_characters() {
    let text = written(None, Color::No);
    let mut rows = text.lines().skip_while(|line| !line.starts_with("tag "));
    let heading = rows.next().unwrap();
    let end = UnicodeWidthStr::width(&heading[..heading.find("mentions").unwrap() + 8]);
    for (label, mentions) in [("Kaffa 咖啡", "669"), ("Brewline", "221"), ("Autumn Blend 🍂", "70")]
    {
        let row =
            text.lines().filter(|line| line.starts_with(label)).find(|l| l.contains(mentions));
        let row = row.unwrap();
        assert_eq!(row[..row.find(mentions).unwrap() + mentions.len()].width(), end, "{row}");
    }
}

#[test]
fn a_narrow_terminal_loses_columns_and_says_which() {
    let text = written(Some(80), Color::No);
    let table = text.lines().skip_while(|line| !line.starts_with("tag "));
    let widest =
        table.take_while(|line| !line.starts_with("no room")).map(UnicodeWidthStr::width).max();
    assert!(widest.unwrap() <= 80, "{widest:?}");
    assert!(text.contains("no room for: originals, known, "), "{text}");
    assert!(!written(None, Color::No).contains("no room for"));
}

#[test]
fn escape_sequences_only_where_they_are_wanted_and_never_from_a_label() {
    assert!(!written(None, Color::No).contains('\u{1b}'));
    assert!(written(None, Color::Yes).contains("\u{1b}[1m"));
    assert_eq!(crate::fixture::shown(&Cell::Text("a\u{1b}[31mb\nc".to_owned())), "a [31mb c");
}

#[test]
fn changes_have_an_arrow_only_outside_their_range() {
    use crate::Usual;
    let check = |now, before, usual: Option<(f64, f64)>| {
        let usual = usual.map(|(low, high)| Usual { low, high });
        crate::fixture::shown(&Cell::Change(Change { now, before, usual }))
    };
    assert_eq!(check(15.0, 10.0, None), "+50%");
    assert_eq!(check(15.0, 10.0, Some((8.0, 15.0))), "+50%");
    assert_eq!(check(15.0, 10.0, Some((8.0, 14.0))), "▲ +50%");
    assert_eq!(check(5.0, 10.0, Some((8.0, 14.0))), "▼ −50%");
    assert_eq!(check(9.9, 10.0, Some((5.0, 8.0))), "−1.0%, yet above usual");
    assert_eq!(check(5.1, 5.0, Some((6.0, 8.0))), "+2.0%, yet below usual");
    assert_eq!(check(5.0, 0.0, None), "new");
    assert_eq!(check(0.0, 0.0, None), "–");
}

#[test]
fn long_series_are_thinned() {
    assert_eq!(spark(&[0.0, 1.0, 7.0]), "▁▂█");
    assert_eq!(spark(&[0.0; 3]), "▁▁▁");
    assert_eq!(spark(&[1.0; 100]).chars().count(), 25);
}
