//! Rules and languages that the files have and the sheet has not: named, or taken out where that is safe.

use std::collections::BTreeSet;

use super::{Change, ChangeKind, Merge, Refusal, Wanted, known_place, plain, shown};
use crate::Finding;
use crate::sheet::edit::Edit;
use crate::sheet::origin;
use crate::sheet::table::SheetRow;
use crate::sheet::{Column, Row};

impl Merge<'_> {
    /// What the files have and the sheet has not.
    pub(super) fn absent(&mut self) {
        let sheet: BTreeSet<(usize, Option<usize>)> =
            self.sheet.rows.iter().filter_map(|row| self.known(&plain(row))).collect();
        let mut missing = Vec::new();
        let rules = self.rules.iter().enumerate();
        for (rule, known) in rules.filter(|(rule, _)| !self.renamed.contains(rule)) {
            let there = |row: usize| sheet.contains(&(rule, Some(row)));
            missing.extend((0..known.rows.len()).filter(|row| !there(*row)).map(|row| (rule, row)));
        }
        if missing.is_empty() {
            return;
        }
        if !self.options.delete {
            self.import.absent =
                missing.iter().map(|(rule, row)| shown(&self.rules[*rule].rows[*row])).collect();
            return;
        }
        let now = origin::set(self.rules.iter().flat_map(|known| &known.rows));
        let whole = |row: &SheetRow| row.origin.as_ref().is_some_and(|origin| origin.set == now);
        let exported = self.sheet.rows.iter().filter(|row| row.origin.is_some());
        let same = exported.clone().count() > 0 && exported.clone().all(whole);
        let damaged = self.import.findings.iter().any(Finding::is_error);
        let why = if damaged {
            "it is not in the sheet, but a row of the sheet is not taken, and may be this one; mend that row first"
        } else if exported.clone().count() == 0 {
            "it is not in the sheet, but the sheet has nothing in a column `exported_from`, so it is not known whether it ever was; export again, then take it out"
        } else {
            "it is not in the sheet, but the files changed since the export, so it may be new; export again, then take it out"
        };
        if same && !damaged { self.remove(&missing) } else { self.keep(&missing, why) }
    }

    /// Rows that are to be taken out, of which it is not known that the sheet ever had them.
    fn keep(&mut self, missing: &[(usize, usize)], why: &str) {
        for (rule, row) in missing {
            let known = &self.rules[*rule];
            let (place, rule) = (known_place(self.files, known), shown(&known.rows[*row]));
            self.import.refusals.push(Refusal { place, rule, why: why.to_owned() });
        }
    }

    fn remove(&mut self, missing: &[(usize, usize)]) {
        // What is missing stands in the order of the rules.
        for missing in missing.chunk_by(|one, other| one.0 == other.0) {
            let rule = missing[0].0;
            let known = &self.rules[rule];
            let gone: Vec<&Row> = missing.iter().map(|(_, row)| &known.rows[*row]).collect();
            let file = self.files[known.file].name.clone();
            for row in &gone {
                self.import.changes.push(Change {
                    kind: ChangeKind::Removed,
                    place: String::new(),
                    rule: shown(row),
                    file: file.clone(),
                    cells: Vec::new(),
                });
            }
            if gone.len() == known.rows.len() {
                self.wanted.push(Wanted::Gone { rule });
            } else {
                let cells = gone.iter().flat_map(|row| {
                    let said = Column::ALL
                        .into_iter()
                        .filter(|column| column.by_language() && !row[*column].is_empty());
                    said.map(|column| Edit {
                        column,
                        lang: row[Column::Lang].to_owned(),
                        cell: String::new(),
                    })
                });
                self.wanted.push(Wanted::Cells { rule, edits: cells.collect() });
            }
        }
    }
}
