//! Files that are no TOML at all: another format, or queries without a rule around them.

use super::written::in_quotes;
use super::{line_at, trimmed, wrong};
use crate::Diagnostic;

/// That the file is in another format as a whole.
pub(super) fn other_format(text: &str) -> Option<Diagnostic> {
    let start = text.find(|c: char| !c.is_whitespace() && c != '\u{feff}')?;
    let line = trimmed(text, &line_at(text, start));
    let written = &text[line.clone()];
    let heads: Vec<&str> = written.split([',', ';', '\t']).map(str::trim).collect();
    let (what, help) = if written.starts_with('{')
        && !written.contains('}')
        && !written.contains('=')
        || written.starts_with("{\"")
    {
        let help = "begin a rule with a line `[[theme]]`, and below it one `key = \"value\"` a line; `tagline rules convert` reads the JSON of other tools";
        ("JSON", help)
    } else if heads.contains(&"kind") && heads.contains(&"id") {
        let help = "call it `rules.csv`, and take it over with `tagline rules import rules.csv`";
        ("a sheet", help)
    } else {
        return None;
    };
    Some(wrong(line, format!("this is {what}, and a rule file is TOML")).help(help))
}

/// That the file is a query, or several, and no table at all.
pub(super) fn bare_query(text: &str) -> Option<Diagnostic> {
    let start = text.find(|c: char| !c.is_whitespace() && c != '\u{feff}')?;
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let no_table = |line: &str| !line.contains('=') && !line.starts_with(['[', '{', '<', '-']);
    let named = |line: &str| line.split_whitespace().next().is_some_and(|it| it.ends_with(':'));
    let said = lines().next().is_some_and(|line| !line.starts_with('#') || line.contains(" OR "));
    if !said || !lines().all(no_table) || lines().any(named) {
        return None;
    }
    let first = trimmed(text, &line_at(text, start));
    let written = &text[first.clone()];
    let message = "this is a query or words alone, and a rule file says whose they are";
    let quoted = in_quotes("query", written);
    Some(wrong(first, message).help(format!(
        "write `[[theme]]`, below it `id = \"my-theme\"`, and below that `query = {quoted}`; many queries at once are taken over by `tagline rules convert`"
    )))
}
