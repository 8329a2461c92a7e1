//! `unknown-tag`: `tag:` names a rule that no file describes.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownTag,
    name: "unknown-tag",
    severity: Severity::Error,
    text: "`tag:` asks for what another rule finds, by the id of that rule.",
    now: "No file describes a rule of this name, so the rule is refused.",
    meant: "A rule that was renamed, misspelled or lost.",
    write: "Write the right id of the rule, or of a part of the hierarchy above it.",
    fires: &[Case::file("[[theme]]\nid = 'service/late'\nquery = 'late'\n\n[[theme]]\nid = 'angry'\nquery = 'tag:servce hopeless'\n", "tag:servce").fixed("[[theme]]\nid = 'service/late'\nquery = 'late'\n\n[[theme]]\nid = 'angry'\nquery = 'tag:service hopeless'\n")],
    silent: &[File("[[theme]]\nid = 'service/late'\nquery = 'late'\n\n[[theme]]\nid = 'angry'\nquery = 'tag:service hopeless -tag:service/late'\n")],
    untested: "",
};
