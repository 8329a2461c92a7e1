//! Where the keys of a rule stand in its file, and where others go.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::splice::{Splices, indent, line_end, line_start, newline};
use crate::keys::TableKeys;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Below a line of its own: `[theme.query]`.
    Section,
    /// Key by key: `query.sv = …`.
    Dotted,
    /// In braces: `query = { sv = … }`.
    Braces,
}

/// The keys of one rule.
pub(super) struct Statements<'a> {
    text: &'a str,
    keys: &'static [&'static [crate::keys::Key]],
    entries: Option<&'a DeTable<'a>>,
    span: Range<usize>,
    form: Form,
}

impl<'a> Statements<'a> {
    /// Those of a table of `text`.
    pub(super) fn new(
        text: &'a str,
        table: &'a Spanned<DeValue<'a>>,
        keys: &'static TableKeys,
    ) -> Option<Self> {
        let form = if text[table.span()].starts_with('{') { Form::Braces } else { Form::Section };
        let entries = Some(table.get_ref().as_table()?);
        Some(Self { text, keys: keys.keys, entries, span: table.span(), form })
    }

    /// Those of a table within, for [`line`](Self::line) only.
    pub(super) fn inner(text: &'a str, form: Form) -> Self {
        Self { text, keys: &[], entries: None, span: 0..0, form }
    }

    /// A key and its value.
    pub(super) fn get(
        &self,
        name: &str,
    ) -> Option<(&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>)> {
        self.entries?.get_key_value(name)
    }

    /// The blanks its lines begin with.
    pub(super) fn indent(&self) -> &'a str {
        indent(self.text, self.span.start)
    }

    /// How a table in it is written.
    pub(super) fn form(&self, value: &Spanned<DeValue<'_>>) -> Form {
        match self.text[value.span()].chars().next() {
            Some('[') => Form::Section,
            Some('{') => Form::Braces,
            _ => Form::Dotted,
        }
    }

    /// All that goes when a key goes: its lines, or in braces its comma.
    pub(super) fn line(&self, key: Range<usize>, value: &Range<usize>) -> Range<usize> {
        if self.form != Form::Braces {
            return line_start(self.text, key.start)..line_end(self.text, value.end);
        }
        let after = &self.text[value.end..];
        let blank = after.len() - after.trim_start().len();
        if after.trim_start().starts_with(',') {
            let rest = &after[blank + 1..];
            return key.start..self.text.len() - rest.trim_start_matches(' ').len();
        }
        let before = self.text[..key.start].trim_end();
        before.strip_suffix(',').map_or(key.start, str::len)..value.end
    }

    /// All that goes when a table by language goes.
    pub(super) fn table(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        form: Form,
    ) -> Option<Range<usize>> {
        if form == Form::Braces {
            let (key, _) = self.get(name)?;
            return Some(self.line(key.span(), &value.span()));
        }
        let last = leaves(value).map(|leaf| leaf.end).fold(value.span().end, usize::max);
        Some(line_start(self.text, value.span().start)..line_end(self.text, last))
    }

    /// All that goes when the rule goes: the comment right above it, and its lines to the last that says something.
    pub(super) fn whole(&self) -> Option<Range<usize>> {
        if self.form == Form::Braces {
            return Some(self.line(self.span.clone(), &self.span));
        }
        let end = |value: &Spanned<DeValue<'_>>| {
            leaves(value).map(|leaf| leaf.end).fold(value.span().end, usize::max)
        };
        let last = self.entries?.values().map(end).fold(self.span.end, usize::max);
        let mut start = line_start(self.text, self.span.start);
        while start > 0 {
            let above = line_start(self.text, start - 1);
            let line = self.text[above..start].trim_start_matches(['\u{feff}', ' ', '\t']);
            if !line.starts_with('#') || above == 0 {
                break;
            }
            start = above;
        }
        let end = line_end(self.text, last);
        let blank = self.text[..start].trim_end_matches([' ', '\t']).ends_with("\n\n")
            || self.text[..start].ends_with("\r\n\r\n");
        let next = line_end(self.text, end.min(self.text.len()));
        let blank_below = self.text.get(end..next).is_some_and(|line| line.trim().is_empty());
        Some(start..if blank && blank_below { next } else { end })
    }

    /// Puts `written = value` where `name` belongs among the keys.
    pub(super) fn insert(&self, name: &str, written: &str, value: &str, splices: &mut Splices) {
        let rank =
            |name: &str| self.keys.iter().copied().flatten().position(|key| key.name == name);
        let own = rank(name);
        let direct = self.entries.into_iter().flatten().flat_map(|(key, value)| {
            let rank = rank(key.get_ref());
            let section =
                key.span().start >= value.span().start && self.text[value.span()].starts_with('[');
            let leaves: Vec<Range<usize>> = if section {
                Vec::new()
            } else if key.span().start < value.span().start {
                std::iter::once(key.span().start..value.span().end).collect()
            } else {
                leaves(value).map(|leaf| leaf.start..leaf.end).collect()
            };
            leaves.into_iter().map(move |leaf| (rank, leaf))
        });
        let before = direct
            .filter(|(rank, _)| *rank <= own)
            .map(|(_, leaf)| leaf)
            .max_by_key(|leaf| leaf.end);
        let after = before.unwrap_or(self.span.clone());
        self.put(after, written, value, splices);
    }

    /// Puts `written = value` into a table by language.
    pub(super) fn insert_inside(
        &self,
        table: &Spanned<DeValue<'_>>,
        form: Form,
        written: &str,
        value: &str,
        splices: &mut Splices,
    ) -> Option<()> {
        let last = leaves(table).max_by_key(|leaf| leaf.end);
        let inside = Self::inner(self.text, form);
        match (last, form) {
            (Some(leaf), _) => inside.put(leaf, written, value, splices),
            (None, Form::Section) => inside.put(table.span(), written, value, splices),
            (None, _) => return None,
        }
        Some(())
    }

    /// Puts `written = value` after what stands at `after`.
    fn put(&self, after: Range<usize>, written: &str, value: &str, splices: &mut Splices) {
        if self.form == Form::Braces {
            splices.insert(after.end, format!(", {written} = {value}"));
            return;
        }
        let (end, newline) = (line_end(self.text, after.end), newline(self.text));
        let indent = indent(self.text, after.start);
        let ended = self.text[..end].ends_with('\n');
        splices.insert(
            end,
            if ended {
                format!("{indent}{written} = {value}{newline}")
            } else {
                format!("{newline}{indent}{written} = {value}")
            },
        );
    }
}

/// From each key to the end of its value, in a value and all it holds; the value itself when it holds no keys.
fn leaves<'v>(value: &'v Spanned<DeValue<'_>>) -> Box<dyn Iterator<Item = Range<usize>> + 'v> {
    match value.get_ref() {
        DeValue::Table(entries) => Box::new(entries.iter().flat_map(|(key, value)| {
            let start = key.span().start;
            leaves(value).map(move |leaf| start.min(leaf.start)..leaf.end)
        })),
        DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
            Box::new(items.iter().flat_map(leaves))
        }
        _ => Box::new(std::iter::once(value.span())),
    }
}
