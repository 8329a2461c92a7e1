//! Cells that are filled in one row of a rule while another row of it holds what the files say.

use super::{Known, Merge, plain};
use crate::sheet::edit::Edit;
use crate::sheet::{Column, Row};

/// A cell that was filled beside one that stays.
pub(super) enum Beside {
    /// Posts beside posts: both count.
    Joined {
        /// What the other row holds.
        old: String,
        /// All of it.
        all: Edit,
    },
    /// Two of what a rule has one of.
    Contradicts(Column),
}

impl Merge<'_> {
    /// What comes of a cell that this row newly fills, where another row of the rule holds the column and keeps it.
    pub(super) fn beside(&self, rule: usize, old: &Row, edit: &Edit) -> Option<Beside> {
        let column = edit.column;
        if column.by_language() || !old[column].is_empty() || edit.cell.is_empty() {
            return None;
        }
        let known: &Known = &self.rules[rule];
        let holder = known.rows.iter().position(|row| !row[column].is_empty())?;
        let held = known.rows[holder][column].to_owned();
        let mut rows = self.sheet.rows.iter().map(plain);
        let here = rows.rfind(|row| self.known(row) == Some((rule, Some(holder))));
        // A cell that was emptied there was moved here.
        if here.is_some_and(|row| row[column].is_empty()) || held == edit.cell {
            return None;
        }
        Some(match column {
            Column::ShouldMatch | Column::ShouldNotMatch => {
                let cell = format!("{held}\n{}", edit.cell);
                Beside::Joined { old: held, all: Edit { cell, ..edit.clone() } }
            }
            _ => Beside::Contradicts(column),
        })
    }
}
