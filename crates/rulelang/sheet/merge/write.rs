//! The files as they are wanted; what cannot be changed in place is refused, and the others made without it.

use std::collections::BTreeMap;

use super::{ChangeKind, Merge, Refusal, Wanted, known_place, shown};
use crate::SourceFile;
use crate::sheet::edit;
use crate::sheet::made::{Trouble, made};

impl Merge<'_> {
    /// Makes the files that are wanted; a rule that cannot be changed in place is refused, and the others made without it.
    pub(super) fn write(&mut self) {
        for file in 0..self.files.len() {
            loop {
                match self.file(file) {
                    Ok(text) if text == self.files[file].text => break,
                    Ok(text) => {
                        let name = self.files[file].name.clone();
                        self.import.files.push(SourceFile { name, text });
                        break;
                    }
                    Err(Trouble::Change(rule)) => self.give_up(rule),
                    Err(Trouble::New) => self.give_up_new(file),
                }
            }
        }
    }

    fn give_up_new(&mut self, file: usize) {
        let why = "it cannot be added at the end of the file; add it there by hand".to_owned();
        let name = &self.files[file].name;
        for wanted in &self.wanted {
            if let Wanted::New { file: of, rows, .. } = wanted
                && *of == file
            {
                let rule = rows.first().map_or_else(String::new, shown);
                self.import.refusals.push(Refusal { place: name.clone(), rule, why: why.clone() });
            }
        }
        self.import
            .changes
            .retain(|change| change.kind != ChangeKind::Added || change.file != *name);
        self.wanted.retain(|wanted| !matches!(wanted, Wanted::New { file: of, .. } if *of == file));
    }

    fn give_up(&mut self, rule: usize) {
        let known = &self.rules[rule];
        let of_rule = |wanted: &Wanted| matches!(wanted, Wanted::Cells { rule: of, .. } | Wanted::Gone { rule: of } if *of == rule);
        self.wanted.retain(|wanted| !of_rule(wanted));
        let names: Vec<String> = known.rows.iter().map(shown).collect();
        self.import
            .changes
            .retain(|change| change.kind == ChangeKind::Added || !names.contains(&change.rule));
        let why = "it is written in a way that cannot be changed in place; change it in the file"
            .to_owned();
        let rule = format!("{} {}", known.rule.kind.name(), known.rule.id);
        self.import.refusals.push(Refusal { place: known_place(self.files, known), rule, why });
    }

    /// One file with all that is wanted of it.
    fn file(&self, file: usize) -> Result<String, Trouble<usize>> {
        let mut changes: BTreeMap<usize, edit::Change> = BTreeMap::new();
        let mut new = Vec::new();
        for wanted in &self.wanted {
            match wanted {
                Wanted::Cells { rule, edits } if self.rules[*rule].file == file => {
                    let change =
                        changes.entry(*rule).or_insert_with(|| edit::Change::Cells(Vec::new()));
                    if let edit::Change::Cells(known) = change {
                        known.extend(edits.iter().cloned());
                    }
                }
                Wanted::Gone { rule } if self.rules[*rule].file == file => {
                    changes.insert(*rule, edit::Change::Goes);
                }
                Wanted::New { file: of, kind, rows } if *of == file => {
                    new.push((*kind, rows.as_slice()));
                }
                _ => {}
            }
        }
        let numbers: Vec<usize> = changes.keys().copied().collect();
        let changes: Vec<_> =
            changes.into_iter().map(|(rule, change)| (&self.rules[rule].rule, change)).collect();
        made(&self.files[file].text, &changes, &new).map_err(|trouble| match trouble {
            Trouble::Change(at) => Trouble::Change(numbers[at]),
            Trouble::New => Trouble::New,
        })
    }
}
