//! `snooze-over`: a comment `# tagline: snooze DAY code` puts a finding off until that day; the day is over.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SnoozeOver,
    name: "snooze-over",
    severity: Severity::Info,
    text: "A comment `# tagline: snooze DAY code` puts a finding off until that day; the day is over.",
    now: "The finding is told again.",
    meant: "To look at it on that day.",
    write: "Mend what it put off and take the comment out, or give it a later day.",
    fires: &[Case::file(
        "# tagline: snooze 2026-06-30 covered\n[[theme]]\nid = 'late'\nquery = 'late'\n",
        "# tagline: snooze 2026-06-30 covered",
    )],
    silent: &[File(
        "# tagline: snooze 2027-06-30 covered\n[[theme]]\nid = 'late'\nquery = 'late'\n",
    )],
    untested: "",
};
