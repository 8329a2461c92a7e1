//! `always-true`: every number is 0 or more, and a range that is open at both ends holds everything.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Diagnostic, Expr, FieldName, Node, Severity, Value};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::AlwaysTrue,
    name: "always-true",
    severity: Severity::Warning,
    text: "Every number is 0 or more, and a range that is open at both ends holds everything.",
    now: "Every post whose source states the number fits, so the test filters nothing.",
    meant: "A number above 0, or a range with an end.",
    write: "Write the least number, or take the test out.",
    fires: &[
        Case::query("flood followers:0", "followers:0").written("flood followers:1"),
        Case::query("flood followers:[* TO *]", "followers:[* TO *]"),
    ],
    silent: &[
        Query("flood followers:1"),
        Query("flood followers:[0 TO 500]"),
        Query("flood followers:..500"),
    ],
    untested: "",
};

/// A test on a number that every number passes.
pub(crate) fn find(node: &Node) -> Option<Diagnostic> {
    let Expr::Field { field, value } = &node.expr else { return None };
    let least = |bound: &Option<String>| bound.as_ref().is_none_or(|bound| bound == "0");
    let all = match value {
        Value::Text(number) => number == "0" && counts(field),
        Value::Range(from, to) => {
            let open = if counts(field) { least(from) } else { from.is_none() };
            open && to.is_none()
        }
        Value::List(_) => false,
    };
    all.then(|| {
        let message = "this filters nothing: every post whose source states it fits";
        Diagnostic::warning(Code::AlwaysTrue, node.span.clone(), message)
            .help("write the least number you want, or take it out")
    })
}

/// Whether its values are counts, none below 0, and a number alone means that or more.
fn counts(field: &FieldName) -> bool {
    use FieldName::{Followers, Following, Likes, Listed, Posts, Replies, Reposts, Views};
    matches!(field, Followers | Following | Posts | Listed | Likes | Reposts | Replies | Views)
}
