//! `too-deep`: brackets, lists and tags may be nested 64 deep.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TooDeep,
    name: "too-deep",
    severity: Severity::Error,
    text: "Brackets may be nested 64 deep, and so may lists in lists and rules that ask for each other's tags.",
    now: "It is too deep to be read, so the rule is refused.",
    meant: "Most often brackets that never close, or lists and `tag:` that go on from one to the next without end.",
    write: "Put parts of it into `[lists]`, or take superfluous brackets out.",
    fires: &[Case::file(
        "[[theme]]\nid = 'late'\nquery = '(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((late)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))'\n",
        "(",
    )],
    silent: &[Query("((((((((late))))))))")],
    untested: "",
};
