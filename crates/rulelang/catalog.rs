//! The manual of every finding, one file a finding, with the cases that hold it.
//!
//! A page is data: `tagline explain` prints it, the reference lists it, and one test runs the cases of all.
//! What finds it stands where it is met: in the lexer, the parser, [`check`](crate::check_query) or the file's reader,
//! and beside the page where nothing else would need it.

pub(crate) mod characters;
pub(crate) mod fields;
mod files;
pub(crate) mod logic;
pub(crate) mod reach;
mod sample;
mod sheets;
#[cfg(test)]
mod tests;

use crate::{Code, Severity};

/// The manual of one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The finding.
    pub code: Code,
    /// Its stable name.
    pub name: &'static str,
    /// How bad it is at its worst.
    pub severity: Severity,
    /// What it means, in a sentence or two.
    pub text: &'static str,
    /// What the rule does as it is written.
    pub now: &'static str,
    /// What was probably meant.
    pub meant: &'static str,
    /// What to write instead.
    pub write: &'static str,
    /// What has it.
    pub fires: &'static [Case],
    /// What looks like it and does not have it.
    pub silent: &'static [Source],
    /// Why one of the two is empty, and what holds the finding instead; empty when neither is.
    pub untested: &'static str,
}

/// A text that has the finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The text.
    pub wrong: Source,
    /// What is underlined: its first line.
    pub span: &'static str,
    /// What is right.
    pub right: Right,
}

/// A text that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A query.
    Query(&'static str),
    /// A whole rule file.
    File(&'static str),
    /// A rule file whose examples are run, which takes what tags mentions.
    Tried(&'static str),
    /// A sheet, as CSV, that is imported.
    Sheet(&'static str),
}

/// What is right instead of a text that has a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// The finding's own fix makes this of it.
    Fixed(&'static str),
    /// A person writes this, for only a person knows what is meant.
    Written(&'static str),
    /// It depends.
    Open,
}

impl Case {
    const fn query(text: &'static str, span: &'static str) -> Self {
        Self { wrong: Source::Query(text), span, right: Right::Open }
    }

    const fn file(text: &'static str, span: &'static str) -> Self {
        Self { wrong: Source::File(text), span, right: Right::Open }
    }

    const fn sheet(text: &'static str, span: &'static str) -> Self {
        Self { wrong: Source::Sheet(text), span, right: Right::Open }
    }

    const fn tried(text: &'static str, span: &'static str) -> Self {
        Self { wrong: Source::Tried(text), span, right: Right::Open }
    }

    const fn fixed(self, right: &'static str) -> Self {
        Self { right: Right::Fixed(right), ..self }
    }

    const fn written(self, right: &'static str) -> Self {
        Self { right: Right::Written(right), ..self }
    }
}

impl Source {
    /// The text.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Query(text) | Self::File(text) | Self::Tried(text) | Self::Sheet(text) => text,
        }
    }
}

impl Page {
    /// A query that has it and the same put right; absent for findings on files and where it depends.
    #[must_use]
    pub fn example(&self) -> Option<(&'static str, &'static str)> {
        self.fires.iter().find_map(|case| match (case.wrong, case.right) {
            (Source::Query(wrong), Right::Fixed(right) | Right::Written(right)) => {
                Some((wrong, right))
            }
            _ => None,
        })
    }
}

/// A group of pages, as the reference and `tagline explain` list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The pages.
    pub pages: &'static [Page],
}

/// Every group.
pub const GROUPS: &[Group] = &[
    Group { title: "Characters", pages: characters::PAGES },
    Group { title: "Logic", pages: logic::PAGES },
    Group { title: "Fields", pages: fields::PAGES },
    Group { title: "Reach and cost", pages: reach::PAGES },
    Group { title: "Files", pages: files::PAGES },
    Group { title: "With a sample of posts", pages: sample::PAGES },
    Group { title: "Sheets", pages: sheets::PAGES },
];

/// Every page, in the order of the groups.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    GROUPS.iter().flat_map(|group| group.pages)
}
