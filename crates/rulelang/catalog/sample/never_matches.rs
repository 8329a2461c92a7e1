//! `never-matches`: a rule that finds no post of a sample is often written in words that people do not use.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NeverMatches,
    name: "never-matches",
    severity: Severity::Warning,
    text: "A rule that finds no post of a sample is often written in words that people do not use.",
    now: "It finds nothing. The message says which part is never there, or that the parts are never there together.",
    meant: "Other words, or fewer of them.",
    write: "Look at posts that should be found, and take the words from them.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it takes posts: a test of what tags mentions holds it",
};
