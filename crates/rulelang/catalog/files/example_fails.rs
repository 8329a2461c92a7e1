//! `example-fails`: a rule does not do what its own example says.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ExampleFails,
    name: "example-fails",
    severity: Severity::Error,
    text: "A rule does not do what its own example says.",
    now: "The whole set is refused, and the rules that run keep running.",
    meant: "Either the rule is wrong, or the example is.",
    write: "Change the rule until the example holds, or take the example out.",
    fires: &[
        Case::tried(
            "[[theme]]\nid = 'late'\nquery = 'late'\nmatch = ['delayed again']\n",
            "'delayed again'",
        ),
        Case::tried(
            "[[theme]]\nid = 'late'\nquery = 'late'\nno_match = ['late to the party']\n",
            "'late to the party'",
        ),
    ],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\nmatch = ['too late']\n")],
    untested: "",
};
