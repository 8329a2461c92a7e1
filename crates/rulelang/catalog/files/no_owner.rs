//! `no-owner`: a rule that nobody answers for is looked after by nobody.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NoOwner,
    name: "no-owner",
    severity: Severity::Info,
    text: "A rule that nobody answers for is looked after by nobody. Told once a file.",
    now: "The rule works; nobody is told what happens with it.",
    meant: "The name of a person or a team.",
    write: "Write `owner` at the top of the file, or in the rule.",
    fires: &[Case::file(
        "[[theme]]\nid = 'late'\ndescription = 'Parcels that are late'\nquery = 'late'\nmatch = ['too late']\n",
        "[[theme]]",
    )],
    silent: &[File(
        "owner = 'ana'\n\n[[theme]]\nid = 'late'\ndescription = 'Parcels that are late'\nquery = 'late'\nmatch = ['too late']\n",
    )],
    untested: "",
};
