//! `tags-overlap`: two rules that find nearly the same posts of a sample say one thing twice.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TagsOverlap,
    name: "tags-overlap",
    severity: Severity::Info,
    text: "Two rules that find nearly the same posts of a sample say one thing twice.",
    now: "Reports show the same posts under two names.",
    meant: "Two different themes, or one.",
    write: "Join the two, or say in each what the other one is not.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it takes posts: a test of what tags mentions holds it",
};
