//! `unbalanced-quote`: every quote that opens must close, or it is not clear where the phrase ends.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnbalancedQuote,
    name: "unbalanced-quote",
    severity: Severity::Error,
    text: "Every quote that opens must close, or it is not clear where the phrase ends.",
    now: "It is not clear which words belong to the phrase, so the rule is refused.",
    meant: "A phrase.",
    write: r#"Close it with `"` after its last word."#,
    fires: &[
        Case::query(r#""free shipping"#, r#"""#).fixed(r#""free shipping""#),
        Case::query(r#"("free shipping OR "lost parcel") late"#, r#"""#)
            .fixed(r#"("free shipping" OR "lost parcel") late"#),
        Case::query(r#""acme" late" OR globex"#, "\"").written(r#""acme late" OR globex"#),
        Case::query(r#""lost parcel late"#, "\"").written(r#""lost parcel" late"#),
        Case::query(r#"late parcel""#, r#"""#).written(r#""late parcel""#),
        Case::query(r#"(free shipping" OR "lost parcel") late"#, r#"""#)
            .written(r#"("free shipping" OR "lost parcel") late"#),
    ],
    silent: &[Query(r#""free shipping""#), Query(r#""say \"hi\"""#)],
    untested: "",
};
