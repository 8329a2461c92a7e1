//! `glued-operator`: an operator needs a blank or a bracket on both sides, and a sign inside a hashtag ends it.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::GluedOperator,
    name: "glued-operator",
    severity: Severity::Error,
    text: "An operator needs a blank or a bracket on both sides, and a sign inside a hashtag ends it.",
    now: "An operator in capitals, or a minus, is read as one although no blank stands beside it; a sign inside a hashtag is not clear.",
    meant: "The operator, or a hashtag of letters, digits and `_` only.",
    write: "Put a blank on both sides of the operator; end the hashtag before the sign.",
    fires: &[
        Case::query(r#""delivery"AND late"#, "AND").fixed(r#""delivery" AND late"#),
        Case::query(r#""late"-"night""#, "-").written(r#""late" -"night""#),
        Case::query("delivery NOT-late", "NOT-late").written("delivery -late"),
        Case::query("delivery OR-late", "OR-late").written("delivery OR late"),
    ],
    silent: &[
        Query(r#""delivery" AND late"#),
        Query("(late) OR (slow)"),
        Query("covid-19"),
        Query("#foo_bar"),
        Query("delivery NOT-FOR-PROFIT"),
        Query("cessna OR-10"),
    ],
    untested: "",
};
