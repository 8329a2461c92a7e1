//! `no-description`: a theme, campaign or exclusion that does not say what it is for is read differently by everybody.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NoDescription,
    name: "no-description",
    severity: Severity::Info,
    text: "A theme, campaign or exclusion that does not say what it is for is read differently by everybody. Told once a file.",
    now: "The rule works; who reads a report has to guess what it counts.",
    meant: "A sentence on what it is for.",
    write: "Write `description`.",
    fires: &[Case::file(
        "owner = 'ana'\n\n[[theme]]\nid = 'late'\nquery = 'late'\nmatch = ['too late']\n",
        "[[theme]]",
    )],
    silent: &[File(
        "owner = 'ana'\n\n[[theme]]\nid = 'late'\ndescription = 'Parcels that are late'\nquery = 'late'\nmatch = ['too late']\n",
    )],
    untested: "",
};
