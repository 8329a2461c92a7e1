//! Queries and keywords in tables: CSV in whatever form a spreadsheet writes it, and XLSX.

use rulelang::sheet::{self, Cells};

use super::input::Given;
use crate::exit::Mistake;

/// How files with tables end.
const ENDINGS: [&str; 4] = [".csv", ".tsv", ".xlsx", ".xls"];
/// What stands above queries.
const QUERIES: [&str; 6] = ["query", "boolean query", "booleanquery", "value", "rule", "search"];
/// What stands above their names, the best first.
const NAMES: [&str; 5] = ["name", "tag", "label", "title", "id"];
/// Rows above the headers, at most.
const ABOVE: usize = 20;

/// Whether this is a table: by its name, by how a workbook begins, or by a header `query` among others.
pub(super) fn is_table(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_lowercase();
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let heads = String::from_utf8_lossy(first).to_lowercase();
    let headed = [',', ';', '\t'].iter().any(|sign| {
        let heads = heads.split(*sign).map(|head| head.trim_matches(['\u{feff}', '"', '\r']));
        heads.clone().count() > 1
            && heads.clone().any(is_query)
            && heads.clone().any(|head| NAMES.contains(&head))
    });
    ENDINGS.iter().any(|ending| name.ends_with(ending))
        || bytes.starts_with(b"PK\x03\x04")
        || headed
}

fn is_query(head: &str) -> bool {
    QUERIES.contains(&head.trim())
}

/// The queries of a table with a column for them, and one for their names.
///
/// # Errors
///
/// When it cannot be read, or has no such column.
pub(super) fn queries(name: &str, bytes: &[u8]) -> Result<Vec<Given>, Mistake> {
    let Cells { name, counted, rows } = read(name, bytes)?;
    let lower =
        |row: &[String]| row.iter().map(|cell| cell.trim().to_lowercase()).collect::<Vec<_>>();
    let head =
        rows.iter().take(ABOVE).position(|(_, row)| lower(row).iter().any(|head| is_query(head)));
    let Some(head) = head else {
        return Err(Mistake(format!(
            "{name} has no column of queries: call it `query`, and the one of their names `name`"
        )));
    };
    let heads = lower(&rows[head].1);
    let query = heads.iter().position(|head| is_query(head)).unwrap_or_default();
    let named = NAMES.iter().find_map(|name| heads.iter().position(|head| head == name));
    let given = rows[head + 1..].iter().filter_map(|(number, row)| {
        let query = row.get(query).map_or("", String::as_str);
        let called = named.and_then(|named| row.get(named)).map(String::as_str);
        // A row with a name and no query is told of as empty: it may have held a formula.
        let said = |text: &str| !text.trim().is_empty();
        if !said(query) && !called.is_some_and(said) {
            return None;
        }
        Some(Given::alone(format!("{name}, {counted} {number}"), query, called))
    });
    Ok(given.collect())
}

/// The columns of a table of keywords: the first row names themes, the cells below are what is looked for.
///
/// # Errors
///
/// When it cannot be read, or a column of keywords has no name.
pub(super) fn keywords(name: &str, bytes: &[u8]) -> Result<Vec<Given>, Mistake> {
    let Cells { name, counted, rows } = read(name, bytes)?;
    let Some(((first, heads), below)) = rows.split_first() else { return Ok(Vec::new()) };
    let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let mut given = Vec::new();
    for at in 0..columns {
        let cell = |row: &'_ Vec<String>| row.get(at).cloned().unwrap_or_default();
        let words: Vec<(String, String)> =
            below.iter().map(|(row, cells)| (format!("{counted} {row}"), cell(cells))).collect();
        let head = cell(heads);
        match (head.trim(), words.iter().any(|(_, word)| !word.trim().is_empty())) {
            (_, false) => {}
            ("", true) => {
                let column = at + 1;
                return Err(Mistake(format!(
                    "{name}, {counted} {first}: column {column} holds keywords and has no header; write the name of their theme above them"
                )));
            }
            (head, true) => {
                let place = format!("{name}, column `{head}`");
                given.push(Given::column(place, &words, Some(head)));
            }
        }
    }
    Ok(given)
}

fn read(name: &str, bytes: &[u8]) -> Result<Cells, Mistake> {
    sheet::cells(name, bytes).map_err(|why| Mistake(format!("{name}: {why}")))
}
