//! `unknown-language`: a language is given by its two-letter code: `sv`.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownLanguage,
    name: "unknown-language",
    severity: Severity::Error,
    text: "A language is given by its two-letter code: `sv`.",
    now: "It is not clear which posts are meant, so the rule is refused.",
    meant: "The language's code.",
    write: "Write the two-letter code, or `any` for every language.",
    fires: &[
        Case::file(
            "[[theme]]\nid = 'late'\n[theme.query]\nany = 'late'\nlabel = 'Late'\n",
            "label",
        )
        .written("[[theme]]\nid = 'late'\nlabel = 'Late'\n[theme.query]\nany = 'late'\n"),
        Case::file(
            "[[theme]]\nid = 'late'\n[theme.query]\nany = 'late'\nmatch = ['it is late']\n",
            "match",
        )
        .written("[[theme]]\nid = 'late'\nmatch = ['it is late']\n[theme.query]\nany = 'late'\n"),
        Case::file("[[theme]]\nid = 'late'\n[theme.query]\nswedish = 'sen'\n", "swedish")
            .fixed("[[theme]]\nid = 'late'\n[theme.query]\nsv = 'sen'\n"),
    ],
    silent: &[File("[[theme]]\nid = 'late'\n[theme.query]\nany = '#late'\nsv = 'sen'\n")],
    untested: "",
};
