//! The TOML of a rule file, read key by key, each value with its place; whatever is wrong with one is found, and the rest read on.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use mention::TagName;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::dialect::slug;
use crate::field::closest;
use crate::keys::{BRAND, FILE, Key, TABLES, TEST, THEME, TableKeys};
use crate::quoted::Text;
use crate::syntax::HELD;
use crate::{Code, Diagnostic, Finding, Place, SourceFile};

mod list;
mod wrong;

/// The keys of a rule that are often written as tables.
const QUERY_PARTS: [&str; 4] = ["query", "any", "all", "none"];

/// All findings so far, shared by the tables of a file while they are read.
pub(crate) type Found = RefCell<Vec<Finding>>;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    /// The value.
    pub(crate) value: T,
    /// The bytes of the file.
    pub(crate) span: Range<usize>,
}

/// A file that is being read.
pub(crate) struct Reading<'a> {
    source: &'a Arc<SourceFile>,
    found: &'a Found,
    /// Where each line begins, so that a place is found without counting from the top.
    lines: Vec<usize>,
    /// The parts of the file that could not be read.
    lost: &'a str,
}

impl<'a> Reading<'a> {
    /// Begins to read a file of which the parts in `lost` could not be read; findings go to `found`.
    pub(crate) fn new(source: &'a Arc<SourceFile>, lost: &'a str, found: &'a Found) -> Self {
        let breaks = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Self { source, found, lines: std::iter::once(0).chain(breaks).collect(), lost }
    }

    /// Whether a line that could not be read may state the key `name`.
    fn may_state(&self, name: &str) -> bool {
        let lines =
            self.lost.lines().map(|line| line.trim_start_matches([' ', '\t', '-', '"', '\'']));
        let behind = [format!(" {name} ="), format!(" {name}=")];
        lines
            .map(str::to_lowercase)
            .any(|line| line.starts_with(name) || behind.iter().any(|key| line.contains(key)))
    }
}

/// One table of a file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    file: &'a Reading<'a>,
    keys: &'static TableKeys,
    entries: &'a DeTable<'a>,
    /// Where it is opened.
    span: (usize, usize),
}

