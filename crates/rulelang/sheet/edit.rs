//! Changes of rules, made at their places in a rule file: every other byte stays.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cell::entries_of;
use super::extract::{EVERY, tables};
use super::splice::{Splices, indent, newline};
use super::statement::{Form, Statements};
use super::toml_text::{key, list, query, rewritten, text};
use super::{Column, Kind, array};

/// A cell of a rule that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// The column.
    pub(super) column: Column,
    /// The language as the file writes it, empty for every one; of use only where a column goes by language.
    pub(super) lang: String,
    /// What the cell holds now; nothing takes the key out.
    pub(super) cell: String,
}

/// What happens to one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Cells change.
    Cells(Vec<Edit>),
    /// It goes.
    Goes,
}

/// What is made at once, or waits: cells of one column of a rule, or that it goes.
struct Step<'c> {
    kind: Kind,
    number: usize,
    /// The cells; none of a rule that goes.
    edits: Vec<&'c Edit>,
}

impl<'c> Step<'c> {
    /// The steps of a change.
    fn of((kind, number, change): &'c (Kind, usize, Change)) -> Vec<Self> {
        let (kind, number) = (*kind, *number);
        let Change::Cells(edits) = change else {
            return vec![Self { kind, number, edits: Vec::new() }];
        };
        let of_column = |column| edits.iter().filter(move |edit| edit.column == column).collect();
        let columns = Column::ALL.into_iter().map(of_column);
        let columns = columns.filter(|edits: &Vec<&Edit>| !edits.is_empty());
        columns.map(|edits| Self { kind, number, edits }).collect()
    }

    fn goes(&self) -> bool {
        self.edits.is_empty()
    }
}

/// The file `text` with changes made to rules, each known by its kind and its number among those.
///
/// What would change one place twice is made one after the other, the file read again between. Nothing when a change
/// cannot be made in place.
pub(super) fn edited(text: &str, changes: &[(Kind, usize, Change)]) -> Option<String> {
    let mut text = text.to_owned();
    let mut batches: Vec<Vec<Step<'_>>> = vec![changes.iter().flat_map(Step::of).collect()];
    while let Some(batch) = batches.pop() {
        let (made, waiting) = collected(&text, &batch)?.made_in(&text);
        if !batch.is_empty() && waiting.len() == batch.len() {
            batches.extend(parted(batch)?);
            continue;
        }
        text = made;
        let (later, now): (Vec<_>, Vec<_>) =
            batch.into_iter().enumerate().partition(|(at, _)| waiting.contains(at));
        if !later.is_empty() {
            batches.push(later.into_iter().map(|(_, step)| step).collect());
        }
        let gone: BTreeSet<(Kind, usize)> = now
            .iter()
            .filter(|(_, step)| step.goes())
            .map(|(_, step)| (step.kind, step.number))
            .collect();
        for step in batches.iter_mut().flatten() {
            step.number -= gone.range((step.kind, 0)..(step.kind, step.number)).count();
        }
    }
    Some(text)
}

/// What the steps change in `text`; nothing when one of them cannot be made in place.
fn collected(text: &str, steps: &[Step<'_>]) -> Option<Splices> {
    let file = DeTable::parse(text).ok()?;
    let mut splices = Splices::default();
    for (at, step) in steps.iter().enumerate() {
        splices.begin(at);
        let table = tables(file.get_ref(), step.kind).get(step.number)?;
        let statements = Statements::new(text, table, step.kind.keys())?;
        if step.goes() {
            splices.replace(statements.whole()?, "");
        } else {
            Rule { text, kind: step.kind, statements }.cells(&step.edits, &mut splices)?;
        }
    }
    Some(splices)
}

/// Steps of which each is in the way of another, as two batches; nothing of a single cell.
fn parted(mut steps: Vec<Step<'_>>) -> Option<[Vec<Step<'_>>; 2]> {
    if let [step] = steps.as_mut_slice() {
        let half = step.edits.len() / 2;
        let (kind, number, edits) = (step.kind, step.number, step.edits.split_off(half));
        return (half > 0).then(|| [steps, vec![Step { kind, number, edits }]]);
    }
    let other = steps.split_off(steps.len() / 2);
    Some([steps, other])
}

/// A value as a rule file writes it below `column`; nothing for an empty cell.
pub(super) fn fresh(column: Column, cell: &str, indent: &str, newline: &str) -> Option<String> {
    let entries = || entries_of(cell);
    Some(match column {
        _ if cell.is_empty() || column.is_list() && entries().is_empty() => return None,
        _ if column.is_list() => list(&entries(), indent, newline),
        Column::Query => query(cell, newline),
        Column::Starts | Column::Ends if is_day(cell) => cell.to_owned(),
        _ => text(cell, newline),
    })
}

/// Whether TOML reads it as a day.
fn is_day(cell: &str) -> bool {
    matches!(cell.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _])
        && cell.parse::<jiff::civil::Date>().is_ok()
}

/// A rule that is edited.
struct Rule<'a> {
    text: &'a str,
    kind: Kind,
    statements: Statements<'a>,
}

