//! The rules of one file as rows.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cell::{lines_of, view};
use super::{Column, Kind, Row};

/// The key of a table by language that holds for every language; its row has no language.
pub(super) const EVERY: &str = "any";

/// A rule of a file, as its rows show it.
#[derive(Clone, Debug)]
pub(super) struct RuleText {
    /// Which kind of rule.
    pub(super) kind: Kind,
    /// Its id.
    pub(super) id: String,
    /// Which of the tables of its kind it is.
    pub(super) number: usize,
    /// Where its table begins.
    pub(super) begins: usize,
    /// What does not go by language.
    head: Row,
    /// What goes by language: the language as written, empty for every one, in the order of the file.
    languages: Vec<(String, Row)>,
}

impl RuleText {
    /// Its rows: one a language, the first with what does not go by language.
    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.languages.iter().map(|(_, row)| row.clone()).collect();
        if rows.is_empty() {
            rows.push(Row::default());
        }
        for column in Column::ALL.into_iter().filter(|column| !column.by_language()) {
            if column != Column::Lang {
                rows[0].set(column, self.head[column].to_owned());
            }
        }
        for row in &mut rows {
            row.set(Column::Kind, self.kind.name().to_owned());
            row.set(Column::Id, self.id.clone());
        }
        rows
    }
}

/// The rules of a file with an id, in the order they stand in; none of a text that is no TOML.
pub(super) fn rules(text: &str) -> Vec<RuleText> {
    let Ok(file) = DeTable::parse(text) else { return Vec::new() };
    let mut rules = Vec::new();
    for kind in Kind::ALL {
        for (number, table) in tables(file.get_ref(), kind).iter().enumerate() {
            rules.extend(rule(kind, number, table));
        }
    }
    rules.sort_by_key(|rule| rule.begins);
    rules
}

/// The tables of a kind.
pub(super) fn tables<'a, 'i>(file: &'a DeTable<'i>, kind: Kind) -> &'a [Spanned<DeValue<'i>>] {
    match file.get(kind.name()).map(Spanned::get_ref) {
        Some(DeValue::Array(tables)) => tables,
        _ => &[],
    }
}

fn rule(kind: Kind, number: usize, table: &Spanned<DeValue<'_>>) -> Option<RuleText> {
    let entries = table.get_ref().as_table()?;
    let id = view(entries.get("id")?.get_ref().as_str()?);
    let mut head = Row::default();
    let mut by_language: Vec<(usize, String, Column, String)> = Vec::new();
    for column in Column::ALL {
        let Some(value) = column.key(kind).and_then(|key| entries.get(key)) else { continue };
        match value.get_ref() {
            DeValue::Table(languages) if column.by_language() => {
                by_language.extend(languages.iter().map(|(key, value)| {
                    let lang = if key.get_ref() == EVERY { "" } else { key.get_ref().as_ref() };
                    (key.span().start, lang.to_owned(), column, shown(column, value.get_ref()))
                }));
            }
            _ if column.by_language() => {
                let cell = shown(column, value.get_ref());
                by_language.push((value.span().start, String::new(), column, cell));
            }
            value => head.set(column, shown(column, value)),
        }
    }
    by_language.sort();
    let mut languages: Vec<(String, Row)> = Vec::new();
    for (_, lang, column, cell) in by_language {
        let known = languages.iter().position(|(known, _)| *known == lang);
        let at = known.unwrap_or(languages.len());
        if known.is_none() {
            let mut row = Row::default();
            row.set(Column::Lang, lang.clone());
            languages.push((lang, row));
        }
        languages[at].1.set(column, cell);
    }
    let begins = table.span().start;
    Some(RuleText { kind, id, number, begins, head, languages })
}

/// What a cell shows of a value; nothing for one that its key cannot have.
fn shown(column: Column, value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if matches!(column, Column::Any | Column::All | Column::None) => {
            lines_of(text.lines())
        }
        DeValue::String(text) if column.is_list() => lines_of(std::iter::once(text.as_ref())),
        DeValue::String(text) => view(text),
        DeValue::Array(items) if column.is_list() => {
            let texts = items.iter().filter_map(|item| item.get_ref().as_str());
            match column {
                Column::ShouldMatch | Column::ShouldNotMatch => lines_of(texts),
                _ => lines_of(texts.flat_map(str::lines)),
            }
        }
        DeValue::Datetime(day) => day.to_string(),
        _ => String::new(),
    }
}
