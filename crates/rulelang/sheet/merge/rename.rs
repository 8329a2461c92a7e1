//! Rows that were exported with another id: a rule that is renamed, which would lose what has no column.

use toml::de::DeTable;

use super::{Merge, known_place, plain, shown};
use crate::sheet::extract::tables;
use crate::sheet::table::SheetRow;
use crate::sheet::{Column, Row};

impl Merge<'_> {
    /// Whether a row of an id that no file has is a rule of the files under another id; then it is refused.
    pub(super) fn renamed(&mut self, row: &SheetRow, now: &Row) -> bool {
        let Some(origin) = &row.origin else { return false };
        let was = |known: &super::Known| known.rows.iter().any(|row| origin.names(row));
        let Some(rule) = self.rules.iter().position(was) else { return false };
        let still = |row: &SheetRow| self.known(&plain(row)).is_some_and(|(of, _)| of == rule);
        if self.sheet.rows.iter().any(still) {
            // A copy of a row.
            return false;
        }
        let known = &self.rules[rule];
        let (old, place) = (&known.rule, known_place(self.files, known));
        let lost = self.without_column(rule);
        let lost = if lost.is_empty() {
            String::new()
        } else {
            let keys: Vec<String> = lost.iter().map(|key| format!("`{key}`")).collect();
            format!(", without {}, which no column has", keys.join(", "))
        };
        let why = if old.id == now[Column::Id] {
            format!(
                "it was exported as a {}, and a sheet cannot make another kind of rule of it; write the cell `kind` as it was, or change the rule at {place}",
                old.kind.name()
            )
        } else {
            format!(
                "it was exported as `{}`, and under another id it would be a new rule{lost}; change `id` at {place}, then export again. If it is meant to be a new rule, empty its cell `exported_from`",
                old.id
            )
        };
        let rule_name = format!("{} -> {}", shown(&known.rows[0]), &now[Column::Id]);
        self.refuse_as(row, rule_name, why);
        self.renamed.insert(rule);
        true
    }

    /// Whether a row of a language that rule `rule` does not have was exported with another language, of which no row
    /// is left; then it is refused, for its words would be there twice.
    pub(super) fn moved(&mut self, row: &SheetRow, rule: usize, now: &Row) -> bool {
        let Some(origin) = &row.origin else { return false };
        let known = &self.rules[rule];
        let Some(at) = known.rows.iter().position(|row| origin.names(row)) else { return false };
        let still = |row: &SheetRow| self.known(&plain(row)) == Some((rule, Some(at)));
        if self.sheet.rows.iter().any(still) {
            // A copy of a row.
            return false;
        }
        let was = match &known.rows[at][Column::Lang] {
            "" => "every language".to_owned(),
            lang => format!("`{lang}`"),
        };
        let why = format!(
            "it was exported for {was}, and its words would stay there as well; change the language at {}, then export again. If they are for both, empty its cell `exported_from` and give {was} a row again",
            known_place(self.files, known)
        );
        self.refuse(row, now, why);
        self.renamed.insert(rule);
        true
    }

    /// The keys of a rule that have no column.
    fn without_column(&self, rule: usize) -> Vec<String> {
        let known = &self.rules[rule];
        let kind = known.rule.kind;
        let Ok(file) = DeTable::parse(&self.files[known.file].text) else { return Vec::new() };
        let tables = tables(file.get_ref(), kind);
        let Some(table) =
            tables.get(known.rule.number).and_then(|table| table.get_ref().as_table())
        else {
            return Vec::new();
        };
        let shown = |key: &str| Column::ALL.iter().any(|column| column.key(kind) == Some(key));
        let keys = table.keys().map(|key| key.get_ref().to_string());
        keys.filter(|key| !shown(key)).collect()
    }
}
