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

#[cfg(test)]
mod tests {
    use super::pages;

    /// The variants of the enum of codes, as its source has them.
    fn variants() -> Vec<&'static str> {
        let source = include_str!("diagnostic.rs");
        let body = source.split("pub enum Code {").nth(1).unwrap().split("\n}").next().unwrap();
        let lines = body.lines().map(|line| line.trim().trim_end_matches(','));
        lines.filter(|line| line.starts_with(char::is_uppercase)).collect()
    }

    fn kebab(variant: &str) -> String {
        let words = variant.char_indices().flat_map(|(at, c)| {
            (at > 0 && c.is_uppercase()).then_some('-').into_iter().chain(c.to_lowercase())
        });
        words.collect()
    }

    #[test]
    fn every_code_has_one_page_of_its_name() {
        let mut expected: Vec<String> = variants().into_iter().map(kebab).collect();
        let mut names: Vec<String> = pages().map(|page| page.name.to_owned()).collect();
        for page in pages() {
            assert_eq!(page.name, kebab(&format!("{:?}", page.code)));
        }
        expected.sort();
        names.sort();
        assert_eq!(names, expected);
        assert!(names.len() > 40);
    }
}