/// A value of a file.
pub(crate) type Value<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Table<'a> {
    /// A table; keys it cannot have are found.
    pub(crate) fn new(
        file: &'a Reading<'a>,
        keys: &'static TableKeys,
        entries: &'a DeTable<'a>,
        span: Range<usize>,
    ) -> Self {
        let table = Self { file, keys, entries, span: (span.start, span.end) };
        for key in entries.keys() {
            if keys.get(key.get_ref()).is_none() && key.get_ref() != HELD {
                table.report(unknown_key(key.get_ref(), key.span(), keys));
            }
        }
        table
    }

    /// The file it stands in.
    pub(crate) fn source(&self) -> &'a Arc<SourceFile> {
        self.file.source
    }

    /// A place in the file.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        let line = self.file.lines.partition_point(|begins| *begins <= span.start);
        Place {
            file: self.file.source.name.clone(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            span: (span.start, span.end),
        }
    }

    /// Where it is opened.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.0..self.span.1
    }

    /// Which keys it can have.
    pub(crate) fn keys(&self) -> &'static TableKeys {
        self.keys
    }

    /// What is found so far.
    pub(crate) fn found(&self) -> &'a Found {
        self.file.found
    }

    /// Adds a finding.
    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        let source = Arc::clone(self.file.source);
        self.file.found.borrow_mut().push(Finding { source, diagnostic });
    }

    /// Whether the key is there at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Whether a key that means nothing was likely to be this one; that is told already.
    pub(crate) fn misspells(&self, name: &str) -> bool {
        let names = || self.keys.all().map(|key| key.name);
        let unknown = self.entries.keys().filter(|key| self.keys.get(key.get_ref()).is_none());
        unknown.into_iter().any(|key| closest(&key.get_ref().to_lowercase(), names()) == Some(name))
    }

    /// Whether the key may stand in a line that could not be read.
    pub(crate) fn may_state(&self, name: &str) -> bool {
        self.file.may_state(name)
    }

    /// Where the key's value stands; where the table is opened when it has none.
    pub(crate) fn value_span(&self, name: &str) -> Range<usize> {
        self.entries.get(name).map_or_else(|| self.span(), Spanned::span)
    }

    /// Says that the key is needed, when it is not there.
    pub(crate) fn require(&self, name: &str) {
        if !self.has(name) && !self.misspells(name) && !self.may_state(name) {
            let message = format!("{} without `{name}`", self.keys.means);
            let example = match self.labeled() {
                Some(id) if name == "id" => format!("id = \"{id}\""),
                _ => self.example(name).to_owned(),
            };
            let help = format!("add it below {}: `{example}`", self.keys.name);
            self.report(Diagnostic::error(Code::MissingKey, self.span(), message).help(help));
        }
    }

    /// The id that goes with the label.
    fn labeled(&self) -> Option<String> {
        let id = slug(self.entries.get("label")?.get_ref().as_str()?)?;
        Some(if self.is_brand() { id.as_str().replace('/', "-") } else { id.to_string() })
    }

    /// Whether the table is a brand's, whose id has no `/`.
    fn is_brand(&self) -> bool {
        *self.keys == BRAND
    }

    /// The text at `name`.
    pub(crate) fn text(&self, name: &str) -> Option<Text> {
        let value = self.entries.get(name)?;
        match value.get_ref() {
            DeValue::String(text) => Some(self.text_of(text, value.span())),
            _ => self.wrong_type(name, value, "a text in quotes"),
        }
    }

    /// The text at `name`, which must say something.
    pub(crate) fn words(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        let words = text.value.trim();
        if words.is_empty() {
            let help = format!("write `{}`, or take the line out", self.example(name));
            self.report(
                Diagnostic::error(Code::KeyValue, text.span, format!("`{name}` says nothing"))
                    .help(help),
            );
            return None;
        }
        Some(words.to_owned())
    }

    /// Yes or no at `name`; no when it is not there.
    pub(crate) fn flag(&self, name: &str) -> bool {
        let Some(value) = self.entries.get(name) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => self.wrong_type(name, value, "`true` or `false`, without quotes").unwrap_or(false),
        }
    }

    /// The whole number at `name`, `most` at most.
    pub(crate) fn count(&self, name: &str, most: u32) -> Option<u32> {
        let value = self.entries.get(name)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix())
                .ok()
                .filter(|count| *count <= most),
            _ => None,
        };
        let expected = format!("a whole number from 0 to {most}, without quotes");
        number.or_else(|| self.wrong_type(name, value, &expected))
    }

    /// One of `choices` at `name`, by its name.
    pub(crate) fn choice<T: Copy>(&self, name: &str, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let written = text.value.trim();
        if let Some((_, choice)) = choices.iter().find(|(choice, _)| *choice == written) {
            return Some(*choice);
        }
        let names: Vec<String> =
            choices.iter().map(|(choice, _)| format!("`\"{choice}\"`")).collect();
        let mut finding = Diagnostic::error(
            Code::KeyValue,
            text.span.clone(),
            format!("`{name}` cannot be `{written}`"),
        );
        if let Some(near) =
            closest(&written.to_lowercase(), choices.iter().map(|(choice, _)| *choice))
        {
            finding = finding.unsafe_fix(text.span, format!("\"{near}\""));
            finding =
                finding.help(format!("did you mean `\"{near}\"`? It can be {}", or_list(&names)));
        } else {
            let one = if names.len() > 1 { "one of " } else { "" };
            finding = finding.help(format!("write {one}{}", or_list(&names)));
        }
        self.report(finding);
        None
    }

    /// The ids at `name`.
    pub(crate) fn ids(&self, name: &str) -> Vec<At<TagName>> {
        self.texts(name).iter().filter_map(|text| self.id_of(name, text)).collect()
    }

    /// The id at `name`.
    pub(crate) fn id(&self, name: &str) -> Option<At<TagName>> {
        self.text(name).and_then(|text| self.id_of(name, &text))
    }

    /// The id of a rule that is told of as wrong is the one it likely was to be, so that nobody is told that there is none.
    fn id_of(&self, name: &str, text: &Text) -> Option<At<TagName>> {
        let mut id = TagName::parse(&text.value);
        if id.is_none() {
            self.report(bad_id(name, text, self.is_brand() && name == "id"));
            id = slug(&text.value).filter(|_| name == "id");
        }
        id.map(|value| At { value, span: text.span.clone() })
    }

    /// The tables at `name`, each opened with two brackets.
    pub(crate) fn tables(&self, name: &str, keys: &'static TableKeys) -> Vec<Table<'a>> {
        let Some(value) = self.entries.get(name) else { return Vec::new() };
        let inner = |item: Value<'a>| match item.get_ref() {
            DeValue::Table(entries) => Some(Table::new(self.file, keys, entries, item.span())),
            _ => self.wrong_type(name, item, "a table"),
        };
        let written = self.source().text.get(value.span()).unwrap_or_default();
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(inner).collect(),
            // A part of a rule, such as `[[theme.test]]`, above which no rule stands.
            DeValue::Table(_) if !written.starts_with(['[', '{']) => {
                let line = keys.name;
                let message =
                    format!("a part of `{name}` stands here, and no line `{line}` above it");
                let found = Diagnostic::error(Code::KeyValue, value.span(), message);
                self.report(found.help(format!("put it below the `{line}` that it belongs to; a part of another rule begins with that rule's name, as in `[[brand.test]]`")));
                Vec::new()
            }
            DeValue::Table(_) => {
                self.report(self.one_bracket(name, value.span(), keys));
                inner(value).into_iter().collect()
            }
            _ => self.wrong_type(name, value, "a table").unwrap_or_default(),
        }
    }

    /// The one table at `name`.
    pub(crate) fn table(&self, name: &str, keys: &'static TableKeys) -> Option<Table<'a>> {
        let entries = self.entries_of(name)?;
        Some(Table::new(self.file, keys, entries, self.value_span(name)))
    }

    /// The table at `name` whose keys are free, key by key, sorted; absent when it is something else, which is no finding.
    pub(crate) fn free(&self, name: &str) -> Option<Vec<(At<String>, Value<'a>)>> {
        match self.entries.get(name)?.get_ref() {
            DeValue::Table(entries) => Some(
                entries
                    .iter()
                    .map(|(key, value)| {
                        (At { value: key.get_ref().to_string(), span: key.span() }, value)
                    })
                    .collect(),
            ),
            _ => None,
        }
    }

    /// The value at `name`.
    pub(crate) fn value(&self, name: &str) -> Option<Value<'a>> {
        self.entries.get(name)
    }

    fn one_bracket(&self, name: &str, span: Range<usize>, keys: &TableKeys) -> Diagnostic {
        let written = self.source().text.get(span.clone()).unwrap_or_default();
        let message =
            format!("there can be several of `{name}`, so each is opened with two brackets");
        let found = Diagnostic::error(Code::KeyValue, span.clone(), message);
        if written.starts_with('[') {
            let twice = format!("[{written}]");
            return found.help(format!("write `{twice}`")).unsafe_fix(span, twice);
        }
        let line = keys.name;
        found.help(format!("write a line `{line}`, and below it one `key = value` a line"))
    }

    fn entries_of(&self, name: &str) -> Option<&'a DeTable<'a>> {
        let value = self.entries.get(name)?;
        match value.get_ref() {
            DeValue::Table(entries) => Some(entries),
            _ => self.wrong_type(name, value, &format!("a table, opened by a line `[{name}]`")),
        }
    }

    /// The text of a value.
    pub(crate) fn text_of(&self, text: &str, span: Range<usize>) -> Text {
        self.tell_invisible(text, span.clone());
        Text::new(text, span, &self.file.source.text)
    }

    fn example(&self, name: &str) -> &'static str {
        if name == "id" && self.is_brand() {
            return "id = \"acme\"";
        }
        self.keys.get(name).map_or("key = \"value\"", |key| key.example)
    }
}

