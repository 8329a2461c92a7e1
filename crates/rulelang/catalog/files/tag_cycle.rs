//! `tag-cycle`: a rule asks for its own tag, directly or through another.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TagCycle,
    name: "tag-cycle",
    severity: Severity::Error,
    text: "A rule cannot ask for its own tag, neither directly nor through another.",
    now: "There is no end to what the rule asks for, so it is refused.",
    meant: "Words that both rules share.",
    write: "Take `tag:` out of one of the rules, or put what they share into a list.",
    fires: &[Case::file("[[theme]]\nid = 'late'\nquery = 'late -tag:angry'\n\n[[theme]]\nid = 'angry'\nquery = 'hopeless tag:late'\n", "tag:angry").written("[[theme]]\nid = 'late'\nquery = 'late'\n\n[[theme]]\nid = 'angry'\nquery = 'hopeless tag:late'\n")],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n\n[[theme]]\nid = 'angry'\nquery = 'hopeless tag:late'\n")],
    untested: "",
};
