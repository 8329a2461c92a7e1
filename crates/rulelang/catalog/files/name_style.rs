//! `name-style`: only `/` makes a hierarchy: `service-late` does not count for `service`, as `service/late` does.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NameStyle,
    name: "name-style",
    severity: Severity::Info,
    text: "Only `/` makes a hierarchy: `service-late` does not count for `service`, as `service/late` does.",
    now: "The tag stands by itself in reports.",
    meant: "A tag below the other one.",
    write: "Write it with `/`, and the old id into `aliases`.",
    fires: &[Case::file(
        "[[theme]]\nid = 'service/lost'\nquery = 'lost'\n\n[[theme]]\nid = 'service-late'\nquery = 'late'\n",
        "[[theme]]",
    )],
    silent: &[File(
        "[[theme]]\nid = 'service/lost'\nquery = 'lost'\n\n[[theme]]\nid = 'self-service'\nquery = 'late'\n",
    )],
    untested: "",
};
