//! `review-overdue`: a theme has a day in `review_by` on which somebody looks at it again, and the day is over.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ReviewOverdue,
    name: "review-overdue",
    severity: Severity::Warning,
    text: "A theme has a day in `review_by` on which somebody looks at it again, and the day is over.",
    now: "The rule works as before; nobody has looked whether it still should.",
    meant: "A look at what the rule finds.",
    write: "Look at it with `tagline rules try` and `tagline rules test`, then set `review_by` to a later day.",
    fires: &[Case::file(
        "[[theme]]\nid = 'late'\nquery = 'late'\nreview_by = 2026-06-30\n",
        "[[theme]]",
    )],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\nreview_by = 2027-06-30\n")],
    untested: "",
};
