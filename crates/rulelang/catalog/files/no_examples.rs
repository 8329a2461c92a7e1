//! `no-examples`: a rule without an example is proven by nothing: a later change may break it unseen.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NoExamples,
    name: "no-examples",
    severity: Severity::Info,
    text: "A rule without an example is proven by nothing: a later change may break it unseen. Told once a file.",
    now: "The rule works; nothing shows that it finds what it should.",
    meant: "One post it must find, and one it must not.",
    write: "Write `match` and `no_match`; they are run whenever the rules are.",
    fires: &[Case::file(
        "owner = 'ana'\n\n[[theme]]\nid = 'late'\ndescription = 'Parcels that are late'\nquery = 'late'\n",
        "[[theme]]",
    )],
    silent: &[File(
        "owner = 'ana'\n\n[[theme]]\nid = 'late'\ndescription = 'Parcels that are late'\nquery = 'late'\nmatch = ['too late']\n",
    )],
    untested: "",
};
