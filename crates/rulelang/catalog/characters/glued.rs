//! `glued`: terms without a blank between them are both wanted, as if a blank stood there.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::Glued,
    name: "glued",
    severity: Severity::Info,
    text: "Terms without a blank between them are both wanted, as if a blank stood there.",
    now: "Both are required.",
    meant: "A blank, or an OR that was forgotten.",
    write: "Put a blank, `AND` or `OR` between the two.",
    fires: &[
        Case::query(r#""free"shipping"#, "shipping").written(r#""free" shipping"#),
        Case::query("late(parcel OR box)", "(").written("late (parcel OR box)"),
    ],
    silent: &[Query(r#""free" shipping"#), Query("late (parcel OR box)"), Query("(late)")],
    untested: "",
};
