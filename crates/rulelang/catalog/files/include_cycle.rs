//! `include-cycle`: a file cannot include itself, neither directly nor through another.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::IncludeCycle,
    name: "include-cycle",
    severity: Severity::Error,
    text: "A file cannot include itself, neither directly nor through another.",
    now: "The files would never end, so they are refused.",
    meant: "Files that include others, not themselves.",
    write: "Take one of the includes out.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it takes two files: a test of the rule set holds it",
};
