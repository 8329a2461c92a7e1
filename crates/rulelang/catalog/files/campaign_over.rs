//! `campaign-over`: a campaign whose last day is over finds nothing that is posted now.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CampaignOver,
    name: "campaign-over",
    severity: Severity::Info,
    text: "A campaign whose last day is over finds nothing that is posted now.",
    now: "Posts of its days keep its tag; new ones do not get it.",
    meant: "A campaign that is kept for its reports, or one that goes on.",
    write: "Keep it as long as reports show it; set `ends` to a later day if it goes on.",
    fires: &[Case::file(
        "[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2026-05-01\nends = 2026-05-31\ntimezone = 'UTC'\n",
        "[[campaign]]",
    )],
    silent: &[File(
        "[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2026-05-01\nends = 2027-05-31\ntimezone = 'UTC'\n",
    )],
    untested: "",
};
