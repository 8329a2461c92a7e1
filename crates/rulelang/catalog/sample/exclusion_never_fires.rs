//! `exclusion-never-fires`: an exclusion that excludes no post of a sample may be a leftover or misspelled.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ExclusionNeverFires,
    name: "exclusion-never-fires",
    severity: Severity::Info,
    text: "An exclusion that excludes no post of a sample may be a leftover or misspelled.",
    now: "It changes nothing for these posts.",
    meant: "Words that stand in unwanted posts.",
    write: "Take it out, or look at the unwanted posts again.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late -night'\n")],
    untested: "it takes posts: a test of what tags mentions holds it",
};
