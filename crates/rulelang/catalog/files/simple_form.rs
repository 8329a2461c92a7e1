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
    fires: &[
        Case::file("[[theme]]\nid = 'late'\nany = ['late OR slow']\n", "OR"),
        Case::file("[[theme]]\nid = 'late'\nany = ['C++']\n", "C++"),
        Case::file("[[theme]]\nid = 'late'\nany = ['.NET']\n", ".NET"),
        Case::file("[[theme]]\nid = 'late'\nany = ['#so slow']\n", "#so"),
        Case::file("[[theme]]\nid = 'late'\nany = ['@ana @bo']\n", "@ana"),
        Case::file(
            "[[theme]]\nid = 'late'\nany = ['https://acme.example']\n",
            "https://acme.example",
        ),
        Case::file("[[theme]]\nid = 'late'\nany = ['late; lost parcel']\n", ";"),
        Case::file("[[theme]]\nid = 'late'\nany = ['late | delayed']\n", "|"),
        Case::file("[[theme]]\nid = 'late'\nany = ['late / delayed']\n", "/"),
        Case::file("[[theme]]\nid = 'late'\nany = ['marks &amp; spencer']\n", "&amp;"),
    ],
    silent: &[
        File("[[theme]]\nid = 'late'\nany = ['late', 'too slow', '#late']\n"),
        File(
            "[[theme]]\nid = 'late'\nany = ['black or white', 'either/or', 'AC / DC', '24 / 7']\n",
        ),
        File(
            "[[theme]]\nid = 'late'\nany = ['AT&T', 'rock & roll', '50%', 'we are #1', '1. FC']\n",
        ),
        File(
            "[[theme]]\nid = 'late'\nany = ['@acme answer me', 'booking.com', '...late', 'late...']\n",
        ),
    ],
    untested: "",
};
