//! `unknown-file`: a file that `includes` names cannot be read.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownFile,
    name: "unknown-file",
    severity: Severity::Error,
    text: "A file that `includes` names cannot be read.",
    now: "Its rules are missing, so the files are refused.",
    meant: "Another name or folder; names are seen from the file that includes.",
    write: "Put the name right, or take it out.",
    fires: &[Case::file(
        "includes = ['brands.rules.toml']\n\n[[theme]]\nid = 'late'\nquery = 'late'\n",
        "'brands.rules.toml'",
    )],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
