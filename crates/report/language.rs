//! The languages a report is told in: which words of its catalog each has for a message, and which of them a number takes.

use std::borrow::Cow;
use std::str::FromStr;

use crate::catalog::Catalog;
use crate::say::{CLOSE, FORM, IS, MANY, MARKS, NUMBER, OPEN, PART};

mod form;
#[cfg(test)]
mod tests;

/// A language a report can be told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English, in which messages are written.
    #[default]
    English,
    /// Swedish.
    Swedish,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Romanian.
    Romanian,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 5] =
        [Self::English, Self::Swedish, Self::French, Self::Italian, Self::Romanian];

    /// Reads the tag of a language: `sv`.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Its tag, as BCP 47 has it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Romanian => "ro",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Swedish => "svenska",
            Self::French => "français",
            Self::Italian => "italiano",
            Self::Romanian => "română",
        }
    }

    /// Whether it writes a comma before decimals.
    #[must_use]
    pub const fn has_decimal_comma(self) -> bool {
        !matches!(self, Self::English)
    }

    /// The categories its catalog has words for, in the order of the catalog.
    pub(crate) const fn categories(self) -> &'static [Category] {
        match self {
            Self::English | Self::Swedish => &[Category::One, Category::Other],
            Self::French | Self::Italian => &[Category::One, Category::Many, Category::Other],
            Self::Romanian => &[Category::One, Category::Few, Category::Other],
        }
    }

    /// The category of a whole number.
    ///
    /// # Source
    ///
    /// Unicode CLDR 46, `supplemental/plurals.xml`, for numbers without a fraction.
    pub(crate) const fn category(self, number: u64) -> Category {
        match (self, number) {
            (_, 1) | (Self::French, 0) => Category::One,
            (Self::French | Self::Italian, many) if many > 0 && many % 1_000_000 == 0 => {
                Category::Many
            }
            (Self::Romanian, few) if few == 0 || (few % 100 > 0 && few % 100 < 20) => Category::Few,
            _ => Category::Other,
        }
    }
}

/// Which words a number takes, as Unicode CLDR's plural rules call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Category {
    One,
    Few,
    Many,
    Other,
}

/// How a language says things: its forms of numbers and days, and its catalog.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    language: Language,
    catalog: Catalog,
}

impl Wording {
    /// The wording of a language.
    ///
    /// # Cost
    ///
    /// Reads the language's catalog, about 100 kB; make one, and lend it.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self { language, catalog: Catalog::of(language) }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// `12,345`.
    #[must_use]
    pub fn count(&self, number: u64) -> String {
        form::count(self.language, number)
    }

    /// Tells a text: each message in it in this language, the rest as it is.
    pub(crate) fn tell<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains(MARKS) {
            return Cow::Borrowed(text);
        }
        let mut reader = Reader { wording: self, rest: text };
        let mut told = String::with_capacity(text.len());
        while !reader.rest.is_empty() {
            reader.run(&mut told);
            // A mark without its message came from outside.
            reader.skip_mark();
        }
        Cow::Owned(told)
    }

    /// Tells words that may stand by themselves, such as a heading.
    pub(crate) fn word(&self, text: &str) -> String {
        match self.catalog.one(text) {
            Some(told) => told.to_owned(),
            None => self.tell(text).into_owned(),
        }
    }
}

/// Who reads a marked text.
struct Reader<'w, 'a> {
    wording: &'w Wording,
    rest: &'a str,
}

impl<'a> Reader<'_, 'a> {
    /// Tells what stands before the next mark that is not the beginning of a message.
    fn run(&mut self, told: &mut String) {
        loop {
            told.push_str(self.plain());
            if !self.eat(OPEN) {
                return;
            }
            self.message(told);
        }
    }

    /// The text before the next mark.
    fn plain(&mut self) -> &'a str {
        let end = self.rest.find(MARKS).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at(end);
        self.rest = rest;
        plain
    }

    fn eat(&mut self, mark: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(mark) else { return false };
        self.rest = rest;
        true
    }

    fn skip_mark(&mut self) {
        let mut rest = self.rest.chars();
        if rest.next().is_some() {
            self.rest = rest.as_str();
        }
    }

    /// Tells a message whose beginning was read.
    fn message(&mut self, told: &mut String) {
        let one = self.plain();
        let many = self.eat(MANY).then(|| self.plain());
        let mut parts = Vec::new();
        while self.eat(PART) {
            let name = self.plain();
            self.eat(IS);
            let mut part = String::new();
            self.run(&mut part);
            parts.push((name, part));
        }
        self.eat(CLOSE);
        match (one.strip_prefix(FORM), many) {
            (Some(name), _) => {
                let value = parts.first().map_or("", |(_, value)| value);
                told.push_str(&form::form(self.wording.language, name, value));
            }
            (None, Some(many)) => {
                let number = parts.iter_mut().find(|(name, _)| *name == NUMBER);
                let words = self.counted(one, many, number.map(|(_, value)| value));
                fill(words, &parts, told);
            }
            (None, None) => fill(self.wording.catalog.one(one).unwrap_or(one), &parts, told),
        }
    }

    /// The words for as many as `value` says, which becomes a number as people read it.
    fn counted<'s>(&'s self, one: &'s str, many: &'s str, value: Option<&mut String>) -> &'s str {
        let Wording { language, catalog } = self.wording;
        let number = value.as_ref().and_then(|value| u64::from_str(value).ok()).unwrap_or(0);
        if let Some(value) = value {
            *value = form::count(*language, number);
        }
        let english = if number == 1 { one } else { many };
        catalog.many(one, language.categories(), language.category(number)).unwrap_or(english)
    }
}

/// Writes the words with their parts in place of their names.
fn fill(words: &str, parts: &[(&str, String)], told: &mut String) {
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        told.push_str(before);
        let part = after.split_once('}').and_then(|(name, after)| {
            let (_, part) = parts.iter().find(|(known, _)| *known == name)?;
            Some((part, after))
        });
        rest = if let Some((part, after)) = part {
            told.push_str(part);
            after
        } else {
            told.push('{');
            after
        };
    }
    told.push_str(rest);
}
