//! `unknown-list`: a list is named in `[lists]` before `{{name}}` can stand for it.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnknownList,
    name: "unknown-list",
    severity: Severity::Error,
    text: "A list is named in `[lists]` before `{{name}}` can stand for it.",
    now: "There is no list of this name, so the rule is refused.",
    meant: "A list that was renamed, misspelled or lost.",
    write: "Write the list's right name, or add it below `[lists]`.",
    fires: &[
        Case::file("[lists]\ndelivery = 'delivery OR parcel'\n\n[[theme]]\nid = 'late'\nquery = '{{ delivery }} late'\n", "{{ delivery }}").fixed("[lists]\ndelivery = 'delivery OR parcel'\n\n[[theme]]\nid = 'late'\nquery = '{{delivery}} late'\n"),
        Case::file("[lists]\ndelivery = 'delivery OR parcel'\n\n[[theme]]\nid = 'late'\nquery = '{{delivry}} late'\n", "{{delivry}}").fixed("[lists]\ndelivery = 'delivery OR parcel'\n\n[[theme]]\nid = 'late'\nquery = '{{delivery}} late'\n")],
    silent: &[File("[lists]\ndelivery = 'delivery OR parcel'\n\n[[theme]]\nid = 'late'\nquery = '{{delivery}} late'\n")],
    untested: "",
};
