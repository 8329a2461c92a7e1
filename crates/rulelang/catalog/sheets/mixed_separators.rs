//! `mixed-separators`: a row of a CSV has other signs between its cells than the headers, or more cells.

use crate::catalog::Source::Sheet;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MixedSeparators,
    name: "mixed-separators",
    severity: Severity::Error,
    text: "A row of a CSV has other signs between its cells than the headers, or more cells.",
    now: "It is not clear which cell is which, so nothing of the sheet is taken.",
    meant: "The same sign in every row, and quotes around a cell that holds it.",
    write: "Export the sheet again, or put the row right in a text editor.",
    fires: &[Case::sheet("kind,id,label,any\ntheme;new;;slow\n", "theme;new;;slow")],
    silent: &[Sheet("kind,id,label,any\ntheme,late,007,\"försenad\n3-4\n@acme\"\n")],
    untested: "",
};
