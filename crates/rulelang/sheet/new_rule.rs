//! A rule that no file has yet, as a table at the end of one.

use super::edit::fresh;
use super::extract::EVERY;
use super::splice::newline;
use super::toml_text::{key, text};
use super::{Column, Kind, Row};

/// The file `file` with a rule at its end; `rows` are its rows, one a language.
pub(super) fn appended(file: &str, kind: Kind, rows: &[Row]) -> String {
    let line = newline(file);
    let mut lines = vec![format!("[[{}]]", kind.name())];
    let columns = Column::ALL.into_iter().filter_map(|column| Some((column, column.key(kind)?)));
    let mut statements: Vec<(usize, String)> = Vec::new();
    for (column, name) in columns {
        let rank = kind.keys().all().position(|key| key.name == name).unwrap_or_default();
        statements.extend(values(column, rows, line).into_iter().map(|(lang, value)| {
            let name =
                lang.map_or_else(|| name.to_owned(), |lang| format!("{name}.{}", key(&lang)));
            (rank, format!("{name} = {value}"))
        }));
    }
    statements.sort_by_key(|(rank, _)| *rank);
    lines.extend(statements.into_iter().map(|(_, statement)| statement));
    let ended = if file.is_empty() || file.ends_with('\n') { "" } else { line };
    let parted = if file.is_empty() { "" } else { line };
    format!("{file}{ended}{parted}{}{line}", lines.join(line))
}

/// The values of a column: one, or one a language with its name.
fn values(column: Column, rows: &[Row], newline: &str) -> Vec<(Option<String>, String)> {
    let written = |row: &Row| {
        let value = match column {
            Column::Id => Some(text(&row[column], newline)),
            _ => fresh(column, &row[column], "", newline),
        };
        value.map(|value| (row[Column::Lang].to_owned(), value))
    };
    let mut values: Vec<(String, String)> = rows.iter().filter_map(written).collect();
    if !column.by_language() {
        values.truncate(1);
        return values.into_iter().map(|(_, value)| (None, value)).collect();
    }
    match values.as_slice() {
        [(lang, value)] if lang.is_empty() => vec![(None, value.clone())],
        _ => values
            .into_iter()
            .map(|(lang, value)| {
                (Some(if lang.is_empty() { EVERY.to_owned() } else { lang }), value)
            })
            .collect(),
    }
}
