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
    let mut expected = said(&rules(text));
    for (rule, change) in changes {
        match change {
            Change::Cells(edits) => expect(&mut expected, rule, edits),
            Change::Goes => {
                expected.retain(|(kind, id, ..), _| (*kind, id) != (rule.kind, &rule.id));
            }
        }
    }
    let numbered: Vec<(Kind, usize, Change)> =
        changes.iter().map(|(rule, change)| (rule.kind, rule.number, change.clone())).collect();
    let text = if changes.is_empty() {
        text.to_owned()
    } else {
        let made = edited(text, &numbered).ok_or(Trouble::Change(0))?;
        if let Some(wrong) = differing(&said(&rules(&made)), &expected) {
            return Err(Trouble::Change(blamed(changes, &wrong)));
        }
        if beside(&made) != beside(text) {
            return Err(Trouble::Change(leaving(changes)));
        }
        made
    };
    let whole = new.iter().fold(text, |text, (kind, rows)| appended(&text, *kind, rows));
    let rows = new.iter().flat_map(|(_, rows)| *rows);
    for row in rows {
        cells(row).for_each(|(name, cell)| keep(&mut expected, name, cell));
    }
    match differing(&said(&rules(&whole)), &expected) {
        Some(_) if !new.is_empty() => Err(Trouble::New),
        _ => Ok(whole),
    }
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

/// The first cell about which two readings disagree.
fn differing(now: &Said, expected: &Said) -> Option<Name> {
    let all = now.keys().chain(expected.keys());
    all.into_iter().find(|name| now.get(*name) != expected.get(*name)).cloned()
}

/// What a file says beside its rules: settings, accounts and the like, which may stand between the tables of a rule.
fn beside(text: &str) -> Option<toml::Table> {
    let mut table: toml::Table = text.parse().ok()?;
    table.retain(|name, _| Kind::parse(name).is_none());
    Some(table)
}

/// The number of the first change by which a rule goes: nothing else takes lines that are not the rule's own.
fn leaving(changes: &[(&RuleText, Change)]) -> usize {
    changes.iter().position(|(_, change)| matches!(change, Change::Goes)).unwrap_or_default()
}

/// The number of the change that a wrong cell comes from.
fn blamed(changes: &[(&RuleText, Change)], (kind, id, ..): &Name) -> usize {
    let of = |(rule, _): &(&RuleText, Change)| (rule.kind, &rule.id) == (*kind, id);
    changes.iter().position(of).unwrap_or_else(|| leaving(changes))
}
