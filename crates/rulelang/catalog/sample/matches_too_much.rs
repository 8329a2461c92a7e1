//! `matches-too-much`: a theme that finds three posts in ten of a sample, or more, tells little about any of them.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MatchesTooMuch,
    name: "matches-too-much",
    severity: Severity::Warning,
    text: "A theme that finds three posts in ten of a sample, or more, tells little about any of them.",
    now: "It tags a large share of all posts.",
    meant: "A narrower theme.",
    write: "Ask for a second word near the first, or exclude what is not meant.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it takes posts: a test of what tags mentions holds it",
};
