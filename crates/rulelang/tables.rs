//! Which table of a rule file a place belongs to: a rule with all its parts, or another table such as `[lists]`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::syntax::readable;

/// The tables of one rule file, each with the parts of it that stand elsewhere: `[theme.query]`, `[[theme.test]]`.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The `id` of each table that has one.
    ids: Vec<Option<String>>,
    /// Where a part of a table begins, and its number; none where what follows belongs to no table. Sorted.
    begins: Vec<(usize, Option<usize>)>,
}

impl Tables {
    /// Those of `text`; of one that is no TOML, those of the lines that are.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (text, _) = readable(text);
        let (file, _) = DeTable::parse_recoverable(&text);
        let mut tables = Self::default();
        for value in file.get_ref().values() {
            match value.get_ref() {
                DeValue::Array(items) => items.iter().for_each(|item| tables.add(&text, item)),
                _ => tables.add(&text, value),
            }
        }
        tables.begins.sort_unstable();
        tables
    }

    /// The id of the rule that byte `at` belongs to, also where it has none that is right.
    #[must_use]
    pub fn rule_at(&self, at: usize) -> Option<&str> {
        self.ids[self.table_at(at)?].as_deref()
    }

    /// The number of the table that byte `at` belongs to; none above the first, and between rules in braces.
    pub(crate) fn table_at(&self, at: usize) -> Option<usize> {
        let after = self.begins.partition_point(|(begins, _)| *begins <= at);
        self.begins.get(after.checked_sub(1)?)?.1
    }

    /// The number of the table of which a part begins in `bytes`.
    pub(crate) fn beginning_in(&self, bytes: &Range<usize>) -> Option<usize> {
        let first = self.begins.partition_point(|(begins, _)| *begins < bytes.start);
        self.begins.get(first).filter(|(begins, _)| bytes.contains(begins))?.1
    }

    fn add(&mut self, text: &str, value: &Spanned<DeValue<'_>>) {
        let Some(entries) = value.get_ref().as_table() else { return };
        let number = self.ids.len();
        let id = entries.get("id").and_then(|id| id.get_ref().as_str());
        self.ids.push(id.map(str::to_owned));
        if text[value.span()].starts_with('{') {
            self.begins.extend([(value.span().start, Some(number)), (value.span().end, None)]);
        } else {
            self.begins.extend(headers(text, value).into_iter().map(|at| (at, Some(number))));
        }
    }
}

/// Where a table and those in it are opened by a line of their own.
fn headers(text: &str, value: &Spanned<DeValue<'_>>) -> Vec<usize> {
    let inner: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Table(entries) => entries.values().collect(),
        DeValue::Array(items) => items.iter().collect(),
        _ => return Vec::new(),
    };
    let opened = value.get_ref().is_table() && text[value.span()].starts_with('[');
    let own = opened.then_some(value.span().start);
    own.into_iter().chain(inner.into_iter().flat_map(|value| headers(text, value))).collect()
}

/// Where each comment of a rule file stands, its sign included.
pub(crate) fn comments(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let tokens = Source::new(&text[mark..]).lex();
    tokens
        .filter(|token| token.kind() == TokenKind::Comment)
        .map(move |token| token.span().start() + mark..token.span().end() + mark)
}

#[cfg(test)]
mod tests {
    use super::{Tables, comments};

    const TEXT: &str = "\u{feff}name = 'x'
[lists] # shared
words = 'a'
[[theme]] # the first
query = '''
[[theme]]
id = \"no\"
'''
id = 'a/b'
[theme.any]
sv = ['s']
[settings]
accents = 'exact'
[[theme.test]]
text = 't'
[[ brand ]]
  \"id\" = \"c\"
[[exclude]]
query = 'no id'
";

    #[track_caller]
    fn check(text: &str, at: &str, expected: Option<&str>) {
        let place = text.find(at).unwrap_or_else(|| panic!("no {at}"));
        assert_eq!(Tables::of(text).rule_at(place), expected, "{at}");
    }

    #[test]
    fn every_part_of_a_rule_is_its_own() {
        check(TEXT, "name", None);
        check(TEXT, "words", None);
        check(TEXT, "# the first", Some("a/b"));
        check(TEXT, "id = \"no\"", Some("a/b"));
        check(TEXT, "sv =", Some("a/b"));
        check(TEXT, "exact", None);
        check(TEXT, "text =", Some("a/b"));
        check(TEXT, "\"c\"", Some("c"));
        check(TEXT, "no id", None);
    }

    #[test]
    fn rules_in_braces_end_where_they_end() {
        let braces =
            "theme = [{ id = 'a' }, { id = 'b', query = { sv = 'x' } }] # on\nname = 'y'\n";
        check(braces, "'a'", Some("a"));
        check(braces, ", {", None);
        check(braces, "'x'", Some("b"));
        check(braces, "# on", None);
        check(braces, "name", None);
    }

    #[test]
    fn a_file_with_a_broken_line_keeps_its_rules() {
        check("[[theme]]\nid = 'a'\nquery = 'x\n[[theme]]\nid = 'b'\n", "'b'", Some("b"));
    }

    #[test]
    fn comments_are_those_of_the_file_and_not_of_its_texts() {
        let all: Vec<&str> = comments(TEXT).map(|span| &TEXT[span]).collect();
        assert_eq!(all, ["# shared", "# the first"]);
        assert_eq!(comments("a = '# x' # y\n# z").count(), 2);
    }
}
