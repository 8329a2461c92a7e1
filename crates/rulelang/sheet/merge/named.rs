//! Rows that say of which rule and for which language they are, and those that do not.

use super::Merge;
use crate::field::closest;
use crate::language::language;
use crate::sheet::table::{SheetRow, kinds};
use crate::sheet::{Column, Kind, Row};
use crate::{Code, Diagnostic};

impl Merge<'_> {
    /// Whether the row has a kind and an id, and a language if it says one.
    pub(super) fn named(&mut self, row: &SheetRow, said: &Row) -> bool {
        let kind = said[Column::Kind].to_lowercase();
        let wrong = if Kind::parse(&kind).is_none() {
            let message = if kind.is_empty() {
                "the row has no kind".to_owned()
            } else {
                format!("`{kind}` is no kind of rule")
            };
            let near = closest(&kind, Kind::ALL.iter().map(|kind| kind.name()));
            let help = near.map_or_else(
                || format!("write {}", kinds()),
                |near| format!("did you mean `{near}`?"),
            );
            Some((
                Column::Kind,
                Diagnostic::error(Code::KeyValue, 0..said[Column::Kind].len(), message).help(help),
            ))
        } else if said[Column::Id].is_empty() {
            let found = Diagnostic::error(Code::MissingKey, 0..0, "the row has no id");
            Some((Column::Id, found.help("give it a short name such as `service/delivery`")))
        } else {
            no_language(&said[Column::Lang]).map(|found| (Column::Lang, found))
        };
        let Some((column, found)) = wrong else { return true };
        let shown = said[column].to_owned();
        self.import.findings.push(self.sheet.finding(row.number, Some(column), &shown, found));
        false
    }
}

/// That a cell is the code of no language.
fn no_language(said: &str) -> Option<Diagnostic> {
    let every = said.is_empty() || said.eq_ignore_ascii_case("any");
    let meant = language(said).err().filter(|_| !every)?;
    let message = format!("`{said}` is not the code of a language");
    let found = Diagnostic::error(Code::UnknownLanguage, 0..said.len(), message);
    Some(match meant {
        Some(code) => found.help(format!("write `{code}`")),
        None => {
            found.help("write a two-letter code such as `sv`; for every language leave it empty")
        }
    })
}
