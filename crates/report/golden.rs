//! Golden files of every format; `UPDATE=1` writes them anew, and the commit says why.

use std::path::Path;

use crate::{
    Color, Language, ReportName, Separator, TextOptions, csv, fixture, html, json, json_lines,
    markdown, text,
};

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
    let period = fixture::period(name);
    let report = fixture::report(name, period);
    assert_eq!(report, fixture::report(name, period), "the same input gives the same report");
    let options = TextOptions { width: Some(140), color: Color::No };
    check(&format!("{name}.txt"), &text(&report, options));
    check(&format!("{name}.json"), &json(&report));
    check(&format!("{name}.html"), &html(&report));
    if let Some(table) = report.tables().first() {
        check(&format!("{name}.csv"), &csv(table, Separator::Comma));
    }
    if matches!(name, ReportName::Response | ReportName::Campaigns) {
        check(&format!("{name}.md"), &markdown(&report));
        check(&format!("{name}.jsonl"), &json_lines(&report));
    }
}

#[test]
fn two_reports_in_every_language() {
    let options = TextOptions { width: Some(140), color: Color::No };
    for language in &Language::ALL[1..] {
        for name in [ReportName::Success, ReportName::Tags] {
            let report = fixture::report_in(*language, name, fixture::period(name));
            let file = format!("{name}.{}", language.tag());
            check(&format!("{file}.txt"), &text(&report, options));
            if name == ReportName::Tags {
                check(&format!("{file}.html"), &html(&report));
            }
        }
    }
}

#[test]
fn every_report_in_every_format() {
    ReportName::ALL.into_iter().for_each(check_formats);
}
