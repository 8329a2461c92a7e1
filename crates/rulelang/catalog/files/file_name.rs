//! `file-name`: a file in the folder of the rules looks like a rule file and is not read, because of its name.

use crate::catalog::Page;
use crate::catalog::Source::File;
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::FileName,
    name: "file-name",
    severity: Severity::Warning,
    text: "A file in the folder of the rules looks like a rule file and is not read, because its name does not end in `.rules.toml`.",
    now: "None of its rules is there.",
    meant: "A name such as `brands.rules.toml`; some editors add `.txt` to it unseen.",
    write: "Give the file that name, or move it to another folder.",
    fires: &[],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "it is about the names in a folder: a test of the command holds it",
};
