//! What there is to say about each finding beyond one place in one rule.

mod characters;
mod fields;
mod files;
mod logic;
mod reach;

use crate::Code;

/// The manual of one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The finding.
    pub code: Code,
    /// Its stable name.
    pub name: &'static str,
    /// What it means.
    pub text: &'static str,
    /// A query that has it; empty for findings on files.
    pub wrong: &'static str,
    /// The same, put right; empty for findings on files.
    pub right: &'static str,
}

/// Every page, grouped as in the reference.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    [characters::PAGES, logic::PAGES, fields::PAGES, reach::PAGES, files::PAGES]
        .into_iter()
        .flatten()
}
