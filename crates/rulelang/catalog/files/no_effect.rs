//! `no-effect`: the setting is understood, but this version does not act on it.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NoEffect,
    name: "no-effect",
    severity: Severity::Warning,
    text: "The setting is understood, but this version does not act on it.",
    now: "Nothing changes by it.",
    meant: "What the setting says.",
    write: "Take the line out.",
    fires: &[Case::file(
        "[settings]\nmatch_urls = true\n\n[[theme]]\nid = 'late'\nquery = 'late'\n",
        "true",
    )],
    silent: &[File("[settings]\naccents = 'smart'\n\n[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
