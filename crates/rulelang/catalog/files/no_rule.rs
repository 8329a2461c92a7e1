//! `no-rule`: a rule file holds at least one `[[brand]]`, `[[theme]]`, `[[campaign]]` or `[[exclude]]`, or something that other files use.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NoRule,
    name: "no-rule",
    severity: Severity::Warning,
    text: "A rule file holds at least one `[[brand]]`, `[[theme]]`, `[[campaign]]` or `[[exclude]]`, or something that other files use.",
    now: "Nothing is found by this file.",
    meant: "A rule, below a line such as `[[theme]]`.",
    write: "Begin a rule with a line `[[theme]]`.",
    fires: &[Case::file("format = 1\nname = 'Acme'\n", "format = 1")],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
