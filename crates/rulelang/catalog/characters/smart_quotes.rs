//! `smart-quotes`: word processors bend quotes and apostrophes.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SmartQuotes,
    name: "smart-quotes",
    severity: Severity::Info,
    text: "Word processors bend quotes and apostrophes. They are read as straight ones.",
    now: "Curly quotes are read as straight ones, so the rule works.",
    meant: "Straight quotes, as every other tool wants them.",
    write: r#"Write `"`, so that the query means the same wherever it is pasted."#,
    fires: &[
        Case::query("“free shipping”", "“").fixed(r#""free shipping""#),
        Case::query("l’oréal", "’").fixed("l'oréal"),
    ],
    silent: &[Query(r#""free shipping""#), Query("l'oréal"), Query("regex:\"l’eau “chaude”\"")],
    untested: "",
};
