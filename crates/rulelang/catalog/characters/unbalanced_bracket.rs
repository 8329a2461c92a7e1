//! `unbalanced-bracket`: every bracket that opens must close, or it is not clear what belongs together.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnbalancedBracket,
    name: "unbalanced-bracket",
    severity: Severity::Error,
    text: "Every bracket that opens must close, or it is not clear what belongs together.",
    now: "It is not clear where the group begins or ends, so the rule is refused.",
    meant: "A group of terms.",
    write: "Put the missing bracket where the group begins or ends.",
    fires: &[
        Case::query("(late OR slow", "(").fixed("(late OR slow)"),
        Case::query("parcel (late OR slow", "(").written("parcel (late OR slow)"),
        Case::query("(late OR slow parcel", "(").written("(late OR slow) parcel"),
        Case::query("late OR slow) parcel", ")").written("(late OR slow) parcel"),
        Case::query("late) OR slow", ")").written("late OR slow"),
    ],
    silent: &[Query("(late OR slow) delivery"), Query("((late)) OR slow")],
    untested: "",
};
