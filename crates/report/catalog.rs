//! The catalogs: what each language says for each English message, in the files `catalog/*.po`, as gettext and every tool for
//! translators read and write them.

use std::collections::BTreeMap;

use crate::Language;
use crate::language::Category;

#[cfg(test)]
mod source;
#[cfg(test)]
mod tests;

/// The words of a message, one text or one for each category of number, by the English ones, of a number those for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Catalog(BTreeMap<String, Vec<String>>);

impl Catalog {
    /// The catalog of a language; English is what messages are written in.
    ///
    /// # Cost
    ///
    /// Reads the language's file, about 100 kB.
    pub(crate) fn of(language: Language) -> Self {
        Self(read(match language {
            Language::English => "",
            Language::Swedish => include_str!("catalog/sv.po"),
            Language::French => include_str!("catalog/fr.po"),
            Language::Italian => include_str!("catalog/it.po"),
            Language::Romanian => include_str!("catalog/ro.po"),
        }))
    }

    /// What it says for a message that counts nothing.
    pub(crate) fn one(&self, english: &str) -> Option<&str> {
        self.0.get(english)?.first().map(String::as_str)
    }

    /// What it says for a message of a number of this category, the one at `categories`.
    pub(crate) fn many(
        &self,
        english: &str,
        categories: &[Category],
        category: Category,
    ) -> Option<&str> {
        let at = categories.iter().position(|one| *one == category)?;
        self.0.get(english)?.get(at).map(String::as_str)
    }
}

/// Reads a catalog file: entries of `msgid` and `msgstr`, perhaps with `msgid_plural` and `msgstr[N]`, each a text on its
/// line or on several; lines with `#` are comments.
fn read(file: &str) -> BTreeMap<String, Vec<String>> {
    let mut catalog: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut english, mut at) = (String::new(), "");
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let (name, text) = match line.split_once('"') {
            Some((name, text)) => (name.trim(), text.strip_suffix('"').unwrap_or(text)),
            None => continue,
        };
        if !name.is_empty() {
            at = name;
        }
        match (at, name.is_empty()) {
            ("msgid", false) => english = unquoted(text),
            ("msgid", true) => english.push_str(&unquoted(text)),
            ("msgid_plural", _) => {}
            (_, false) => catalog.entry(english.clone()).or_default().push(unquoted(text)),
            (_, true) => {
                let last = catalog.get_mut(&english).and_then(|texts| texts.last_mut());
                if let Some(last) = last {
                    last.push_str(&unquoted(text));
                }
            }
        }
    }
    // The first entry is the file's own head.
    catalog.remove("");
    catalog
}

/// A text as it stands between quotes.
fn unquoted(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\")
}
