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
        Case::query("delivery, late, lost", ",").fixed("delivery OR late OR lost"),
        Case::query(r#""free shipping", late"#, ",").fixed(r#""free shipping" OR late"#),
        Case::query("(late parcel), (lost parcel)", ",").fixed("(late parcel) OR (lost parcel)"),
        Case::query("parcel (late, too slow , lost)", ",")
            .fixed("parcel (late OR \"too slow\" OR lost)"),
        Case::query("\"lost parcel\" , late -jobs", ",").fixed("(\"lost parcel\" OR late) -jobs"),
        Case::query("author:ana, parcel", ",").fixed("author:ana parcel"),
        Case::query("parcel -late, lost", ","),
        Case::query("parcel NEAR/3 late, lost", ","),
    ],
    silent: &[Query("delivery OR late OR lost"), Query(r#""Paris, Texas""#), Query("1,000")],
    untested: "",
};
