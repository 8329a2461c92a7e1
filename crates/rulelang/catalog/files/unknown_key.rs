//! `unknown-key`: the file has a key that means nothing here.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownKey,
    name: "unknown-key",
    severity: Severity::Error,
    text: "The file has a key that means nothing here.",
    now: "The key has no effect, so the file is refused.",
    meant: "Another key, or another table for it.",
    write: "Write the key's right name, in the table where it belongs.",
    fires: &[Case::file("[[theme]]\nid = 'late'\nqery = 'late'\n", "qery")
        .fixed("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
