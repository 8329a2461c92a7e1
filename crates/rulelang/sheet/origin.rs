//! What a row was exported from, in a word that no spreadsheet takes for a number, a date or a formula.

use xxhash_rust::xxh3::xxh3_64;

use super::{Column, Row};

/// Begins the word, and says how the rest of it is made.
const FORM: &str = "v1";

/// What a row was exported from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// All rows of that export.
    pub(super) set: u64,
    /// Kind, id and language.
    name: u64,
    /// All cells.
    cells: u64,
}

impl Origin {
    /// The word of a row, as a cell has it.
    pub(super) fn word(set: u64, row: &Row) -> String {
        format!("{FORM}.{set:016x}.{:016x}.{:016x}", name(row), cells(row))
    }

    /// Reads a word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        let mut parts = word.trim().split('.');
        if parts.next() != Some(FORM) {
            return None;
        }
        let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
        Some(Self { set: number()?, name: number()?, cells: number()? })
    }

    /// Whether the row has the kind, id and language it was exported with: a copy of a row has not.
    pub(super) fn names(&self, row: &Row) -> bool {
        self.name == name(row)
    }

    /// Whether the row is as it was exported.
    pub(super) fn is(&self, row: &Row) -> bool {
        self.cells == cells(row)
    }
}

/// The hash of all rows of an export, in whatever order.
pub(super) fn set<'r>(rows: impl Iterator<Item = &'r Row>) -> u64 {
    let mut hashes: Vec<[u8; 8]> = rows.map(|row| cells(row).to_le_bytes()).collect();
    hashes.sort_unstable();
    xxh3_64(hashes.as_flattened())
}

fn name(row: &Row) -> u64 {
    hash([Column::Kind, Column::Id, Column::Lang].map(|column| &row[column]).iter())
}

fn cells(row: &Row) -> u64 {
    hash(Column::ALL.map(|column| &row[column]).iter())
}

/// Each text ends with a byte that no text has, so that no two lists of texts are one.
fn hash<'t>(texts: impl Iterator<Item = &'t &'t str>) -> u64 {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(u8::MAX);
    }
    xxh3_64(&bytes)
}
