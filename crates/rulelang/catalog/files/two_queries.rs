//! `two-queries`: a rule has either `query` or the simple form `any`, `all`, `none`, never both.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TwoQueries,
    name: "two-queries",
    severity: Severity::Error,
    text: "A rule has either `query` or the simple form `any`, `all`, `none`, never both.",
    now: "It is not clear how the two go together, so the rule is refused.",
    meant: "One of the two.",
    write: "Keep one: all of it in `query`, or all of it in the simple form.",
    fires: &[Case::file(
        "[[theme]]\nid = 'late'\nquery = 'late'\nany = ['late', 'slow']\n",
        "['late', 'slow']",
    )],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
