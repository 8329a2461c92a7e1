//! Golden files of every format; `UPDATE=1` writes them anew, and the commit says why.

use std::path::Path;

use crate::{Color, ReportName, Separator, TextOptions, build, csv, fixture, html, json, text};

#[track_caller]
fn check(file: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == actual, "{file} differs; run the test with UPDATE=1 and look at the change");
}

fn check_formats(name: ReportName) {
    let request = fixture::request(name, "2026-W46", "Europe/Berlin");
    let (answers, catalog) = (fixture::answers(&request), fixture::catalog());
    let report = build(&request, &fixture::input(&answers, &catalog));
    let again = build(&request, &fixture::input(&answers, &catalog));
    assert_eq!(report, again, "the same input gives the same report");
    let options = TextOptions { width: Some(140), color: Color::No };
    check(&format!("{name}.txt"), &text(&report, options));
    check(&format!("{name}.json"), &json(&report));
    check(&format!("{name}.html"), &html(&report));
    check(&format!("{name}.csv"), &csv(&report.tables()[0], Separator::Comma));
}

#[test]
fn tags() {
    check_formats(ReportName::Tags);
}

#[test]
fn competitors() {
    check_formats(ReportName::Competitors);
}

#[test]
fn ledger() {
    check_formats(ReportName::Ledger);
}
