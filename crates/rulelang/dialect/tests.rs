//! What becomes of queries of other tools: tables of cases, and properties over all of them.

use super::{Converted, DIALECTS, Dialect};

mod cases;
mod identity;
mod real;

/// What became of a query, as a table shows it.
fn shown(source: &str, converted: &Converted) -> String {
    let at = |span: &std::ops::Range<usize>| source[span.clone()].to_owned();
    let mut lines = vec![format!("   {source}")];
    lines.extend(converted.query.iter().map(|query| format!("→  {query}")));
    for found in &converted.refused {
        let help = found.help.clone().unwrap_or_default();
        lines.push(format!(
            "✗  ‹{}› {} [{}]: {help}",
            at(&found.span),
            found.message,
            found.code.name()
        ));
    }
    lines.extend(
        converted.notes.iter().map(|note| format!("·  ‹{}› {}", at(&note.span), note.text)),
    );
    lines.join("\n")
}

#[test]
fn every_dialect_has_a_name_of_its_own_and_a_page() {
    for dialect in DIALECTS {
        assert_eq!(Dialect::named(dialect.name).map(|found| found.label), Some(dialect.label));
        assert!(dialect.page.starts_with("https://"));
    }
    assert!(Dialect::named("csdl").is_none());
}

#[test]
fn sites_that_are_excluded_join_no_others() {
    let query = |source: &str| Dialect::named("talkwalker").unwrap().convert(source).query;
    assert_eq!(
        query("acme -site:a.example site:b.example").as_deref(),
        Some("acme -site:a.example site:b.example")
    );
    assert_eq!(
        query("acme site:a.example site:b.example").as_deref(),
        Some("acme (site:a.example OR site:b.example)")
    );
}
