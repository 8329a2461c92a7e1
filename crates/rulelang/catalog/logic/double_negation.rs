//! `double-negation`: not not is the same as nothing.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::DoubleNegation,
    name: "double-negation",
    severity: Severity::Error,
    text: "Not not is the same as nothing.",
    now: "`NOT NOT` asks for the term; two minus signs are refused, for it is not clear what is meant.",
    meant: "To exclude the term.",
    write: "Write one sign to exclude the term, none to ask for it.",
    fires: &[
        Case::query("late NOT NOT delivery", "NOT NOT").written("late delivery"),
        Case::query("late --delivery", "--").written("late -delivery"),
        Case::query("late -(-delivery)", "-(-delivery)").written("late -delivery"),
    ],
    silent: &[Query("late NOT delivery"), Query("late -delivery"), Query("late -(sale -delivery)")],
    untested: "",
};
