//! `bad-snooze`: a comment that puts a finding off names a day and the finding: `# tagline: snooze 2027-01-31 covered`.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::BadSnooze,
    name: "bad-snooze",
    severity: Severity::Warning,
    text: "A comment that puts a finding off names a day and the finding: `# tagline: snooze 2027-01-31 covered`.",
    now: "It puts nothing off.",
    meant: "A day and the code of a finding.",
    write: "Write the day and the code, as the finding has it in brackets.",
    fires: &[
        Case::file(
            "# tagline: snooze covered\n[[theme]]\nid = 'late'\nquery = 'late'\n",
            "# tagline: snooze covered",
        ),
        Case::file(
            "# tagline: snooze 2027-06-30 coverd\n[[theme]]\nid = 'late'\nquery = 'late'\n",
            "# tagline: snooze 2027-06-30 coverd",
        ),
    ],
    silent: &[
        File("# snooze\n[[theme]]\nid = 'late'\nquery = 'late'\n"),
        File("# tagline: snooze 2027-06-30 covered\n[[theme]]\nid = 'late'\nquery = 'late'\n"),
    ],
    untested: "",
};
