//! `simple-form`: a line of `any`, `all` or `none` is one word or phrase: operators, wildcards, fields, a minus and commas mean nothing in it.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SimpleForm,
    name: "simple-form",
    severity: Severity::Warning,
    text: "A line of `any`, `all` or `none` is one word or phrase: operators, wildcards, fields, a minus and commas mean nothing in it.",
    now: "The line is looked for as a phrase, the operators in it as words.",
    meant: "A query, or one word or phrase a line.",
    write: "Write it as `query`, or one word or phrase a line.",
    fires: &[Case::file("[[theme]]\nid = 'late'\nany = ['late OR slow']\n", "OR")],
    silent: &[File("[[theme]]\nid = 'late'\nany = ['late', 'too slow', '#late']\n")],
    untested: "",
};
