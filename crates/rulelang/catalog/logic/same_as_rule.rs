//! `same-as-rule`: two rules with one meaning give two tags to the same posts.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SameAsRule,
    name: "same-as-rule",
    severity: Severity::Warning,
    text: "Two rules with one meaning give two tags to the same posts.",
    now: "Both rules find exactly the same posts.",
    meant: "Another query, which was forgotten after copying.",
    write: "Write what was meant, or keep one rule and name the other in its `aliases`.",
    fires: &[
        Case::file(
            "[[theme]]\nid = 'late'\nquery = 'late OR slow'\n\n[[theme]]\nid = 'slow'\nquery = 'slow OR late'\n",
            "'slow'",
        ),
        Case::file(
            "[[theme]]\nid = 'late'\nquery = 'late OR slow'\n\n[[theme]]\nid = 'slow'\nany = ['late', 'slow']\n",
            "'slow'",
        ),
    ],
    silent: &[
        File(
            "[[theme]]\nid = 'late'\nquery = 'late OR slow'\n\n[[theme]]\nid = 'slow'\nquery = 'late slow'\n",
        ),
        File(
            "[[theme]]\nid = 'late'\nquery = 'late OR slow'\n\n[[exclude]]\nid = 'slow'\nquery = 'late OR slow'\n",
        ),
    ],
    untested: "",
};
