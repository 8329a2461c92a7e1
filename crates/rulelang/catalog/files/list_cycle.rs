//! `list-cycle`: a list cannot hold itself, neither directly nor through another.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ListCycle,
    name: "list-cycle",
    severity: Severity::Error,
    text: "A list cannot hold itself, neither directly nor through another.",
    now: "The list would never end, so it is refused.",
    meant: "A list that holds another one, not itself.",
    write: "Take one of the lists out of the other.",
    fires: &[Case::file(
        "[lists]\na = 'x OR {{b}}'\nb = 'y OR {{a}}'\n\n[[theme]]\nid = 'late'\nquery = 'late {{a}}'\n",
        "{{b}}",
    )],
    silent: &[File(
        "[lists]\na = 'x OR {{b}}'\nb = 'y OR z'\n\n[[theme]]\nid = 'late'\nquery = 'late {{a}}'\n",
    )],
    untested: "",
};