/// `a, b or c`.
pub(crate) fn or_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn unknown_key(name: &str, span: Range<usize>, keys: &'static TableKeys) -> Diagnostic {
    let place = if keys.name.is_empty() { "outside all tables" } else { keys.name };
    let found = Diagnostic::error(
        Code::UnknownKey,
        span.clone(),
        format!("`{name}` means nothing {}", within(place)),
    );
    if let Some(near) = closest(&name.to_lowercase(), keys.all().map(|key| key.name)) {
        let written = keys.get(near).map_or(near, |key| shown(key));
        return found.help(format!("did you mean `{written}`?")).unsafe_fix(span, near);
    }
    if keys.name == TEST.name && THEME.get(name).is_some() {
        let help =
            format!("`{name}` belongs to the rule: move it above the first line `{}`", keys.name);
        return found.help(help);
    }
    if keys.name.is_empty() && (QUERY_PARTS.contains(&name)) {
        let help = format!(
            "it is a part of a rule, and stands below one: write `[theme.{name}]`, or `{name} = …` below the line of the rule"
        );
        return found.help(help);
    }
    if let Some(owner) =
        TABLES.iter().find(|table| table.get(name).is_some() && !table.name.is_empty())
    {
        return found.help(format!("`{name}` belongs below a line {}", owner.name));
    }
    if let Some(key) = FILE.get(name) {
        if key.example.starts_with('[') {
            return found.help(format!("write a line `{}` of its own", key.example));
        }
        return found
            .help(format!("`{name}` belongs at the top of the file, before the first table"));
    }
    let names: BTreeSet<&str> = keys.all().map(|key| key.name).collect();
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    found.help(format!("it can be {}", or_list(&names)))
}

fn within(place: &str) -> String {
    if place.starts_with('[') { format!("in {place}") } else { place.to_owned() }
}

/// A key as it is named in a help: a table with its brackets.
fn shown(key: &'static Key) -> &'static str {
    if key.example.starts_with('[') { key.example } else { key.name }
}

fn bad_id(name: &str, text: &Text, brand: bool) -> Diagnostic {
    let written = &text.value;
    let hierarchy = if brand { "" } else { ", with single `/` for hierarchy" };
    let message = format!(
        "`{written}` cannot be an id: ids are made of a to z in small letters, 0 to 9 and `-`{hierarchy}"
    );
    let found = Diagnostic::error(Code::BadId, text.span.clone(), message);
    match slug(written) {
        Some(id) => {
            let id = if brand { id.as_str().replace('/', "-") } else { id.to_string() };
            let list = if name == "id" { "; `label` may be written as you like" } else { "" };
            found
                .help(format!("write `{id}`{list}"))
                .unsafe_fix(text.span.clone(), format!("\"{id}\""))
        }
        None if brand => found.help("give it a short name such as `acme`"),
        None => found.help("give it a short name such as `service/delivery`"),
    }
}
