//! A rule file with changes made to it, read again to see that it says what was wanted and nothing else.

use std::collections::BTreeMap;

use super::cell::{entries_of, lines_of};
use super::edit::{Change, Edit, edited};
use super::extract::{RuleText, rules};
use super::new_rule::appended;
use super::{Column, Kind, Row};

/// What could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble<R> {
    /// One of the changes.
    Change(R),
    /// One of the new rules.
    New,
}

/// The file `text` with `changes` and, at its end, `new` rules.
///
/// # Errors
///
/// The number of a change that cannot be made in place, or that new rules cannot stand at the end.
pub(super) fn made(
    text: &str,
    changes: &[(&RuleText, Change)],
    new: &[(Kind, &[Row])],
) -> Result<String, Trouble<usize>> {
    let (text, mut expected) =
        changed(text, changes).ok_or_else(|| Trouble::Change(first_impossible(text, changes)))?;
    let whole = new.iter().fold(text, |text, (kind, rows)| appended(&text, *kind, rows));
    let rows = new.iter().flat_map(|(_, rows)| *rows);
    for row in rows {
        cells(row).for_each(|(name, cell)| keep(&mut expected, name, cell));
    }
    if !new.is_empty() && said(&rules(&whole)) != expected {
        return Err(Trouble::New);
    }
    Ok(whole)
}

/// The file `text` with `changes`, and what it says then; nothing when it does not say what was wanted, or when
/// anything else is said otherwise.
fn changed(text: &str, changes: &[(&RuleText, Change)]) -> Option<(String, Said)> {
    let mut expected = said(&rules(text));
    for (rule, change) in changes {
        match change {
            Change::Cells(edits) => expect(&mut expected, rule, edits),
            Change::Goes => {
                expected.retain(|(kind, id, ..), _| (*kind, id) != (rule.kind, &rule.id));
            }
        }
    }
    if changes.is_empty() {
        return Some((text.to_owned(), expected));
    }
    let numbered: Vec<(Kind, usize, Change)> =
        changes.iter().map(|(rule, change)| (rule.kind, rule.number, change.clone())).collect();
    let made = edited(text, &numbered)?;
    let right = said(&rules(&made)) == expected && beside(&made) == beside(text);
    right.then_some((made, expected))
}

/// The number of a change that cannot be made, though those before it can.
fn first_impossible(text: &str, changes: &[(&RuleText, Change)]) -> usize {
    let (mut possible, mut impossible) = (0, changes.len());
    while impossible - possible > 1 {
        let half = possible.midpoint(impossible);
        match changed(text, &changes[..half]) {
            Some(_) => possible = half,
            None => impossible = half,
        }
    }
    possible
}

/// Kind, id, language and column of a cell.
type Name = (Kind, String, String, Column);

/// Every cell that says something, and what it says.
type Said = BTreeMap<Name, String>;

fn said(rules: &[RuleText]) -> Said {
    let rows: Vec<Row> = rules.iter().flat_map(RuleText::rows).collect();
    rows.iter().flat_map(cells).filter(|(_, cell)| !cell.is_empty()).collect()
}

fn cells(row: &Row) -> impl Iterator<Item = (Name, String)> {
    let kind = Kind::parse(&row[Column::Kind]);
    let columns = Column::ALL.into_iter().filter(|column| *column != Column::Lang);
    columns.filter_map(move |column| {
        let lang = if column.by_language() { row[Column::Lang].to_owned() } else { String::new() };
        Some(((kind?, row[Column::Id].to_owned(), lang, column), row[column].to_owned()))
    })
}

fn expect(expected: &mut Said, rule: &RuleText, edits: &[Edit]) {
    for edit in edits {
        let name = (rule.kind, rule.id.clone(), edit.lang.clone(), edit.column);
        expected.remove(&name);
        keep(expected, name, edit.cell.clone());
    }
}

/// Adds a cell, unless it says nothing; a list as a file will hold it.
fn keep(expected: &mut Said, name: Name, cell: String) {
    let entries = entries_of(&cell);
    let cell = if name.3.is_list() { lines_of(entries.iter().map(String::as_str)) } else { cell };
    if !cell.is_empty() {
        expected.insert(name, cell);
    }
}

/// What a file says beside its rules: settings, accounts and the like, which may stand between the tables of a rule.
fn beside(text: &str) -> Option<toml::Table> {
    let mut table: toml::Table = text.parse().ok()?;
    table.retain(|name, _| Kind::parse(name).is_none());
    Some(table)
}
