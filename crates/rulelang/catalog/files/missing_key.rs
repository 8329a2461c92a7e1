//! `missing-key`: a table lacks a key it cannot do without.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MissingKey,
    name: "missing-key",
    severity: Severity::Error,
    text: "A table lacks a key it cannot do without.",
    now: "It cannot be used without it, so the file is refused.",
    meant: "The key, which was forgotten or misspelled.",
    write: "Add the key.",
    fires: &[Case::file("[[theme]]\nquery = 'late'\n", "[[theme]]")],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
