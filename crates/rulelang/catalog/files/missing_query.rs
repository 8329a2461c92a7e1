//! `missing-query`: a rule says what it looks for, in `query` or in `any`, `all` and `none`.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MissingQuery,
    name: "missing-query",
    severity: Severity::Error,
    text: "A rule says what it looks for, in `query` or in `any`, `all` and `none`.",
    now: "Nothing can be found by it, so the rule is refused.",
    meant: "What it looks for, which was forgotten.",
    write: "Add `query`, or `any` with one word or phrase a line.",
    fires: &[Case::file("[[theme]]\nid = 'late'\nlabel = 'Late'\n", "[[theme]]")],
    silent: &[
        File("[[theme]]\nid = 'late'\nquery = 'late'\n"),
        File("[[theme]]\nid = 'late'\nany = ['late']\n"),
    ],
    untested: "",
};
