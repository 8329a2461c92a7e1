//! `unknown-zone`: a time zone is named as the tz database names it: `Europe/Stockholm`.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownZone,
    name: "unknown-zone",
    severity: Severity::Error,
    text: "A time zone is named as the tz database names it: `Europe/Stockholm`.",
    now: "It is not clear when the campaign's days begin, so it is refused.",
    meant: "The zone of a city.",
    write: "Write continent and city.",
    fires: &[Case::file("[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'Stockholm'\n", "'Stockholm'").fixed(r#"[[campaign]]
id = 'spring'
query = '#spring'
starts = 2027-05-01
ends = 2027-05-31
timezone = "Europe/Stockholm"
"#)],
    silent: &[File("[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'Europe/Stockholm'\n")],
    untested: "",
};
