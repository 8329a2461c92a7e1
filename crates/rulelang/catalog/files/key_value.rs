//! `key-value`: the key cannot have this value.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::KeyValue,
    name: "key-value",
    severity: Severity::Error,
    text: "The key cannot have this value.",
    now: "It is not clear what is meant, so the file is refused.",
    meant: "Another value, or another way to write it.",
    write: "Write the value as the help shows.",
    fires: &[Case::file("[[theme]]\nid = 'late'\nquery = 'late'\nseverity = 'high'\n", "'high'")],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\nseverity = 'alarm'\n")],
    untested: "",
};
