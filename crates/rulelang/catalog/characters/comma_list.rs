//! `comma-list`: commas are not searched; what they part is all required.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CommaList,
    name: "comma-list",
    severity: Severity::Warning,
    text: "Commas are not searched; what they part is all required.",
    now: "Every term is required.",
    meant: "A list of which one term is enough.",
    write: "Put `OR` between the terms.",
    fires: &[
        Case::query("delivery, late, lost", ",").written("delivery OR late OR lost"),
        Case::query(r#""free shipping", late"#, ",").written(r#""free shipping" OR late"#),
        Case::query("(late parcel), (lost parcel)", ",").written("(late parcel) OR (lost parcel)"),
    ],
    silent: &[Query("delivery OR late OR lost"), Query(r#""Paris, Texas""#), Query("1,000")],
    untested: "",
};