impl Rule<'_> {
    /// Changes of cells of one column.
    fn cells(&self, edits: &[&Edit], splices: &mut Splices) -> Option<()> {
        let column = edits.first()?.column;
        let name = column.key(self.kind)?;
        match self.statements.get(name) {
            None => self.absent(name, edits, splices),
            Some((_, value)) if column.by_language() && value.get_ref().is_table() => {
                self.languages(name, value, edits, splices)?;
            }
            Some((key, value)) => self.plain(name, key, value, edits, splices),
        }
        Some(())
    }

    /// A key that is not there yet.
    fn absent(&self, name: &str, edits: &[&Edit], splices: &mut Splices) {
        let values: Vec<(&str, String)> =
            edits.iter().filter_map(|edit| Some((edit.lang.as_str(), self.value(edit)?))).collect();
        for (lang, value) in &values {
            let alone = values.len() == 1 && lang.is_empty();
            let written = if alone { name.to_owned() } else { dotted(name, lang) };
            self.statements.insert(name, &written, value, splices);
        }
    }

    /// A key with one value for every language.
    fn plain(
        &self,
        name: &str,
        at: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        edits: &[&Edit],
        splices: &mut Splices,
    ) {
        let every = edits.iter().find(|edit| edit.lang.is_empty());
        let others: Vec<(&str, String)> = edits
            .iter()
            .filter(|edit| !edit.lang.is_empty())
            .filter_map(|edit| Some((edit.lang.as_str(), self.value(edit)?)))
            .collect();
        match every.map(|edit| (edit, self.value(edit))) {
            Some((_, None)) => splices.replace(self.statements.line(at.span(), &value.span()), ""),
            Some((edit, Some(_))) => {
                splices.replace(value.span(), self.rewritten(edit.column, value, &edit.cell));
            }
            None => {}
        }
        if !others.is_empty() && !matches!(every, Some(edit) if self.value(edit).is_none()) {
            splices.insert(at.span().end, format!(".{EVERY}"));
        }
        for (lang, value) in others {
            self.statements.insert(name, &dotted(name, lang), &value, splices);
        }
    }

    /// A key that is a table by language.
    fn languages(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        edits: &[&Edit],
        splices: &mut Splices,
    ) -> Option<()> {
        let entries = value.get_ref().as_table()?;
        let known = |edit: &Edit| {
            let written = if edit.lang.is_empty() { EVERY } else { &edit.lang };
            entries.get_key_value(written)
        };
        let gone =
            edits.iter().filter(|edit| known(edit).is_some() && self.value(edit).is_none()).count();
        let added = edits.iter().any(|edit| known(edit).is_none() && self.value(edit).is_some());
        let form = self.statements.form(value);
        if gone == entries.len() && !added && form != Form::Dotted {
            splices.replace(self.statements.table(name, value, form)?, "");
            return Some(());
        }
        for edit in edits {
            match (known(edit), self.value(edit)) {
                (Some((key, value)), None) => {
                    let inside = Statements::inner(self.text, form);
                    splices.replace(inside.line(key.span(), &value.span()), "");
                }
                (Some((_, value)), Some(_)) => {
                    splices.replace(value.span(), self.rewritten(edit.column, value, &edit.cell));
                }
                (None, Some(written)) => {
                    let lang = if edit.lang.is_empty() { EVERY } else { &edit.lang };
                    match form {
                        Form::Dotted => {
                            self.statements.insert(
                                name,
                                &dotted(name, &edit.lang),
                                &written,
                                splices,
                            );
                        }
                        _ => self.statements.insert_inside(
                            value,
                            form,
                            &key(lang),
                            &written,
                            splices,
                        )?,
                    }
                }
                (None, None) => {}
            }
        }
        Some(())
    }

    fn value(&self, edit: &Edit) -> Option<String> {
        let indent = self.statements.indent();
        fresh(edit.column, &edit.cell, indent, newline(self.text))
    }

    /// A value that was there, as it was written before as far as that can be.
    fn rewritten(&self, column: Column, value: &Spanned<DeValue<'_>>, cell: &str) -> String {
        let (span, line) = (value.span(), newline(self.text));
        let raw = &self.text[span.clone()];
        let indent = indent(self.text, span.start);
        let anew = || fresh(column, cell, indent, line).unwrap_or_default();
        let entries = entries_of(cell);
        match value.get_ref() {
            DeValue::Array(items) if column.is_list() => {
                let texts = items.iter().map(|item| item.get_ref().as_str().map(str::trim));
                let old: Option<Vec<String>> = texts
                    .map(|text| text.filter(|text| !text.is_empty()).map(str::to_owned))
                    .collect();
                let several = |entry: &String| column.by_language() && entry.contains(['\n', '\r']);
                let one_line = |old: &Vec<String>| !(old.is_empty() || old.iter().any(several));
                let spans: Vec<_> = items
                    .iter()
                    .map(|item| item.span().start - span.start..item.span().end - span.start)
                    .collect();
                old.filter(one_line)
                    .map_or_else(anew, |old| array::changed(raw, &spans, &old, &entries, line))
            }
            DeValue::String(old) if column.by_language() && column.is_list() => {
                let first = old.lines().find(|text| !text.trim().is_empty()).unwrap_or_default();
                let blanks = &first[..first.len() - first.trim_start().len()];
                match (raw.starts_with("'''") || raw.starts_with("\"\"\""), entries.as_slice()) {
                    (true, _) => rewritten(raw, old, &entries.join(&format!("\n{blanks}")), line),
                    (false, [only]) => rewritten(raw, old, only, line),
                    (false, _) => anew(),
                }
            }
            DeValue::String(old) if column.is_list() => match entries.as_slice() {
                [only] => rewritten(raw, old, only, line),
                _ => anew(),
            },
            DeValue::String(old) => rewritten(raw, old, cell, line),
            _ => anew(),
        }
    }
}

/// `query.sv`; of every language, `query.any`.
fn dotted(name: &str, lang: &str) -> String {
    format!("{name}.{}", key(if lang.is_empty() { EVERY } else { lang }))
}
