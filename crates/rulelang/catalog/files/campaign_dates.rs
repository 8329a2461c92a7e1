//! `campaign-dates`: a campaign needs a first and a last day, in this order.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CampaignDates,
    name: "campaign-dates",
    severity: Severity::Error,
    text: "A campaign needs a first and a last day, in this order.",
    now: "It is not clear when the campaign runs, so it is refused.",
    meant: "A campaign from one day to another.",
    write: "Write `starts` and `ends` as days, the first before the last.",
    fires: &[Case::file(
        "[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-04-01\ntimezone = 'UTC'\n",
        "2027-04-01",
    )],
    silent: &[File(
        "[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\n",
    )],
    untested: "",
};
