//! `unknown-brand`: a campaign or an account names a brand that no file describes.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownBrand,
    name: "unknown-brand",
    severity: Severity::Error,
    text: "A campaign or an account names a brand that no file describes.",
    now: "There is no such brand, so the files are refused.",
    meant: "A brand of another id, or one that is missing.",
    write: "Put the id right, or add a `[[brand]]` with it.",
    fires: &[Case::file(
        "[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\nbrand = 'acmee'\n\n[[brand]]\nid = 'acme'\nquery = 'acme'\n",
        "'acmee'",
    )],
    silent: &[File(
        "[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\nbrand = 'acme'\n\n[[brand]]\nid = 'acme'\nquery = 'acme'\n",
    )],
    untested: "",
};
