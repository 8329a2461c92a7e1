//! `empty-group`: brackets, quotes or braces with nothing inside match nothing.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::EmptyGroup,
    name: "empty-group",
    severity: Severity::Error,
    text: "Brackets, quotes or braces with nothing inside match nothing.",
    now: "Nothing can be found by it, so the rule is refused.",
    meant: "A group or phrase whose words were deleted or forgotten.",
    write: "Put a term inside, or remove it.",
    fires: &[Case::query("delivery ()", "()").written("delivery")],
    silent: &[Query("delivery (late)"), Query("delivery")],
    untested: "",
};
