//! Reports in the language that is asked for, as pages, files and for programs.

use axum::http::StatusCode;

use super::{get, world};

#[test]
fn reports_are_told_in_the_language_that_is_asked_for() {
    let (_folder, site) = world(|_| {});
    for (lang, title) in [("en", "Tag report"), ("sv", "Taggrapport"), ("ro", "Raport pe etichete")]
    {
        let page = get(&site, &format!("/reports/tags?lang={lang}"));
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(&format!("<html lang=\"{lang}\">")), "{lang}");
        assert!(page.body.contains(title), "{lang}");
        // The walls are in English, and say so where the page is not.
        assert_eq!(page.body.contains("class=\"site\" lang=\"en\""), lang != "en");
        let json = get(&site, &format!("/api/v1/reports/tags?lang={lang}"));
        assert!(json.body.contains(title), "{lang}");
    }
    let unknown = get(&site, "/reports/tags?lang=tlh");
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(unknown.body.contains("en, sv, fr, it, ro"));
}

#[test]
fn a_table_for_excel_is_written_as_its_language_writes_numbers() {
    let (_folder, site) = world(|_| {});
    let english = get(&site, "/reports/tags.csv").body;
    let french = get(&site, "/reports/tags.csv?lang=fr").body;
    assert!(english.starts_with("\u{feff}group,tag,") && french.starts_with("\u{feff}group;tag;"));
}
