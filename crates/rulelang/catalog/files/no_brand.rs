//! `no-brand`: a rule that asks for a brand needs one: a theme with `per = "brand"` a `[[brand]]`, `{{brand}}` a campaign's `brand`.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NoBrand,
    name: "no-brand",
    severity: Severity::Error,
    text: r#"A rule that asks for a brand needs one: a theme with `per = "brand"` a `[[brand]]`, `{{brand}}` a campaign's `brand`. Of themes it is told once a file."#,
    now: "A theme by brand never fires without one; `{{brand}}` without one is refused.",
    meant: "A brand, which was forgotten.",
    write: "Add a `[[brand]]`, or name the campaign's `brand`.",
    fires: &[
        Case::file("[[theme]]\nid = 'late'\nquery = 'late'\nper = 'brand'\n", "'brand'"),
        Case::file("[[theme]]\nid = 'late'\nquery = '{{brand}} late'\n", "{{brand}}"),
    ],
    silent: &[File(
        "[[theme]]\nid = 'late'\nquery = 'late'\nper = 'brand'\n\n[[brand]]\nid = 'acme'\nquery = 'acme'\n",
    )],
    untested: "",
};
