//! `bad-id`: an id is made of small letters a to z, digits and `-`, with `/` for hierarchy; a brand's id has no `/`.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::BadId,
    name: "bad-id",
    severity: Severity::Error,
    text: "An id is made of small letters a to z, digits and `-`, with `/` for hierarchy; a brand's id has no `/`.",
    now: "The id cannot be a tag, so the rule is refused.",
    meant: "A name for people: that is the `label`.",
    write: "Write a short id, and the name as `label`.",
    fires: &[Case::file(
        "[[theme]]\nid = 'Späte Lieferung'\nquery = 'late'\n",
        "'Späte Lieferung'",
    )
    .fixed(
        r#"[[theme]]
id = "spate-lieferung"
query = 'late'
"#,
    )],
    silent: &[File("[[theme]]\nid = 'service/late'\nlabel = 'Späte Lieferung'\nquery = 'late'\n")],
    untested: "",
};
